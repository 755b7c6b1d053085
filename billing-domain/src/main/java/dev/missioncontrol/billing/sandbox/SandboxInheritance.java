package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CustomerRequest;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Takes over what an earlier sandbox sold, from what its application knows of it. No event tells of it. */
final class SandboxInheritance {
    private final SandboxState books;
    private final SandboxPrices prices;
    private final SandboxAgenda agenda;

    SandboxInheritance(SandboxState books, SandboxPrices prices, SandboxAgenda agenda) {
        this.books = books;
        this.prices = prices;
        this.agenda = agenda;
    }

    /** A customer whose card works, and those of its subscriptions whose price and status are known here. */
    void customer(TenantId tenant, CustomerId id, List<SubscriptionSnapshot> sold, Instant now) {
        if (books.knows(id)) return;
        BillingMetadata metadata = new BillingMetadata(Optional.of(tenant.value()), Optional.empty(), Optional.empty());
        SandboxCustomer customer =
                new SandboxCustomer(id, new CustomerRequest(tenant, Optional.empty(), Optional.empty(), metadata));
        customer.useCard();
        books.add(customer);
        sold.stream()
                .filter(one -> books.subscription(one.id()).isEmpty())
                .sorted(Comparator.comparing(SubscriptionSnapshot::created))
                .forEach(one -> subscription(customer, one, now));
    }

    private void subscription(SandboxCustomer customer, SubscriptionSnapshot last, Instant now) {
        Optional<SubscriptionItem> item = last.items().stream().findFirst();
        Optional<SandboxPrices.Sold> price = item.flatMap(one -> prices.find(one.price()));
        Optional<Instant> periodEnd = item.flatMap(SubscriptionItem::periodEnd);
        Optional<ProviderStatus> status = last.knownStatus();
        if (price.isEmpty() || periodEnd.isEmpty() || status.isEmpty()) return;
        SandboxSubscription inherited = new SandboxSubscription(
                books.subscriptions(), customer, last, status.get(), price.get(), periodEnd.get(), now);
        books.add(inherited);
        agenda.reschedule(inherited);
    }
}

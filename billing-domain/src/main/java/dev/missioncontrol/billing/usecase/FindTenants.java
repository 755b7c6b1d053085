package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.store.Listings.TenantFilter;
import dev.missioncontrol.billing.store.Listings.TenantLine;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Finds tenants by what operators have at hand: the beginning of an id, or an id of the provider. By indexes alone. */
public final class FindTenants {
    /** Most tenants of one page. */
    public static final int MOST_TENANTS = 200;

    /** Subscriptions of a customer that are followed to their tenants. */
    private static final int MOST_SUBSCRIPTIONS = 20;

    private final Transactions transactions;
    private final String provider;

    FindTenants(Transactions transactions, String provider) {
        this.transactions = transactions;
        this.provider = provider;
    }

    /**
     * Tenants, by id.
     *
     * @param tenants at most as many as were asked for
     * @param next what to ask for to see those behind them; absent at the end
     */
    public record Page(List<TenantLine> tenants, Optional<TenantId> next) {
        /** Copies the list. */
        public Page {
            tenants = List.copyOf(tenants);
        }
    }

    /**
     * What an id of the provider belongs to.
     *
     * @param tenants whose it is; more than one where a customer has subscriptions of several
     * @param nobodys a subscription with this id that is nobody's yet
     */
    public record Found(List<TenantLine> tenants, Optional<TrackedSubscription> nobodys) {
        /** Copies the list. */
        public Found {
            tenants = List.copyOf(tenants);
        }
    }

    Page page(TenantFilter filter, Optional<TenantId> after, int limit) {
        if (limit < 1 || limit > MOST_TENANTS)
            throw new IllegalArgumentException("a page has 1 to " + MOST_TENANTS + " tenants, not " + limit);
        List<TenantLine> lines = transactions.run(tx -> tx.listings().tenants(filter, after, limit + 1));
        if (lines.size() <= limit) return new Page(lines, Optional.empty());
        List<TenantLine> page = lines.subList(0, limit);
        return new Page(page, Optional.of(page.get(limit - 1).tenant()));
    }

    /** By the exact id of a customer, a subscription or an event; nothing for any other text. */
    Found byProvidersId(String text) {
        String id = text.strip();
        return transactions.run(tx -> found(tx, id));
    }

    private Found found(BillingTransaction tx, String id) {
        Set<TenantId> tenants = new LinkedHashSet<>();
        Optional<TrackedSubscription> subscription =
                parsed(SubscriptionId::new, id).flatMap(tx.accounts()::subscription);
        subscription.flatMap(TrackedSubscription::tenant).ifPresent(tenants::add);
        parsed(EventId::new, id)
                .flatMap(tx.inbox()::event)
                .flatMap(InboxEvent::tenant)
                .ifPresent(tenants::add);
        Optional<CustomerId> customer = parsed(CustomerId::new, id);
        customer.flatMap(one -> tx.accounts().bindingOf(one, provider))
                .ifPresent(binding -> tenants.add(binding.tenant()));
        for (SubscriptionId one : customer.map(of -> tx.accounts().subscriptionsOf(of, MOST_SUBSCRIPTIONS))
                .orElse(List.of()))
            tx.accounts().subscription(one).flatMap(TrackedSubscription::tenant).ifPresent(tenants::add);
        List<TenantLine> lines = new ArrayList<>();
        for (TenantId tenant : tenants)
            lines.add(new TenantLine(tenant, tx.accounts().current(tenant)));
        return new Found(lines, subscription.filter(one -> one.tenant().isEmpty()));
    }

    private static <T> Optional<T> parsed(Function<String, T> id, String text) {
        try {
            return Optional.of(id.apply(text));
        } catch (IllegalArgumentException noSuchId) {
            return Optional.empty();
        }
    }
}

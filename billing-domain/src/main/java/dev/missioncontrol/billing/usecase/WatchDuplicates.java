package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.Duplicates;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Does what the policy says about a tenant that pays twice; outside of every transaction, since the provider is asked. */
final class WatchDuplicates {
    private final PaymentProvider provider;
    private final PlanCatalog catalog;
    private final DuplicatePolicy policy;
    private final Consumer<RuntimeException> trouble;

    WatchDuplicates(
            PaymentProvider provider, PlanCatalog catalog, DuplicatePolicy policy, Consumer<RuntimeException> trouble) {
        this.provider = provider;
        this.catalog = catalog;
        this.policy = policy;
        this.trouble = trouble;
    }

    /** Its key is the subscription's, so that two nodes end it once; that it ended comes back as an event. */
    void found(TenantId tenant, Duplicates duplicates) {
        boolean ending = policy == DuplicatePolicy.CANCEL_NEWER && duplicates.sound() && confirmed(duplicates);
        trouble.accept(new DuplicateSubscriptionsException(tenant, duplicates, ending));
        if (!ending) return;
        for (SubscriptionId one : duplicates.newer()) {
            try {
                provider.cancelSubscription(one, Timing.NOW, "duplicate-" + one.value());
            } catch (ProviderException away) {
                // The next time one of them is fetched, it is found again.
                trouble.accept(away);
            }
        }
    }

    /**
     * Whether the provider says so now of each of them. What is stored may be old: where one is replaced by hand, the events
     * of the new one may come before those of the end of the old one, and the one just paid for would be ended. One that is to become
     * something else, or waits for the payment of that, is not what it will be: the tenant could be left with less than it paid for.
     */
    private boolean confirmed(Duplicates duplicates) {
        List<SubscriptionSnapshot> read = new ArrayList<>();
        try {
            for (SubscriptionId one : inOrder(duplicates)) {
                if (!(provider.fetchSubscription(one) instanceof FetchedSubscription.Found found)) return false;
                if (found.planned().isPresent() || found.awaitsPayment()) return false;
                read.add(found.snapshot());
            }
        } catch (ProviderException away) {
            trouble.accept(away);
            return false;
        }
        return Duplicates.endable(read, catalog);
    }

    private static List<SubscriptionId> inOrder(Duplicates duplicates) {
        return Stream.concat(Stream.of(duplicates.kept()), duplicates.newer().stream())
                .toList();
    }
}

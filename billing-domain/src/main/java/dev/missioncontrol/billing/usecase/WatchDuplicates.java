package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.Duplicates;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.util.function.Consumer;

/** Does what the policy says about a tenant that pays twice; outside of every transaction, since the provider is asked. */
final class WatchDuplicates {
    private final PaymentProvider provider;
    private final DuplicatePolicy policy;
    private final Consumer<RuntimeException> trouble;

    WatchDuplicates(PaymentProvider provider, DuplicatePolicy policy, Consumer<RuntimeException> trouble) {
        this.provider = provider;
        this.policy = policy;
        this.trouble = trouble;
    }

    /** Its key is the subscription's, so that two nodes end it once; that it ended comes back as an event. */
    void found(TenantId tenant, Duplicates duplicates) {
        boolean ending = policy == DuplicatePolicy.CANCEL_NEWER && duplicates.sound();
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
}

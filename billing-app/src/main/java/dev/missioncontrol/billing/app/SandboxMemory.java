package dev.missioncontrol.billing.app;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.TenantPage;
import java.util.List;
import java.util.Optional;

/** Reminds a sandbox that was just started of what one before it sold: the database outlives it. */
final class SandboxMemory {
    /** Tenants a page. */
    private static final int PAGE = 100;

    private SandboxMemory() {}

    /** Hands it every customer that the store knows, with its subscriptions. */
    static void recall(SandboxPaymentProvider sandbox, BillingStore store) {
        Optional<TenantId> after = Optional.empty();
        do {
            Optional<TenantId> last = after;
            TenantPage page = store.inTransaction(tx -> tx.listings().tenants(last, PAGE));
            for (TenantId tenant : page.tenants()) store.inTransaction(tx -> recall(sandbox, tx, tenant));
            after = page.next();
        } while (after.isPresent());
    }

    private static TenantId recall(SandboxPaymentProvider sandbox, BillingTransaction tx, TenantId tenant) {
        List<SubscriptionSnapshot> sold = tx.accounts().subscriptionsOf(tenant).stream()
                .map(TrackedSubscription::snapshot)
                .flatMap(Optional::stream)
                .toList();
        tx.accounts()
                .customerOf(tenant, sandbox.name())
                .filter(binding -> !binding.gone())
                .ifPresent(binding -> sandbox.takeOver(tenant, binding.customer(), sold));
        return tenant;
    }
}

package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.BillingBuilder;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Tests of two nodes that remember statuses, on one store; what the first asks of it is counted. */
abstract class TwoNodesThatRemember {
    static final TenantId ACME = new TenantId("acme");
    static final TenantId GLOBEX = new TenantId("globex");
    static final Instant JAN_1 = Instant.parse("2027-01-01T00:00:00Z");
    static final Instant FEB_1 = Instant.parse("2027-02-01T00:00:00Z");

    final PlanCatalog catalog = DefaultCatalog.withPlaceholderPrices();
    final SandboxPaymentProvider sandbox = SandboxPaymentProvider.startingAt(JAN_1);
    final InMemoryBillingStore shared = new InMemoryBillingStore();
    final WatchedStore store = new WatchedStore(shared);
    final List<RuntimeException> trouble = new ArrayList<>();
    Instant now = JAN_1;
    final Billing billing = node(store).rememberStatuses(100).build();
    final Billing other = node(shared).rememberStatuses(100).build();

    final BillingBuilder node(BillingStore of) {
        return Billing.builder()
                .catalog(catalog)
                .provider(sandbox)
                .store(of)
                .clock(() -> now)
                .onTrouble(trouble::add);
    }

    final SubscriptionId buy(Billing node, TenantId tenant, Checkout wanted) {
        SubscriptionId bought = sandbox.pay(node.startCheckout(tenant, wanted));
        node.sync(tenant);
        return bought;
    }

    final void pass(Duration time) {
        now = now.plus(time);
    }

    final int asked(TenantId tenant) {
        return store.asked(() -> billing.status(tenant));
    }
}

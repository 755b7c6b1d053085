package dev.missioncontrol.billing.app;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.BillingStore;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether requests can be served: whether the store answers, asked anew each time. Stripe being away changes nothing. */
final class Readiness implements BooleanSupplier {
    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

    /** Need not exist: looking for it reaches the table. */
    private static final TenantId ANY = new TenantId("ready");

    private final BillingStore store;

    Readiness(BillingStore store) {
        this.store = store;
    }

    @Override
    public boolean getAsBoolean() {
        try {
            store.inTransaction(tx -> tx.accounts().tenant(ANY));
            return true;
        } catch (RuntimeException e) {
            LOG.warn("Not ready: {}", e.getMessage());
            return false;
        }
    }
}

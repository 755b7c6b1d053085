package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.HeldRow;
import java.util.function.Consumer;

/** Hands over all that is stored of one tenant. */
public final class ExportTenant {
    private final Transactions transactions;

    ExportTenant(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Every row, of one moment for each table. Returns whether the tenant was ever seen; if not, there is no row. */
    boolean export(TenantId tenant, Consumer<HeldRow> each) {
        if (transactions.run(tx -> tx.accounts().tenant(tenant)).isEmpty()) return false;
        transactions.runOnce(tx -> {
            tx.holdings().each(tenant, each);
            return null;
        });
        return true;
    }
}

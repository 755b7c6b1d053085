package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Derives again what tenants have, after the catalogue changed: a price that was added heals what was bought before. */
public final class Rederive {
    /** Tenants derived in one round of work. */
    static final int BATCH = 100;

    private final Transactions transactions;
    private final PlanCatalog catalog;
    private final Bookkeeping books;
    private final InstantSource clock;

    Rederive(Transactions transactions, PlanCatalog catalog, Bookkeeping books, InstantSource clock) {
        this.transactions = transactions;
        this.catalog = catalog;
        this.books = books;
        this.clock = clock;
    }

    /** Derives one tenant again. */
    public void tenant(TenantId tenant) {
        Instant now = clock.instant();
        transactions.run(tx -> books.derive(
                tx,
                books.hold(tx, tenant, now),
                "the catalogue changed",
                new Bookkeeping.Cause("catalog", Optional.empty(), now)));
    }

    /** Derives some of those that another catalogue was used for. Returns how many. */
    public int some() {
        List<TenantId> stale = transactions.run(tx -> tx.accounts().derivedByAnotherCatalog(catalog.hash(), BATCH));
        stale.forEach(this::tenant);
        return stale.size();
    }
}

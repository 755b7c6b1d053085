package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.store.Refreshes.Unowned;
import java.time.InstantSource;
import java.util.List;

/** Looks again at subscriptions that nobody owns: a binding may have been committed beside their event. */
public final class LookForOwners {
    /** Subscriptions looked at in one round. */
    static final int BATCH = 50;

    private final Transactions transactions;
    private final Adoption adoption;
    private final InstantSource clock;

    LookForOwners(Transactions transactions, Adoption adoption, InstantSource clock) {
        this.transactions = transactions;
        this.adoption = adoption;
        this.clock = clock;
    }

    /**
     * Looks at those that are due. Returns how many.
     *
     * @throws RuntimeException the first fault with one of them, once all the others are done
     */
    public int lookDue() {
        List<Unowned> due = transactions.run(tx -> tx.refreshes().unownedDue(BATCH));
        EachAlone each = new EachAlone();
        for (Unowned unowned : due) each.run(() -> look(unowned));
        each.end();
        return due.size();
    }

    private void look(Unowned unowned) {
        transactions.run(tx -> {
            adoption.look(tx, unowned, clock.instant());
            return null;
        });
    }
}

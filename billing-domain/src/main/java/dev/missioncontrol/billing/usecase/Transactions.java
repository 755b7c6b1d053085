package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.StoreException;
import java.util.function.Function;

/** Runs transactions, and runs those again at once that another was in the way of. */
final class Transactions {
    /** How often one transaction is run before its conflict is given up: each try meets another rival. */
    static final int MOST_TRIES = 5;

    private final BillingStore store;

    Transactions(BillingStore store) {
        this.store = store;
    }

    /** Runs one that tells somebody outside what it reads: not again, since that can't be untold. */
    <T> T runOnce(Function<BillingTransaction, T> work) {
        return store.inTransaction(work);
    }

    <T> T run(Function<BillingTransaction, T> work) {
        for (int tries = 1; ; tries++) {
            try {
                return store.inTransaction(work);
            } catch (StoreException e) {
                if (e.kind() != StoreException.Kind.CONFLICT || tries == MOST_TRIES) throw e;
            }
        }
    }
}

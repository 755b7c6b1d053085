package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.Expected;
import dev.missioncontrol.billing.store.Standing;
import dev.missioncontrol.billing.store.StoreException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs transactions, and runs those again at once that another was in the way of. */
final class Transactions {
    /** How often one transaction is run before its conflict is given up: each try meets another rival. */
    static final int MOST_TRIES = 5;

    private static final BooleanSupplier ALWAYS = () -> true;

    private final BillingStore store;
    private final Consumer<TenantId> changed;

    /** @param changed told of each tenant that a transaction noted, once it has ended in whatever way: it may have committed */
    Transactions(BillingStore store, Consumer<TenantId> changed) {
        this.store = store;
        this.changed = changed;
    }

    /** Runs one that tells somebody outside what it reads: not again, since that can't be untold. */
    <T> T runOnce(Function<BillingTransaction, T> work) {
        return store.inTransaction(work);
    }

    <T> T run(Function<BillingTransaction, T> work) {
        return run(ALWAYS, work);
    }

    /** @param inTime whether it is worth another try */
    <T> T run(BooleanSupplier inTime, Function<BillingTransaction, T> work) {
        return again(
                inTime, () -> noting(noted -> store.inTransaction(tx -> work.apply(new NotedTransaction(tx, noted)))));
    }

    /** Runs one that is about this tenant alone. */
    <T> T run(TenantId tenant, Function<BillingTransaction, T> work) {
        return again(() ->
                noting(noted -> store.inTransaction(tenant, tx -> work.apply(new NotedTransaction(tx, noted)))));
    }

    /** What a tenant's status is made of, by one look at the store. */
    Optional<Standing> standing(TenantId tenant) {
        return again(() -> store.standing(tenant));
    }

    /** The same of several tenants by one look; those that never had anything are left out. */
    Map<TenantId, Standing> standings(Set<TenantId> tenants) {
        return again(() -> store.standings(tenants));
    }

    /** Whether that is less than a look for each. */
    boolean readsTogether() {
        return store.readsTogether();
    }

    /** @param expected what the work is going to ask for */
    <T> T run(Expected expected, Function<BillingTransaction, T> work) {
        return run(expected, ALWAYS, work);
    }

    /**
     * @param expected what the work is going to ask for
     * @param inTime whether it is worth another try
     */
    <T> T run(Expected expected, BooleanSupplier inTime, Function<BillingTransaction, T> work) {
        return again(
                inTime,
                () -> noting(
                        noted -> store.inTransaction(expected, tx -> work.apply(new NotedTransaction(tx, noted)))));
    }

    private <T> T noting(Function<Set<TenantId>, T> transaction) {
        Set<TenantId> noted = new HashSet<>();
        try {
            return transaction.apply(noted);
        } finally {
            noted.forEach(changed);
        }
    }

    private static <T> T again(Supplier<T> call) {
        return again(ALWAYS, call);
    }

    private static <T> T again(BooleanSupplier inTime, Supplier<T> call) {
        for (int tries = 1; ; tries++) {
            try {
                return call.get();
            } catch (StoreException e) {
                if (e.kind() != StoreException.Kind.CONFLICT || tries == MOST_TRIES || !inTime.getAsBoolean()) throw e;
            }
        }
    }
}

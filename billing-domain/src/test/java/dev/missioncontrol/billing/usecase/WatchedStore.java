package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.StoreException;
import java.time.InstantSource;
import java.util.function.Function;

/** One node's way to a store: counts what it asks, is away when told to, and lets others act beside its transactions. */
final class WatchedStore implements BillingStore {
    private final BillingStore store;
    int transactions;
    boolean away;
    boolean together;
    Runnable waiting = () -> {};
    Runnable before = () -> {};
    Runnable after = () -> {};

    WatchedStore(BillingStore store) {
        this.store = store;
    }

    @Override
    public <T> T inTransaction(Function<BillingTransaction, T> work) {
        transactions++;
        waiting.run();
        if (away) throw StoreException.unavailable("away, in a test");
        before.run();
        T answer = store.inTransaction(work);
        after.run();
        return answer;
    }

    /** As a store that has one statement for several: what it counts and lets others act beside is one look for each. */
    @Override
    public boolean readsTogether() {
        return together;
    }

    @Override
    public void follow(InstantSource clock) {
        store.follow(clock);
    }

    /** What this work asks. */
    int asked(Runnable work) {
        int had = transactions;
        work.run();
        return transactions - had;
    }

    /** Does this once, when the next transaction has ended and its caller has not heard of it yet. */
    void afterNext(Runnable act) {
        after = () -> {
            after = () -> {};
            act.run();
        };
    }
}

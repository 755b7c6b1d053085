package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.store.Accounts;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.BrowserSessions;
import dev.missioncontrol.billing.store.ChangeLog;
import dev.missioncontrol.billing.store.CheckoutAttempts;
import dev.missioncontrol.billing.store.Figures;
import dev.missioncontrol.billing.store.Holdings;
import dev.missioncontrol.billing.store.Inbox;
import dev.missioncontrol.billing.store.Jobs;
import dev.missioncontrol.billing.store.Journal;
import dev.missioncontrol.billing.store.Listings;
import dev.missioncontrol.billing.store.Measures;
import dev.missioncontrol.billing.store.Refreshes;
import dev.missioncontrol.billing.store.SeatPushes;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * A store without a database, for tests and for trying out: as transactional as one, gone with the process.
 *
 * <p>One transaction runs at a time, whatever its tenant; what a failed one wrote is taken back step by step, so a
 * transaction costs what it touches and not what is stored. Safe for many threads. It keeps no thread and no static state.
 */
public final class InMemoryBillingStore implements BillingStore {
    private final ReentrantLock turn = new ReentrantLock();
    private final InMemoryUndo undo = new InMemoryUndo();
    private final InMemoryClock clock;
    private final BillingTransaction transaction;

    /** An empty store that takes the first clock it is told to {@link #follow} for its own. */
    public InMemoryBillingStore() {
        this(Optional.empty());
    }

    /** An empty store with a clock of its own, which it keeps whatever it is told to follow. */
    public InMemoryBillingStore(InstantSource clock) {
        this(Optional.of(clock));
    }

    private InMemoryBillingStore(Optional<InstantSource> source) {
        clock = new InMemoryClock(source);
        InMemoryTenants tenants = new InMemoryTenants(undo);
        InMemorySubscriptions subscriptions = new InMemorySubscriptions(undo);
        InMemoryInbox inbox = new InMemoryInbox(clock, undo);
        InMemoryJournal journal = new InMemoryJournal(tenants, clock, undo);
        InMemoryJobs jobs = new InMemoryJobs(clock, undo);
        InMemoryAccounts accounts = new InMemoryAccounts(tenants, subscriptions, clock, undo);
        InMemorySeatPushes seatPushes = new InMemorySeatPushes(tenants, clock, undo);
        InMemoryBrowserSessions browserSessions = new InMemoryBrowserSessions(clock, undo);
        InMemoryCheckouts checkouts = new InMemoryCheckouts(tenants, clock, undo);
        transaction = new Parts(
                accounts,
                inbox,
                new InMemoryRefreshes(subscriptions, clock),
                checkouts,
                journal,
                new InMemoryChangeLog(clock, undo),
                jobs,
                new InMemoryMeasures(subscriptions, inbox, journal, jobs, seatPushes, clock),
                new InMemoryListings(tenants, subscriptions, inbox, accounts, journal),
                new InMemoryFigures(accounts, inbox, undo),
                seatPushes,
                browserSessions,
                new InMemoryHoldings(
                        tenants,
                        accounts,
                        subscriptions,
                        inbox,
                        checkouts,
                        journal,
                        seatPushes,
                        browserSessions,
                        undo));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if called inside a transaction of this store, or where a lease or a due time is
     *     needed before a clock is known
     */
    @Override
    public <T> T inTransaction(Function<BillingTransaction, T> work) {
        if (turn.isHeldByCurrentThread())
            throw new IllegalStateException("a transaction of this store is already under way in this thread");
        turn.lock();
        try {
            T result = work.apply(transaction);
            undo.forget();
            return result;
        } finally {
            undo.takeBack();
            turn.unlock();
        }
    }

    @Override
    public void follow(InstantSource source) {
        clock.follow(source);
    }

    private record Parts(
            Accounts accounts,
            Inbox inbox,
            Refreshes refreshes,
            CheckoutAttempts checkouts,
            Journal journal,
            ChangeLog changeLog,
            Jobs jobs,
            Measures measures,
            Listings listings,
            Figures figures,
            SeatPushes seatPushes,
            BrowserSessions browserSessions,
            Holdings holdings)
            implements BillingTransaction {}
}

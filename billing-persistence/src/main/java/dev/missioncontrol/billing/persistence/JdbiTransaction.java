package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.store.Accounts;
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
import org.jdbi.v3.core.Handle;

/** The parts of the store on one connection. */
record JdbiTransaction(
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
        implements BillingTransaction {
    /**
     * A moment so many milliseconds from now, by the database's clock. Whole milliseconds: the databases agree on no other
     * way to multiply an interval by a parameter.
     */
    static final String IN_MILLIS = "current_timestamp + cast(:millis as bigint) * interval '0.001' second";

    JdbiTransaction(Handle handle) {
        this(
                new JdbiAccounts(handle),
                new JdbiInbox(handle),
                new JdbiRefreshes(handle),
                new JdbiCheckouts(handle),
                new JdbiJournal(handle),
                new JdbiChangeLog(handle),
                new JdbiJobs(handle),
                new JdbiMeasures(handle),
                new JdbiListings(handle),
                new JdbiFigures(handle),
                new JdbiSeatPushes(handle),
                new JdbiBrowserSessions(handle),
                new JdbiHoldings(handle));
    }
}

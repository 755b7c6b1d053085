package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.TenantId;
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
import java.time.Duration;
import java.util.Set;

/** A transaction that also remembers, on this node, which tenants it noted. */
record NotedTransaction(BillingTransaction tx, Set<TenantId> noted) implements BillingTransaction {
    @Override
    public ChangeLog changeLog() {
        ChangeLog log = tx.changeLog();
        return new ChangeLog() {
            @Override
            public void note(TenantId tenant) {
                noted.add(tenant);
                log.note(tenant);
            }

            @Override
            public Seen since(long position, int limit) {
                return log.since(position, limit);
            }

            @Override
            public int forget(Duration age, int limit) {
                return log.forget(age, limit);
            }
        };
    }

    @Override
    public Accounts accounts() {
        return tx.accounts();
    }

    @Override
    public Inbox inbox() {
        return tx.inbox();
    }

    @Override
    public Refreshes refreshes() {
        return tx.refreshes();
    }

    @Override
    public CheckoutAttempts checkouts() {
        return tx.checkouts();
    }

    @Override
    public Journal journal() {
        return tx.journal();
    }

    @Override
    public Jobs jobs() {
        return tx.jobs();
    }

    @Override
    public Measures measures() {
        return tx.measures();
    }

    @Override
    public Listings listings() {
        return tx.listings();
    }

    @Override
    public Figures figures() {
        return tx.figures();
    }

    @Override
    public BrowserSessions browserSessions() {
        return tx.browserSessions();
    }

    @Override
    public SeatPushes seatPushes() {
        return tx.seatPushes();
    }

    @Override
    public Holdings holdings() {
        return tx.holdings();
    }
}

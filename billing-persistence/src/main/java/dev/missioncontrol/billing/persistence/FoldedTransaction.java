package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.store.Accounts;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.BrowserSessions;
import dev.missioncontrol.billing.store.ChangeLog;
import dev.missioncontrol.billing.store.CheckoutAttempts;
import dev.missioncontrol.billing.store.Expected;
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

/**
 * A transaction that reads what it is told beforehand with one question for each kind, answers from that, and writes
 * everything in batches at its end. What it does not fold runs on the plain transaction, after all that waits was written.
 */
final class FoldedTransaction implements BillingTransaction {
    private final Pipeline pipeline;
    private final JdbiTransaction plain;
    private final FoldedAccounts accounts;
    private final FoldedInbox inbox;
    private final FoldedJournal journal;
    private final FoldedCheckouts checkouts;
    private final FoldedChangeLog changeLog;
    private final FoldedHoldings holdings;
    private final FoldedRefreshes refreshes;

    /** @param pipeline on the handle's connection */
    FoldedTransaction(Handle handle, Pipeline pipeline, Expected expected) {
        this.pipeline = pipeline;
        plain = new JdbiTransaction(handle);
        accounts = new FoldedAccounts(handle, pipeline, plain.accounts(), expected, this::flush, this::askForCheckouts);
        journal = new FoldedJournal(pipeline, plain.journal(), accounts, this::flush);
        inbox = new FoldedInbox(pipeline, plain.inbox(), expected, this::flush, accounts.tracked()::isNew);
        changeLog = new FoldedChangeLog(pipeline, plain.changeLog());
        checkouts = new FoldedCheckouts(
                pipeline,
                plain.checkouts(),
                expected,
                tenant -> accounts.held(tenant).isPresent(),
                this::flush);
        refreshes = new FoldedRefreshes(pipeline, plain.refreshes(), accounts.tracked(), this::flush);
        holdings = new FoldedHoldings(pipeline, plain.holdings(), expected, this::flush);
        pipeline.send();
    }

    private void askForCheckouts() {
        checkouts.ask();
    }

    /** Writes all that waits, in the order that every transaction keeps: tenants and what is theirs, then events. */
    void flush() {
        accounts.write();
        refreshes.write();
        checkouts.write();
        journal.write();
        changeLog.write();
        inbox.write();
        pipeline.send();
    }

    /** Writes all that waits; nothing can be asked after it. */
    void end() {
        flush();
        accounts.end();
    }

    @Override
    public Accounts accounts() {
        return accounts;
    }

    @Override
    public Inbox inbox() {
        return inbox;
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public CheckoutAttempts checkouts() {
        return checkouts;
    }

    @Override
    public Refreshes refreshes() {
        return refreshes;
    }

    @Override
    public Jobs jobs() {
        flush();
        return plain.jobs();
    }

    @Override
    public Measures measures() {
        flush();
        return plain.measures();
    }

    @Override
    public Listings listings() {
        flush();
        return plain.listings();
    }

    @Override
    public Holdings holdings() {
        return holdings;
    }

    @Override
    public SeatPushes seatPushes() {
        flush();
        return plain.seatPushes();
    }

    @Override
    public BrowserSessions browserSessions() {
        flush();
        return plain.browserSessions();
    }

    @Override
    public ChangeLog changeLog() {
        return changeLog;
    }

    @Override
    public Figures figures() {
        flush();
        return plain.figures();
    }
}

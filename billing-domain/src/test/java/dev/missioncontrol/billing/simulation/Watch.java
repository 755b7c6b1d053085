package dev.missioncontrol.billing.simulation;

import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
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
import java.util.Optional;

/** Sees what one transaction is for, and where its node ends beside the commit. */
final class Watch implements BillingTransaction {
    final World world;
    final SimulatedNode node;
    private BillingTransaction target;

    /** The event that this transaction takes in, or tries again. */
    Optional<EventId> taken = Optional.empty();

    boolean claimed;

    /** Whether the snapshot of what was fetched was written: a refusal writes nothing. */
    boolean wrote;

    /** What was fetched, where this transaction writes it. */
    final Optional<SubscriptionId> writes;

    Watch(World world, SimulatedNode node) {
        this.world = world;
        this.node = node;
        writes = node.writing;
        node.writing = Optional.empty();
    }

    /** A transaction may be run again. */
    BillingTransaction over(BillingTransaction tx) {
        target = tx;
        taken = Optional.empty();
        claimed = false;
        wrote = false;
        return this;
    }

    void beforeCommit() {
        if (taken.isPresent()) node.comes(CrashPoint.INTAKE_BEFORE_COMMIT);
        if (claimed) node.comes(CrashPoint.CLAIM_BEFORE_COMMIT);
        if (writes.isPresent()) node.comes(CrashPoint.WRITE_BEFORE_COMMIT);
    }

    void afterCommit() {
        taken.ifPresent(world.witness::applied);
        writes.ifPresent(id -> world.witness.written(node, id, wrote));
        if (taken.isPresent()) node.comes(CrashPoint.INTAKE_AFTER_COMMIT);
        if (claimed) node.comes(CrashPoint.CLAIM_AFTER_COMMIT);
        if (writes.isPresent()) node.comes(CrashPoint.WRITE_AFTER_COMMIT);
    }

    @Override
    public Accounts accounts() {
        return new WatchedAccounts(this, target.accounts());
    }

    @Override
    public Inbox inbox() {
        return new WatchedInbox(this, target.inbox());
    }

    @Override
    public Refreshes refreshes() {
        return new WatchedRefreshes(this, target.refreshes(), target.accounts());
    }

    @Override
    public CheckoutAttempts checkouts() {
        return target.checkouts();
    }

    @Override
    public Journal journal() {
        return world.has(Fault.NO_AUDIT_ROW) ? new JournalWithoutAudit(target.journal()) : target.journal();
    }

    @Override
    public ChangeLog changeLog() {
        return target.changeLog();
    }

    @Override
    public Jobs jobs() {
        return target.jobs();
    }

    @Override
    public Measures measures() {
        return target.measures();
    }

    @Override
    public BrowserSessions browserSessions() {
        return target.browserSessions();
    }

    @Override
    public SeatPushes seatPushes() {
        return target.seatPushes();
    }

    @Override
    public Listings listings() {
        return target.listings();
    }

    @Override
    public Figures figures() {
        return target.figures();
    }

    @Override
    public Holdings holdings() {
        return target.holdings();
    }
}

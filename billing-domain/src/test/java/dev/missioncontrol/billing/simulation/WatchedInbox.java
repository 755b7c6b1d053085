package dev.missioncontrol.billing.simulation;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.store.Inbox;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.store.InboxRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The inbox: some events can't be concluded by our own fault, and all are counted. */
final class WatchedInbox implements Inbox {
    private final Watch watch;
    private final Inbox target;

    WatchedInbox(Watch watch, Inbox target) {
        this.watch = watch;
        this.target = target;
    }

    @Override
    public boolean insert(ProviderEvent event, Instant received) {
        boolean isNew = target.insert(event, received);
        if (!isNew) watch.world.met(Coverage.Met.DUPLICATE);
        if (watch.world.has(Fault.EXISTS_THEN_INSERT) && watch.world.network.seenAsNew) isNew = true;
        if (isNew) watch.taken = Optional.of(event.id());
        return isNew;
    }

    @Override
    public void conclude(EventId id, EventOutcome outcome, String reason, Optional<TenantId> tenant) {
        if (watch.world.network.poisoned.contains(id)) throw new IllegalStateException("simulated fault of ours");
        if (outcome == EventOutcome.QUARANTINED) watch.world.met(Coverage.Met.QUARANTINED);
        target.conclude(id, outcome, reason, tenant);
    }

    @Override
    public void fail(EventId id, EventOutcome outcome, String reason, int attempts, Optional<Duration> retryAfter) {
        if (outcome == EventOutcome.DEAD) watch.world.met(Coverage.Met.EXHAUSTED_RETRY);
        target.fail(id, outcome, reason, attempts, retryAfter);
    }

    @Override
    public boolean failAgain(
            InboxEvent tried, EventOutcome outcome, String reason, int attempts, Optional<Duration> retryAfter) {
        boolean written = target.failAgain(tried, outcome, reason, attempts, retryAfter);
        if (written && outcome == EventOutcome.DEAD) watch.world.met(Coverage.Met.EXHAUSTED_RETRY);
        return written;
    }

    @Override
    public List<InboxRow> lockDue(int limit) {
        List<InboxRow> due = target.lockDue(limit);
        // A second try takes an event in, unless another transaction is to say that it failed again.
        due.stream()
                .map(row -> ((InboxRow.Readable) row).event().id())
                .findFirst()
                .filter(id -> !watch.world.network.poisoned.contains(id))
                .ifPresent(id -> watch.taken = Optional.of(id));
        return due;
    }

    @Override
    public void retryLater(InboxRow.Unreadable row, Duration delay) {
        target.retryLater(row, delay);
    }

    @Override
    public Optional<InboxEvent> event(EventId id) {
        return target.event(id);
    }

    @Override
    public int concludeWaiting(
            SubscriptionId subscription, EventOutcome outcome, String reason, Optional<TenantId> tenant) {
        return target.concludeWaiting(subscription, outcome, reason, tenant);
    }

    @Override
    public int forgetPayloads(Duration age, int limit) {
        return target.forgetPayloads(age, limit);
    }

    @Override
    public int purge(Duration age, int limit) {
        return target.purge(age, limit);
    }
}

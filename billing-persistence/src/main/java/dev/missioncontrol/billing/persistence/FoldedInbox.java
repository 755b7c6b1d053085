package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.persistence.JdbiInbox.Arrival;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.store.Expected;
import dev.missioncontrol.billing.store.Inbox;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.store.InboxRow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** {@link Inbox} whose expected events are stored at the end, each with what became of it. */
final class FoldedInbox implements Inbox {
    private final Inbox plain;
    private final Pipeline pipeline;
    private final Runnable flushAll;
    private final Predicate<SubscriptionId> isNew;
    private final Set<EventId> expected;
    private final Set<EventId> stored = new HashSet<>();
    private final SortedMap<EventId, Arrival> arrivals = new TreeMap<>();
    private boolean someWritten;

    /** @param isNew whether a subscription was made in this transaction: then only events of this one can wait for it */
    FoldedInbox(Pipeline pipeline, Inbox plain, Expected expected, Runnable flushAll, Predicate<SubscriptionId> isNew) {
        this.plain = plain;
        this.flushAll = flushAll;
        this.isNew = isNew;
        this.pipeline = pipeline;
        this.expected = expected.events();
        if (!this.expected.isEmpty()) pipeline.ask(JdbiInbox.stored(this.expected), JdbiInbox::id, stored::addAll);
    }

    @Override
    public boolean insert(ProviderEvent event, Instant received) {
        if (!expected.contains(event.id())) return plain.insert(event, received);
        if (!stored.add(event.id())) return false;
        arrivals.put(event.id(), Arrival.waiting(event, received));
        return true;
    }

    @Override
    public void conclude(EventId id, EventOutcome outcome, String reason, Optional<TenantId> tenant) {
        if (arrivals.containsKey(id))
            arrivals.computeIfPresent(id, (same, had) -> had.concluded(outcome, reason, tenant));
        else plain.conclude(id, outcome, reason, tenant);
    }

    @Override
    public void fail(EventId id, EventOutcome outcome, String reason, int attempts, Optional<Duration> retryAfter) {
        flush();
        plain.fail(id, outcome, reason, attempts, retryAfter);
    }

    @Override
    public boolean failAgain(
            InboxEvent tried, EventOutcome outcome, String reason, int attempts, Optional<Duration> retryAfter) {
        flush();
        return plain.failAgain(tried, outcome, reason, attempts, retryAfter);
    }

    @Override
    public int concludeWaiting(
            SubscriptionId subscription, EventOutcome outcome, String reason, Optional<TenantId> tenant) {
        int concluded = 0;
        for (Arrival one : List.copyOf(arrivals.values())) {
            boolean waits = one.outcome() == EventOutcome.UNBOUND || one.outcome() == EventOutcome.QUARANTINED;
            if (!waits || !one.event().content().subscription().equals(Optional.of(subscription))) continue;
            arrivals.put(one.event().id(), one.concluded(outcome, reason, tenant));
            concluded++;
        }
        return isNew.test(subscription) && !someWritten
                ? concluded
                : concluded + plain.concludeWaiting(subscription, outcome, reason, tenant);
    }

    @Override
    public Optional<InboxEvent> event(EventId id) {
        flushAll.run();
        return plain.event(id);
    }

    @Override
    public List<InboxRow> lockDue(int limit) {
        flushAll.run();
        return plain.lockDue(limit);
    }

    @Override
    public void retryLater(InboxRow.Unreadable row, Duration delay) {
        flushAll.run();
        plain.retryLater(row, delay);
    }

    @Override
    public int forgetPayloads(Duration age, int limit) {
        flushAll.run();
        return plain.forgetPayloads(age, limit);
    }

    @Override
    public int purge(Duration age, int limit) {
        flushAll.run();
        return plain.purge(age, limit);
    }

    private void flush() {
        write();
        pipeline.send();
    }

    /** Brings what waits to be written, in the order of their ids. One that another transaction stores meanwhile makes all of them be taken once more. */
    void write() {
        if (arrivals.isEmpty()) return;
        int brought = arrivals.size();
        pipeline.write(JdbiInbox.storing(arrivals.values()), written -> Written.all(written, brought, "an event"));
        arrivals.clear();
        someWritten = true;
    }
}

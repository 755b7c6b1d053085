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
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/** {@link Inbox} whose expected events are stored at the end, each with what became of it. */
final class FoldedInbox implements Inbox {
    private final Inbox plain;
    private final JdbiInbox rows;
    private final Runnable flushAll;
    private final Predicate<SubscriptionId> isNew;
    private final Set<EventId> expected;
    private final Set<EventId> stored;
    private final SortedMap<EventId, Arrival> arrivals = new TreeMap<>();
    private boolean someWritten;

    /** @param isNew whether a subscription was made in this transaction: then only events of this one can wait for it */
    FoldedInbox(Handle handle, Inbox plain, Expected expected, Runnable flushAll, Predicate<SubscriptionId> isNew) {
        this.plain = plain;
        this.flushAll = flushAll;
        this.isNew = isNew;
        rows = new JdbiInbox(handle);
        this.expected = expected.events();
        stored = new HashSet<>(this.expected.isEmpty() ? Set.of() : rows.stored(this.expected));
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
    public int concludeWaiting(SubscriptionId subscription, EventOutcome outcome, String reason, TenantId tenant) {
        int concluded = 0;
        for (Arrival one : List.copyOf(arrivals.values())) {
            boolean waits = one.outcome() == EventOutcome.UNBOUND || one.outcome() == EventOutcome.QUARANTINED;
            if (!waits || !one.event().content().subscription().equals(Optional.of(subscription))) continue;
            arrivals.put(one.event().id(), one.concluded(outcome, reason, Optional.of(tenant)));
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
    public List<InboxEvent> lockDue(int limit) {
        flushAll.run();
        return plain.lockDue(limit);
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

    /** In the order of their ids. One that another transaction stored meanwhile was decided there. */
    void flush() {
        if (arrivals.isEmpty()) return;
        Written.allUnlessRaced(rows.insert(arrivals.values()), arrivals.size(), "an event");
        arrivals.clear();
        someWritten = true;
    }
}

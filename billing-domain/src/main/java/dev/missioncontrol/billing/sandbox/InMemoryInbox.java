package dev.missioncontrol.billing.sandbox;

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
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** {@link Inbox} in memory. */
final class InMemoryInbox implements Inbox {
    private static final Set<EventOutcome> WAITING = EnumSet.of(EventOutcome.UNBOUND, EventOutcome.QUARANTINED);
    private static final Set<EventOutcome> KEPT =
            EnumSet.of(EventOutcome.QUARANTINED, EventOutcome.FAILED, EventOutcome.DEAD);

    private static final Set<EventOutcome> OPEN =
            EnumSet.of(EventOutcome.UNBOUND, EventOutcome.QUARANTINED, EventOutcome.DEAD);
    static final Comparator<InboxEvent> OLDEST_FIRST =
            Comparator.comparing(InboxEvent::received).thenComparing(InboxEvent::id);

    private record Row(InboxEvent event, Instant retryAt, Instant storedAt) {}

    private final InMemoryClock clock;
    private final InMemoryTable<EventId, Row> events;
    private final InMemoryIndex<SubscriptionId, EventId, Row> waiting;
    private final InMemoryIndex<EventOutcome, EventId, Row> failed;
    private final InMemoryIndex<EventOutcome, EventId, Row> open;
    private final InMemoryIndex<TenantId, EventId, Row> byTenant;
    private final InMemoryIndex<SubscriptionId, EventId, Row> bySubscription;

    InMemoryInbox(InMemoryClock clock, InMemoryUndo undo) {
        this.clock = clock;
        events = new InMemoryTable<>(undo);
        waiting = events.indexBy(row -> row.event.subscription().filter(of -> WAITING.contains(row.event.outcome())));
        failed = events.indexBy(row -> Optional.of(row.event.outcome()).filter(EventOutcome.FAILED::equals));
        open = events.indexBy(row -> Optional.of(row.event.outcome()).filter(OPEN::contains));
        byTenant = events.indexBy(row -> row.event.tenant());
        bySubscription = events.indexBy(row -> row.event.subscription());
    }

    @Override
    public boolean insert(ProviderEvent event, Instant received) {
        if (events.get(event.id()).isPresent()) return false;
        InboxEvent stored = new InboxEvent(
                event.id(),
                event.type(),
                event.created(),
                received,
                event.livemode(),
                event.content().subscription(),
                Optional.empty(),
                event.payload(),
                0,
                EventOutcome.FAILED,
                "");
        events.put(event.id(), new Row(stored, InMemoryClock.AT_ONCE, clock.nowOr(received)));
        return true;
    }

    @Override
    public void conclude(EventId id, EventOutcome outcome, String reason, Optional<TenantId> tenant) {
        InboxEvent had = events.row(id).event;
        write(had, outcome, reason, tenant, had.attempts(), InMemoryClock.NEVER);
    }

    @Override
    public void fail(EventId id, EventOutcome outcome, String reason, int attempts, Optional<Duration> retryAfter) {
        InboxEvent had = events.row(id).event;
        write(had, outcome, reason, had.tenant(), attempts, clock.in(retryAfter));
    }

    @Override
    public boolean failAgain(
            InboxEvent tried, EventOutcome outcome, String reason, int attempts, Optional<Duration> retryAfter) {
        boolean asRead = event(tried.id())
                .filter(now -> now.outcome() == tried.outcome() && now.attempts() == tried.attempts())
                .isPresent();
        if (asRead) fail(tried.id(), outcome, reason, attempts, retryAfter);
        return asRead;
    }

    @Override
    public Optional<InboxEvent> event(EventId id) {
        return events.get(id).map(Row::event);
    }

    @Override
    public List<InboxRow> lockDue(int limit) {
        return events.rows(failed.keys(EventOutcome.FAILED))
                .filter(row -> clock.reached(row.retryAt))
                .map(Row::event)
                .sorted(OLDEST_FIRST)
                .limit(limit)
                .<InboxRow>map(InboxRow.Readable::new)
                .toList();
    }

    @Override
    public void retryLater(InboxRow.Unreadable row, Duration delay) {
        InboxEvent event = event(new EventId(row.id()))
                .orElseThrow(() -> new IllegalStateException("there is no event " + row.id()));
        fail(event.id(), event.outcome(), row.reason(), event.attempts(), Optional.of(delay));
    }

    @Override
    public int concludeWaiting(
            SubscriptionId subscription, EventOutcome outcome, String reason, Optional<TenantId> tenant) {
        List<Row> rows = events.rows(waiting.keys(subscription)).toList();
        for (Row row : rows) write(row.event, outcome, reason, tenant, row.event.attempts(), InMemoryClock.NEVER);
        return rows.size();
    }

    @Override
    public int purge(Duration age, int limit) {
        Instant before = clock.now().minus(age);
        List<InboxEvent> old = events.all().stream()
                .map(Row::event)
                .filter(event -> event.received().isBefore(before) && !KEPT.contains(event.outcome()))
                .sorted(OLDEST_FIRST)
                .limit(limit)
                .toList();
        for (InboxEvent event : old) events.remove(event.id());
        return old.size();
    }

    @Override
    public int forgetPayloads(Duration age, int limit) {
        List<Row> old = events.all().stream()
                .filter(row -> !row.event.payload().isEmpty() && row.event.outcome() != EventOutcome.FAILED)
                .filter(row -> clock.reached(row.storedAt.plus(age)))
                .sorted(Comparator.comparing(Row::storedAt).thenComparing(row -> row.event.id()))
                .limit(limit)
                .toList();
        for (Row row : old) events.put(row.event.id(), new Row(withoutPayload(row.event), row.retryAt, row.storedAt));
        return old.size();
    }

    /** Of these, without what the provider sent and whose they are. */
    void empty(Collection<InboxEvent> all) {
        for (InboxEvent had : List.copyOf(all)) {
            InboxEvent emptied = new InboxEvent(
                    had.id(),
                    had.type(),
                    had.created(),
                    had.received(),
                    had.livemode(),
                    Optional.empty(),
                    Optional.empty(),
                    "",
                    had.attempts(),
                    EventOutcome.IGNORED,
                    "");
            events.put(had.id(), new Row(emptied, InMemoryClock.NEVER, events.row(had.id()).storedAt));
        }
    }

    private static InboxEvent withoutPayload(InboxEvent had) {
        return new InboxEvent(
                had.id(),
                had.type(),
                had.created(),
                had.received(),
                had.livemode(),
                had.subscription(),
                had.tenant(),
                "",
                had.attempts(),
                had.outcome(),
                had.reason());
    }

    /** How many have this outcome, one of those that somebody or something still has to look at. */
    long count(EventOutcome outcome) {
        return (outcome == EventOutcome.FAILED ? failed : open).keys(outcome).size();
    }

    Stream<InboxEvent> all() {
        return events.all().stream().map(Row::event);
    }

    Stream<InboxEvent> of(TenantId tenant) {
        return events.rows(byTenant.keys(tenant)).map(Row::event);
    }

    Stream<InboxEvent> of(SubscriptionId subscription) {
        return events.rows(bySubscription.keys(subscription)).map(Row::event);
    }

    private void write(
            InboxEvent had,
            EventOutcome outcome,
            String reason,
            Optional<TenantId> tenant,
            int attempts,
            Instant retry) {
        InboxEvent next = new InboxEvent(
                had.id(),
                had.type(),
                had.created(),
                had.received(),
                had.livemode(),
                had.subscription(),
                tenant,
                had.payload(),
                attempts,
                outcome,
                reason);
        events.put(had.id(), new Row(next, retry, events.row(had.id()).storedAt));
    }
}

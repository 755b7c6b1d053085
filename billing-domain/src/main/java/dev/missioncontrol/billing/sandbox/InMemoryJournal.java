package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.store.Journal;
import dev.missioncontrol.billing.store.OutboxRow;
import dev.missioncontrol.billing.store.PublishedEvent;
import dev.missioncontrol.billing.store.PublishedRow;
import dev.missioncontrol.billing.store.TenantRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** {@link Journal} in memory. */
final class InMemoryJournal implements Journal {
    private record Place(String tenant, long sequence) {}

    private record Waiting(BillingEvent event, Instant dueAt) {}

    private final InMemoryTenants tenants;
    private final InMemoryClock clock;
    private final InMemoryUndo undo;
    private final Map<TenantId, List<AuditEntry>> audit = new HashMap<>();
    private final SortedMap<Long, Waiting> outbox = new TreeMap<>();
    private final Map<Place, Long> positions = new HashMap<>();
    private final SortedMap<Long, PublishedEvent> readable = new TreeMap<>();
    private final Map<Long, Instant> readableSince = new HashMap<>();
    private long published;
    private long positioned;

    InMemoryJournal(InMemoryTenants tenants, InMemoryClock clock, InMemoryUndo undo) {
        this.tenants = tenants;
        this.clock = clock;
        this.undo = undo;
    }

    @Override
    public void append(AuditEntry entry) {
        TenantRecord tenant = tenants.require(entry.tenant());
        if (entry.sequence() != tenant.auditLength() + 1
                || !entry.previousHash().equals(tenant.auditHead()))
            throw new IllegalStateException("not the next row of the tenant's audit chain");
        List<AuditEntry> rows = audit.computeIfAbsent(entry.tenant(), same -> new ArrayList<>());
        rows.add(entry);
        undo.remember(() -> rows.remove(rows.size() - 1));
        tenants.put(new TenantRecord(
                tenant.id(),
                tenant.pseudonym(),
                tenant.created(),
                tenant.deleted(),
                entry.hash(),
                entry.sequence(),
                tenant.eventLength()));
    }

    @Override
    public List<AuditEntry> audit(TenantId tenant, long fromSequence, int limit) {
        return audit.getOrDefault(tenant, List.of()).stream()
                .skip(Math.max(fromSequence, 1) - 1)
                .limit(limit)
                .toList();
    }

    @Override
    public void publish(BillingEvent event) {
        TenantRecord tenant = tenants.require(event.tenant());
        if (event.sequence() != tenant.eventLength() + 1)
            throw new IllegalStateException("not the tenant's next event");
        long position = ++published;
        outbox.put(position, new Waiting(event, latest(event.tenant())));
        positions.put(place(event), position);
        undo.remember(() -> {
            outbox.remove(position);
            positions.remove(place(event));
        });
        tenants.put(new TenantRecord(
                tenant.id(),
                tenant.pseudonym(),
                tenant.created(),
                tenant.deleted(),
                tenant.auditHead(),
                tenant.auditLength(),
                event.sequence()));
    }

    /** When the last one of a tenant that waits is due: none behind it is earlier. */
    private Instant latest(TenantId tenant) {
        return outbox.values().stream()
                .filter(one -> one.event.tenant().equals(tenant))
                .map(Waiting::dueAt)
                .max(Comparator.naturalOrder())
                .orElse(InMemoryClock.AT_ONCE);
    }

    @Override
    public List<OutboxRow> due(int limit) {
        return outbox.values().stream()
                .filter(one -> clock.reached(one.dueAt))
                .limit(limit)
                .<OutboxRow>map(one -> new OutboxRow.Readable(one.event))
                .toList();
    }

    long undeliveredCount() {
        return outbox.size();
    }

    Optional<Instant> undeliveredSince() {
        return outbox.values().stream().map(one -> one.event.at()).min(Comparator.naturalOrder());
    }

    @Override
    public void delivered(BillingEvent event) {
        Long position = positions.remove(place(event));
        if (position == null) return;
        Waiting had = outbox.remove(position);
        long readableAt = ++positioned;
        readable.put(readableAt, new PublishedEvent(readableAt, had.event()));
        readableSince.put(readableAt, clock.in(Duration.ZERO));
        undo.remember(() -> {
            outbox.put(position, had);
            positions.put(place(event), position);
            readable.remove(readableAt);
            readableSince.remove(readableAt);
            positioned = readableAt - 1;
        });
    }

    @Override
    public List<PublishedRow> published(long after, int limit) {
        return readable.tailMap(after + 1).values().stream()
                .limit(limit)
                .map(PublishedRow::of)
                .toList();
    }

    @Override
    public List<PublishedRow> publishedOf(TenantId tenant, long after, long upTo, int limit) {
        return readable.tailMap(after + 1).values().stream()
                .takeWhile(one -> one.position() <= upTo)
                .filter(one -> one.event().tenant().equals(tenant))
                .limit(limit)
                .map(PublishedRow::of)
                .toList();
    }

    @Override
    public int forgetPublished(Duration age, int limit) {
        List<Long> old = readable.keySet().stream()
                .filter(position -> clock.reached(readableSince.get(position).plus(age)))
                .limit(limit)
                .toList();
        for (long position : old) {
            PublishedEvent had = readable.remove(position);
            Instant since = readableSince.remove(position);
            undo.remember(() -> {
                readable.put(position, had);
                readableSince.put(position, since);
            });
        }
        return old.size();
    }

    @Override
    public void deliverLater(BillingEvent event, Duration delay) {
        deliverLater(place(event), delay);
    }

    @Override
    public void deliverLater(OutboxRow.Unreadable row, Duration delay) {
        deliverLater(new Place(row.tenant(), row.sequence()), delay);
    }

    private void deliverLater(Place place, Duration delay) {
        Long first = positions.get(place);
        if (first == null) return;
        Instant due = clock.in(delay);
        for (Map.Entry<Long, Waiting> one : outbox.tailMap(first).entrySet()) {
            Waiting had = one.getValue();
            if (!had.event.tenant().value().equals(place.tenant()) || had.dueAt.isAfter(due)) continue;
            one.setValue(new Waiting(had.event, due));
            undo.remember(() -> outbox.put(one.getKey(), had));
        }
    }

    List<AuditEntry> auditOf(TenantId tenant) {
        return List.copyOf(audit.getOrDefault(tenant, List.of()));
    }

    /** Those that were delivered and those that wait, in the order of the tenant's. */
    List<BillingEvent> eventsOf(TenantId tenant) {
        return Stream.concat(
                        readable.values().stream().map(PublishedEvent::event),
                        outbox.values().stream().map(Waiting::event))
                .filter(event -> event.tenant().equals(tenant))
                .sorted(Comparator.comparingLong(BillingEvent::sequence))
                .toList();
    }

    /** Removes events of this tenant, delivered or not; at most {@code limit}. Returns how many. */
    int removeEvents(TenantId tenant, int limit) {
        List<BillingEvent> some = eventsOf(tenant).stream().limit(limit).toList();
        for (BillingEvent event : some) {
            Long waiting = positions.remove(place(event));
            if (waiting != null) {
                Waiting had = outbox.remove(waiting);
                undo.remember(() -> {
                    outbox.put(waiting, had);
                    positions.put(place(event), waiting);
                });
            } else {
                PublishedEvent had = readable.values().stream()
                        .filter(one -> one.event().equals(event))
                        .findFirst()
                        .orElseThrow();
                readable.remove(had.position());
                Instant since = readableSince.remove(had.position());
                undo.remember(() -> {
                    readable.put(had.position(), had);
                    readableSince.put(had.position(), since);
                });
            }
        }
        return some.size();
    }

    private static Place place(BillingEvent event) {
        return new Place(event.tenant().value(), event.sequence());
    }
}

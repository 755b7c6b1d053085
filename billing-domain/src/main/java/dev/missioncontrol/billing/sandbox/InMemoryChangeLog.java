package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.ChangeLog;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@link ChangeLog} in memory: one transaction runs at a time, so notes are in the order of their commits. */
final class InMemoryChangeLog implements ChangeLog {
    private record Note(TenantId tenant, Instant since) {}

    private final TreeMap<Long, Note> notes = new TreeMap<>();
    private final InMemoryClock clock;
    private final InMemoryUndo undo;
    private long last;

    InMemoryChangeLog(InMemoryClock clock, InMemoryUndo undo) {
        this.clock = clock;
        this.undo = undo;
    }

    @Override
    public void note(TenantId tenant) {
        long position = ++last;
        notes.put(position, new Note(tenant, clock.nowOr(Instant.EPOCH)));
        undo.remember(() -> {
            notes.remove(position);
            last = position - 1;
        });
    }

    @Override
    public Seen since(long position, int limit) {
        if (position >= last) return new Seen(last, Set.of(), false);
        Set<TenantId> tenants = notes.tailMap(position, false).values().stream()
                .map(Note::tenant)
                .distinct()
                .limit(limit + 1L)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        boolean all = tenants.size() > limit;
        return new Seen(last, all ? Set.of() : tenants, all);
    }

    @Override
    public int forget(Duration age, int limit) {
        List<Long> old = notes.keySet().stream()
                .filter(position -> clock.reached(notes.get(position).since().plus(age)))
                .limit(limit)
                .toList();
        for (long position : old) {
            Note had = notes.remove(position);
            undo.remember(() -> notes.put(position, had));
        }
        return old.size();
    }
}

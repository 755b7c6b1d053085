package dev.missioncontrol.billing.sandbox;

import java.time.Instant;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What falls due next, in order of time and then of entry. */
final class SandboxAgenda {
    private record Entry(Instant at, long order, Dated what) {}

    private final TreeSet<Entry> entries =
            new TreeSet<>(Comparator.comparing(Entry::at).thenComparing(Entry::order));
    private final Map<Dated, Entry> entryOf = new IdentityHashMap<>();
    private long order;

    /** Takes up when this is due now, in place of when it was due before. */
    void reschedule(Dated what) {
        Entry before = entryOf.remove(what);
        if (before != null) entries.remove(before);
        what.dueAt().ifPresent(at -> {
            Entry entry = new Entry(at, order++, what);
            entries.add(entry);
            entryOf.put(what, entry);
        });
    }

    /** When the next thing is due. */
    Optional<Instant> next() {
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(entries.first().at());
    }

    /** Takes out what is due next; there must be something. */
    Dated take() {
        Entry first = entries.first();
        entries.remove(first);
        entryOf.remove(first.what());
        return first.what();
    }
}

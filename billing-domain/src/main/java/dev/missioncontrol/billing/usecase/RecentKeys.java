package dev.missioncontrol.billing.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers what happened a moment ago. Safe for many threads. */
final class RecentKeys<K> {
    private final Duration recent;
    private final int most;
    private final Map<K, Instant> noted = new LinkedHashMap<>();

    /**
     * @param recent how long it is remembered
     * @param most at most so many are; the oldest is forgotten first
     */
    RecentKeys(Duration recent, int most) {
        this.recent = recent;
        this.most = most;
    }

    /** Whether it was noted, and not too long ago; a clock that was put back counts as long ago. */
    synchronized boolean has(K what, Instant now) {
        Instant last = noted.get(what);
        return last != null && !now.isBefore(last) && now.isBefore(last.plus(recent));
    }

    /** From now on it is recent, and the newest of all. */
    synchronized void note(K what, Instant now) {
        noted.remove(what);
        noted.put(what, now);
        if (noted.size() > most) noted.remove(noted.keySet().iterator().next());
    }

    /** Notes it unless it is recent already; whether it was noted now. */
    synchronized boolean noteAnew(K what, Instant now) {
        if (has(what, now)) return false;
        note(what, now);
        return true;
    }
}

package dev.missioncontrol.billing.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** So many at once, and as many again over a span of time, for each name apart. Safe for many threads. */
final class Allowances {
    /**
     * Most names remembered, of which each takes up to 0.3 KB of the heap; the one longest unheard of is forgotten first, and
     * begins anew. Whoever has not asked for the whole span has all of it again, and is forgotten anyway.
     */
    static final int MOST_NAMES = 10_000;

    private final int most;
    private final Duration span;
    private final InstantSource clock;
    private final Map<String, Held> names = new LinkedHashMap<>(16, 0.75f, true);

    /** @param most of one name within the span; after it they come back one by one */
    Allowances(int most, Duration span, InstantSource clock) {
        this.most = most;
        this.span = span;
        this.clock = clock;
    }

    /** What a name has left, as of an instant. */
    private record Held(double left, Instant asOf) {}

    /** Takes one; returns how long to wait for the next if there is none, otherwise nothing. */
    synchronized Duration take(String name) {
        Instant now = clock.instant();
        Held held = names.getOrDefault(name, new Held(most, now));
        // A clock that was set back gives nothing back.
        long passed = Math.max(0, Duration.between(held.asOf(), now).toMillis());
        double left = Math.min(most, held.left() + passed * (double) most / span.toMillis());
        boolean granted = left >= 1;
        names.put(name, new Held(granted ? left - 1 : left, now));
        forgetFull(now);
        if (names.size() > MOST_NAMES) names.remove(names.keySet().iterator().next());
        return granted ? Duration.ZERO : Duration.ofMillis((long) Math.ceil((1 - left) * span.toMillis() / most));
    }

    private void forgetFull(Instant now) {
        var unheard = names.values().iterator();
        while (unheard.hasNext() && !unheard.next().asOf().plus(span).isAfter(now)) unheard.remove();
    }

    /** How many names are remembered. */
    synchronized int remembered() {
        return names.size();
    }

    /** Puts back what was taken for nothing. */
    synchronized void giveBack(String name) {
        names.computeIfPresent(name, (key, held) -> new Held(Math.min(most, held.left() + 1), held.asOf()));
    }
}

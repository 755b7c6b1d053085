package dev.missioncontrol.billing.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * So many permits in any second and no more: what workers may spend on the provider, who counts by the second too and refuses
 * those who buy when workers were too fast. Safe for many threads.
 */
class RateLimit {
    /** No limit: for a provider that costs nothing to ask. */
    static final RateLimit NONE = new RateLimit(Integer.MAX_VALUE) {
        @Override
        synchronized int take(int wanted, Instant now) {
            return wanted;
        }

        @Override
        synchronized void spend(int used) {
            // There is always more.
        }
    };

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final int perSecond;

    /** When the last permits were given, oldest first, as many as a second has; a time to come for one spent beforehand. */
    private final Deque<Instant> given = new ArrayDeque<>();

    private Instant latest = Instant.MIN;

    /** @param perSecond permits in any second, however long none was taken before; at least 1 */
    RateLimit(int perSecond) {
        if (perSecond < 1) throw new IllegalArgumentException("a rate needs at least 1 a second, not " + perSecond);
        this.perSecond = perSecond;
    }

    /** Takes up to {@code wanted} permits; returns how many, 0 if there are none now. */
    synchronized int take(int wanted, Instant now) {
        setTime(now);
        int taken = 0;
        while (taken < wanted && !next().isAfter(latest)) {
            give();
            taken++;
        }
        return taken;
    }

    /** A clock that was set back by more than a second was wrong before: nothing waits until it is there again. */
    private void setTime(Instant now) {
        boolean setBack = latest.isAfter(Instant.EPOCH) && now.isBefore(latest.minus(SECOND));
        if (setBack) {
            List<Instant> before = List.copyOf(given);
            given.clear();
            before.forEach(when -> given.addLast(when.isAfter(now) ? now : when));
        }
        if (setBack || now.isAfter(latest)) latest = now;
    }

    /** When there is a permit again: a second after the one that is as many back as a second has. */
    private Instant next() {
        if (given.size() < perSecond) return latest;
        Instant free = given.getFirst().plus(SECOND);
        return free.isAfter(latest) ? free : latest;
    }

    /** How long until there is a permit again; nothing if there is one now. */
    synchronized Duration untilNext(Instant now) {
        setTime(now);
        return Duration.between(latest, next());
    }

    private void give() {
        Instant when = next();
        if (given.size() == perSecond) given.removeFirst();
        given.addLast(when);
    }

    /**
     * Takes permits that were used already: those that were not there are waited for by whoever comes next.
     *
     * @param used may be negative, for some that were taken and not needed
     */
    synchronized void spend(int used) {
        for (int one = 0; one < used; one++) give();
        if (used < 0) giveBack(-used);
    }

    /** Gives back permits that were not needed. */
    synchronized void giveBack(int unused) {
        for (int one = 0; one < unused && !given.isEmpty(); one++) given.removeLast();
    }
}

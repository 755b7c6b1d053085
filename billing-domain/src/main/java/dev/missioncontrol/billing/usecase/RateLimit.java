package dev.missioncontrol.billing.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * So many permits in any second and no more: what workers may spend on the provider, who counts by the second too and refuses
 * those who buy when workers were too fast. Of a fast rate's, no more than a tenth come within a tenth of a second: a second's
 * fetches at once would keep the processors from whoever waits for an answer. Safe for many threads.
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
    private static final int PARTS = 10;

    /** What share of a second's permits has to last for. */
    static final Duration PART = SECOND.dividedBy(PARTS);

    /** Permits that may always come at once: as many as are claimed at once, which then share their statements. */
    static final int AT_ONCE = RefreshSubscriptions.MOST_CLAIMED;

    private final Window second;
    private final Window part;
    private Instant latest = Instant.MIN;

    /** @param perSecond permits in any second, however long none was taken before; at least 1 */
    RateLimit(int perSecond) {
        if (perSecond < 1) throw new IllegalArgumentException("a rate needs at least 1 a second, not " + perSecond);
        second = new Window(perSecond, SECOND);
        part = new Window(Math.max(AT_ONCE, perSecond / PARTS + (perSecond % PARTS == 0 ? 0 : 1)), PART);
    }

    /** So many permits in any stretch of time that is as long as this. */
    private static final class Window {
        private final int most;
        private final Duration length;

        /** When the last permits were given, oldest first, as many as one stretch has; a time to come for one spent beforehand. */
        private final Deque<Instant> given = new ArrayDeque<>();

        Window(int most, Duration length) {
            this.most = most;
            this.length = length;
        }

        /** When there is a permit again: one stretch after the one that is as many back as it has. */
        Instant next(Instant now) {
            if (given.size() < most) return now;
            Instant free = given.getFirst().plus(length);
            return free.isAfter(now) ? free : now;
        }

        void give(Instant when) {
            if (given.size() == most) given.removeFirst();
            given.addLast(when);
        }

        void giveBack() {
            given.pollLast();
        }

        void setBack(Instant now) {
            List<Instant> before = List.copyOf(given);
            given.clear();
            before.forEach(when -> given.addLast(when.isAfter(now) ? now : when));
        }
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
            second.setBack(now);
            part.setBack(now);
        }
        if (setBack || now.isAfter(latest)) latest = now;
    }

    private Instant next() {
        Instant one = second.next(latest);
        Instant other = part.next(latest);
        return one.isAfter(other) ? one : other;
    }

    /** How long until there is a permit again; nothing if there is one now. */
    synchronized Duration untilNext(Instant now) {
        setTime(now);
        return Duration.between(latest, next());
    }

    private void give() {
        Instant when = next();
        second.give(when);
        part.give(when);
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
        for (int one = 0; one < unused; one++) {
            second.giveBack();
            part.giveBack();
        }
    }
}

package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.provider.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One lock around everything, and the passing of time: before anything is done, all that has fallen due since the last
 * time is done, in order. Events are handed over after the lock is released.
 */
final class SandboxEngine {
    /** Most due steps done by one call, so that it ends whatever it is asked: a century of months for 60 subscriptions. */
    static final int MOST_STEPS = 100_000;

    /** Longest time that the clock can be moved in one call: a century. */
    static final Duration LONGEST_ADVANCE = Duration.ofDays(36_525);

    private final ReentrantLock lock = new ReentrantLock();
    private final SandboxClock clock;
    private final SandboxAgenda agenda;
    private final SandboxEvents events;
    private final SandboxLifecycle lifecycle;
    private final SandboxCheckouts checkouts;
    private Duration goal = Duration.ZERO;
    private Instant latest = Instant.MIN;
    private volatile boolean away;

    SandboxEngine(
            SandboxClock clock,
            SandboxAgenda agenda,
            SandboxEvents events,
            SandboxLifecycle lifecycle,
            SandboxCheckouts checkouts) {
        this.clock = clock;
        this.agenda = agenda;
        this.events = events;
        this.lifecycle = lifecycle;
        this.checkouts = checkouts;
    }

    void away(boolean gone) {
        away = gone;
    }

    /** A call over the port: fails while the provider is away, and never waits for a listener. */
    <T> T answer(Function<Instant, T> work) {
        if (away) throw new ProviderException(ProviderException.Kind.UNAVAILABLE, "the sandbox was told to be away");
        try {
            return locked(work);
        } finally {
            events.handOverUnlessBusy();
        }
    }

    /** Something that a person does: its events have been handed over when it returns. */
    void act(Consumer<Instant> work) {
        make(now -> {
            work.accept(now);
            return now;
        });
    }

    /** Something that a person makes: its events have been handed over when it returns. */
    <T> T make(Function<Instant, T> work) {
        try {
            return locked(work);
        } finally {
            events.handOver();
        }
    }

    /** A look that changes nothing but what time has changed; works while the provider is away. */
    <T> T look(Supplier<T> work) {
        try {
            return locked(now -> work.get());
        } finally {
            events.handOverUnlessBusy();
        }
    }

    /** Moves the clock from due step to due step, handing over the events of each, and then to its goal. */
    void advance(Duration by) {
        if (by.isNegative() || by.compareTo(LONGEST_ADVANCE) > 0)
            throw new IllegalArgumentException("the clock moves forward only, at most " + LONGEST_ADVANCE + " at once");
        lock.lock();
        try {
            goal = goal.plus(by);
        } finally {
            lock.unlock();
        }
        for (int steps = 0; step(); steps++) {
            events.handOver();
            if (steps == MOST_STEPS) giveUp();
        }
        events.handOver();
    }

    /** Does the next step before the goal, or reaches the goal; says whether there may be more to do. */
    private boolean step() {
        lock.lock();
        try {
            Optional<Instant> next = agenda.next().filter(at -> !at.isAfter(clock.whenAhead(goal)));
            if (next.isEmpty()) {
                clock.setAhead(goal);
                return false;
            }
            clock.forwardTo(next.get());
            doNext(next.get());
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void giveUp() {
        lock.lock();
        try {
            goal = clock.ahead();
        } finally {
            lock.unlock();
        }
        throw new IllegalStateException("more than " + MOST_STEPS + " steps fell due: advance in smaller parts");
    }

    private <T> T locked(Function<Instant, T> work) {
        lock.lock();
        try {
            catchUp();
            T answer = work.apply(now());
            catchUp();
            return answer;
        } finally {
            lock.unlock();
        }
    }

    private void catchUp() {
        Instant now = now();
        for (int steps = 0; steps < MOST_STEPS; steps++) {
            Optional<Instant> next = agenda.next().filter(at -> !at.isAfter(now));
            if (next.isEmpty()) return;
            doNext(next.get());
        }
    }

    private void doNext(Instant due) {
        latest = due.isAfter(latest) ? due : latest;
        Dated what = agenda.take();
        if (what instanceof SandboxSubscription subscription) lifecycle.fallDue(subscription, latest);
        else if (what instanceof SandboxSession session) checkouts.expire(session, latest);
        agenda.reschedule(what);
    }

    /** The provider's clock, in seconds, never earlier than what was done last. */
    private Instant now() {
        Instant shown = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        latest = shown.isAfter(latest) ? shown : latest;
        return latest;
    }
}

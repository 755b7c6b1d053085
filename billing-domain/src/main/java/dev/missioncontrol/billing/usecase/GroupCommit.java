package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets those who bring something at the same time share one turn at the store. It starts no thread and waits for nobody: what
 * comes while no group is under way is taken at once; what comes meanwhile is taken with all others that do, once that group has
 * ended or enough have come for another beside it. So nothing is ever part of a group that began before it came.
 *
 * @param <A> what is brought
 * @param <R> what became of it
 */
final class GroupCommit<A, R> {
    private final Bounds bounds;
    private final Function<List<A>, List<R>> take;
    private final InstantSource clock;
    private final Executor later;
    private final Deque<Brought<A, R>> waiting = new ArrayDeque<>();
    private int underWay;
    private boolean looksAgain;
    private Instant newestBegun = Instant.MIN;

    /**
     * @param take says what became of each, in the same order; what it throws is told to all of them
     * @param later runs what it is given once {@link Bounds#slow} has passed
     */
    GroupCommit(Bounds bounds, Function<List<A>, List<R>> take, InstantSource clock, Executor later) {
        this.bounds = bounds;
        this.take = take;
        this.clock = clock;
        this.later = later;
    }

    /** Runs what it is given after a time, on a thread that the JDK keeps for such work. */
    static Executor after(Duration time) {
        return CompletableFuture.delayedExecutor(time.toMillis() + 1, TimeUnit.MILLISECONDS);
    }

    /**
     * How much at once.
     *
     * @param mostTogether most that one group has
     * @param mostGroups groups under way at once
     * @param enoughForAnother as many must wait for a group beside one under way
     * @param slow a group that has been under way for longer waits for something: then few go beside it as well
     * @param mostWaiting most that wait for their turn; who comes later is told so at once
     * @param longestWait how long one is waited for
     */
    record Bounds(
            int mostTogether,
            int mostGroups,
            int enoughForAnother,
            Duration slow,
            int mostWaiting,
            Duration longestWait) {}

    /**
     * What was brought.
     *
     * @param told what became of it, or that it is the turn of the thread that waits to take a group
     * @param turns where its turn runs; null where the thread that brought it waits for it
     */
    private record Brought<A, R>(A what, @Nullable Executor turns, CompletableFuture<Optional<R>> told) {
        /** Whether who brought it has stopped waiting. */
        boolean over() {
            return told.isDone();
        }
    }

    /**
     * Takes it, perhaps with others; this thread waits for that, or does it for all of them.
     *
     * @throws StoreException if it was not taken in time; then it may be still
     * @throws RuntimeException whatever taking it threw
     */
    R bring(A what) {
        Brought<A, R> mine = new Brought<>(what, null, new CompletableFuture<>());
        return leads(mine) ? take(group(mine)) : told(mine).orElseGet(() -> take(group(mine)));
    }

    /**
     * The same for whoever does not want to wait.
     *
     * @param turns runs what takes a group, and all that it took on
     * @return fails as {@link #bring(Object)} does
     * @throws StoreException if too many wait already
     */
    CompletableFuture<R> bring(A what, Executor turns) {
        Brought<A, R> mine = new Brought<>(what, turns, new CompletableFuture<>());
        if (leads(mine) && !begun(mine)) giveTurnAway();
        return toBeTold(mine);
    }

    /**
     * The same, but where nothing is under way this thread takes it at once, alone: nothing is handed over where nobody waits, and
     * nobody else is told by it.
     *
     * @throws RuntimeException whatever taking it alone threw
     */
    CompletableFuture<R> takeOrBring(A what, Executor turns) {
        Brought<A, R> mine = new Brought<>(what, turns, new CompletableFuture<>());
        return leads(mine) ? CompletableFuture.completedFuture(take(List.of(mine))) : toBeTold(mine);
    }

    private CompletableFuture<R> toBeTold(Brought<A, R> mine) {
        return mine.told()
                .orTimeout(bounds.longestWait().toMillis(), TimeUnit.MILLISECONDS)
                .handle((taken, failure) -> {
                    if (failure instanceof TimeoutException) throw late();
                    if (failure instanceof RuntimeException cause) throw cause;
                    if (failure instanceof Error cause) throw cause;
                    return taken.orElseThrow();
                });
    }

    private boolean leads(Brought<A, R> mine) {
        synchronized (waiting) {
            if (underWay == 0) {
                underWay++;
                newestBegun = clock.instant();
                return true;
            }
            if (waiting.size() >= bounds.mostWaiting()) waiting.removeIf(Brought::over);
            if (waiting.size() >= bounds.mostWaiting()) throw unavailable("more wait than can be taken in time");
            waiting.add(mine);
            if (!mayGoBeside()) {
                lookAgain();
                return false;
            }
            underWay++;
        }
        giveTurnAway();
        return false;
    }

    private boolean mayGoBeside() {
        return underWay < bounds.mostGroups() && anotherIsWorthIt();
    }

    /** As long as some wait: where nobody comes any more, nobody else would see that the group they wait for has become slow. */
    private void lookAgain() {
        if (looksAgain) return;
        looksAgain = true;
        later.execute(this::look);
    }

    private void look() {
        synchronized (waiting) {
            looksAgain = false;
            waiting.removeIf(Brought::over);
            if (waiting.isEmpty()) return;
            lookAgain();
            if (!mayGoBeside()) return;
            underWay++;
        }
        giveTurnAway();
    }

    private boolean anotherIsWorthIt() {
        return waiting.size() >= bounds.enoughForAnother()
                || Duration.between(newestBegun, clock.instant()).compareTo(bounds.slow()) > 0;
    }

    private Optional<R> told(Brought<A, R> mine) {
        try {
            return mine.told().get(bounds.longestWait().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return givenUp(mine, late());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return givenUp(mine, unavailable("interrupted while it waited for its turn"));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Throws, unless it was told something at this very moment: then that counts, and a turn is not lost. */
    private Optional<R> givenUp(Brought<A, R> mine, StoreException why) {
        if (mine.told().completeExceptionally(why)) throw why;
        return mine.told().join();
    }

    private static StoreException late() {
        return unavailable("its turn did not come, or did not end, in time");
    }

    private static StoreException unavailable(String message) {
        return StoreException.unavailable(message);
    }

    /** Takes them, and gives the turn away before any of them is told: that takes time of its own. */
    private R take(List<Brought<A, R>> group) {
        List<R> taken;
        try {
            taken = take.apply(group.stream().map(Brought::what).toList());
        } catch (RuntimeException | Error e) {
            giveTurnAway();
            group.forEach(one -> one.told().completeExceptionally(e));
            throw e;
        }
        giveTurnAway();
        for (int one = 0; one < taken.size(); one++) group.get(one).told().complete(Optional.of(taken.get(one)));
        return taken.get(0);
    }

    /** How many wait for their turn. */
    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /** This one, with all that wait. */
    private List<Brought<A, R>> group(Brought<A, R> mine) {
        List<Brought<A, R>> group = new ArrayList<>(List.of(mine));
        synchronized (waiting) {
            while (group.size() < bounds.mostTogether() && !waiting.isEmpty()) {
                Brought<A, R> next = waiting.remove();
                if (!next.over()) group.add(next);
            }
        }
        return group;
    }

    private void giveTurnAway() {
        Brought<A, R> next;
        do {
            synchronized (waiting) {
                next = underWay == 1 || anotherIsWorthIt() ? waiting.poll() : null;
                if (next == null) {
                    underWay--;
                    return;
                }
                newestBegun = clock.instant();
            }
        } while (!begun(next));
    }

    /** Whether somebody has the turn now; not if the one it was offered to is gone. */
    private boolean begun(Brought<A, R> next) {
        if (next.turns() == null) return next.told().complete(Optional.empty());
        if (next.over()) return false;
        try {
            next.turns().execute(() -> takeAndTell(next));
            return true;
        } catch (RuntimeException | Error e) {
            // Whatever it is, the turn is not lost: the next one has it, or nobody.
            next.told().completeExceptionally(unavailable("nobody takes turns: " + e));
            return false;
        }
    }

    private void takeAndTell(Brought<A, R> mine) {
        try {
            take(group(mine));
        } catch (RuntimeException e) {
            // It was told to everyone in the group, and so to the one who brought this.
            mine.told().completeExceptionally(e);
        }
    }
}

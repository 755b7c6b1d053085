package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.usecase.AcceptEvent.Accepted;
import dev.missioncontrol.billing.usecase.AcceptEvent.Taken;
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
 * Lets those who bring an event at the same time share one commit. It starts no thread and waits for nobody: who comes while
 * no group is under way is taken at once; who comes meanwhile is taken with all others that do, by the first of them, once that
 * group has ended or enough have come for another beside it.
 */
public final class FoldEvents {
    /** Most events of one transaction: with more, each statement saves ever less, and the first waits ever longer. */
    static final int MOST_TOGETHER = 64;

    /** Groups under way at once: while one waits for the disk, another is decided. */
    public static final int MOST_GROUPS = 2;

    /** As many must wait for a group beside one under way: each group costs its statements, and few wait for that one's end sooner. */
    static final int ENOUGH_FOR_ANOTHER = 16;

    /** A group that has been under way for longer waits for something: then few go beside it as well. */
    static final Duration SLOW = Duration.ofMillis(100);

    /** Most events that wait for their turn: sixteen groups. Who comes later is told so at once, and comes again. */
    static final int MOST_WAITING = 16 * MOST_TOGETHER;

    /** How long an event is waited for: the provider itself gives up after ten seconds, and a store that is well takes none. */
    public static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final Function<List<ProviderEvent>, List<Taken>> accept;
    private final int mostGroups;
    private final Duration longestWait;
    private final InstantSource clock;
    private final Deque<Brought> waiting = new ArrayDeque<>();
    private int underWay;
    private Instant newestBegun = Instant.MIN;

    FoldEvents(AcceptEvent accept, InstantSource clock) {
        this(accept::accept, MOST_GROUPS, LONGEST_WAIT, clock);
    }

    FoldEvents(
            Function<List<ProviderEvent>, List<Taken>> accept,
            int mostGroups,
            Duration longestWait,
            InstantSource clock) {
        this.accept = accept;
        this.mostGroups = mostGroups;
        this.longestWait = longestWait;
        this.clock = clock;
    }

    /**
     * An event that was brought.
     *
     * @param told that it was taken, or that it is the turn of the thread that waits to take a group
     * @param turns where its turn runs; null where the thread that brought it waits for it
     */
    private record Brought(ProviderEvent event, @Nullable Executor turns, CompletableFuture<Optional<Accepted>> told) {
        /** Whether who brought it has stopped waiting: it will be brought again. */
        boolean over() {
            return told.isDone();
        }
    }

    /**
     * Stores and applies an event, perhaps with others.
     *
     * @throws StoreException if it could not be stored, or was not within {@link #LONGEST_WAIT}; then it may be still
     */
    public Accepted accept(ProviderEvent event) {
        Brought mine = new Brought(event, null, new CompletableFuture<>());
        return leads(mine) ? take(mine) : told(mine).orElseGet(() -> take(mine));
    }

    /**
     * The same for whoever does not want to wait.
     *
     * @param turns runs what takes a group, and all that it took on: twice {@link #MOST_GROUPS} threads are enough, one that
     *     stores and one that tells for each
     * @return fails with a {@link StoreException} as {@link #accept(ProviderEvent)} does
     */
    public CompletableFuture<Accepted> accept(ProviderEvent event, Executor turns) {
        Brought mine = new Brought(event, turns, new CompletableFuture<>());
        if (leads(mine) && !begun(mine)) giveTurnAway();
        return mine.told()
                .orTimeout(longestWait.toMillis(), TimeUnit.MILLISECONDS)
                .handle((taken, failure) -> {
                    if (failure instanceof TimeoutException) throw late();
                    if (failure instanceof RuntimeException cause) throw cause;
                    if (failure instanceof Error cause) throw cause;
                    return taken.orElseThrow();
                });
    }

    private boolean leads(Brought mine) {
        synchronized (waiting) {
            if (underWay == 0) {
                underWay++;
                newestBegun = clock.instant();
                return true;
            }
            if (waiting.size() >= MOST_WAITING) waiting.removeIf(Brought::over);
            if (waiting.size() >= MOST_WAITING) throw unavailable("more events wait than can be taken in time");
            waiting.add(mine);
            if (underWay == mostGroups || !anotherIsWorthIt()) return false;
            underWay++;
        }
        giveTurnAway();
        return false;
    }

    private boolean anotherIsWorthIt() {
        return waiting.size() >= ENOUGH_FOR_ANOTHER
                || Duration.between(newestBegun, clock.instant()).compareTo(SLOW) > 0;
    }

    private Optional<Accepted> told(Brought mine) {
        try {
            return mine.told().get(longestWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return givenUp(mine, late());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return givenUp(mine, unavailable("interrupted while the event waited"));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Throws, unless it was told something at this very moment: then that counts, and a turn is not lost. */
    private static Optional<Accepted> givenUp(Brought mine, StoreException why) {
        if (mine.told().completeExceptionally(why)) throw why;
        return mine.told().join();
    }

    private static StoreException late() {
        return unavailable("the event was not stored in time");
    }

    private static StoreException unavailable(String message) {
        return new StoreException(StoreException.Kind.UNAVAILABLE, message, null);
    }

    /** Takes an event with all that wait, and gives the turn away before any of them is told: that takes time of its own. */
    private Accepted take(Brought mine) {
        List<Brought> group = group(mine);
        List<Taken> taken;
        try {
            taken = accept.apply(group.stream().map(Brought::event).toList());
        } catch (RuntimeException | Error e) {
            giveTurnAway();
            group.forEach(one -> one.told().completeExceptionally(e));
            throw e;
        }
        giveTurnAway();
        for (int one = 0; one < taken.size(); one++) tell(group.get(one), taken.get(one));
        return taken.get(0).accepted().orElseThrow(() -> taken.get(0).failure().orElseThrow());
    }

    private static void tell(Brought one, Taken taken) {
        taken.accepted().ifPresent(accepted -> one.told().complete(Optional.of(accepted)));
        taken.failure().ifPresent(one.told()::completeExceptionally);
    }

    /** How many wait for their turn. */
    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    private List<Brought> group(Brought mine) {
        List<Brought> group = new ArrayList<>(List.of(mine));
        synchronized (waiting) {
            while (group.size() < MOST_TOGETHER && !waiting.isEmpty()) {
                Brought next = waiting.remove();
                if (!next.over()) group.add(next);
            }
        }
        return group;
    }

    private void giveTurnAway() {
        Brought next;
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
    private boolean begun(Brought next) {
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

    private void takeAndTell(Brought mine) {
        try {
            take(mine);
        } catch (RuntimeException e) {
            // It was told to everyone in the group, and so to the one who brought this.
            mine.told().completeExceptionally(e);
        }
    }
}

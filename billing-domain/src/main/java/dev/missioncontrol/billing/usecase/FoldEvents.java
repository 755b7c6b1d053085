package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.usecase.AcceptEvent.Accepted;
import dev.missioncontrol.billing.usecase.AcceptEvent.Taken;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Lets those who bring an event at the same time share one commit: see {@link GroupCommit}. It starts no thread. */
public final class FoldEvents {
    /** Most events of one transaction: with more, each statement saves ever less, and the first waits ever longer. */
    static final int MOST_TOGETHER = 64;

    /** Groups under way at once: while one waits for the disk, another is decided. */
    public static final int MOST_GROUPS = 2;

    /** As many must wait for a group beside one under way: each group costs its statements, and few wait for that one's end sooner. */
    static final int ENOUGH_FOR_ANOTHER = 10;

    /** A group that has been under way for longer waits for something: then few go beside it as well. */
    static final Duration SLOW = Duration.ofMillis(100);

    /** Most events that wait for their turn: sixteen groups. Who comes later is told so at once, and comes again. */
    static final int MOST_WAITING = 16 * MOST_TOGETHER;

    /** How long an event is waited for: the provider itself gives up after ten seconds, and a store that is well takes none. */
    public static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    /**
     * How long an event that was stored is known to be, without asking the store: less than it takes to set a database back, or for
     * another to stand in for it, which may not have it. Then it has to be stored again.
     */
    static final Duration KNOWN_AS_STORED = Duration.ofSeconds(5);

    /** Most events known so: a quarter of a megabyte. */
    static final int MOST_KNOWN = 4_096;

    private final GroupCommit<ProviderEvent, Taken> together;
    private final RecentEventIds stored = new RecentEventIds(KNOWN_AS_STORED, MOST_KNOWN);
    private final InstantSource clock;

    FoldEvents(AcceptEvent accept, Duration longestWait, InstantSource clock) {
        this(accept::accept, MOST_GROUPS, longestWait, clock, GroupCommit.after(SLOW));
    }

    FoldEvents(
            Function<List<ProviderEvent>, List<Taken>> accept,
            int mostGroups,
            Duration longestWait,
            InstantSource clock,
            Executor later) {
        GroupCommit.Bounds bounds =
                new GroupCommit.Bounds(MOST_TOGETHER, mostGroups, ENOUGH_FOR_ANOTHER, SLOW, MOST_WAITING, longestWait);
        this.clock = clock;
        together = new GroupCommit<>(bounds, accept, clock, later);
    }

    /**
     * Stores and applies an event, perhaps with others.
     *
     * @throws StoreException if it could not be stored, or was not within {@link #LONGEST_WAIT}; then it may be still
     */
    public Accepted accept(ProviderEvent event) {
        return told(together.bring(event));
    }

    /**
     * The same for whoever does not want to wait. One that was just stored so is not looked up.
     *
     * @param turns runs what takes a group, and all that it took on: twice {@link #MOST_GROUPS} threads are enough, one that
     *     stores and one that tells for each
     * @return fails with a {@link StoreException} as {@link #accept(ProviderEvent)} does
     */
    public CompletableFuture<Accepted> accept(ProviderEvent event, Executor turns) {
        if (stored.has(event.id(), clock.instant())) return CompletableFuture.completedFuture(Accepted.SEEN_BEFORE);
        return together.bring(event, turns).thenApply(taken -> {
            Accepted accepted = told(taken);
            // Whatever became of it: what was accepted is committed, and to deliver it once more does nothing.
            stored.note(event.id(), clock.instant());
            return accepted;
        });
    }

    private static Accepted told(Taken taken) {
        return taken.accepted().orElseThrow(() -> taken.failure().orElseThrow());
    }

    /** How many wait for their turn. */
    int waiting() {
        return together.waiting();
    }
}

package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Statuses that are asked for at the same time, by hand: turns run and time passes when a test says so, on a store that notes what it is
 * asked.
 */
final class AskedReads {
    /** Nobody waits as long, unless what is waited for never comes. */
    static final Duration LONG = Duration.ofSeconds(60);

    final AskedStore store = new AskedStore();

    /** What was handed over to run. */
    final Deque<Runnable> turns = new ArrayDeque<>();

    /** What is to be looked at again. */
    final Deque<Runnable> later = new ArrayDeque<>();

    private Instant now = Instant.EPOCH;
    private final FoldReads reads;

    /** One statement at a time, for which everybody waits. */
    AskedReads() {
        this(1, LONG);
    }

    AskedReads(int mostGroups, Duration longestWait) {
        reads = new FoldReads(new Transactions(store, tenant -> {}), mostGroups, longestWait, () -> now, later::add);
    }

    CompletableFuture<Optional<Standing>> ask(String tenant) {
        return ask(tenant, turns::add);
    }

    CompletableFuture<Optional<Standing>> ask(String tenant, Executor executor) {
        return reads.standing(new TenantId(tenant), executor);
    }

    /** Asks for the first of them, and for the others while that one is being asked for. */
    List<CompletableFuture<Optional<Standing>>> askMeanwhile(String first, String... others) {
        List<CompletableFuture<Optional<Standing>>> all = new ArrayList<>();
        store.meanwhile(() -> {
            for (String other : others) all.add(ask(other));
        });
        all.add(0, ask(first));
        return all;
    }

    void runTurns() {
        while (!turns.isEmpty()) turns.remove().run();
    }

    void passes(Duration time) {
        now = now.plus(time);
    }

    int waiting() {
        return reads.waiting();
    }

    /** Whose status this is. */
    static String whose(CompletableFuture<Optional<Standing>> answer) {
        return answer.join().orElseThrow().stored().tenant().value();
    }
}

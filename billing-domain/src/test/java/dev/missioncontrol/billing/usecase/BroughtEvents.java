package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.usecase.AcceptEvent.Accepted;
import dev.missioncontrol.billing.usecase.AcceptEvent.Taken;
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
 * Events that are brought at the same time, by hand: turns run and time passes when a test says so, and each group that is stored is
 * noted. The event {@code fails} can't be applied, and with {@code away} the store is.
 */
final class BroughtEvents {
    /** Nobody waits as long, unless what is waited for never comes. */
    static final Duration LONG = Duration.ofSeconds(60);

    /** What was stored together, each by its id. */
    final List<List<String>> groups = new ArrayList<>();

    /** What was handed over to run. */
    final Deque<Runnable> turns = new ArrayDeque<>();

    private Instant now = Instant.EPOCH;
    private final FoldEvents fold;

    /** One group at a time, for which everybody waits. */
    BroughtEvents() {
        this(1, LONG);
    }

    BroughtEvents(int mostGroups, Duration longestWait) {
        this(mostGroups, longestWait, () -> {});
    }

    /** @param before runs before each group is stored, on its thread */
    BroughtEvents(int mostGroups, Duration longestWait, Runnable before) {
        fold = new FoldEvents(
                events -> {
                    before.run();
                    return store(events);
                },
                mostGroups,
                longestWait,
                () -> now,
                work -> {});
    }

    private List<Taken> store(List<ProviderEvent> events) {
        groups.add(events.stream().map(event -> event.id().value()).toList());
        if (events.stream().anyMatch(event -> event.id().value().equals("away")))
            throw StoreException.unavailable("away, in a test");
        return events.stream().map(BroughtEvents::taken).toList();
    }

    private static Taken taken(ProviderEvent event) {
        return event.id().value().equals("fails")
                ? Taken.failed(StoreException.unavailable("fails, in a test"))
                : Taken.of(new Accepted(false, EventOutcome.APPLIED, event.id().value()));
    }

    private static ProviderEvent event(String id) {
        return new ProviderEvent(
                new EventId(id),
                "customer.subscription.updated",
                Instant.EPOCH,
                false,
                Optional.empty(),
                Optional.empty(),
                new EventContent.Other(),
                "");
    }

    CompletableFuture<Accepted> bring(String id) {
        return bring(id, turns::add);
    }

    CompletableFuture<Accepted> bring(String id, Executor executor) {
        return fold.accept(event(id), executor);
    }

    /** As a host brings one that waits for the answer. */
    Accepted bringAndWait(String id) {
        return fold.accept(event(id));
    }

    void runTurns() {
        while (!turns.isEmpty()) turns.remove().run();
    }

    void passes(Duration time) {
        now = now.plus(time);
    }

    int waiting() {
        return fold.waiting();
    }
}

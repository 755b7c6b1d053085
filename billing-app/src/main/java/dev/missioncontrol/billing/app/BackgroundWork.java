package dev.missioncontrol.billing.app;

import dev.missioncontrol.billing.Workers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** What a server does without being asked, from when its store can be used until it stops: the workers' runs, and sending events. */
final class BackgroundWork {
    private final Supplier<Workers> workers;
    private final Supplier<Optional<EventRelay>> relay;
    private Optional<Workers> working = Optional.empty();
    private Optional<EventRelay> sending = Optional.empty();
    private boolean stopped;

    BackgroundWork(Supplier<Workers> workers, Supplier<Optional<EventRelay>> relay) {
        this.workers = workers;
        this.relay = relay;
    }

    /** Begins it, unless it was stopped before. */
    synchronized void begin() {
        if (stopped) return;
        working = Optional.of(workers.get());
        sending = relay.get();
    }

    /** Begins nothing new, and hands back what was claimed. */
    synchronized void stop() {
        stopped = true;
        working.ifPresent(Workers::stop);
        sending.ifPresent(EventRelay::stop);
    }

    /** Ends what is still being sent. */
    synchronized void endSending() {
        sending.ifPresent(EventRelay::close);
    }

    /** Waits until no run is under way, at most so long. Returns whether none is. */
    synchronized boolean awaitQuiet(Duration atMost) {
        return working.map(runs -> runs.awaitQuiet(atMost)).orElse(true);
    }
}

package dev.missioncontrol.billing.app.observe;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.usecase.RelayEvents;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Figures of the events that are sent to other applications, by address: each has a name of its own, however much it looks like another. */
public final class RelayMeters {
    private static final String EVENTS = "billing.events.sent";

    /** How long what a node saw of an address holds: another node may have had its turns since. */
    private static final Duration SEEN_FOR = Duration.ofMinutes(2);

    /** Bounds of the histogram: at once, within the worker's interval, after a wait, after an outage. */
    private static final Duration[] BOUNDS = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5),
        Duration.ofHours(1),
        Duration.ofHours(6),
        Duration.ofDays(1)
    };

    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    RelayMeters(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** How an address fared when this node last had a turn at it. */
    private record Seen(Instant at, Optional<Instant> failingSince) {
        /** By a clock that was put back none does: it would for as long as it was put back. */
        boolean holds(Instant now) {
            return !now.isBefore(at) && Duration.between(at, now).compareTo(SEEN_FOR) <= 0;
        }
    }

    /** Shows an address from now on, so that a rise from nothing is one. */
    public void watch(String to) {
        for (String outcome : new String[] {"taken", "failed", "given_up"}) count(to, outcome, 0);
        delay(to);
        Gauge.builder("billing.events.failing.age.seconds", () -> failingFor(to))
                .description("How long an address has not taken something; no number while other nodes have its turns")
                .tag("to", to)
                .register(registry);
    }

    private double failingFor(String to) {
        Instant now = clock.instant();
        Optional<Seen> last = lately(to, now);
        if (last.isEmpty()) return Double.NaN;
        return last.get()
                .failingSince()
                .map(since -> Duration.between(since, now).toMillis() / 1000.0)
                .orElse(0.0);
    }

    private Optional<Seen> lately(String to, Instant now) {
        return Optional.ofNullable(seen.get(to)).filter(last -> last.holds(now));
    }

    /** Within a turn that was at an address: turns that wait for one answer after another last long, and are not to look like none. */
    public void tried(String to, boolean taken) {
        Instant now = clock.instant();
        Optional<Instant> failing = lately(to, now).flatMap(Seen::failingSince);
        seen.put(to, new Seen(now, taken ? failing : failing.or(() -> Optional.of(now))));
    }

    /** Counts what one turn at an address did. */
    public void count(String to, RelayEvents.Done done) {
        Instant now = clock.instant();
        // A first failure that is ahead was seen by a node whose clock is wrong: it fails all the same, from now on.
        Optional<Instant> failing = done.failingSince().map(since -> since.isAfter(now) ? now : since);
        if (done.turn()) seen.put(to, new Seen(now, failing));
        count(to, "taken", done.sent());
        count(to, "failed", done.failed());
        count(to, "given_up", done.givenUp() + done.passedOver().size());
    }

    private void count(String to, String outcome, int events) {
        registry.counter(EVENTS, "to", to, "outcome", outcome).increment(events);
    }

    /** An address took an event: how long after it was decided. */
    public void taken(String to, BillingEvent event) {
        Duration lag = Duration.between(event.at(), clock.instant());
        delay(to).record(lag.isNegative() ? Duration.ZERO : lag);
    }

    private Timer delay(String to) {
        return Timer.builder("billing.events.delay")
                .description("From the decision that made an event to its being taken")
                .tag("to", to)
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
    }
}

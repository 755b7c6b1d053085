package dev.missioncontrol.billing.app.observe;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.store.Backlog;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.usecase.ForgetCheckouts;
import dev.missioncontrol.billing.usecase.PurgeInbox;
import dev.missioncontrol.billing.usecase.SweepProvider;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Figures of what waits in the store, by one look that several scrapes share. While the store is away they are no number. */
final class BacklogGauges {
    /** How long a look counts as new: shorter than any scrape's interval, longer than a scrape reads all gauges. */
    static final Duration FRESH = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(BacklogGauges.class);

    private final BillingStore store;
    private final InstantSource clock;
    private final Instant begun;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Optional<Backlog> seen = Optional.empty();
    private volatile Instant seenAt = Instant.MIN;

    BacklogGauges(BillingStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        this.begun = clock.instant();
    }

    void bindTo(MeterRegistry registry) {
        Gauge.builder("billing.store.up", this, gauges -> gauges.look().isPresent() ? 1 : 0)
                .description("Whether the database answered the last look")
                .register(registry);
        gauge(registry, "billing.dirty", "Subscriptions that wait for a fetch", Backlog::marked);
        gauge(
                registry,
                "billing.dirty.oldest.age.seconds",
                "How long the one has waited that has waited longest",
                backlog -> seconds(backlog.age(backlog.markedSince())));
        gauge(registry, "billing.unbound", "Subscriptions that nothing says the owner of", Backlog::unbound);
        gauge(registry, "billing.quarantined", "Subscriptions whose signs of an owner disagree", Backlog::quarantined);
        gauge(
                registry,
                "billing.outbox.undelivered",
                "Events that applications have not been told of",
                Backlog::undelivered);
        gauge(
                registry,
                "billing.outbox.lag.seconds",
                "How long ago the oldest of them was decided",
                backlog -> seconds(backlog.age(backlog.undeliveredSince())));
        gauge(
                registry,
                "billing.seats.refused.oldest.age.seconds",
                "For how long the provider has refused a number of seats that was pushed; none where it refuses none",
                backlog -> seconds(backlog.age(backlog.seatsRefusedSince())));
        gauge(
                registry,
                "billing.sweep.age.seconds",
                "How long ago a sweep last ended; before the first, the oldest event came or this process began",
                backlog -> jobAge(backlog, SweepProvider.JOB));
        gauge(
                registry,
                "billing.purge.age.seconds",
                "How long ago all was removed that is kept no longer; before the first time, the oldest event came or this"
                        + " process began",
                backlog -> Math.max(jobAge(backlog, PurgeInbox.JOB), jobAge(backlog, ForgetCheckouts.JOB)));
        events(registry);
    }

    private void events(MeterRegistry registry) {
        for (EventOutcome outcome : new EventOutcome[] {
            EventOutcome.FAILED, EventOutcome.DEAD, EventOutcome.QUARANTINED, EventOutcome.UNBOUND
        })
            Gauge.builder(
                            "billing.events",
                            this,
                            gauges -> gauges.value(backlog -> backlog.events().get(outcome)))
                    .description("Events in the inbox that are not done with, by outcome")
                    .tag("outcome", outcome.word())
                    .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String what, ToDoubleFunction<Backlog> figure) {
        Gauge.builder(name, this, gauges -> gauges.value(figure))
                .description(what)
                .register(registry);
    }

    /**
     * A job that was never through has been late since there was something to do, or since this process began: by the process
     * alone, one that is begun anew every day would never be late.
     */
    private double jobAge(Backlog backlog, String job) {
        Optional<Instant> done = Optional.ofNullable(backlog.jobsDone().get(job));
        if (done.isPresent()) return seconds(backlog.age(done));
        Duration running = Duration.between(begun, clock.instant());
        Duration todo = backlog.age(backlog.oldestEvent());
        return seconds(running.compareTo(todo) > 0 ? running : todo);
    }

    private double value(ToDoubleFunction<Backlog> figure) {
        return look().map(figure::applyAsDouble).orElse(Double.NaN);
    }

    /** Who comes while another looks takes the last answer: a slow database holds one scrape, not all. */
    private Optional<Backlog> look() {
        if (fresh(seenAt) || !looking.tryLock()) return seen;
        try {
            seen = Optional.of(store.inTransaction(tx -> tx.measures().backlog()));
        } catch (RuntimeException e) {
            LOG.warn("What waits in the store can't be told: {}", e.getMessage());
            seen = Optional.empty();
        } finally {
            seenAt = clock.instant();
            looking.unlock();
        }
        return seen;
    }

    /** A clock that was put back says nothing about how long it was: figures would stand still until it is there again. */
    private boolean fresh(Instant seen) {
        Instant now = clock.instant();
        return !now.isBefore(seen) && Duration.between(seen, now).compareTo(FRESH) < 0;
    }

    private static double seconds(Duration age) {
        return age.toMillis() / 1000.0;
    }
}

package dev.missioncontrol.billing.app;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.app.config.EventTargets;
import dev.missioncontrol.billing.app.observe.RelayMeters;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.usecase.EventReceiver;
import dev.missioncontrol.billing.usecase.RelayEvents;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the configured addresses what happened: each by a thread of its own, so that a slow one delays no other. */
final class EventRelay implements AutoCloseable {
    /** How often the outbox is looked at for each address: what happened is told within about a second. */
    private static final Duration EVERY = Duration.ofSeconds(1);

    /** How long a stop waits for what is still being sent; what is cut off is sent again by another node. */
    private static final Duration STOP_WITHIN = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(EventRelay.class);

    private final Billing billing;
    private final RelayMeters meters;
    private final ScheduledExecutorService timer;

    EventRelay(Billing billing, EventTargets targets, RelayMeters meters, InstantSource clock) {
        this.billing = billing;
        this.meters = meters;
        timer = Executors.newScheduledThreadPool(Math.max(1, targets.urls().size()));
        for (int place = 1; place <= targets.urls().size(); place++) {
            String named = targets.named(place);
            EventWebhook webhook = new EventWebhook(
                    named,
                    targets.urls().get(place - 1),
                    targets.secrets(),
                    billing.settings().access(),
                    clock);
            EventReceiver receiver = new WatchedReceiver(webhook, named, meters);
            LOG.info("Events are sent to {}", named);
            meters.watch(named);
            timer.scheduleWithFixedDelay(() -> relay(receiver, named), 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void relay(EventReceiver receiver, String named) {
        try {
            RelayEvents.Done done = billing.relay(receiver);
            meters.count(named, done);
            done.unreadable()
                    .ifPresent(words -> LOG.error(
                            "An event can't be read, and is not sent to {} until it can be: {}", named, words));
            done.passedOver()
                    .forEach(words -> LOG.error(
                            "An event can't be read, nor whose it is, and is never sent to {}: {}", named, words));
            if (done.givenUp() > 0)
                LOG.error(
                        "{} events were given up after three days of trying {}: read them at /api/billing/events",
                        done.givenUp(),
                        named);
        } catch (StoreException e) {
            LOG.warn("Events can't be sent just now: {}", e.getMessage());
        } catch (RuntimeException | Error e) {
            // Thrown, it would end the timer's task for good, and nobody would hear of it.
            LOG.error("A fault of ours while events were sent", e);
        }
    }

    /** Begins nothing new. */
    void stop() {
        timer.shutdown();
    }

    @Override
    public void close() {
        timer.shutdown();
        try {
            if (!timer.awaitTermination(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) timer.shutdownNow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

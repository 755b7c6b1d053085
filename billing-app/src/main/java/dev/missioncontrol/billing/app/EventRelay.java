package dev.missioncontrol.billing.app;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.app.config.EventTargets;
import dev.missioncontrol.billing.app.observe.RelayMeters;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.usecase.RelayEvents;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the configured addresses what happened: each by a thread of its own, so that a slow one delays no other. */
final class EventRelay implements AutoCloseable {
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
        List<EventWebhook> receivers = targets.urls().stream()
                .map(url -> new EventWebhook(url, targets.secrets(), clock))
                .toList();
        timer = Executors.newScheduledThreadPool(Math.max(1, receivers.size()));
        for (EventWebhook receiver : receivers) {
            LOG.info("Events are sent to {}", receiver.address());
            meters.watch(receiver.address());
            timer.scheduleWithFixedDelay(() -> relay(receiver), 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void relay(EventWebhook receiver) {
        try {
            RelayEvents.Done done = billing.relay(new WatchedReceiver(receiver, receiver.address(), meters));
            meters.count(receiver.address(), done);
            if (done.givenUp() > 0)
                LOG.error(
                        "{} events were given up after three days of trying {}: read them at /api/billing/events",
                        done.givenUp(),
                        receiver.address());
        } catch (StoreException e) {
            LOG.warn("Events can't be sent just now: {}", e.getMessage());
        } catch (RuntimeException e) {
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

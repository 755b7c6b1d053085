package dev.missioncontrol.billing.app;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.app.observe.LogIds;
import dev.missioncontrol.billing.app.observe.RelayMeters;
import dev.missioncontrol.billing.usecase.EventReceiver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A receiver whose every answer is measured, and told of where it is none: with the ids of tenant and event in the line. */
final class WatchedReceiver implements EventReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedReceiver.class);

    private final EventReceiver receiver;
    private final String named;
    private final RelayMeters meters;

    /** @param named how people know it */
    WatchedReceiver(EventReceiver receiver, String named, RelayMeters meters) {
        this.receiver = receiver;
        this.named = named;
        this.meters = meters;
    }

    @Override
    public String name() {
        return receiver.name();
    }

    @Override
    public Outcome send(BillingEvent event) {
        try (LogIds.Held ids = LogIds.of(event)) {
            Outcome outcome = receiver.send(event);
            boolean taken = outcome instanceof Outcome.Taken;
            meters.tried(named, taken);
            if (taken) meters.taken(named, event);
            else LOG.warn("{} did not take an event, which is sent again later: {}", named, why(outcome));
            return outcome;
        }
    }

    private static String why(Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) return refused.why();
        return outcome instanceof Outcome.Away away ? away.why() : "";
    }
}

package dev.missioncontrol.billing.app.observe;

import dev.missioncontrol.billing.usecase.RelayEvents;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;

/** Figures of the events that are sent to other applications, by address. */
public final class RelayMeters {
    private static final String EVENTS = "billing.events.sent";

    private final MeterRegistry registry;

    RelayMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Counts what one turn at an address did. */
    public void count(URI address, RelayEvents.Done done) {
        count(address, "taken", done.sent());
        count(address, "failed", done.failed());
        count(address, "given_up", done.givenUp());
    }

    private void count(URI address, String outcome, int events) {
        registry.counter(EVENTS, "to", address.toString(), "outcome", outcome).increment(events);
    }
}

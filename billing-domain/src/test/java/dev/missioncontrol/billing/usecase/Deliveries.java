package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.provider.ProviderEvent;

/** Events as the sandbox sends them, with a body as Stripe's have. */
public final class Deliveries {
    private Deliveries() {}

    /** As it would be stored behind a wire: only what has a payload is tried again, and can be replayed. */
    public static ProviderEvent withPayload(ProviderEvent event) {
        return of(event, event.id(), "{}");
    }

    static ProviderEvent of(ProviderEvent event, EventId id, String payload) {
        return new ProviderEvent(
                id,
                event.type(),
                event.created(),
                event.livemode(),
                event.account(),
                event.apiVersion(),
                event.content(),
                payload);
    }
}

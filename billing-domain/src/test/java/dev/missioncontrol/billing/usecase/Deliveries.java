package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.provider.ProviderEvent;

/** Events as the sandbox sends them, with a body as Stripe's have. */
final class Deliveries {
    private Deliveries() {}

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

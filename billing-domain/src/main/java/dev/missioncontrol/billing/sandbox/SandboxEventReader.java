package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.provider.EventReader;
import dev.missioncontrol.billing.provider.ProviderEvent;
import java.util.Optional;

/** Finds the sandbox's own events again; believes no bytes, since it never sends any. */
final class SandboxEventReader implements EventReader {
    private final SandboxEvents events;

    SandboxEventReader(SandboxEvents events) {
        this.events = events;
    }

    @Override
    public String signatureHeader() {
        return "Stripe-Signature";
    }

    @Override
    public Reading read(byte[] body, Optional<String> signature) {
        return new Reading.Refused(
                Refusal.NOT_CONFIGURED,
                "The sandbox hands its events over as values, never as bytes: deliverTo(billing), or another eventReader.");
    }

    @Override
    public ProviderEvent reread(EventId id, String payload) {
        return events.find(id)
                .orElseThrow(() -> new IllegalArgumentException("the sandbox did not make or no longer keeps " + id));
    }
}

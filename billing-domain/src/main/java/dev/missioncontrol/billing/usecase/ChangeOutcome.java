package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.provider.ChangeResult;
import java.net.URI;
import java.time.Instant;

/** What came of changing, ending or resuming what a tenant has. */
public sealed interface ChangeOutcome {
    /** It is done and paid for; the status says so as soon as the provider was asked again, which usually was just done. */
    record Applied() implements ChangeOutcome {}

    /**
     * It will be done once somebody has paid on this page; until then all is as before.
     *
     * @param url a bearer credential: never to be logged or cached
     */
    record PaymentNeeded(URI url) implements ChangeOutcome {}

    /**
     * The payment was declined and all is as before.
     *
     * @param reason the provider's word for why, for example {@code insufficient_funds}
     */
    record Declined(String reason) implements ChangeOutcome {
        /** Whether there was nothing that could be charged: a payment method has to be added, and none was refused. */
        public boolean nothingToCharge() {
            return reason.equals(ChangeResult.Declined.NO_PAYMENT_METHOD);
        }
    }

    /** It will be so at this moment, unless the subscription is resumed before. */
    record Scheduled(Instant at) implements ChangeOutcome {}

    /** It is not done. */
    record Rejected(Rejection rejection) implements ChangeOutcome {}
}

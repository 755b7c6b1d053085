package dev.missioncontrol.billing.provider;

import java.time.Instant;
import java.util.Optional;

/** What a provider answers when it is asked for a subscription. */
public sealed interface FetchedSubscription {
    /**
     * It is there.
     *
     * @param snapshot how it is
     * @param at the provider's clock when it answered, in seconds
     * @param planned what it is going to become, if a change of it was scheduled by us
     * @param awaitsPayment whether a change of it waits for its payment: until then all is as before
     */
    record Found(SubscriptionSnapshot snapshot, Instant at, Optional<PlannedChange> planned, boolean awaitsPayment)
            implements FetchedSubscription {
        /** One of which no change waits for its payment. */
        public Found(SubscriptionSnapshot snapshot, Instant at, Optional<PlannedChange> planned) {
            this(snapshot, at, planned, false);
        }

        /** One of which no change was scheduled. */
        public Found(SubscriptionSnapshot snapshot, Instant at) {
            this(snapshot, at, Optional.empty());
        }
    }

    /** It is not there. Never an end, since ended ones are kept: a wrong key, mode or account. */
    record Missing(String detail) implements FetchedSubscription {}

    /** It can't be asked here: another mode, or a sandbox that did not make it. */
    record Unaskable(String detail) implements FetchedSubscription {}
}

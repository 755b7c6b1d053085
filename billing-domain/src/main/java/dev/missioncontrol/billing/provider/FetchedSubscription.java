package dev.missioncontrol.billing.provider;

import java.time.Instant;

/** What a provider answers when it is asked for a subscription. */
public sealed interface FetchedSubscription {
    /**
     * It is there.
     *
     * @param snapshot how it is
     * @param at the provider's clock when it answered, in seconds
     */
    record Found(SubscriptionSnapshot snapshot, Instant at) implements FetchedSubscription {}

    /** It is not there. Never an end, since ended ones are kept: a wrong key, mode or account. */
    record Missing(String detail) implements FetchedSubscription {}

    /** It can't be asked here: another mode, or a sandbox that did not make it. */
    record Unaskable(String detail) implements FetchedSubscription {}
}

package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.account.TrackedSubscription;

/** A row of what is known of the provider's subscriptions: the subscription that it holds, or that it can't be read. */
public sealed interface SubscriptionRow {
    /**
     * One that can be read.
     *
     * @param subscription what it holds
     */
    record Readable(TrackedSubscription subscription) implements SubscriptionRow {}

    /**
     * One that is not as it was written, or that this version can't read.
     *
     * @param id the subscription's, as stored: it may be none
     * @param fault why it can't be read
     */
    record Unreadable(String id, RuntimeException fault) implements SubscriptionRow {
        /** Which row it is and why, for an operator. */
        public String words() {
            return "the subscription " + Shown.of(id) + " in tracked_subscriptions: " + fault;
        }
    }
}

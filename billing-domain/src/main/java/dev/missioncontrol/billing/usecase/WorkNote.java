package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.Drift;
import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import java.time.Duration;
import java.util.Optional;

/**
 * One thing that was done behind the scenes, and what it was about: for a host's log, in which what no request asked for would
 * otherwise leave no trace. Told once what it tells of is committed, outside of every transaction.
 */
public sealed interface WorkNote {
    /**
     * Whom and what it is about, as far as that is known.
     *
     * @param tenant whose
     * @param subscription which
     * @param event the provider's event that it is about, if it is about one
     */
    record About(Optional<TenantId> tenant, Optional<SubscriptionId> subscription, Optional<EventId> event) {
        /** Nothing in particular. */
        public static final About NOTHING = new About(Optional.empty(), Optional.empty(), Optional.empty());

        static About subscription(Optional<TenantId> tenant, SubscriptionId id) {
            return new About(tenant, Optional.of(id), Optional.empty());
        }
    }

    /** Whom and what it is about. */
    About about();

    /**
     * The provider was asked for a subscription, and answered. That it does not have one that has not ended is told as {@link Differs}.
     *
     * @param outcome whether the answer was written
     */
    record Fetched(About about, RefreshSubscriptions.Outcome outcome) implements WorkNote {}

    /**
     * A subscription could not be fetched: its state stays what it was. Or it was, and what gave way to a change of it could not be
     * planned again.
     *
     * @param attempts how often in a row; what was asked before it was due is not counted, and failures to fetch only up to
     *     {@link dev.missioncontrol.billing.store.Refreshes#MOST_FAILURES}
     * @param again after how long it is tried again; there is no last time
     * @param why what went wrong
     */
    record FetchFailed(About about, int attempts, Duration again, RuntimeException why) implements WorkNote {}

    /**
     * An event was applied that could not be before.
     *
     * @param attempts how often it was tried
     * @param outcome what became of it
     */
    record Retried(About about, int attempts, EventOutcome outcome) implements WorkNote {}

    /**
     * An event could not be applied once more.
     *
     * @param attempts how often it was tried
     * @param again after how long it is tried again; absent if it is given up, and waits for a person
     * @param why which fault, without a value of the event
     */
    record RetryFailed(About about, int attempts, Optional<Duration> again, String why) implements WorkNote {}

    /**
     * The provider refuses a number of seats that was pushed, and will until somebody has done something: more may be used than are paid
     * for. Told once until one is made.
     *
     * @param seats how many were pushed
     * @param again after how long it is tried again; there is no last time
     * @param why what the provider says
     */
    record SeatsRefused(About about, long seats, Duration again, RuntimeException why) implements WorkNote {}

    /**
     * A sweep found a difference, or a fetch did that a sweep may have asked for: a subscription that has not ended and that the provider
     * does not have, {@link Drift.Kind#MISSING_THERE}.
     *
     * @param drift which
     */
    record Differs(About about, Drift drift) implements WorkNote {}

    /**
     * A sweep came to its end.
     *
     * @param words what it came to
     */
    record Swept(About about, String words) implements WorkNote {}

    /**
     * A sweep can't go on just now, and will where it was.
     *
     * @param why what went wrong
     */
    record SweepFailed(About about, RuntimeException why) implements WorkNote {}
}

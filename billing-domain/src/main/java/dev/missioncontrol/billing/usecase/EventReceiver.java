package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.BillingEvent;
import java.time.Duration;
import java.util.Optional;

/** Somebody outside this process who is told of every event: an endpoint of another application. */
public interface EventReceiver {
    /** What distinguishes it from others, for as long as its progress is kept; at most 50 of {@code a-z 0-9}. */
    String name();

    /**
     * Tells it of an event. Called by one thread of all nodes at a time, never inside a transaction. It has 15 seconds: another node
     * takes what takes twice as long for abandoned, and tells it again. What it throws counts as {@link
     * Outcome.Refused}, and the application's listener for trouble is told of it.
     */
    Outcome send(BillingEvent event);

    /** What came of it. */
    sealed interface Outcome {
        /** It has it. */
        record Taken() implements Outcome {}

        /**
         * It answered, and does not have it: this event and those of its tenant behind it are sent again later.
         *
         * @param why for an operator
         * @param retryAfter how long it asks us to wait
         */
        record Refused(String why, Optional<Duration> retryAfter) implements Outcome {}

        /**
         * Nobody answered: all events are sent again later.
         *
         * @param why for an operator
         */
        record Away(String why) implements Outcome {}
    }
}

package dev.missioncontrol.billing.provider;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import java.time.Instant;
import java.util.Optional;

/**
 * Another price, interval or number of seats for one line of a subscription.
 *
 * @param subscription which
 * @param from the price that the line has now: should it have another one by then, nothing is changed
 * @param to the price that it gets; may be the same where only the quantity changes
 * @param quantity how many seats, 1 to 999,999
 * @param when at once, and then only once it is paid, or with the next period
 * @param endTrial whether a trial ends with the change, so that it is paid in full at once
 * @param prorationDate the moment that a preview was calculated for, so that the same amount is charged
 * @param keepPlanned whether another price that is scheduled stays so, and this is rejected as changed meanwhile: what was
 *     counted undoes nothing that somebody decided. More seats at once are made though the subscription is going to end, and leave
 *     its end as it is
 * @param trialEnd when a trial that goes on ends from then on, still ahead
 */
public record SubscriptionChange(
        SubscriptionId subscription,
        PriceId from,
        PriceId to,
        long quantity,
        Timing when,
        boolean endTrial,
        Optional<Instant> prorationDate,
        boolean keepPlanned,
        Optional<Instant> trialEnd) {
    /** One that leaves a trial as it is, was not previewed, and takes the place of whatever is scheduled. */
    public SubscriptionChange(SubscriptionId subscription, PriceId from, PriceId to, long quantity, Timing when) {
        this(subscription, from, to, quantity, when, false, Optional.empty(), false, Optional.empty());
    }

    /** When something about a subscription takes effect. */
    public enum Timing {
        NOW,
        PERIOD_END
    }

    /** Whether it is more seats that were counted: they change nothing of what the subscription is going to be. */
    public boolean countsMore() {
        return keepPlanned && when == Timing.NOW && from.equals(to);
    }

    /** The same, but not in place of another price that is scheduled. */
    public SubscriptionChange keepingPlanned() {
        return new SubscriptionChange(subscription, from, to, quantity, when, endTrial, prorationDate, true, trialEnd);
    }

    /** The same, with a trial that goes on until this moment and no longer. */
    public SubscriptionChange endingTrialAt(Instant at) {
        return new SubscriptionChange(
                subscription, from, to, quantity, when, endTrial, prorationDate, keepPlanned, Optional.of(at));
    }
}

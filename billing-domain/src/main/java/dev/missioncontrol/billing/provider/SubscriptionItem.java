package dev.missioncontrol.billing.provider;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.plan.BillingInterval;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One line of a subscription, as the provider says it.
 *
 * @param price what is bought
 * @param quantity how many; absent for metered prices
 * @param interval how often it is paid, where that is a month or a year
 * @param periodEnd when what is paid for ends
 */
public record SubscriptionItem(
        PriceId price, OptionalLong quantity, Optional<BillingInterval> interval, Optional<Instant> periodEnd) {

    /** A line with a quantity and nothing else known. */
    public static SubscriptionItem of(PriceId price, long quantity) {
        return new SubscriptionItem(price, OptionalLong.of(quantity), Optional.empty(), Optional.empty());
    }
}

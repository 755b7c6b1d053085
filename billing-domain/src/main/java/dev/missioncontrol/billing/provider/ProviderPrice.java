package dev.missioncontrol.billing.provider;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.plan.BillingInterval;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A price as the provider has it, to be compared with the catalogue.
 *
 * @param id the price
 * @param active whether it can be bought
 * @param currency ISO 4217 code in lower case
 * @param unitAmount for each and period, in minor units; absent where it is no plain amount, as with tiers
 * @param interval how often it is paid; absent where that is neither a month nor a year
 * @param livemode whether real money moves
 * @param otherCurrencies what it has amounts for as well, for buyers elsewhere, in the same form
 */
public record ProviderPrice(
        PriceId id,
        boolean active,
        String currency,
        OptionalLong unitAmount,
        Optional<BillingInterval> interval,
        boolean livemode,
        SortedSet<String> otherCurrencies) {
    /** Copies the currencies. */
    public ProviderPrice {
        otherCurrencies = Collections.unmodifiableSortedSet(new TreeSet<>(otherCurrencies));
    }

    /** One in one currency. */
    public ProviderPrice(
            PriceId id,
            boolean active,
            String currency,
            OptionalLong unitAmount,
            Optional<BillingInterval> interval,
            boolean livemode) {
        this(id, active, currency, unitAmount, interval, livemode, Collections.emptySortedSet());
    }
}

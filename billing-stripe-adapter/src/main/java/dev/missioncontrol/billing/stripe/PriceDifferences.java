package dev.missioncontrol.billing.stripe;

import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.Price;
import dev.missioncontrol.billing.provider.ProviderPrice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares a price of the catalogue with the one of its id at Stripe. Pure. */
final class PriceDifferences {
    private PriceDifferences() {}

    /**
     * Why it can't be sold as the catalogue says, each reason for an operator; none if it can.
     *
     * @param livemode the mode of the key
     */
    static List<String> between(BillingInterval interval, Price price, ProviderPrice theirs, boolean livemode) {
        Money wanted = price.unitAmount();
        List<String> all = new ArrayList<>();
        if (!theirs.active()) all.add("it is archived, so nobody can buy it");
        if (theirs.livemode() != livemode) all.add("it is of the other mode");
        if (!theirs.currency().equals(wanted.currency()))
            all.add("it is in " + theirs.currency() + ", the catalogue says " + wanted.currency());
        if (theirs.unitAmount().isEmpty()) all.add("it is no plain amount for each seat");
        else if (theirs.unitAmount().getAsLong() != wanted.minorUnits())
            all.add("it costs " + theirs.unitAmount().getAsLong() + ", the catalogue says " + wanted.minorUnits()
                    + " (minor units)");
        if (!theirs.interval().equals(Optional.of(interval)))
            all.add("it is paid by the "
                    + theirs.interval().map(BillingInterval::word).orElse("some other interval")
                    + ", the catalogue says by the " + interval.word());
        return List.copyOf(all);
    }
}

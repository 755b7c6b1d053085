package dev.missioncontrol.billing.account;

import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.plan.Price;
import dev.missioncontrol.billing.provider.ProviderStatus;
import java.util.Optional;

/**
 * Monthly recurring revenue: what all subscriptions come to in a month, were nothing to change. As Stripe defines it for its
 * own figures (<a href="https://docs.stripe.com/billing/subscriptions/analytics/glossary">Billing metric definitions</a>):
 * the sum of the monthly value of all subscriptions that are {@code active} or {@code past_due}; trials, what is unpaid,
 * paused or ended, and tax do not count. A yearly price counts a twelfth. Of the catalogue's prices: a discount that a
 * customer has is not in it, and who is charged in another currency counts at the catalogue's amount, so it is a figure to see where things go, not one for the books.
 */
public final class MonthlyRevenue {
    private static final int MONTHS_OF_A_YEAR = 12;

    private MonthlyRevenue() {}

    /** Whether a subscription of this standing counts, whatever it costs. */
    public static boolean counts(Optional<ProviderStatus> standing) {
        return standing.filter(now -> now == ProviderStatus.ACTIVE || now == ProviderStatus.PAST_DUE)
                .isPresent();
    }

    /**
     * What a group comes to in a month, in its plan's currency, rounded half up to the minor unit once for all of it.
     *
     * @return absent where it does not count, or where the catalogue knows no price for it: see {@link #unpriced}
     * @throws ArithmeticException if it does not fit a long
     */
    public static Optional<Money> of(TenantGroup group, PlanCatalog catalog) {
        if (!counts(group.standing())) return Optional.empty();
        return price(group, catalog).map(price -> monthly(price.unitAmount().times(group.seats()), group));
    }

    /** Whether a group counts and nothing says how much: it has a price that is no longer sold, or a plan that went. */
    public static boolean unpriced(TenantGroup group, PlanCatalog catalog) {
        boolean free = catalog.plan(group.plan()).filter(plan -> plan.free()).isPresent();
        return counts(group.standing()) && !free && price(group, catalog).isEmpty();
    }

    private static Optional<Price> price(TenantGroup group, PlanCatalog catalog) {
        return catalog.plan(group.plan()).flatMap(plan -> group.interval().flatMap(plan::price));
    }

    private static Money monthly(Money interval, TenantGroup group) {
        boolean yearly = group.interval().filter(BillingInterval.YEAR::equals).isPresent();
        if (!yearly) return interval;
        long half = MONTHS_OF_A_YEAR / 2;
        return new Money(
                Math.floorDiv(Math.addExact(interval.minorUnits(), half), MONTHS_OF_A_YEAR), interval.currency());
    }
}

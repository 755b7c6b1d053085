package dev.missioncontrol.billing.account;

import static java.util.function.Predicate.not;

import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.plan.Price;
import dev.missioncontrol.billing.plan.SeatPolicy;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the lines of a subscription come to each time it renews, before discounts and tax. The catalogue has the amounts of
 * what is sold now and of nothing else: a price that was retired has the interval of the one that took its place, and another
 * amount. So nothing is said where a line is at any other price, nor where it is charged in another currency than the catalogue's: the
 * provider may have an amount for that too, at the same price.
 */
final class Recurring {
    private Recurring() {}

    /** The same of a subscription: absent where it is known to be charged in another currency. */
    static Optional<Money> of(SubscriptionSnapshot snapshot, PlanCatalog catalog) {
        return of(snapshot.items(), catalog)
                .filter(sum ->
                        snapshot.currency().filter(not(sum.currency()::equals)).isEmpty());
    }

    /** Absent unless each line has a quantity of a price that is sold now, all paid equally often and in one currency. */
    private static Optional<Money> of(List<SubscriptionItem> items, PlanCatalog catalog) {
        Optional<Money> sum = Optional.empty();
        Optional<BillingInterval> every = Optional.empty();
        for (SubscriptionItem item : items) {
            Optional<BillingInterval> interval = catalog.intervalOf(item.price());
            Optional<Money> line = line(item, interval, catalog);
            if (line.isEmpty()) return Optional.empty();
            Money amount = line.get();
            if (sum.isPresent()
                    && (!every.equals(interval) || !sum.get().currency().equals(amount.currency())))
                return Optional.empty();
            sum = Optional.of(sum.map(amount::plus).orElse(amount));
            every = interval;
        }
        return sum;
    }

    private static Optional<Money> line(
            SubscriptionItem item, Optional<BillingInterval> interval, PlanCatalog catalog) {
        OptionalLong quantity = item.quantity();
        if (quantity.isEmpty() || quantity.getAsLong() < 0 || quantity.getAsLong() > SeatPolicy.MOST)
            return Optional.empty();
        return interval.flatMap(every -> catalog.planOf(item.price()).flatMap(plan -> plan.price(every)))
                .map(Price::unitAmount)
                .map(unit -> unit.times(quantity.getAsLong()));
    }
}

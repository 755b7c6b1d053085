package dev.missioncontrol.billing.account;

import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What some items of a subscription buy, by the catalogue.
 *
 * @param plan the plan of the highest rank among the items with known prices
 * @param seats the quantities of that plan's items together, within the plan's policy
 * @param interval how often it is paid
 * @param periodEnd the earliest end among that plan's items
 */
public record Grant(Plan plan, int seats, Optional<BillingInterval> interval, Optional<Instant> periodEnd) {
    /** Lower rank first, then fewer seats. */
    public static final Comparator<Grant> BY_WORTH =
            Comparator.<Grant>comparingInt(grant -> grant.plan().rank()).thenComparingInt(Grant::seats);

    /** What these items buy; nothing if the catalogue knows none of their prices. */
    public static Optional<Grant> of(List<SubscriptionItem> items, PlanCatalog catalog) {
        Optional<Plan> best = items.stream()
                .flatMap(item -> catalog.planOf(item.price()).stream())
                .max(Comparator.comparingInt(Plan::rank));
        return best.map(plan -> of(plan, items, catalog));
    }

    private static Grant of(Plan plan, List<SubscriptionItem> items, PlanCatalog catalog) {
        List<SubscriptionItem> ours = items.stream()
                .filter(item ->
                        catalog.planOf(item.price()).filter(plan::equals).isPresent())
                .toList();
        long quantity = ours.stream()
                .mapToLong(item -> item.quantity().orElse(plan.seats().min()))
                .reduce(0, Grant::saturatedSum);
        Optional<BillingInterval> interval = ours.stream()
                .flatMap(item -> catalog.intervalOf(item.price()).or(item::interval).stream())
                .min(Comparator.naturalOrder());
        Optional<Instant> end =
                ours.stream().flatMap(item -> item.periodEnd().stream()).min(Comparator.naturalOrder());
        return new Grant(plan, plan.seats().clamp(quantity), interval, end);
    }

    /** Whichever of the two is worth less; plan, seats and interval of it, period end of this one. */
    Grant atMost(Grant limit) {
        return BY_WORTH.compare(limit, this) < 0 ? new Grant(limit.plan, limit.seats, limit.interval, periodEnd) : this;
    }

    private static long saturatedSum(long a, long b) {
        long sum = a + b;
        boolean overflow = ((a ^ sum) & (b ^ sum)) < 0;
        return overflow ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }
}

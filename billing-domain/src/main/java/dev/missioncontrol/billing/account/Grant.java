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
        return best(items, catalog).map(plan -> of(plan, items, catalog));
    }

    /** Loops, here and below: this is asked several times for each event, and streams took half of a decision's time. */
    private static Optional<Plan> best(List<SubscriptionItem> items, PlanCatalog catalog) {
        Optional<Plan> best = Optional.empty();
        for (SubscriptionItem item : items) {
            Optional<Plan> plan = catalog.planOf(item.price());
            boolean better = plan.isPresent()
                    && (best.isEmpty() || plan.get().rank() > best.get().rank());
            if (better) best = plan;
        }
        return best;
    }

    private static Grant of(Plan plan, List<SubscriptionItem> items, PlanCatalog catalog) {
        long quantity = 0;
        Optional<BillingInterval> interval = Optional.empty();
        Optional<Instant> end = Optional.empty();
        for (SubscriptionItem item : items) {
            Optional<Plan> bought = catalog.planOf(item.price());
            if (bought.isEmpty() || !bought.get().equals(plan)) continue;
            quantity =
                    saturatedSum(quantity, item.quantity().orElse(plan.seats().min()));
            interval = earlier(interval, catalog.intervalOf(item.price()).or(item::interval));
            end = earlier(end, item.periodEnd());
        }
        return new Grant(plan, plan.seats().clamp(quantity), interval, end);
    }

    private static <T extends Comparable<? super T>> Optional<T> earlier(Optional<T> had, Optional<T> other) {
        if (had.isEmpty()) return other;
        return other.isPresent() && other.get().compareTo(had.get()) < 0 ? other : had;
    }

    /** Whether the catalogue knows a price of any of these items. */
    static boolean knows(List<SubscriptionItem> items, PlanCatalog catalog) {
        return best(items, catalog).isPresent();
    }

    /**
     * Whichever of the two is worth less; plan, seats and interval of it, period end of this one. A lower plan is worth less however many
     * seats it has: it has no more of them than the limit, or the fewest that its policy allows.
     */
    Grant atMost(Grant limit) {
        if (BY_WORTH.compare(limit, this) < 0) return new Grant(limit.plan, limit.seats, limit.interval, periodEnd);
        return limit.seats < seats ? new Grant(plan, plan.seats().clamp(limit.seats), interval, periodEnd) : this;
    }

    static long saturatedSum(long a, long b) {
        long sum = a + b;
        boolean overflow = ((a ^ sum) & (b ^ sum)) < 0;
        return overflow ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }
}

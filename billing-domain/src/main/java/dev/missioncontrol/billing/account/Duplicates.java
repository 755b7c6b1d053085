package dev.missioncontrol.billing.account;

import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.util.List;
import java.util.Optional;

/**
 * More than one live subscription of a tenant.
 *
 * @param kept the one that was begun first
 * @param newer the others, in the order in which they were begun
 * @param sound whether all of them were read from the provider, nothing was heard of any since, and the newer ones are {@link
 *     #endable}: only then may they be ended, once the provider says so too
 */
public record Duplicates(SubscriptionId kept, List<SubscriptionId> newer, boolean sound) {
    /** Copies the list. */
    public Duplicates {
        newer = List.copyOf(newer);
    }

    /**
     * Whether it is paid for and no trial, goes on, and is a plan of ours and nothing else: a price that the catalogue does not know
     * buys something else, a support contract say, which is nobody's duplicate.
     */
    public static boolean stands(SubscriptionSnapshot one, PlanCatalog catalog) {
        return one.knownStatus().filter(ProviderStatus.ACTIVE::equals).isPresent()
                && one.cancelAt().isEmpty()
                && !one.items().isEmpty()
                && one.items().stream()
                        .allMatch(item -> catalog.planOf(item.price()).isPresent());
    }

    /**
     * Whether the newer ones can be ended without taking from the tenant what it has: each {@link #stands}, and none is a higher
     * plan than the first one, or has more seats, which were bought to be had, or is paid for longer at a time, since what is left
     * of a year is not given back. What is not known to be paid for as briefly is left alone too.
     *
     * @param inOrder the one to be kept, then the newer ones
     */
    public static boolean endable(List<SubscriptionSnapshot> inOrder, PlanCatalog catalog) {
        Optional<Grant> kept = Grant.of(inOrder.get(0).items(), catalog);
        return inOrder.stream()
                .allMatch(one -> stands(one, catalog)
                        && isPaidNoLonger(one, kept.flatMap(Grant::interval), catalog)
                        && Grant.of(one.items(), catalog)
                                .filter(newer -> kept.filter(first -> isWithin(newer, first))
                                        .isPresent())
                                .isPresent());
    }

    /** By each of its lines: of several the shortest interval is the grant's. */
    private static boolean isPaidNoLonger(
            SubscriptionSnapshot newer, Optional<BillingInterval> first, PlanCatalog catalog) {
        return first.isPresent()
                && newer.items().stream()
                        .allMatch(item -> catalog.intervalOf(item.price())
                                .or(item::interval)
                                .filter(own -> own.compareTo(first.get()) <= 0)
                                .isPresent());
    }

    private static boolean isWithin(Grant newer, Grant first) {
        return newer.plan().rank() <= first.plan().rank() && newer.seats() <= first.seats();
    }
}

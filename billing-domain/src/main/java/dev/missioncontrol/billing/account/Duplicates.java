package dev.missioncontrol.billing.account;

import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.util.List;

/**
 * More than one live subscription of a tenant.
 *
 * @param kept the one that was begun first
 * @param newer the others, in the order in which they were begun
 * @param sound whether all of them were read from the provider, nothing was heard of any since, and each {@link #stands}: only
 *     then can the newer ones be ended without taking from the tenant what it has, once the provider says so too
 */
public record Duplicates(SubscriptionId kept, List<SubscriptionId> newer, boolean sound) {
    /** Copies the list. */
    public Duplicates {
        newer = List.copyOf(newer);
    }

    /**
     * Whether it is paid for, goes on, and is a plan of ours and nothing else: a price that the catalogue does not know buys
     * something else, a support contract say, which is nobody's duplicate.
     */
    public static boolean stands(SubscriptionSnapshot one, PlanCatalog catalog) {
        return one.knownStatus().filter(ProviderStatus::paid).isPresent()
                && one.cancelAt().isEmpty()
                && !one.items().isEmpty()
                && one.items().stream()
                        .allMatch(item -> catalog.planOf(item.price()).isPresent());
    }
}

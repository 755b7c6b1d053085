package dev.missioncontrol.billing.account;

import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import java.util.List;

/**
 * What a tenant may use now, with access and grace applied.
 *
 * @param plan key of the plan whose features count: the free one where access is gone
 * @param features what it unlocks
 * @param seats how many seats may be used
 * @param access how, and until when
 */
public record Entitlements(String plan, List<String> features, int seats, Access access) {
    /** What this subscription allows under this access. */
    public static Entitlements of(CurrentSubscription current, Access access, PlanCatalog catalog) {
        boolean gone = access.level() == Access.Level.NONE;
        Plan plan = gone ? catalog.free() : catalog.plan(current.plan()).orElse(catalog.free());
        return new Entitlements(plan.key(), plan.features(), plan.seats().clamp(current.seats()), access);
    }

    /** Whether this feature is unlocked; capitals don't matter. */
    public boolean has(String feature) {
        return features.stream().anyMatch(feature::equalsIgnoreCase);
    }
}

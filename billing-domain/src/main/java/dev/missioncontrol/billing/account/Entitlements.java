package dev.missioncontrol.billing.account;

import dev.missioncontrol.billing.plan.Limit;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a tenant may use now, with access and grace applied.
 *
 * @param plan key of the plan whose features and limits count: the free one where access is gone
 * @param features what it unlocks, with all that a line such as "Everything in Pro" stands for
 * @param limits how many of what it grants, by name
 * @param seats how many seats may be used
 * @param access how, and until when
 */
public record Entitlements(String plan, List<String> features, Map<String, Limit> limits, int seats, Access access) {
    /** What this subscription allows under this access. */
    public static Entitlements of(CurrentSubscription current, Access access, PlanCatalog catalog) {
        boolean gone = access.level() == Access.Level.NONE;
        Plan plan = gone ? catalog.free() : catalog.plan(current.plan()).orElse(catalog.free());
        return new Entitlements(
                plan.key(),
                catalog.unlockedBy(plan.key()),
                plan.limits(),
                plan.seats().clamp(current.seats()),
                access);
    }

    /** Whether this feature is unlocked; capitals don't matter. */
    public boolean has(String feature) {
        return features.stream().anyMatch(feature::equalsIgnoreCase);
    }

    /** How many of this are granted; capitals don't matter. None of what no plan names: a misspelt name gives nothing away. */
    public Limit limit(String name) {
        return limits.getOrDefault(name.toLowerCase(Locale.ROOT), Limit.NONE);
    }
}

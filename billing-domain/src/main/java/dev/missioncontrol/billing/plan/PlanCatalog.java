package dev.missioncontrol.billing.plan;

import dev.missioncontrol.billing.id.PriceId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Everything that is sold: finds a plan by key, by alias or by price, and compares ranks. Immutable. */
public final class PlanCatalog {
    private final List<Plan> plans;
    private final Plan free;
    private final Map<String, Plan> byKey = new HashMap<>();
    private final Map<String, Plan> byName = new HashMap<>();
    private final Map<PriceId, Plan> byPrice = new HashMap<>();
    private final Map<PriceId, BillingInterval> intervals = new HashMap<>();
    private final Map<String, List<String>> unlocked;
    private final String hash;

    private PlanCatalog(List<Plan> valid) {
        plans = valid.stream().sorted(Comparator.comparingInt(Plan::rank)).toList();
        free = plans.stream().filter(Plan::free).findFirst().orElseThrow();
        for (Plan plan : plans) {
            byKey.put(plan.key(), plan);
            byName.put(plan.key(), plan);
            plan.aliases().forEach(alias -> byName.put(alias, plan));
            plan.prices().forEach((interval, price) -> {
                byPrice.put(price.id(), plan);
                intervals.put(price.id(), interval);
            });
            plan.retiredPrices().forEach(price -> byPrice.put(price, plan));
        }
        unlocked = FeatureTable.unlocked(plans);
        hash = CatalogHash.of(plans);
    }

    /**
     * A catalogue of these plans.
     *
     * @throws InvalidCatalogException with every fault, if there is one
     */
    public static PlanCatalog of(PlanDraft... drafts) {
        return of(Arrays.asList(drafts), Map.of());
    }

    /**
     * A catalogue of these plans and of aliases kept apart from them.
     *
     * @param aliases other names to the keys of the plans they stand for
     * @throws InvalidCatalogException with every fault, if there is one
     */
    public static PlanCatalog of(List<PlanDraft> drafts, Map<String, String> aliases) {
        return new PlanCatalog(new CatalogCheck(drafts, aliases).plansOrThrow());
    }

    /** All plans, lowest rank first. */
    public List<Plan> plans() {
        return plans;
    }

    /** Those that can be bought, lowest rank first. */
    public List<Plan> sold() {
        return plans.stream().filter(Plan::sold).toList();
    }

    /** What a tenant without a subscription has. */
    public Plan free() {
        return free;
    }

    /** The plan with this key; aliases are not keys. */
    public Optional<Plan> plan(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /**
     * What the plan with this key unlocks: its features in their order, each that stands for a lower plan (see
     * {@link FeatureTable}) followed by what that one unlocks. Empty for a key that no plan has.
     */
    public List<String> unlockedBy(String key) {
        return unlocked.getOrDefault(key, List.of());
    }

    /** The plan that a person means by this key or alias, in any case of letters: for the edge only. */
    public Optional<Plan> named(String keyOrAlias) {
        return Optional.ofNullable(byName.get(keyOrAlias.strip().toLowerCase(Locale.ROOT)));
    }

    /** The plan that this price buys, sold or retired. */
    public Optional<Plan> planOf(PriceId price) {
        return Optional.ofNullable(byPrice.get(price));
    }

    /** The interval of a price that is sold; a retired price's is only known to the provider. */
    public Optional<BillingInterval> intervalOf(PriceId price) {
        return Optional.ofNullable(intervals.get(price));
    }

    /** Changes whenever a derived plan, interval or number of seats could, or a limit does: 64 hexadecimal digits. */
    public String hash() {
        return hash;
    }
}

package dev.missioncontrol.billing.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which of some plans has which feature. A feature that ends with the name of a lower plan, such as "Everything in Pro",
 * stands for all that one has, and is no row of its own.
 *
 * @param rows in the order in which the plans name them, lowest plan first
 */
public record FeatureTable(List<Row> rows) {
    /** Copies the rows. */
    public FeatureTable {
        rows = List.copyOf(rows);
    }

    /**
     * A feature.
     *
     * @param feature as the catalogue writes it
     * @param plans keys of those that have it
     */
    public record Row(String feature, Set<String> plans) {
        /** Copies the keys. */
        public Row {
            plans = Set.copyOf(plans);
        }
    }

    /** Compares these plans, which come lowest rank first. */
    public static FeatureTable of(List<Plan> plans) {
        Map<String, Set<String>> has = new HashMap<>();
        Map<String, Set<String>> rows = new LinkedHashMap<>();
        List<Plan> lower = new ArrayList<>();
        for (Plan plan : plans) {
            Set<String> own = new LinkedHashSet<>();
            for (String feature : plan.features()) own.addAll(meant(feature, lower, has));
            own.forEach(feature ->
                    rows.computeIfAbsent(feature, any -> new LinkedHashSet<>()).add(plan.key()));
            has.put(plan.key(), own);
            lower.add(plan);
        }
        List<Row> table = new ArrayList<>();
        rows.forEach((feature, keys) -> table.add(new Row(feature, keys)));
        return new FeatureTable(table);
    }

    private static Set<String> meant(String feature, List<Plan> lower, Map<String, Set<String>> has) {
        return standsFor(feature, lower)
                .map(plan -> has.getOrDefault(plan.key(), Set.of()))
                .orElse(Set.of(feature));
    }

    /** The longest name, since one may end with another; of plans that share it one that is sold, and of those the highest. */
    private static Optional<Plan> standsFor(String feature, List<Plan> lower) {
        return lower.stream()
                .filter(plan -> feature.endsWith(" " + plan.name()))
                .max(Comparator.comparingInt((Plan plan) -> plan.name().length())
                        .thenComparing(plan -> !plan.retired())
                        .thenComparingInt(Plan::rank));
    }

    /**
     * What each of these plans, which come lowest rank first, unlocks, by key: its features as they are written, each that
     * stands for a lower plan followed by what that one unlocks. So whoever has a row of the table has that feature here.
     */
    static Map<String, List<String>> unlocked(List<Plan> plans) {
        Map<String, List<String>> all = new HashMap<>();
        List<Plan> lower = new ArrayList<>();
        for (Plan plan : plans) {
            Set<String> own = new LinkedHashSet<>();
            for (String feature : plan.features()) {
                own.add(feature);
                standsFor(feature, lower).ifPresent(other -> own.addAll(all.getOrDefault(other.key(), List.of())));
            }
            all.put(plan.key(), List.copyOf(own));
            lower.add(plan);
        }
        return all;
    }
}

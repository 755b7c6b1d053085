package dev.missioncontrol.billing.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
        for (Plan plan : lower) if (feature.endsWith(" " + plan.name())) return has.getOrDefault(plan.key(), Set.of());
        return Set.of(feature);
    }
}

package dev.missioncontrol.billing.app.observe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a query of Prometheus asks for, as far as it can be held against what a process shows. */
record Promql(List<Selector> selectors, Set<String> groupedBy) {
    /** A metric with the values asked of its labels. */
    record Selector(String metric, Map<String, String> labels) {}

    private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*]");
    private static final Pattern GROUPING = Pattern.compile("\\bby\\s*\\(([^)]*)\\)");
    private static final Pattern METRIC =
            Pattern.compile("\\b([a-z][a-z0-9]*(?:_[a-z0-9]+)+|up)\\b(?!\\s*\\()(\\{(?:[^}\"]|\"[^\"]*\")*})?");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)\\s*(?:=~|!=|!~|=)\\s*\"([^\"]*)\"");
    private static final Pattern SHOWN = Pattern.compile("([a-z0-9_]+)(?:\\{(.*)})? \\S+");

    static Promql of(String query) {
        String rest = RANGE.matcher(query).replaceAll("");
        Set<String> groups = new LinkedHashSet<>();
        Matcher grouping = GROUPING.matcher(rest);
        while (grouping.find()) groups.addAll(List.of(grouping.group(1).strip().split("\\s*,\\s*")));
        List<Selector> selectors = new ArrayList<>();
        Matcher metric = METRIC.matcher(grouping.replaceAll(""));
        while (metric.find()) selectors.add(new Selector(metric.group(1), labels(metric.group(2))));
        return new Promql(selectors, groups);
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new LinkedHashMap<>();
        Matcher label = LABEL.matcher(text == null ? "" : text);
        while (label.find()) labels.put(label.group(1), label.group(2));
        return labels;
    }

    /** What a scrape shows: of every metric its labels, of every label its values. */
    static Map<String, Map<String, Set<String>>> shown(String scrape) {
        Map<String, Map<String, Set<String>>> shown = new TreeMap<>();
        for (String line : scrape.split("\n")) {
            Matcher sample = SHOWN.matcher(line);
            if (line.startsWith("#") || !sample.matches()) continue;
            Map<String, Set<String>> labels = shown.computeIfAbsent(sample.group(1), name -> new TreeMap<>());
            labels(sample.group(2))
                    .forEach((label, value) -> labels.computeIfAbsent(label, any -> new TreeSet<>())
                            .add(value));
        }
        return shown;
    }
}

package dev.missioncontrol.billing.app.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.stripe.CallListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What operators import: a dashboard of Grafana's and alert rules of Prometheus'. */
public final class OperationsFiles {
    private static final Path FOLDER = Path.of("../docs/operations");

    /** What Prometheus adds to all that it scrapes, and what it knows without scraping. */
    private static final Set<String> OF_PROMETHEUS = Set.of("instance", "job");

    /** Words that come only with trouble of that kind: they are ours all the same. */
    private static final Map<String, Set<String>> WORDS = Map.of(
            "billing_provider_calls_seconds_count",
            words(Stream.concat(
                    Stream.of("ok", "fault"),
                    Arrays.stream(ProviderException.Kind.values()).map(Enum::name))),
            "billing_stripe_calls_seconds_count",
            words(Arrays.stream(CallListener.Outcome.values()).map(Enum::name)));

    private OperationsFiles() {}

    private static Set<String> words(Stream<String> names) {
        return names.map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Every query of the dashboard's panels. */
    public static List<String> queriesOfPanels() {
        List<String> queries = new ArrayList<>();
        JsonNode dashboard = read(new ObjectMapper(), "dashboard.json");
        for (JsonNode panel : dashboard.path("panels"))
            for (JsonNode target : panel.path("targets"))
                queries.add(target.path("expr").textValue());
        return queries;
    }

    /** Every query of the alert rules. */
    public static List<String> queriesOfAlerts() {
        return rules().stream().map(rule -> rule.path("expr").textValue()).toList();
    }

    /** The name of every alert. */
    public static List<String> alerts() {
        return rules().stream().map(rule -> rule.path("alert").textValue()).toList();
    }

    private static List<JsonNode> rules() {
        List<JsonNode> rules = new ArrayList<>();
        for (JsonNode group :
                read(new ObjectMapper(new YAMLFactory()), "alerts.yaml").path("groups"))
            group.path("rules").forEach(rules::add);
        return rules;
    }

    private static JsonNode read(ObjectMapper mapper, String file) {
        try {
            return mapper.readTree(FOLDER.resolve(file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the files ask for and a scrape does not show, in words. */
    public static List<String> notShown(String scrape) {
        return Stream.concat(queriesOfPanels().stream(), queriesOfAlerts().stream())
                .flatMap(query -> notShown(scrape, query).stream())
                .toList();
    }

    /** The same of one query. */
    public static List<String> notShown(String scrape, String query) {
        Map<String, Map<String, Set<String>>> shown = Promql.shown(scrape);
        List<String> missing = new ArrayList<>();
        Promql asked = Promql.of(query);
        if (asked.selectors().isEmpty()) missing.add(query + ": asks for no metric");
        for (Promql.Selector selector : asked.selectors()) {
            if (selector.metric().equals("up")) continue;
            Map<String, Set<String>> labels = shown.get(selector.metric());
            if (labels == null) {
                missing.add(query + ": no metric " + selector.metric());
                continue;
            }
            asked.groupedBy().stream()
                    .filter(label -> !OF_PROMETHEUS.contains(label) && !labels.containsKey(label))
                    .forEach(label -> missing.add(query + ": no label " + label));
            selector.labels().forEach((label, wanted) -> {
                if (OF_PROMETHEUS.contains(label)) return;
                Set<String> values = new TreeSet<>(labels.getOrDefault(label, Set.of()));
                if (label.equals("outcome")) values.addAll(WORDS.getOrDefault(selector.metric(), Set.of()));
                for (String one : wanted.split("\\|"))
                    if (values.stream().noneMatch(value -> value.equals(one) || value.matches(one.replace("{", "\\{"))))
                        missing.add(query + ": no " + label + " " + one);
            });
        }
        return missing;
    }
}

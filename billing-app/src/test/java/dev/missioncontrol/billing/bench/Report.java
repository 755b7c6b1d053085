package dev.missioncontrol.billing.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What was measured: a table to read and a file to draw from. */
final class Report {
    private final Map<String, Row> rows = new LinkedHashMap<>();

    /** All rounds of one measurement. */
    private static final class Row {
        private final String unit;
        private final String limit;
        private final List<Double> values = new ArrayList<>();
        private String note = "";

        Row(String unit, String limit) {
            this.unit = unit;
            this.limit = limit;
        }

        double at(double share) {
            List<Double> sorted = values.stream().sorted().toList();
            return sorted.get((int) Math.round((sorted.size() - 1) * share));
        }
    }

    /**
     * One round's value.
     *
     * @param limit the measurement that this one is a share of; empty for a limit itself
     * @param note of the last round
     */
    void add(String name, double value, String unit, String limit, String note) {
        Row row = rows.computeIfAbsent(name, absent -> new Row(unit, limit));
        row.values.add(value);
        row.note = note;
    }

    /** What a load came to, with its latencies beside it. */
    void add(String name, String limit, Load.Outcome outcome) {
        String note = String.format(
                Locale.ROOT,
                "p50 %.1f ms, p99 %.1f ms%s",
                outcome.latencies().percentile(0.5).toNanos() / 1e6,
                outcome.latencies().percentile(0.99).toNanos() / 1e6,
                outcome.allGood() ? "" : ", statuses " + outcome.statuses());
        add(name, outcome.perSecond(), "1/s", limit, note);
    }

    private Optional<Double> ratio(Row row) {
        return Optional.ofNullable(rows.get(row.limit)).map(limit -> row.at(0.5) / limit.at(0.5));
    }

    void print(PrintStream out) {
        out.printf("%n%-44s %10s %10s %10s %-7s %6s  %s%n", "", "min", "median", "max", "", "ratio", "");
        rows.forEach((name, row) -> out.printf(
                Locale.ROOT,
                "%-44s %10.1f %10.1f %10.1f %-7s %6s  %s%n",
                name,
                row.at(0),
                row.at(0.5),
                row.at(1),
                row.unit,
                ratio(row)
                        .map(ratio -> String.format(Locale.ROOT, "%.2f", ratio))
                        .orElse(""),
                row.note));
    }

    void write(Path file, Map<String, String> machine) {
        ObjectMapper json = new ObjectMapper();
        ObjectNode whole = json.createObjectNode();
        ObjectNode about = whole.putObject("machine");
        machine.forEach(about::put);
        ArrayNode measurements = whole.putArray("measurements");
        rows.forEach((name, row) -> {
            ObjectNode one = measurements.addObject().put("name", name).put("unit", row.unit);
            ArrayNode values = one.putArray("values");
            row.values.forEach(values::add);
            ratio(row).ifPresent(ratio -> one.put("limit", row.limit).put("ratio", ratio));
            if (!row.note.isEmpty()) one.put("note", row.note);
        });
        try {
            json.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), whole);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

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
import java.util.OptionalLong;

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

    /** The same with a row for each of its percentiles, held to those of its limit: where it is more than 1, it is slower. */
    void addWithLatencies(String name, String limit, Load.Outcome outcome) {
        add(name, limit, outcome);
        for (double share : new double[] {0.5, 0.99}) {
            double millis = outcome.latencies().percentile(share).toNanos() / 1e6;
            String percentile = String.format(Locale.ROOT, ": p%.0f", 100 * share);
            add(name + percentile, millis, "ms", limit.isEmpty() ? "" : limit + percentile, "");
        }
    }

    /** Megabytes, where the system tells. */
    void add(String name, OptionalLong megabytes) {
        megabytes.ifPresentOrElse(value -> add(name, value, "MB", "", ""), () -> say(name, Proc.ELSEWHERE));
    }

    /** Something that there is no figure of, and why. */
    void say(String name, String why) {
        rows.computeIfAbsent(name, absent -> new Row("", "")).note = why;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** More about the last round of a measurement. */
    void note(String name, String more) {
        Row row = rows.get(name);
        row.note = row.note.isEmpty() ? more : row.note + "; " + more;
    }

    /** A measurement's name with the number of tenants that it was made on. */
    static String tag(String name, int tenants) {
        return name + " [" + number(tenants) + "]";
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** That of the medians. */
    private Optional<Double> ratio(Row row) {
        return Optional.ofNullable(rows.get(row.limit))
                .filter(limit -> !row.values.isEmpty() && !limit.values.isEmpty())
                .map(limit -> row.at(0.5) / limit.at(0.5));
    }

    void print(PrintStream out) {
        int width = rows.keySet().stream().mapToInt(String::length).max().orElse(1);
        String format = "%-" + width + "s %10s %10s %10s %-4s %6s  %s%n";
        out.println();
        out.printf(format, "", "min", "median", "max", "", "ratio", "");
        rows.forEach((name, row) -> out.printf(
                format,
                name,
                figure(row, 0),
                figure(row, 0.5),
                figure(row, 1),
                row.unit,
                ratio(row)
                        .map(ratio -> String.format(Locale.ROOT, "%.2f", ratio))
                        .orElse(""),
                row.note));
    }

    private static String figure(Row row, double share) {
        return row.values.isEmpty() ? "" : String.format(Locale.ROOT, "%.1f", row.at(share));
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

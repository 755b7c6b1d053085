package dev.missioncontrol.billing.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;

/**
 * Measures the packaged product beside what the same machine can do at most, in the same run: PostgreSQL asked by pgbench, and
 * a web server that does nothing. Rounds are interleaved, so that what disturbs the machine disturbs all of them.
 */
final class Benchmark {
    private Benchmark() {}

    public static void main(String[] arguments) throws IOException {
        Settings settings = Settings.of(arguments);
        Files.createDirectories(settings.folder());
        Report report = new Report();
        if (settings.what().contains("domain")) new Domain(settings, report).measure();
        if (settings.needsStage()) {
            try (Stage stage = Stage.open(settings, report)) {
                run(stage);
            }
        }
        report.print(System.out);
        report.write(settings.folder().resolve("bench.json"), machine(settings));
    }

    private static void run(Stage stage) {
        Settings settings = stage.settings();
        Growth growth = new Growth(stage.postgres(), stage.report());
        int made = 0;
        for (int tenants : settings.tenants()) {
            Stage.say("growing to " + tenants + " tenants");
            growth.tenants(made, tenants);
            made = tenants;
            new Throughput(stage).measure(tenants);
        }
        if (settings.what().contains("nodes")) new Nodes(stage, made).measure();
        if (settings.what().contains("start")) new Start(stage).measure();
        if (settings.what().contains("drain")) new Drain(stage).measure();
        if (settings.what().contains("growth")) growth.events(made);
    }

    private static Map<String, String> machine(Settings settings) {
        return Map.of(
                "processors", Integer.toString(Runtime.getRuntime().availableProcessors()),
                "java", System.getProperty("java.version"),
                "options", String.join(" ", settings.options()),
                "connections", Integer.toString(settings.connections()),
                "measured", Instant.now().toString());
    }
}

package dev.missioncontrol.billing.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Measures the packaged product beside what the same machine can do at most, in the same run: PostgreSQL asked by pgbench, and
 * a web server that does nothing. Rounds are interleaved, so that what disturbs the machine disturbs all of them.
 */
final class Benchmark {
    private Benchmark() {}

    public static void main(String[] arguments) throws IOException {
        Settings settings = Settings.of(arguments);
        Report report = new Report();
        if (settings.what().contains("domain")) new Domain(settings, report).measure();
        if (settings.needsStage()) onStage(settings, report);
        if (!report.isEmpty()) {
            report.print(System.out);
            Files.createDirectories(settings.folder());
            report.write(settings.folder().resolve("bench.json"), machine(settings));
        }
        if (settings.what().contains("pictures")) Pictures.draw(settings.json(), settings.pictures());
    }

    private static void onStage(Settings settings, Report report) throws IOException {
        Files.createDirectories(settings.folder());
        Postgres.removeLeft(settings.folder());
        List<Integer> sizes = Space.fitting(settings, report);
        if (sizes.isEmpty()) return;
        try (Stage stage = Stage.open(settings, report)) {
            run(stage, sizes);
        }
    }

    private static void run(Stage stage, List<Integer> sizes) {
        Settings settings = stage.settings();
        Growth growth = new Growth(stage.postgres(), stage.report());
        Scale scale = new Scale(stage, sizes.get(0));
        int most = sizes.get(sizes.size() - 1);
        int made = 0;
        for (int tenants : sizes) {
            Stage.say("growing to " + Report.number(tenants) + " tenants");
            growth.tenants(made, tenants);
            if (made == 0 && settings.what().contains("growth")) growth.events(tenants);
            made = tenants;
            if (made == most && settings.what().contains("reconcile")) new Reconciling(stage).measure(tenants);
            new Throughput(stage).measure(tenants);
            if (settings.what().contains("growth")) scale.measure(tenants);
        }
        if (settings.what().contains("purge")) new Purging(stage).measure(made);
        if (settings.what().contains("nodes")) new Nodes(stage, made).measure();
        if (settings.what().contains("start")) new Start(stage).measure();
        if (settings.what().contains("drain")) new Drain(stage, made).measure();
    }

    private static Map<String, String> machine(Settings settings) {
        return Map.of(
                "processors", Integer.toString(Runtime.getRuntime().availableProcessors()),
                "java", System.getProperty("java.version"),
                "options", String.join(" ", settings.options()),
                "postgres", settings.postgres().toString(),
                "connections", Integer.toString(settings.connections()),
                "measured", Instant.now().toString());
    }
}

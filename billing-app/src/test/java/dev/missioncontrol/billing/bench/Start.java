package dev.missioncontrol.billing.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * From the start of the process to the first signed webhook that is answered, on each JDK: as it comes, and with the archive of its
 * classes that {@code scripts/archive.sh} makes. Processor time is told beside it, which others on the machine do not stretch.
 */
final class Start {
    private static final int FIRST_WITH_AOT_CACHE = 25;

    /** How long it is left alone before its memory is looked at: all that runs by itself has run, and what compilers used is given back. */
    private static final Duration IDLE = Duration.ofSeconds(8);

    private final Stage stage;
    private final Settings settings;
    private final Report report;

    Start(Stage stage) {
        this.stage = stage;
        settings = stage.settings();
        report = stage.report();
    }

    private record Way(Path java, List<String> options) {}

    void measure() {
        Map<String, Way> ways = ways();
        int begun = 0;
        for (int round = 0; round < settings.rounds(); round++)
            for (Map.Entry<String, Way> way : ways.entrySet())
                once(way.getKey(), way.getValue(), stage.events().first("start" + begun++));
        for (Path home : settings.javas()) leastMemory(home);
    }

    /** What a Javalin takes that has answered once, with the product's options: who serves HTTP with it has that too. */
    private void leastMemory(Path home) {
        try (Server bare = stage.bare(java(home), settings.options())) {
            bare.answers(Requests.get(BareServer.STATUS, new Tokens().of("bench0")));
            LockSupport.parkNanos(IDLE.toNanos());
            report.add("limit: bare Javalin, PSS idle [" + version(home) + "]", bare.pssMegabytes());
        }
    }

    private static Path java(Path home) {
        return home.resolve("bin").resolve("java");
    }

    private void once(String name, Way way, byte[] webhook) {
        try (Server server = stage.product(way.java(), way.options(), Map.of())) {
            Duration first = server.answers(webhook);
            report.add("start to the first webhook" + name, first.toMillis(), "ms", "", "");
            report.add("processor time of it" + name, server.cpu().toMillis(), "ms", "", "");
            LockSupport.parkNanos(IDLE.toNanos());
            report.add("PSS idle" + name, server.pssMegabytes());
        }
    }

    private Map<String, Way> ways() {
        Map<String, Way> ways = new LinkedHashMap<>();
        for (Path home : settings.javas()) {
            Path java = java(home);
            int version = version(home);
            ways.put(" [" + version + "]", new Way(java, settings.options()));
            boolean cache = version >= FIRST_WITH_AOT_CACHE;
            Path archive = settings.folder().resolve("billing-" + version + (cache ? ".aot" : ".jsa"));
            makeArchive(home, archive);
            List<String> options = new ArrayList<>(settings.options());
            options.add((cache ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive);
            ways.put(" [" + version + (cache ? ", AOT cache]" : ", AppCDS]"), new Way(java, options));
        }
        return ways;
    }

    private void makeArchive(Path home, Path archive) {
        try {
            Files.deleteIfExists(archive);
            List<String> command = new ArrayList<>(List.of(
                    "scripts/archive.sh", home.toString(), settings.jar().toString(), archive.toString()));
            command.addAll(settings.options());
            Process made = new ProcessBuilder(command).inheritIO().start();
            if (made.waitFor() != 0) throw new IllegalStateException("no archive could be made for " + home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int version(Path home) {
        try {
            return Files.readAllLines(home.resolve("release")).stream()
                    .filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("[^0-9.]", ""))
                    .mapToInt(version -> Integer.parseInt(version.split("\\.")[0]))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.missioncontrol.billing.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is measured, and for how long.
 *
 * @param jar the packaged product
 * @param folder where data, logs and results are put
 * @param javas homes of the JDKs that starts are measured on
 * @param options of the JVM that the product runs on
 * @param postgres settings of PostgreSQL beside those that keep what it acknowledged, or in place of those that {@link Postgres} gives it
 * @param what names of workloads
 * @param tenants how many there are beside each other, one measurement for each number
 * @param connections keep-alive ones of the load
 * @param rounds of each measurement, interleaved with the others
 * @param warmUp of each server, once
 * @param time of one measurement
 * @param backlog subscriptions that the drained worker has to fetch
 * @param old events that the purge has to remove
 * @param json of a run, to draw from
 * @param pictures where they are drawn to
 */
record Settings(
        Path jar,
        Path folder,
        List<Path> javas,
        List<String> options,
        Map<String, String> postgres,
        Set<String> what,
        List<Integer> tenants,
        int connections,
        int rounds,
        Duration warmUp,
        Duration time,
        int backlog,
        int old,
        Path json,
        Path pictures) {

    /** All that is measured unless something is named. */
    private static final String ALL = "domain,webhooks,reads,growth,reconcile,purge,nodes,start,drain";

    private static final Set<String> KNOWN = Set.of((ALL + ",pictures").split(","));

    static final String USAGE = """
            --jar=FILE          the packaged product            (billing-app/target/billing.jar)
            --folder=DIR        for data, logs and results      (target/bench below the working directory)
            --javas=LIST        homes of JDKs to start on       (the one that this runs on)
            --java=OPTIONS      of the product's JVM, by blanks (@deploy/jvm.options)
            --postgres=LIST     NAME=VALUE, of its settings     (shared_buffers: a quarter of the memory)
            --what=LIST         of these, all but the last without it:
                                domain,webhooks,reads,growth,reconcile,purge,nodes,start,drain,pictures
            --tenants=LIST      grown to and measured on, each  (10000)
            --connections=N     of the load                     (32)
            --rounds=N          of each measurement             (3)
            --warm-up=SECONDS   of each server                  (90)
            --seconds=SECONDS   of one measurement              (15)
            --backlog=N         subscriptions to fetch          (1000)
            --old=N             events to purge                 (1000000)
            --json=FILE         to draw pictures from           (bench.json in the folder)
            --pictures=DIR      to draw them to                 (docs/performance)
            """;

    static Settings of(String[] arguments) {
        Map<String, String> given = new HashMap<>();
        for (String argument : arguments) {
            int at = argument.indexOf('=');
            if (!argument.startsWith("--") || at < 0) throw new IllegalArgumentException(argument + "\n" + USAGE);
            given.put(argument.substring(2, at), argument.substring(at + 1));
        }
        Path folder = Path.of(taken(given, "folder", "target/bench")).toAbsolutePath();
        Settings settings = new Settings(
                Path.of(taken(given, "jar", "billing-app/target/billing.jar")).toAbsolutePath(),
                folder,
                Arrays.stream(taken(given, "javas", System.getProperty("java.home"))
                                .split(","))
                        .map(Path::of)
                        .toList(),
                List.of(taken(given, "java", "@deploy/jvm.options").split(" ")),
                pairs(taken(given, "postgres", "")),
                Set.of(taken(given, "what", ALL).split(",")),
                Arrays.stream(taken(given, "tenants", "10000").split(","))
                        .map(Integer::parseInt)
                        .sorted()
                        .toList(),
                Integer.parseInt(taken(given, "connections", "32")),
                Integer.parseInt(taken(given, "rounds", "3")),
                Duration.ofSeconds(Long.parseLong(taken(given, "warm-up", "90"))),
                Duration.ofSeconds(Long.parseLong(taken(given, "seconds", "15"))),
                Integer.parseInt(taken(given, "backlog", "1000")),
                Integer.parseInt(taken(given, "old", "1000000")),
                Path.of(taken(given, "json", folder.resolve("bench.json").toString())),
                Path.of(taken(given, "pictures", "docs/performance")));
        if (!KNOWN.containsAll(settings.what))
            throw new IllegalArgumentException("unknown: " + settings.what + "\n" + USAGE);
        if (!given.isEmpty()) throw new IllegalArgumentException("unknown: " + given.keySet() + "\n" + USAGE);
        return settings;
    }

    private static Map<String, String> pairs(String list) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String one : list.isEmpty() ? new String[0] : list.split(",")) {
            int at = one.indexOf('=');
            if (at < 0) throw new IllegalArgumentException(one + " is not NAME=VALUE\n" + USAGE);
            pairs.put(one.substring(0, at), one.substring(at + 1));
        }
        return pairs;
    }

    /** Whether anything of it needs a database and a server. */
    boolean needsStage() {
        return what.stream().anyMatch(one -> !List.of("domain", "pictures").contains(one));
    }

    private static String taken(Map<String, String> given, String name, String standard) {
        String value = given.remove(name);
        return value == null ? standard : value;
    }
}

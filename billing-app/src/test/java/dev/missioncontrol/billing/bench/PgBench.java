package dev.missioncontrol.billing.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What PostgreSQL can do at most when asked by a client written in C: the limit that everything else is held to. */
final class PgBench {
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

    /** Where a line of its log has the microseconds that a transaction took: behind the client's number and the transaction's. */
    private static final int LOGGED_TIME = 2;

    /** One transaction an event: an inbox row of an event's size, one row changed, commit. */
    static final String ONE_TRANSACTION = """
            \\set n random(0, :tenants - 1)
            begin;
            insert into limit_inbox (event_id, payload) values (gen_random_uuid(), (select body from limit_body))
              on conflict do nothing;
            update limit_state set seats = seats + 1 where tenant_id = 'bench' || :n;
            commit;
            """;

    /** A status read: one row by its key. */
    static final String SELECT = """
            \\set n random(0, :tenants - 1)
            select * from billing.subscriptions where tenant_id = 'bench' || :n;
            """;

    private final Postgres postgres;
    private final Path folder;
    private final int clients;

    PgBench(Postgres postgres, Path folder, int clients) {
        this.postgres = postgres;
        this.folder = folder;
        this.clients = clients;
    }

    void prepare(int tenants) {
        postgres.run(
                "drop table if exists limit_inbox, limit_state, limit_body",
                "create table limit_inbox (event_id uuid primary key, payload text not null)",
                "create table limit_state (tenant_id text primary key, seats bigint not null)",
                "insert into limit_state select 'bench' || n, 0 from generate_series(0, " + (tenants - 1) + ") n",
                "create table limit_body (body text not null)",
                "insert into limit_body select string_agg(md5(n::text), '') from generate_series(1, "
                        + Events.SIZE_BYTES / 32 + ") n",
                "vacuum analyze limit_state");
    }

    /** Transactions a second. */
    double run(String script, int tenants, Duration time) {
        return run(script, tenants, time, List.of());
    }

    /** Keeps a pace; latencies count from when a transaction was due, as {@link Load}'s do. */
    Load.Outcome run(String script, int tenants, Duration time, int perSecond) {
        Path logs = folder.resolve("pgbench");
        try {
            Files.createDirectories(logs);
            List<String> paced = List.of("--rate=" + perSecond, "--log", "--log-prefix=" + logs.resolve("log"));
            double rate = run(script, tenants, time, paced);
            return new Load.Outcome(rate, taken(logs), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What pgbench's threads wrote of each transaction; it is removed. */
    private static Latencies taken(Path logs) throws IOException {
        Latencies taken = new Latencies();
        List<Path> files;
        try (Stream<Path> all = Files.list(logs)) {
            files = all.toList();
        }
        for (Path file : files) {
            try (Stream<String> lines = Files.lines(file)) {
                lines.forEach(
                        line -> taken.add(Duration.of(Long.parseLong(line.split(" ")[LOGGED_TIME]), ChronoUnit.MICROS)
                                .toNanos()));
            }
            Files.delete(file);
        }
        Files.delete(logs);
        return taken;
    }

    private double run(String script, int tenants, Duration time, List<String> more) {
        try {
            Path file = Files.writeString(folder.resolve("limit.sql"), script);
            Path said = folder.resolve("pgbench.txt");
            List<String> command = new ArrayList<>(List.of(
                    "pgbench",
                    "--no-vacuum",
                    "--protocol=prepared",
                    "-h",
                    "127.0.0.1",
                    "-p",
                    Integer.toString(postgres.port()),
                    "-U",
                    "postgres",
                    "-c",
                    Integer.toString(clients),
                    "-j",
                    "2",
                    "-T",
                    Long.toString(time.toSeconds()),
                    "-D",
                    "tenants=" + tenants,
                    "-f",
                    file.toString()));
            command.addAll(more);
            command.add("postgres");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            int code = process.waitFor();
            String text = Files.readString(said, StandardCharsets.UTF_8);
            Matcher rate = RATE.matcher(text);
            if (code != 0 || !rate.find()) throw new IllegalStateException("pgbench: " + text);
            return Double.parseDouble(rate.group(1));
        } catch (IOException e) {
            throw new IllegalStateException("pgbench can't be run: install PostgreSQL's client programs", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

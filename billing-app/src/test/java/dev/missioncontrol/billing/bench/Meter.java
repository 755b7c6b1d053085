package dev.missioncontrol.billing.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** What a load takes of the machine while it runs: processor time of each that has a part in it, and what PostgreSQL logs. */
final class Meter {
    private final Postgres postgres;
    private final List<Server> servers;

    Meter(Postgres postgres, List<Server> servers) {
        this.postgres = postgres;
        this.servers = servers;
    }

    /**
     * What was taken.
     *
     * @param servers processor time of the product
     * @param postgres of PostgreSQL, with the backends that ended
     * @param load of this program
     * @param machine of all that runs on the machine
     * @param walBytes that PostgreSQL wrote to its log
     */
    record Spent(
            long nanos,
            Duration servers,
            Optional<Duration> postgres,
            Duration load,
            Optional<Duration> machine,
            long walBytes) {

        Spent minus(Spent before) {
            return new Spent(
                    nanos - before.nanos,
                    servers.minus(before.servers),
                    both(postgres, before.postgres, Duration::minus),
                    load.minus(before.load),
                    both(machine, before.machine, Duration::minus),
                    walBytes - before.walBytes);
        }

        private static <T> Optional<T> both(Optional<T> one, Optional<T> other, BiFunction<T, T, T> together) {
            return one.flatMap(first -> other.map(second -> together.apply(first, second)));
        }

        /** Who had how much of these processors: what is near to all of them is what limits. */
        String shares(int processors) {
            Optional<Duration> others = both(machine, postgres, Duration::minus)
                    .map(rest -> rest.minus(servers).minus(load));
            return "of " + processors + " processors: server " + share(servers, processors) + ", PostgreSQL "
                    + postgres.map(time -> share(time, processors)).orElse(Proc.ELSEWHERE) + ", load "
                    + share(load, processors)
                    + others.map(time -> ", others " + share(time, processors)).orElse("");
        }

        private String share(Duration time, int processors) {
            return String.format(Locale.ROOT, "%.0f %%", 100.0 * Math.max(0, time.toNanos()) / processors / nanos);
        }
    }

    /** What a load came to, and what it took. */
    record Metered(Load.Outcome outcome, Spent spent) {
        /** Adds the rate with its latencies, and what one of its requests took. */
        void addTo(Report report, String name, String limit) {
            report.add(name, limit, outcome);
            report.note(name, spent.shares(Runtime.getRuntime().availableProcessors()));
            double requests = Math.max(1, outcome.latencies().count());
            report.add(name + ": server's time for one", spent.servers.toNanos() / 1e3 / requests, "µs", "", "");
            String ofPostgres = name + ": PostgreSQL's time for one";
            spent.postgres.ifPresentOrElse(
                    time -> report.add(ofPostgres, time.toNanos() / 1e3 / requests, "µs", "", ""),
                    () -> report.say(ofPostgres, Proc.ELSEWHERE));
        }

        /** Adds what PostgreSQL logged for one, too. */
        void addWithLogTo(Report report, String name, String limit) {
            addTo(report, name, limit);
            double requests = Math.max(1, outcome.latencies().count());
            report.add(name + ": PostgreSQL's log for one", spent.walBytes / requests, "B", "", "");
        }
    }

    Metered during(Supplier<Load.Outcome> load) {
        Spent before = now();
        Load.Outcome outcome = load.get();
        return new Metered(outcome, now().minus(before));
    }

    private Spent now() {
        return new Spent(
                System.nanoTime(),
                servers.stream().map(Server::cpu).reduce(Duration.ZERO, Duration::plus),
                Proc.cpuOfAllIn(postgres.folder()),
                ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO),
                Proc.cpuOfMachine(),
                postgres.number("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint"));
    }
}

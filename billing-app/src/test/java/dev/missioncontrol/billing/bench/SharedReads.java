package dev.missioncontrol.billing.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What PostgreSQL takes at least for statuses that are asked for at the same time: all of them in one statement, for a client in C. */
final class SharedReads {
    private final PgBench pgbench;
    private final String script;
    private final int group;

    /** @param group tenants of a statement */
    SharedReads(Postgres postgres, Path folder, int group) {
        this.group = group;
        pgbench = new PgBench(postgres, folder, RowsLimit.CLIENTS);
        script = each(group, "\\set n%d random(0, :tenants - 1)\n", "")
                + "select * from billing.subscriptions where tenant_id in ("
                + each(group, "'bench' || :n%d", ", ")
                + ");\n";
    }

    private static String each(int group, String one, String between) {
        return IntStream.range(0, group).mapToObj(one::formatted).collect(Collectors.joining(between));
    }

    /** Tenants a second. */
    double run(int tenants, Duration time) {
        return pgbench.run(script, tenants, time) * group;
    }
}

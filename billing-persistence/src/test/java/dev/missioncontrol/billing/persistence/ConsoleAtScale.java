package dev.missioncontrol.billing.persistence;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.usecase.Operations;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How long each question of the console takes with many tenants in PostgreSQL, and how long counting them all does:
 * {@code ConsoleAtScale [tenants] [times]}.
 */
public final class ConsoleAtScale {
    private static final int WARM_UP = 20;

    private ConsoleAtScale() {}

    /** @param args the file for the figures, in milliseconds; then, if it is not a million, how many tenants, and how often each is asked */
    public static void main(String[] args) throws Exception {
        int tenants = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
        int times = args.length > 2 ? Integer.parseInt(args[2]) : 200;
        try (PrintStream out = new PrintStream(args[0], StandardCharsets.UTF_8);
                HikariDataSource source = RealDatabase.POSTGRESQL.open()) {
            JdbiBillingStore.migrate(source);
            long begun = System.nanoTime();
            ManyTenants.fill(source, tenants);
            out.printf("%,d tenants made in %.0f s%n", tenants, (System.nanoTime() - begun) / 1e9);
            Operations operations = ConsoleAtScaleTest.operations(source);
            for (Map.Entry<String, Runnable> question :
                    ConsoleQuestions.of(operations, tenants).entrySet()) measure(out, question, times);
            count(out, source);
        }
    }

    private static void measure(PrintStream out, Map.Entry<String, Runnable> question, int times) {
        for (int i = 0; i < WARM_UP; i++) question.getValue().run();
        double[] took = new double[times];
        for (int i = 0; i < times; i++) {
            long begun = System.nanoTime();
            question.getValue().run();
            took[i] = (System.nanoTime() - begun) / 1e6;
        }
        Arrays.sort(took);
        out.printf("%-36s p50 %7.2f  p99 %7.2f%n", question.getKey(), took[times / 2], took[times * 99 / 100]);
    }

    private static void count(PrintStream out, HikariDataSource source) {
        var store = JdbiBillingStore.on(source);
        long begun = System.nanoTime();
        Optional<dev.missioncontrol.billing.id.TenantId> after = Optional.empty();
        int pages = 0;
        double longest = 0;
        do {
            var from = after;
            long page = System.nanoTime();
            after = store.inTransaction(tx -> tx.figures().count(from, Set.of(), 20_000))
                    .last();
            longest = Math.max(longest, (System.nanoTime() - page) / 1e6);
            pages++;
        } while (after.isPresent());
        out.printf(
                "counting all: %.0f ms in %d pages, the longest %.0f ms%n",
                (System.nanoTime() - begun) / 1e6, pages, longest);
    }
}

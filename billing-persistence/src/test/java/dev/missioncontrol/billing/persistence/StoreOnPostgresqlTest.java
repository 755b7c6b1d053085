package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingStoreContract;
import dev.missioncontrol.billing.store.StoreUnderTest;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;

@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class StoreOnPostgresqlTest extends BillingStoreContract {
    private static final SentStatements SENT = new SentStatements();

    private static HikariDataSource source;

    @BeforeAll
    static void migrate() {
        source = StoreOnDatabase.migrated(RealDatabase.POSTGRESQL);
    }

    @AfterAll
    static void close() {
        source.close();
    }

    @Override
    protected StoreUnderTest open() {
        return StoreOnDatabase.emptied(source, SENT.watching(source));
    }

    /**
     * How all that the store sends is run where there is much: what the contract's tests above sent, what the console asks, and
     * what nodes do by themselves. It stands here, at the end, since it is the contract that knows every statement.
     */
    @Nested
    @Order(Integer.MAX_VALUE)
    class WhereThereIsMuch {
        private static final int TENANTS = 30_000;

        /** Statements that may read a large table to the end, by a part of them, and why. */
        private static final Map<String, String> MAY = Map.of(
                " from \"billing\".billing_changes where tenant_id = ",
                "notes of an hour, read when one tenant is exported or erased: an index would be written by every webhook",
                " from \"billing\".webhook_events where outcome = 'applied' order by received_at, event_id limit",
                "most are, so the first of all are soon enough; an operator asks, and an index would be written by every webhook",
                " from \"billing\".webhook_events where outcome = 'ignored' order by received_at, event_id limit",
                "the same");

        /** What begins a statement in the code. */
        private static final Pattern BEGINS =
                Pattern.compile("\\b(createQuery|createUpdate|prepareBatch)\\(|\"(select|insert|update|delete) ");

        /** A method that leaves it to its callers to send what it has begun, or only writes a part of one. */
        private static final Pattern LEAVES_IT = Pattern.compile("^    private (static )?(Query|Update|String) ");

        /** The line that ends the signature of a method. */
        private static final Pattern SIGNED = Pattern.compile("^(    |            )\\S.*\\) (throws .*)?\\{$");

        @BeforeAll
        static void bringEventsTogetherAndFetch() {
            BillingStore store =
                    StoreOnDatabase.emptied(source, SENT.watching(source)).store();
            CrowdedNode.bringSome(store);
            CrowdedNode.billing(store).runDue();
        }

        @Test
        void no_statement_reads_a_large_table_to_the_end() throws Exception {
            SentStatements atWork = new SentStatements();
            try (HikariDataSource large = RealDatabase.POSTGRESQL.open();
                    HikariDataSource small = StoreOnDatabase.migrated(RealDatabase.POSTGRESQL)) {
                JdbiBillingStore.migrate(large);
                ManyTenants.fill(large, TENANTS);
                ConsoleQuestions.of(ConsoleAtScaleTest.operations(atWork.watching(large)), TENANTS)
                        .values()
                        .forEach(Runnable::run);
                WorkingNode.on(atWork.watching(small));
                Plans plans = new Plans(large);
                List<String> sent = Stream.concat(SENT.all().stream(), atWork.all().stream())
                        .filter(one -> MAY.keySet().stream().noneMatch(one::contains))
                        .toList();
                assertThat(plans.readingAll(sent)).isEmpty();
                assertThat(plans.readingAll(sent, true)).as("planned for keys").isEmpty();
            }
        }

        @Test
        void a_plan_that_reads_all_is_seen_through() throws Exception {
            try (HikariDataSource large = StoreOnDatabase.migrated(RealDatabase.POSTGRESQL)) {
                ManyTenants.fill(large, TENANTS / 10);
                List<String> bad = List.of(
                        "select * from billing.subscriptions where seats = 3",
                        "select count(*) from billing.tenants",
                        "select tenant_id from billing.tenants where pseudonym = '' order by tenant_id limit 2",
                        "select attempt_id from billing.checkout_attempts where state <> 'open' order by state limit 2");
                for (String one : bad)
                    assertThat(new Plans(large).readingAll(List.of(one)))
                            .as(one)
                            .hasSize(1);
                List<String> good = List.of(
                        "select * from billing.subscriptions where tenant_id = 'tenant-7'",
                        "select tenant_id from billing.tenants order by tenant_id limit 2");
                assertThat(new Plans(large).readingAll(good)).isEmpty();
            }
        }

        @Test
        void no_statement_that_goes_out_with_others_was_left_out() throws ReflectiveOperationException, IOException {
            List<String> missing = new ArrayList<>();
            int all = 0;
            for (Path file : files()) {
                String name = file.getFileName().toString().replace(".java", "");
                Class<?> type = Class.forName(StoreOnPostgresqlTest.class.getPackageName() + "." + name);
                for (Field field : type.getDeclaredFields()) {
                    if (field.getType() != Sql.class || !Modifier.isStatic(field.getModifiers())) continue;
                    field.setAccessible(true);
                    all++;
                    if (!SENT.sent((Sql) field.get(null))) missing.add(name + "." + field.getName());
                }
            }
            assertThat(all).isGreaterThan(10);
            assertThat(missing).isEmpty();
        }

        private static List<Path> files() throws IOException {
            Path code = Path.of(
                    "src/main/java",
                    StoreOnPostgresqlTest.class.getPackageName().split("\\."));
            try (Stream<Path> files = Files.list(code)) {
                return files.filter(file -> !file.endsWith("package-info.java"))
                        .sorted()
                        .toList();
            }
        }

        @Test
        void no_statement_of_the_code_was_left_out() throws IOException {
            List<String> missing = new ArrayList<>();
            for (Path file : files())
                if (Files.readString(file).contains("import org.jdbi.v3.core.Handle;")) missing.addAll(neverSent(file));
            assertThat(missing)
                    .as("no test of the contract sends it, so nobody looked how it is run")
                    .isEmpty();
        }

        /** Methods that begin a statement and from no line of which one was sent. */
        private static List<String> neverSent(Path file) throws IOException {
            List<String> lines = Files.readAllLines(file);
            String name = file.getFileName().toString();
            List<String> missing = new ArrayList<>();
            int begin = 0;
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                if (SIGNED.matcher(line).find()) begin = i;
                if (!line.equals("    }")) continue;
                List<String> method = lines.subList(begin, i);
                if (method.stream().anyMatch(BEGINS.asPredicate())
                        && method.stream().noneMatch(LEAVES_IT.asPredicate())
                        && !SENT.sentFrom(name, begin + 1, i + 1)) missing.add(name + ":" + (begin + 1));
            }
            return missing;
        }
    }
}

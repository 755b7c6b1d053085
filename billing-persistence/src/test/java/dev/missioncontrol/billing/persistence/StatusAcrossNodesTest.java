package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.UnhurriedBilling;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.Change;
import dev.missioncontrol.billing.usecase.Checkout;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two nodes, each with a pool and a memory of its own, on one database. */
class StatusAcrossNodesTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final PlanCatalog CATALOG = DefaultCatalog.withPlaceholderPrices();

    /** What a change of another node may take to count here, and no longer. */
    private static final Duration BOUND = Duration.ofSeconds(2);

    private static final int TENANTS = 4;

    /** Enough that some of them wait for another's reading. */
    private static final int READERS = 6;

    private static final int CHANGES = 6;

    /** Between two changes: each reader has been at every tenant. */
    private static final int READINGS = 2 * READERS * TENANTS;

    private final SandboxPaymentProvider sandbox =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));

    /** By it nodes know how old is what they remember: a real one goes on while a machine stands still. */
    private volatile Instant now = Instant.parse("2027-01-01T00:00:00Z");

    private Billing on(HikariDataSource source) {
        return UnhurriedBilling.of(CATALOG, sandbox, JdbiBillingStore.on(source), () -> now, 100, trouble -> {
            throw trouble;
        });
    }

    private void passTheBound() {
        now = now.plus(BOUND).plusMillis(1);
    }

    @ParameterizedTest
    @EnumSource
    void a_change_counts_at_once_where_it_is_made_and_soon_on_the_other_node(RealDatabase database) {
        try (HikariDataSource first = StoreOnDatabase.migrated(database);
                HikariDataSource second = again(first)) {
            Billing here = on(first);
            Billing there = on(second);
            sandbox.deliverTo(here);
            assertThat(there.status(ACME).plan()).isEqualTo("free");
            sandbox.pay(here.startCheckout(ACME, Checkout.of("team").seats(3)));
            assertThat(here.status(ACME).seats()).isEqualTo(3);
            assertThat(there.status(ACME).plan()).as("remembered").isEqualTo("free");
            passTheBound();
            assertThat(there.status(ACME).seats()).isEqualTo(3);
            assertThat(rows(first, "billing_changes")).isPositive();
        }
    }

    /** Seats say whose they are: a hundred times the tenant's index, and what was changed last. */
    @ParameterizedTest
    @EnumSource
    void nobody_is_ever_shown_what_another_tenant_has_or_what_is_over_for_long(RealDatabase database) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        ExecutorService turns = Executors.newFixedThreadPool(2);
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong read = new AtomicLong();
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        try (HikariDataSource first = StoreOnDatabase.migrated(database);
                HikariDataSource second = again(first)) {
            List<Billing> nodes = List.of(on(first), on(second));
            for (int i = 0; i < TENANTS; i++) {
                sandbox.pay(nodes.get(0)
                        .startCheckout(tenant(i), Checkout.of("team").seats(seats(i, 2))));
                nodes.get(0).sync(tenant(i));
            }
            List<Future<?>> reading = new ArrayList<>();
            for (int reader = 0; reader < READERS; reader++) {
                Billing node = nodes.get(reader % nodes.size());
                reading.add(readers.submit(() -> {
                    for (int i = 0; !done.get(); i = (i + 1) % TENANTS) {
                        int seats = node.status(tenant(i), turns).join().seats();
                        if (seats != 1 && seats / 100 != i + 1) wrong.add("tenant " + i + " was shown " + seats);
                        read.incrementAndGet();
                    }
                }));
            }
            for (int n = 0; n < CHANGES; n++) {
                int index = random.nextInt(TENANTS);
                int to = seats(index, 10 + n);
                Billing changer = nodes.get(random.nextInt(2));
                changer.change(tenant(index), Change.toSeats(to));
                assertThat(changer.status(tenant(index)).seats())
                        .as("seed %d", seed)
                        .isEqualTo(to);
                passTheBound();
                long before = read.get();
                for (Billing node : nodes)
                    assertThat(node.status(tenant(index)).seats())
                            .as("seed %d", seed)
                            .isEqualTo(to);
                Awaitility.await().atMost(RealDatabase.PATIENCE).until(() -> read.get() > before + READINGS);
            }
            done.set(true);
            for (Future<?> one : reading) one.get();
            assertThat(wrong).as("seed %d", seed).isEmpty();
            for (Billing node : nodes) {
                node.status(ACME);
                long remembered = node.statusCache().hits();
                node.status(ACME);
                assertThat(node.statusCache().hits()).isEqualTo(remembered + 1);
                assertThat(node.statusCache().failedLooks()).isZero();
            }
        } finally {
            done.set(true);
            readers.shutdownNow();
            turns.shutdownNow();
        }
    }

    /** A store that is an older copy has lower numbers, which others reach again: then nothing remembered counts. */
    @ParameterizedTest
    @EnumSource
    void an_older_copy_of_the_database_is_noticed(RealDatabase database) throws Exception {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            Billing billing = on(source);
            sandbox.deliverTo(billing);
            sandbox.pay(billing.startCheckout(ACME, Checkout.of("pro")));
            Billing node = on(source);
            assertThat(node.status(ACME).plan()).isEqualTo("pro");
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("update billing.subscriptions set plan = 'team'");
                statement.execute("update billing.billing_counters set counted = 0 where counter_name = 'changes'");
                statement.execute("delete from billing.billing_changes");
                if (!connection.getAutoCommit()) connection.commit();
            }
            passTheBound();
            assertThat(node.status(ACME).plan()).isEqualTo("team");
        }
    }

    /** Another pool on the same database. */
    private static HikariDataSource again(HikariDataSource first) {
        String password = Optional.ofNullable(first.getPassword()).orElse("");
        return RealDatabase.patient(BillingPool.open(first.getJdbcUrl(), first.getUsername(), password));
    }

    private static TenantId tenant(int index) {
        return new TenantId("tenant-" + index);
    }

    private static int seats(int index, int more) {
        return (index + 1) * 100 + more;
    }

    private static int rows(HikariDataSource source, String table) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from billing." + table)) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

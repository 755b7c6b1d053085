package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.ChangePolicy;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.PushSeats;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pushed seats on the real stores. */
class PushedSeatsOnDatabaseTest {
    private static final TenantId ACME = new TenantId("acme");

    /** What is about to settle is put off by it, on a machine that may stand still until then. */
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));

    private final List<RuntimeException> troubles = new ArrayList<>();

    private Billing node(HikariDataSource source) {
        return node(source, stripe);
    }

    private Billing node(HikariDataSource source, PaymentProvider provider) {
        return Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(provider)
                .store(JdbiBillingStore.on(source))
                .clock(stripe.clock())
                .onTrouble(troubles::add)
                .build();
    }

    /** Between the push's look at its tenant and what it writes: the tombstone is there for ever, and so would be the number. */
    @ParameterizedTest
    @EnumSource
    void a_push_that_races_an_erasure_leaves_nothing_of_the_tenant(RealDatabase database) throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            Billing node = node(source);
            stripe.pay(node.startCheckout(ACME, Checkout.of("team").seats(3)));
            node.sync(ACME);
            Future<?> push = JdbiBillingStore.on(source).inTransaction(tx -> {
                Instant now = stripe.clock().instant();
                tx.accounts().lockTenant(ACME, "pseudonym", now);
                Future<?> begun = other.submit(() -> node.pushSeats(ACME, 4));
                Awaitility.await("the push comes to what is held")
                        .atMost(RealDatabase.PATIENCE)
                        .until(() -> begun.isDone() || waits(database, source));
                tx.holdings().bury(ACME, now);
                tx.holdings().erase(ACME, now);
                return begun;
            });
            push.get(RealDatabase.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(count(source, "billing.seat_pushes")).isZero();
        } finally {
            other.shutdownNow();
        }
    }

    private static boolean waits(RealDatabase database, HikariDataSource source) throws SQLException {
        return count(
                        source,
                        database == RealDatabase.H2
                                ? "information_schema.sessions where blocker_id is not null"
                                : "pg_locks where not granted")
                > 0;
    }

    private static long count(HikariDataSource source, String from) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from " + from)) {
            row.next();
            return row.getLong(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void bursts_are_one_change_each_and_survive_the_process_that_took_them(RealDatabase database) {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            Billing first = node(source);
            stripe.pay(first.startCheckout(ACME, Checkout.of("team").seats(3)));
            first.sync(ACME);
            for (long seats : new long[] {4, 9, 7, 5}) first.pushSeats(ACME, seats);
            WaitingRows.pass(source, AN_HOUR.negated());
            first.runDue();
            assertThat(first.status(ACME).seats()).isEqualTo(3);

            Billing restarted = node(source);
            WaitingRows.pass(source, AN_HOUR.plus(PushSeats.SETTLES));
            restarted.runDue();
            assertThat(restarted.status(ACME).seats()).isEqualTo(5);

            for (long seats : new long[] {6, 8}) restarted.pushSeats(ACME, seats);
            WaitingRows.pass(source, PushSeats.SETTLES);
            restarted.runDue();
            assertThat(restarted.status(ACME).seats()).as("within the window").isEqualTo(5);
            WaitingRows.pass(source, ChangePolicy.STANDARD_SEAT_WINDOW);
            restarted.runDue();
            assertThat(restarted.status(ACME).seats()).isEqualTo(8);
            assertThat(restarted.invoices(ACME, Optional.empty(), 10).invoices())
                    .hasSize(3);
        }
    }

    /** A provider that lets nothing be changed: somebody's schedule governs what there is. */
    private PaymentProvider governed() {
        return (PaymentProvider) Proxy.newProxyInstance(
                PaymentProvider.class.getClassLoader(),
                new Class<?>[] {PaymentProvider.class},
                (self, method, given) -> {
                    if (method.getName().equals("changeSubscription"))
                        return new ChangeResult.Rejected(ChangeResult.Reason.MANAGED_ELSEWHERE, "in this test");
                    try {
                        return method.invoke(stripe, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @ParameterizedTest
    @EnumSource
    void what_waits_fails_by_no_decision_that_can_not_be_read_and_is_noted_behind_it_once(RealDatabase database)
            throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            Billing node = node(source, governed());
            stripe.pay(node.startCheckout(ACME, Checkout.of("team").seats(3)));
            node.sync(ACME);
            node.pushSeats(ACME, 8);
            WaitingRows.pass(source, PushSeats.SETTLES);
            node.runDue();
            long noted = WithUnreadableRows.count(source, "billing_audit");

            WithUnreadableRows.execute(
                    source, "update billing.billing_audit set after_state = '{' where sequence_no = " + noted);
            for (int window = 0; window < 3; window++) {
                WaitingRows.pass(source, ChangePolicy.STANDARD_SEAT_WINDOW);
                node.runDue();
            }
            assertThat(troubles).isEmpty();
            assertThat(WithUnreadableRows.count(source, "billing_audit")).isEqualTo(noted + 1);
        }
    }
}

package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.AccessPolicy;
import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.BillingSettings;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.EventReceiver;
import dev.missioncontrol.billing.usecase.EventReceiver.Outcome;
import dev.missioncontrol.billing.usecase.Retention;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A node whose clock is wrong ends in the middle of what it has claimed: another goes on within a lease. */
class SkewedNodeTest {
    private static final TenantId ACME = new TenantId("acme");

    /** Longer than this test takes on any machine, and shorter than a clock is wrong. */
    private static final Duration LEASE = Duration.ofMinutes(10);

    private static final BillingSettings SETTINGS = new BillingSettings(
            AccessPolicy.STANDARD,
            Optional.empty(),
            URI.create("https://app.example/billing"),
            false,
            false,
            LEASE,
            Duration.ofMillis(100),
            BillingSettings.STANDARD_SWEEP_INTERVAL,
            100,
            Retention.STANDARD);

    private final SandboxPaymentProvider sandbox = SandboxPaymentProvider.on(InstantSource.system(), "skew");

    /** The process is gone: nothing after the call runs. */
    private static final class Killed extends VirtualMachineError {
        private static final long serialVersionUID = 1L;
    }

    private Billing node(HikariDataSource source, PaymentProvider provider, Duration ahead) {
        return Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(provider)
                .store(JdbiBillingStore.on(source))
                .clock(() -> InstantSource.system().instant().plus(ahead))
                .settings(SETTINGS)
                .build();
    }

    /** The provider, which whoever asks it for this does not survive. */
    private PaymentProvider deadly(String... operations) {
        return (PaymentProvider) Proxy.newProxyInstance(
                PaymentProvider.class.getClassLoader(),
                new Class<?>[] {PaymentProvider.class},
                (self, method, arguments) -> {
                    if (Stream.of(operations).anyMatch(method.getName()::equals)) throw new Killed();
                    try {
                        return method.invoke(sandbox, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    static Stream<Arguments> everywhere() {
        return Stream.of(RealDatabase.values())
                .flatMap(database -> Stream.of(Duration.ofHours(1), Duration.ofHours(-1))
                        .map(ahead -> Arguments.of(database, ahead)));
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void what_a_node_with_a_wrong_clock_had_claimed_goes_on_on_another_within_a_lease(
            RealDatabase database, Duration ahead) throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            Billing wrong = node(source, deadly("fetchSubscription", "listSubscriptions"), ahead);
            Billing right = node(source, sandbox, Duration.ZERO);
            sandbox.onEvent(
                    event -> assertThat(wrong.accept(event).httpStatus()).isEqualTo(200));
            sandbox.pay(wrong.startCheckout(ACME, Checkout.of("team").seats(5)));

            assertThatThrownBy(wrong::runDue).as("in a fetch").isInstanceOf(Killed.class);
            assertThatThrownBy(wrong::runDue).as("in a sweep").isInstanceOf(Killed.class);
            assertThat(leases(source)).as("held by a node that is gone").isEqualTo(2);

            right.runDue();
            assertThat(unsettled(source)).as("the lease lasts").isEqualTo(1);
            assertThat(swept(source)).as("the lease lasts").isZero();

            WaitingRows.pass(source, LEASE);
            right.runDue();
            assertThat(unsettled(source)).isZero();
            assertThat(swept(source)).isEqualTo(1);
            assertThat(right.status(ACME).plan()).isEqualTo("team");
            assertThat(right.status(ACME).seats()).isEqualTo(5);
        }
    }

    /** Another application: what it does when it is told of something. */
    private record Shop(String name, Supplier<Outcome> answer) implements EventReceiver {
        @Override
        public Outcome send(BillingEvent event) {
            return answer.get();
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void what_a_node_with_a_wrong_clock_was_sending_goes_on_on_another_within_a_lease(
            RealDatabase database, Duration ahead) throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            Billing wrong = node(source, sandbox, ahead);
            Billing right = node(source, sandbox, Duration.ZERO);
            sandbox.onEvent(
                    event -> assertThat(wrong.accept(event).httpStatus()).isEqualTo(200));
            sandbox.pay(wrong.startCheckout(ACME, Checkout.of("team").seats(5)));
            right.runDue();

            EventReceiver deadly = new Shop("deadly", () -> {
                throw new Killed();
            });
            assertThatThrownBy(() -> wrong.relay(deadly)).as("in a sending").isInstanceOf(Killed.class);
            assertThat(wrong.relay(new Shop("away", () -> new Outcome.Away("connection refused")))
                            .failed())
                    .isPositive();
            assertThat(wrong.relay(new Shop("refuses", () -> new Outcome.Refused("it answered 500", Optional.empty())))
                            .failed())
                    .isPositive();

            assertThat(sent(right, "deadly")).as("the lease lasts").isZero();
            WaitingRows.pass(source, LEASE);
            for (String name : List.of("deadly", "away", "refuses"))
                assertThat(sent(right, name)).as(name).isPositive();
        }
    }

    private static int sent(Billing node, String name) {
        return node.relay(new Shop(name, Outcome.Taken::new)).sent();
    }

    private static long leases(HikariDataSource source) throws SQLException {
        return count(source, "tracked_subscriptions where lease_until > current_timestamp")
                + count(source, "billing_jobs where job_name = 'sweep' and lease_until > current_timestamp");
    }

    private static long unsettled(HikariDataSource source) throws SQLException {
        return count(source, "tracked_subscriptions where dirty > synced");
    }

    private static long swept(HikariDataSource source) throws SQLException {
        return count(source, "billing_jobs where job_name = 'sweep' and done_at is not null");
    }

    private static long count(HikariDataSource source, String from) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from billing." + from)) {
            row.next();
            return row.getLong(1);
        }
    }
}

package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.ChangePolicy;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.PushSeats;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pushed seats on the real stores. The database's clock can't be moved, so what waits for it is. */
class PushedSeatsOnDatabaseTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final String WAITING = "update billing.seat_pushes set due_at = due_at - %1$s,"
            + " not_before = not_before - %1$s, lease_until = lease_until - %1$s";

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));

    private Billing node(HikariDataSource source) {
        return Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(stripe)
                .store(JdbiBillingStore.on(source))
                .clock(stripe.clock())
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void bursts_are_one_change_each_and_survive_the_process_that_took_them(RealDatabase database) {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            Billing first = node(source);
            stripe.pay(first.startCheckout(ACME, Checkout.of("team").seats(3)));
            first.sync(ACME);
            for (long seats : new long[] {4, 9, 7, 5}) first.pushSeats(ACME, seats);
            first.runDue();
            assertThat(first.status(ACME).seats()).isEqualTo(3);

            Billing restarted = node(source);
            passes(source, PushSeats.SETTLES);
            restarted.runDue();
            assertThat(restarted.status(ACME).seats()).isEqualTo(5);

            for (long seats : new long[] {6, 8}) restarted.pushSeats(ACME, seats);
            passes(source, PushSeats.SETTLES);
            restarted.runDue();
            assertThat(restarted.status(ACME).seats()).as("within the window").isEqualTo(5);
            passes(source, ChangePolicy.STANDARD_SEAT_WINDOW);
            restarted.runDue();
            assertThat(restarted.status(ACME).seats()).isEqualTo(8);
            assertThat(restarted.invoices(ACME, Optional.empty(), 10).invoices())
                    .hasSize(3);
        }
    }

    private static void passes(HikariDataSource source, Duration time) {
        String interval = "cast(" + time.toMillis() + " as bigint) * interval '0.001' second";
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(String.format(WAITING, interval));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

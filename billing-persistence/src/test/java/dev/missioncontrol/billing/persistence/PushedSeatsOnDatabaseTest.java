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
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pushed seats on the real stores. */
class PushedSeatsOnDatabaseTest {
    private static final TenantId ACME = new TenantId("acme");

    /** What is about to settle is put off by it, on a machine that may stand still until then. */
    private static final Duration AN_HOUR = Duration.ofHours(1);

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
}

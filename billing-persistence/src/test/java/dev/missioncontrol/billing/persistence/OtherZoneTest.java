package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.Figures;
import dev.missioncontrol.billing.usecase.Checkout;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A node in a place whose clocks are put back: moments stay apart, and days are those of UTC. */
class OtherZoneTest {
    /** On 25 October 2026 its clocks show the hour from two to three twice: from 00:00 and from 01:00 in UTC. */
    private static final TimeZone BERLIN = TimeZone.getTimeZone("Europe/Berlin");

    private static final Instant FIRST_HALF_PAST_TWO = Instant.parse("2026-10-25T00:30:00Z");
    private static final Instant SECOND_HALF_PAST_TWO = Instant.parse("2026-10-25T01:30:00Z");

    /** Half past one on the next day, there. */
    private static final Instant LATE = Instant.parse("2026-10-24T23:30:00Z");

    private final TimeZone before = TimeZone.getDefault();

    @BeforeEach
    void live_in_berlin() {
        TimeZone.setDefault(BERLIN);
    }

    /** H2 reads the machine's zone once for all databases of the JVM, so each session is told: PostgreSQL's as well. */
    private static HikariDataSource inBerlin(RealDatabase database) {
        HikariConfig there = new HikariConfig();
        try (HikariDataSource migrated = StoreOnDatabase.migrated(database)) {
            migrated.copyStateTo(there);
        }
        there.setConnectionInitSql("set time zone '" + BERLIN.getID() + "'");
        return new HikariDataSource(there);
    }

    @AfterEach
    void live_as_before() {
        TimeZone.setDefault(before);
    }

    @ParameterizedTest
    @EnumSource
    void two_moments_that_a_local_clock_shows_alike_are_read_as_they_were_written(RealDatabase database) {
        try (HikariDataSource source = inBerlin(database)) {
            BillingStore store = JdbiBillingStore.on(source);
            for (Instant at : List.of(SECOND_HALF_PAST_TWO, FIRST_HALF_PAST_TWO)) {
                store.inTransaction(tx -> {
                    tx.figures().save(new Figures.Sweep(at, 1, 0, 0));
                    return null;
                });
            }

            assertThat(store.<List<Figures.Sweep>>inTransaction(
                            tx -> tx.figures().sweeps(9)))
                    .extracting(Figures.Sweep::at)
                    .containsExactly(FIRST_HALF_PAST_TWO, SECOND_HALF_PAST_TWO);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tenants_are_counted_for_the_day_that_it_is_in_utc(RealDatabase database) {
        TenantId acme = new TenantId("acme");
        SandboxPaymentProvider sandbox = SandboxPaymentProvider.startingAt(LATE);
        try (HikariDataSource source = inBerlin(database)) {
            BillingStore store = JdbiBillingStore.on(source);
            Billing billing = Billing.builder()
                    .catalog(DefaultCatalog.withPlaceholderPrices())
                    .provider(sandbox)
                    .store(store)
                    .clock(sandbox.clock())
                    .build();
            sandbox.pay(billing.startCheckout(acme, Checkout.of("pro")));
            billing.sync(acme);

            billing.runDue();

            LocalDate day = store.inTransaction(tx -> tx.figures().newestDay()).orElseThrow();
            assertThat(day).isEqualTo(LocalDate.of(2026, 10, 24));
        }
    }
}

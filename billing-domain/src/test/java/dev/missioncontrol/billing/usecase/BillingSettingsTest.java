package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.BillingBuilder;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can't be used is refused where it is said, not once somebody wants to pay or a timer is started. */
class BillingSettingsTest {
    private final BillingBuilder builder = Billing.builder();

    @ParameterizedTest
    @ValueSource(
            strings = {"/billing", "app.example/billing", "mailto:ann@app.example", "https:billing", "ftp://a.example/"
            })
    void nobody_returns_to_what_is_no_page(String address) {
        assertThatThrownBy(() -> builder.returnTo(URI.create(address)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("http:// or https://")
                .hasMessageContaining(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.0009S"})
    void nobody_looks_for_work_all_the_time(String every) {
        assertThatThrownBy(() -> builder.refreshInterval(Duration.parse(every)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("refreshInterval is at least a millisecond");
    }

    @Test
    void a_host_sets_each_by_a_call_of_its_own_and_the_others_stay() {
        Billing billing = Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(SandboxPaymentProvider.startingAt(Instant.EPOCH))
                .store(new InMemoryBillingStore())
                .allowPromotionCodes()
                .automaticTax()
                .providerRate(6)
                .sweepInterval(Duration.ofMinutes(5))
                .graceDays(3)
                .lease(Duration.ofMinutes(2))
                .retentionDays(30)
                .refreshInterval(Duration.ofSeconds(7))
                .installation("eu")
                .returnTo(URI.create("https://app.example/billing"))
                .build();
        assertThat(billing.settings().promotionCodes()).isTrue();
        assertThat(billing.settings().automaticTax()).isTrue();
        assertThat(billing.settings().providerRate()).isEqualTo(6);
        assertThat(billing.settings().sweepInterval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(billing.settings().access().graceDays()).isEqualTo(3);
        assertThat(billing.settings().lease()).isEqualTo(Duration.ofMinutes(2));
        assertThat(billing.settings().retention().kept()).isEqualTo(Duration.ofDays(30));
        assertThat(billing.settings().refreshInterval()).isEqualTo(Duration.ofSeconds(7));
        assertThat(billing.settings().installation()).contains("eu");
        assertThat(billing.settings().returnTo()).isEqualTo(URI.create("https://app.example/billing"));
        assertThatThrownBy(() -> builder.providerRate(0)).hasMessageContaining("providerRate is at least 1");
        assertThatThrownBy(() -> builder.sweepInterval(Duration.ZERO)).hasMessageContaining("sweepInterval");
        for (Duration soon : List.of(Duration.ZERO, Duration.ofSeconds(10), Duration.ofMillis(29_999)))
            assertThatThrownBy(() -> builder.lease(soon)).hasMessageContaining("lease is at least 30 seconds");
        assertThat(builder.lease(Duration.ofSeconds(30))).isSameAs(builder);
        assertThatThrownBy(() -> builder.retentionDays(0)).hasMessageContaining("1 to 3650 days");
        assertThatThrownBy(() -> builder.retentionDays(3651)).hasMessageContaining("1 to 3650 days");
    }

    @Test
    void the_settings_of_a_server_are_held_to_the_same() {
        BillingSettings standard = BillingSettings.returningTo(URI.create("https://app.example/billing"));
        assertThatThrownBy(() -> with(standard, Duration.ZERO, standard.sweepInterval(), 1))
                .hasMessageContaining("lease");
        assertThatThrownBy(() -> with(standard, standard.lease(), Duration.ZERO, 1))
                .hasMessageContaining("sweepInterval");
        assertThatThrownBy(() -> with(standard, standard.lease(), standard.sweepInterval(), 0))
                .hasMessageContaining("providerRate");
        assertThat(with(standard, standard.lease(), standard.sweepInterval(), standard.providerRate()))
                .isEqualTo(standard);
    }

    private static BillingSettings with(BillingSettings other, Duration lease, Duration sweep, int rate) {
        return new BillingSettings(
                other.access(),
                other.installation(),
                other.returnTo(),
                other.promotionCodes(),
                other.automaticTax(),
                lease,
                other.refreshInterval(),
                sweep,
                rate,
                other.retention());
    }
}

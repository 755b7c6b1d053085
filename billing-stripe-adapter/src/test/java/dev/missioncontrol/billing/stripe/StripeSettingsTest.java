package dev.missioncontrol.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.BillingBuilder;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.EventReader.Reading;
import dev.missioncontrol.billing.provider.EventReader.Refusal;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripeSettingsTest {
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "sk_test_1 ", " sk_test_1", "sk_test_1\n", "sk_test_\u00e9", "pk_test_1"})
    void what_is_no_secret_key_is_refused_without_repeating_it(String key) {
        assertThatThrownBy(() -> StripePaymentProvider.of(key, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("_test_"));
    }

    @ParameterizedTest
    @CsvSource({"sk_live_1, true", "rk_live_1, true", "sk_test_1, false", "rk_test_1, false", "sk_other, false"})
    void the_key_says_whether_real_money_moves_and_what_can_be_asked_for(String key, boolean live) {
        StripePaymentProvider provider = StripePaymentProvider.of(key, List.of("whsec_1"));
        assertThat(provider.livemode()).isEqualTo(live);
        assertThat(provider.canFetch(new SubscriptionId("sub_1"), live)).isTrue();
        assertThat(provider.canFetch(new SubscriptionId("sub_1"), !live)).isFalse();
        assertThat(provider.toString() + StripePaymentProvider.withKey(key)).doesNotContain(key);
        assertThat(provider.name()).isEqualTo("stripe");
    }

    @Test
    void a_blank_webhook_secret_is_refused_and_none_closes_the_webhook() {
        assertThatThrownBy(() -> StripePaymentProvider.of("sk_test_1", List.of("whsec_1", " ")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(StripePaymentProvider.of("sk_test_1", List.of())
                        .eventReader()
                        .read(new byte[0], Optional.empty()))
                .isInstanceOfSatisfying(
                        Reading.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Refusal.NOT_CONFIGURED));
    }

    @Test
    void unsigned_events_are_believed_neither_beside_a_live_key_nor_beside_a_secret() {
        assertThatThrownBy(() -> StripePaymentProvider.withKey("rk_live_1").unsignedEvents())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StripePaymentProvider.withKey("sk_test_1")
                        .unsignedEvents()
                        .webhookSecrets(List.of("whsec_1"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_live_key_never_travels_over_plain_http() {
        assertThatThrownBy(() -> StripePaymentProvider.withKey("sk_live_1").apiBase(URI.create("http://127.0.0.1:1")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Who pays would come back to a machine of their own. */
    @Test
    void with_a_live_key_it_must_be_said_where_those_who_pay_return_to() {
        BillingBuilder live = Billing.builder().provider(StripePaymentProvider.of("sk_live_1", List.of("whsec_1")));
        assertThatThrownBy(live::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Billing needs catalog(..), store(..), returnTo(..) before build()");
        live.catalog(DefaultCatalog.withPlaceholderPrices()).store(new InMemoryBillingStore());
        assertThatThrownBy(live.graceDays(3)::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Billing needs returnTo(..) before build()");
        URI page = URI.create("https://app.example/billing");
        assertThat(live.returnTo(page).build().settings().returnTo()).isEqualTo(page);
        assertThat(Billing.builder()
                        .catalog(DefaultCatalog.withPlaceholderPrices())
                        .store(new InMemoryBillingStore())
                        .provider(StripePaymentProvider.of("sk_test_1", List.of("whsec_1")))
                        .build())
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://x", "stripe", "https://u:p@x", "https://x?y", "https://x#y"})
    void a_base_that_is_none_is_refused(String base) {
        assertThatThrownBy(() -> StripePaymentProvider.withKey("sk_test_1").apiBase(URI.create(base)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothing_waits_or_retries_without_end() {
        StripeSettings settings = StripePaymentProvider.withKey("sk_test_1");
        assertThatThrownBy(() -> settings.readTimeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.connectTimeout(Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.maxNetworkRetries(6)).isInstanceOf(IllegalArgumentException.class);
    }
}

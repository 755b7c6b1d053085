package dev.missioncontrol.billing.app.config;

import static dev.missioncontrol.billing.app.config.ProductionVariables.production;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a demo starts with, and where it opens no door. */
class DemoConfigurationTest {
    private static final Map<String, String> TEST_ACCOUNT = Map.of(
            "STRIPE_SECRET_KEY",
            "sk_test_" + "4eC39HqLyjWDarjtT1zdp7dc",
            "STRIPE_WEBHOOK_SECRET",
            "whsec_" + "5f0c".repeat(8),
            "STRIPE_PRICE_PRO_MONTHLY",
            "price_1ProMonth",
            "STRIPE_PRICE_TEAM_MONTHLY",
            "price_1TeamMonth");

    @Test
    void a_demo_needs_no_variable() {
        Configuration demo = ConfigurationReader.forDemo(Map.of());
        assertThat(demo.profile()).isEqualTo(Profile.DEV);
        assertThat(demo.placeholderMode()).isTrue();
        assertThat(demo.database().url()).isEqualTo("jdbc:h2:mem:billing");
        assertThat(demo.settings().returnTo()).isEqualTo(URI.create("http://127.0.0.1:8080/billing"));
        assertThat(UnsignedWebhooks.allowed(demo, true, true)).isTrue();
    }

    @Test
    void anybody_signs_in_as_any_tenant_on_this_machine_alone_and_never_where_money_moves() {
        assertThat(ConfigurationReader.forDemo(Map.of()).demoLogin()).isTrue();
        assertThat(ConfigurationReader.forDemo(Map.of("BILLING_HOST", "0.0.0.0"))
                        .demoLogin())
                .isFalse();
        for (String own : List.of("http://localhost:8080", "https://127.0.0.2", "http://[::1]:8080"))
            assertThat(ConfigurationReader.forDemo(Map.of("BILLING_BASE_URL", own))
                            .demoLogin())
                    .as(own)
                    .isTrue();
        for (String proxied : List.of("https://staging.example", "http://10.0.0.7", "http://localhost.example:8080"))
            assertThat(ConfigurationReader.forDemo(Map.of("BILLING_BASE_URL", proxied))
                            .demoLogin())
                    .as("a proxy on this machine")
                    .isFalse();
        assertThat(ConfigurationReader.forServe(production()).demoLogin()).isFalse();
        Map<String, String> env = production();
        env.put("BILLING_PROFILE", "dev");
        env.put("BILLING_HOST", "127.0.0.1");
        assertThat(ConfigurationReader.forServe(env).liveKey()).isTrue();
        assertThat(ConfigurationReader.forServe(env).demoLogin()).isFalse();
    }

    @Test
    void a_demo_takes_no_live_key_however_the_rest_is_set() {
        Map<String, String> env = new HashMap<>(TEST_ACCOUNT);
        env.put("STRIPE_SECRET_KEY", "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc");
        env.put("BILLING_ALLOW_UNSIGNED_WEBHOOKS", "false");
        for (String profile : List.of("dev", "production")) {
            env.put("BILLING_PROFILE", profile);
            assertThatThrownBy(() -> ConfigurationReader.forDemo(env))
                    .as(profile)
                    .isInstanceOf(ConfigurationErrors.class)
                    .hasMessageContaining("STRIPE_SECRET_KEY: is a live key, with which a demo would sell for money");
        }
    }

    /** Those of docs/stripe.md, "On a developer's machine". */
    @Test
    void with_a_test_key_its_prices_and_the_listeners_secret_it_asks_stripe_and_believes_signed_events_alone() {
        Configuration demo = ConfigurationReader.forDemo(TEST_ACCOUNT);

        assertThat(demo.placeholderMode()).isFalse();
        assertThat(demo.demoLogin()).isTrue();
        assertThat(demo.webhookSecrets()).hasSize(1);
        assertThat(UnsignedWebhooks.allowed(demo, true, true)).isFalse();
        assertThat(demo.database().inMemory()).isTrue();
        assertThat(demo.baseUrl()).isEqualTo(URI.create("http://127.0.0.1:8080"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "changeme", "sk_test_placeholder", "sk_test_...", "sk_test_xxx", "sk_test_"})
    void a_placeholder_is_no_key(String key) {
        assertThat(ConfigurationReader.forDemo(Map.of("STRIPE_SECRET_KEY", key)).placeholderMode())
                .isTrue();
    }
}

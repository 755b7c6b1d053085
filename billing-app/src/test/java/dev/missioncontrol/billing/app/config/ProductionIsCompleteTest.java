package dev.missioncontrol.billing.app.config;

import static dev.missioncontrol.billing.app.config.ProductionVariables.LIVE;
import static dev.missioncontrol.billing.app.config.ProductionVariables.faults;
import static dev.missioncontrol.billing.app.config.ProductionVariables.production;
import static dev.missioncontrol.billing.app.config.ProductionVariables.wrong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** A production starts with all that it needs, or says at once and by name what is missing or wrong. */
class ProductionIsCompleteTest {
    @Test
    void a_complete_production_starts_and_never_prints_a_secret() {
        Configuration read = ConfigurationReader.forServe(production());
        assertThat(read.liveKey()).isTrue();
        assertThat(read.webhookSecrets()).hasSize(2);
        assertThat(read.toString()).doesNotContain(LIVE, "whsec_", "s3s3");
    }

    @Test
    void production_names_all_that_is_missing_at_once() {
        assertThat(wrong(Map.of("DATABASE_URL", "jdbc:h2:mem:x")))
                .contains(
                        "DATABASE_URL",
                        "STRIPE_SECRET_KEY",
                        "STRIPE_WEBHOOK_SECRET",
                        "BILLING_JWT_SECRET",
                        "BILLING_BASE_URL");
    }

    @Test
    void production_does_not_guess_what_it_is_called_by_those_who_come_back_from_checkout() {
        Map<String, String> env = production();
        env.remove("BILLING_BASE_URL");
        assertThat(faults(env)).singleElement().asString().startsWith("BILLING_BASE_URL: is missing");
        env.put("BILLING_BASE_URL", " ");
        assertThat(wrong(env)).containsExactly("BILLING_BASE_URL");
        env.put("BILLING_BASE_URL", "billing.example");
        assertThat(faults(env)).as("said once").singleElement().asString().doesNotContain("is missing");
        env.remove("BILLING_BASE_URL");
        env.put("BILLING_PROFILE", "dev");
        assertThat(ConfigurationReader.forServe(env).baseUrl()).hasToString("http://127.0.0.1:8080");
    }

    @Test
    void a_real_key_needs_real_prices() {
        Map<String, String> env = production();
        env.remove("STRIPE_PRICE_PRO_MONTHLY");
        env.put("STRIPE_PRICE_TEAM_YEARLY", "price_...");
        assertThat(wrong(env))
                .containsExactly("STRIPE_PRICE_TEAM_YEARLY", "STRIPE_PRICE_PRO_MONTHLY", "STRIPE_PRICE_TEAM_MONTHLY");
    }

    @Test
    void who_asks_stripe_alone_says_too_where_its_events_are_to_go() {
        ConfigurationErrors errors = catchThrowableOfType(
                ConfigurationErrors.class, () -> ConfigurationReader.forStripe(Map.of("STRIPE_SECRET_KEY", LIVE)));
        assertThat(errors.faults())
                .extracting(ConfigurationErrors.Fault::variable)
                .containsExactly("BILLING_BASE_URL");
    }

    @Test
    void a_live_key_never_meets_unsigned_webhooks() {
        Map<String, String> env = production();
        env.put("BILLING_PROFILE", "dev");
        env.put("BILLING_ALLOW_UNSIGNED_WEBHOOKS", "true");
        assertThat(wrong(env)).containsExactly("BILLING_ALLOW_UNSIGNED_WEBHOOKS");
    }

    @Test
    void a_mistyped_variable_is_told_its_name() {
        Map<String, String> env = production();
        env.put("BILLING_GRACE_DAY", "3");
        ConfigurationErrors errors =
                catchThrowableOfType(ConfigurationErrors.class, () -> ConfigurationReader.forServe(env));
        assertThat(errors).hasMessage("BILLING_GRACE_DAY: is not known; did you mean BILLING_GRACE_DAYS?");
    }
}

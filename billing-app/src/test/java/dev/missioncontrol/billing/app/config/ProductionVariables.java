package dev.missioncontrol.billing.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Variables that a production starts with, and what is said of those that are wrong. */
final class ProductionVariables {
    static final String LIVE = "sk_" + "live_" + "a1b2".repeat(6);
    static final String TEST = "sk_" + "test_" + "a1b2".repeat(6);

    private ProductionVariables() {}

    static Map<String, String> production() {
        return new HashMap<>(Map.of(
                "BILLING_BASE_URL",
                "https://billing.example",
                "DATABASE_URL",
                "jdbc:postgresql://db/billing",
                "STRIPE_SECRET_KEY",
                LIVE,
                "STRIPE_WEBHOOK_SECRET",
                "whsec_" + "one1, " + "whsec_" + "two2",
                "BILLING_JWT_SECRET",
                "s3".repeat(16),
                "STRIPE_PRICE_PRO_MONTHLY",
                "price_1",
                "STRIPE_PRICE_TEAM_YEARLY",
                "price_2"));
    }

    /** The names of those that are wrong. None of what they hold is said. */
    static List<String> wrong(Map<String, String> env) {
        ConfigurationErrors errors =
                catchThrowableOfType(ConfigurationErrors.class, () -> ConfigurationReader.forServe(env));
        assertThat(errors).hasMessageNotContaining(LIVE);
        return errors.faults().stream().map(ConfigurationErrors.Fault::variable).toList();
    }

    /** What is wrong, each with its name before it. */
    static List<String> faults(Map<String, String> env) {
        return catchThrowableOfType(ConfigurationErrors.class, () -> ConfigurationReader.forServe(env))
                .faults()
                .stream()
                .map(Object::toString)
                .toList();
    }
}

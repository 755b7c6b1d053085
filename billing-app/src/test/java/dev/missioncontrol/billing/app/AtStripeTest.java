package dev.missioncontrol.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.app.config.ConfigurationReader;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an account is looked at for is what is set. */
class AtStripeTest {
    @Test
    void tax_is_looked_at_where_it_is_to_be_reckoned() {
        assertThat(taxed("true")).isTrue();
        assertThat(taxed("false")).isFalse();
    }

    private static boolean taxed(String set) {
        return AtStripe.of(ConfigurationReader.forStripe(Map.of(
                        "STRIPE_SECRET_KEY",
                        "sk_test_51" + "a".repeat(24),
                        "BILLING_BASE_URL",
                        "https://billing.example",
                        "BILLING_AUTOMATIC_TAX",
                        set)))
                .orElseThrow()
                .wishes()
                .automaticTax();
    }
}

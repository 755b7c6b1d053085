package dev.missioncontrol.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.stripe.wire.WireServer;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a demo says at its start of what it is. */
class DemoWelcomeTest {
    @Test
    void a_demo_says_that_it_asks_stripe_where_a_test_key_is_set_and_that_nobody_signs_in_by_a_foreign_name() {
        try (WireServer stripe = WireServer.on(SandboxPaymentProvider.on(InstantSource.system(), "acct"))
                .start()) {
            Map<String, String> variables = new HashMap<>(Map.of(
                    "BILLING_PORT",
                    "0",
                    "STRIPE_SECRET_KEY",
                    "sk_test_" + "4eC39HqLyjWDarjtT1zdp7dc",
                    "STRIPE_API_BASE",
                    stripe.base().toString(),
                    "STRIPE_WEBHOOK_SECRET",
                    "whsec_" + "5f0c".repeat(8),
                    "STRIPE_PRICE_PRO_MONTHLY",
                    "price_1ProMonth",
                    "STRIPE_PRICE_TEAM_MONTHLY",
                    "price_1TeamMonth"));
            assertThat(welcome(variables))
                    .contains("STRIPE_SECRET_KEY is set, so Stripe is asked, in its test mode")
                    .doesNotContain("a sandbox")
                    .doesNotContain("Nobody can sign in");

            variables.put("BILLING_BASE_URL", "https://billing.example");
            assertThat(welcome(variables))
                    .contains("Nobody can sign in at the page without a token: https://billing.example is not");
        }
    }

    @Test
    void a_demo_without_a_key_says_that_a_sandbox_answers() {
        assertThat(welcome(Map.of("BILLING_PORT", "0")))
                .contains("a sandbox instead of a payment provider, nothing is kept.")
                .doesNotContain("Stripe is asked")
                .doesNotContain("Nobody can sign in");
    }

    private static String welcome(Map<String, String> variables) {
        try (Demo demo = Demo.start(variables)) {
            return demo.welcome();
        }
    }
}

package dev.missioncontrol.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.plan.DefaultCatalog;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A server beside the sandbox that stands in for Stripe: what a browser is led to is what it may be led to. */
class StandInPagesIT {
    private static final Map<DefaultCatalog.Slot, String> PRICES = DefaultCatalog.SLOTS.stream()
            .collect(Collectors.toMap(slot -> slot, slot -> "price_1" + slot.plan() + slot.interval()));

    @Test
    void the_button_that_buys_leads_to_the_stand_ins_page_and_browsers_let_it() throws Exception {
        TestDatabase.Opened database = TestDatabase.H2.open();
        try (SandboxDouble stripe = SandboxDouble.start(new SandboxDouble.Settings(
                        DefaultCatalog.withPrices(PRICES), 0, 0, 25, Optional.empty(), "whsec_unused"));
                RunningServer server = RunningServer.start(beside(stripe, database))) {
            IsolationProbes.Caller acme = server.signIn("acme");
            HttpResponse<String> answer = RunningServer.send(acme.sign(server.to("/billing/checkout"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(acme.body("plan=pro&interval=month&seats=1"))));

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
            URI page = URI.create(answer.headers().firstValue("Location").orElseThrow());
            assertThat(page.getAuthority()).isEqualTo(stripe.pages().getAuthority());
            // A browser holds a redirect of a form to the policy of the page that the form is on.
            assertThat(RunningServer.send(acme.sign(server.to("/billing")))
                            .headers()
                            .firstValue("Content-Security-Policy")
                            .orElseThrow())
                    .matches(".*form-action [^;]*" + page.getScheme() + "://" + page.getHost() + ":\\*.*");
        } finally {
            database.close();
        }
    }

    private static Map<String, String> beside(SandboxDouble stripe, TestDatabase.Opened database) {
        Map<String, String> variables = new HashMap<>(database.variables());
        variables.put("STRIPE_SECRET_KEY", "sk_" + "test_" + "a1b2".repeat(6));
        variables.put("STRIPE_API_BASE", stripe.base().toString());
        variables.put("STRIPE_WEBHOOK_SECRET", "whsec_" + "pages".repeat(6));
        PRICES.forEach((slot, price) ->
                variables.put("STRIPE_" + slot.placeholderPrice().toUpperCase(Locale.ROOT), price));
        return variables;
    }
}

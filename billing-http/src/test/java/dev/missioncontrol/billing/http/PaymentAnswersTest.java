package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.Checkout;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a tenant pays, where its invoices go, what a code gives: as described, and nobody else's. */
class PaymentAnswersTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final String MANAGER = "Bearer acme manage";
    private static final String READER = "Bearer acme read";

    /** The sandbox's card works until December 2039, its year of 2039 is paid until 2040. */
    private static final Duration TO_THE_LAST_YEAR_OF_THE_CARD = Duration.ofDays(12 * 365 + 60);

    private static final String ENDS_TOO_SOON = "expires before the renewal";

    private final ARunningServer running = new ARunningServer();

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void who_never_bought_pays_with_nothing() {
        JsonNode payment = payment();
        assertThat(payment.path("method").isNull()).isTrue();
        assertThat(payment.path("email").isNull()).isTrue();
        assertThat(payment.path("expiresBeforeRenewal").booleanValue()).isFalse();
        held("post", "/api/billing/email", 409, email("{\"email\":\"books@acme.example\"}", MANAGER));
    }

    @Test
    void invoices_go_where_a_manager_sends_them_and_a_reader_sees_it() {
        buy(Checkout.of("pro"));

        JsonNode taken =
                held("post", "/api/billing/email", 200, email("{\"email\":\" books@acme.example \"}", MANAGER));

        assertThat(taken.path("email").textValue()).isEqualTo("books@acme.example");
        assertThat(payment().path("email").textValue()).isEqualTo("books@acme.example");
        assertThat(payment().at("/method/last4").textValue()).isEqualTo("4242");
        assertThat(email("{\"email\":\"mine@globex.example\"}", READER).statusCode())
                .isEqualTo(403);
        email("{\"email\":\"mine@globex.example\"}", "Bearer globex manage");
        assertThat(payment().path("email").textValue()).isEqualTo("books@acme.example");
    }

    @Test
    void what_rests_is_not_said_to_miss_a_payment_for_a_card_that_ends() {
        running.buy(ACME, Checkout.of("team").yearly().seats(5));
        running.sandbox.advance(TO_THE_LAST_YEAR_OF_THE_CARD);
        running.billing.sync(ACME);
        assertThat(payment().path("expiresBeforeRenewal").booleanValue()).isTrue();
        assertThat(paymentPart()).contains(ENDS_TOO_SOON);

        running.sandbox.pause(running.sandbox.subscriptionOf(ACME).orElseThrow());
        running.sandbox.advance(Duration.ofMinutes(1));
        running.billing.sync(ACME);

        assertThat(payment().path("expiresBeforeRenewal").booleanValue())
                .as("no payment is taken")
                .isFalse();
        assertThat(paymentPart()).contains("Visa ending in 4242").doesNotContain(ENDS_TOO_SOON);
    }

    private String paymentPart() {
        return ABrowser.of(running, "acme manage").go("/billing?show=payment").text();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "books",
                "books@",
                "@acme.example",
                "a b@acme.example",
                "books@acme",
                "books@acme.example, mine@globex.example",
                "Books <books@acme.example>",
                "books@acme..example",
                "books\\u000a@acme.example"
            })
    void what_is_no_address_is_refused_by_name_and_costs_nothing(String typed) {
        buy(Checkout.of("pro"));
        for (int i = 0; i < ProviderCalls.A_MINUTE + 1; i++) {
            JsonNode refused = held("post", "/api/billing/email", 400, email("{\"email\":\"" + typed + "\"}", MANAGER));
            assertThat(refused.path("code").textValue()).isEqualTo("invalid_email");
            assertThat(refused.path("field").textValue()).isEqualTo("email");
        }
    }

    @Test
    void a_code_says_what_it_gives_and_is_used_at_checkout() {
        running.offer("SPRING");

        JsonNode gives = held("post", "/api/billing/promotion", 200, code("spring"));
        HttpResponse<String> checkout = running.post(
                "/api/billing/checkout", "{\"plan\":\"pro\",\"promotionCode\":\"Spring\"}", "Authorization", MANAGER);

        assertThat(gives.path("code").textValue()).isEqualTo("SPRING");
        assertThat(gives.path("percentOff").intValue()).isEqualTo(20);
        assertThat(gives.path("months").intValue()).isEqualTo(3);
        assertThat(checkout.statusCode()).as(checkout.body()).isEqualTo(200);
        buy(Checkout.of("pro").promotionCode("SPRING"));
        assertThat(payment().at("/discount/percentOff").intValue()).isEqualTo(20);
        running.sandbox.advance(Duration.ofDays(120));
        assertThat(payment().path("discount").isNull()).isTrue();
    }

    @Test
    void guessing_codes_uses_up_the_allowance_of_who_guesses() {
        for (int i = 0; i < ProviderCalls.A_MINUTE; i++)
            assertThat(held("post", "/api/billing/promotion", 422, code("GUESS" + i))
                            .path("code")
                            .textValue())
                    .isEqualTo("unknown_promotion_code");
        held("post", "/api/billing/promotion", 429, code("SPRING"));
        assertThat(running.post("/api/billing/promotion", "{\"code\":\"X\"}", "Authorization", "Bearer globex manage")
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void an_unknown_code_begins_no_checkout() {
        HttpResponse<String> refused = running.post(
                "/api/billing/checkout", "{\"plan\":\"pro\",\"promotionCode\":\"NONE\"}", "Authorization", MANAGER);

        JsonNode problem = Description.held("post", "/api/billing/checkout", 422, refused);

        assertThat(problem.path("field").textValue()).isEqualTo("promotionCode");
        assertThat(running.sandbox.customerOf(ACME)).isEmpty();
    }

    private JsonNode payment() {
        return held("get", "/api/billing/payment", 200, running.get("/api/billing/payment", "Authorization", READER));
    }

    private HttpResponse<String> email(String body, String who) {
        return running.post("/api/billing/email", body, "Authorization", who);
    }

    private HttpResponse<String> code(String word) {
        return running.post("/api/billing/promotion", "{\"code\":\"" + word + "\"}", "Authorization", MANAGER);
    }

    private static JsonNode held(String method, String path, int status, HttpResponse<String> answer) {
        return Description.held(method, path, status, answer);
    }

    private void buy(Checkout wanted) {
        running.sandbox.pay(running.billing.startCheckout(ACME, wanted));
        running.billing.sync(ACME);
    }
}

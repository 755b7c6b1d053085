package dev.missioncontrol.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CustomerRequest;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How calls fail, seen from outside: by what a server says and does. */
class StripeCallsTest {
    private static final CustomerRequest CUSTOMER = new CustomerRequest(
            new TenantId("acme"), Optional.of("jane@example.com"), Optional.empty(), BillingMetadata.NONE);

    private final StripeDouble stripe = new StripeDouble();

    @AfterEach
    void close() {
        stripe.close();
    }

    @Test
    void every_call_carries_key_version_and_idempotency_key() {
        stripe.answers("{\"id\":\"cus_1\"}");
        stripe.provider().createCustomer(CUSTOMER, "tenant-acme-1");
        StripeDouble.Seen seen = stripe.only();
        assertThat(seen.header("Authorization")).contains("Bearer " + StripeDouble.KEY);
        assertThat(seen.header("Stripe-Version")).contains(StripeEventWriter.API_VERSION);
        assertThat(seen.header("Idempotency-Key")).contains("tenant-acme-1");
    }

    @Test
    void a_failure_that_passes_is_tried_again_under_the_same_key() {
        stripe.answers(500, "{\"error\":{\"type\":\"api_error\"}}", Map.of())
                .answers(409, "{\"error\":{\"type\":\"api_error\"}}", Map.of())
                .answers("{\"id\":\"cus_1\"}");
        stripe.settings()
                .maxNetworkRetries(2)
                .time(wait -> true, System::nanoTime, () -> 0)
                .build()
                .createCustomer(CUSTOMER, "k1");
        assertThat(stripe.seen())
                .extracting(seen -> seen.header("Idempotency-Key").orElseThrow())
                .containsExactly("k1", "k1", "k1");
    }

    @ParameterizedTest
    @CsvSource({
        "500, '', UNAVAILABLE",
        "503, '', UNAVAILABLE",
        "429, rate_limit, RATE_LIMITED",
        "401, '', AUTHENTICATION",
        "403, '', AUTHENTICATION",
        "402, card_declined, DECLINED",
        "400, parameter_invalid_empty, INVALID_REQUEST",
        "400, resource_missing, NOT_FOUND",
        "404, resource_missing, NOT_FOUND",
        "404, '', INVALID_REQUEST",
        "409, lock_timeout, UNAVAILABLE",
        "409, idempotency_key_in_use, TIMEOUT"
    })
    void each_refusal_is_one_of_the_kinds_that_callers_decide_on(int status, String code, Kind kind) {
        stripe.refuses(status, code, "customer", "No way");
        ProviderException failure = failure();
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessageStartingWith("creating a customer: ").hasMessageContaining("status " + status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"line_items[0][price]", "items[0][price]", "discounts[0][coupon]"})
    void a_setting_that_stripe_does_not_have_is_not_taken_for_a_customer_that_is_gone(String parameter) {
        stripe.refuses(400, "resource_missing", parameter, "No such price");
        assertThat(failure().kind()).isEqualTo(Kind.INVALID_REQUEST);
    }

    @Test
    void another_use_of_an_idempotency_key_is_said_to_be_one() {
        stripe.answers(
                400,
                "{\"error\":{\"type\":\"idempotency_error\",\"message\":\"Keys for idempotent requests\"}}",
                Map.of());
        assertThat(failure().kind()).isEqualTo(Kind.IDEMPOTENCY_CONFLICT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500|{\"error\":{\"type\":\"api_error\"}}|true|IDEMPOTENCY_CONFLICT",
                "503|<html>|true|IDEMPOTENCY_CONFLICT",
                "500|{\"error\":{\"type\":\"api_error\"}}|false|UNAVAILABLE",
                "429|{\"error\":{\"type\":\"api_error\"}}|true|RATE_LIMITED"
            })
    void a_failure_of_stripes_that_it_says_again_takes_another_key(
            int status, String body, String replayed, Kind kind) {
        stripe.answers(status, body, Map.of("Idempotent-Replayed", replayed));
        assertThat(failure().kind()).isEqualTo(kind);
    }

    @Test
    void a_call_under_the_same_key_that_is_under_way_is_no_other_use_of_it() {
        String underWay = "{\"error\":{\"type\":\"idempotency_error\",\"code\":\"idempotency_key_in_use\"}}";
        stripe.answers(409, underWay, Map.of()).answers(409, underWay.replace("_in_use", ""), Map.of());
        assertThat(failure().kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failure().kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void how_long_to_wait_is_taken_over_within_bounds() {
        String busy = "{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"rate_limit\"}}";
        stripe.answers(429, busy, Map.of("Retry-After", "7"))
                .answers(429, busy, Map.of("Retry-After", "999999"))
                .answers(429, busy, Map.of("Retry-After", "soon"))
                .answers(429, busy, Map.of());
        assertThat(failure().retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(failure().retryAfter()).contains(Duration.ofHours(1));
        assertThat(failure().retryAfter()).isEmpty();
        assertThat(failure().retryAfter()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "null", "7", "{", "{}", "{\"id\":7}", "{\"id\":\"\"}"})
    void an_answer_that_is_none_is_a_malformed_answer(String body) {
        stripe.answers(body);
        assertThat(failure().kind()).isEqualTo(Kind.MALFORMED_ANSWER);
    }

    /** A proxy's, say: that may be tried again, and is nobody's last word on the request. */
    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "7", "{}", "{\"error\":\"no\"}", "{\"error\":[]}"})
    void a_refusal_that_is_none_of_stripes_is_a_malformed_answer(String body) {
        stripe.answers(404, body, Map.of());
        assertThat(failure().kind()).isEqualTo(Kind.MALFORMED_ANSWER);
    }

    @Test
    void a_refusal_of_stripes_that_does_not_say_why_is_one_for_good() {
        stripe.answers(400, "{\"error\":{\"code\":[]}}", Map.of());
        assertThat(failure().kind()).isEqualTo(Kind.INVALID_REQUEST);
    }

    @Test
    void nesting_without_end_is_a_malformed_answer() {
        String deep = "{\"error\":" + "[".repeat(200_000);
        stripe.answers(200, deep, Map.of()).answers(400, deep, Map.of());
        assertThat(failure().kind()).isEqualTo(Kind.MALFORMED_ANSWER);
        assertThat(failure().kind()).isEqualTo(Kind.MALFORMED_ANSWER);
    }

    @Test
    void a_server_that_hangs_is_given_up_and_may_have_done_it() {
        stripe.hangs();
        StripePaymentProvider impatient =
                stripe.settings().readTimeout(Duration.ofMillis(200)).build();
        assertThat(failure(impatient).kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void a_connection_that_breaks_may_have_done_it() {
        // The JDK's client sends a request once more by itself when the connection breaks.
        stripe.breaks().breaks().breaks();
        assertThat(failure().kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void nothing_can_have_happened_where_nobody_listens() throws IOException {
        // Taken, so that nobody else comes to listen there.
        try (Socket silent = new Socket()) {
            silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            ProviderException failure = failure(stripe.settings()
                    .apiBase(URI.create("http://127.0.0.1:" + silent.getLocalPort()))
                    .build());
            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure.retryable()).isTrue();
        }
    }

    @Test
    void no_message_repeats_a_key_or_what_is_personal() {
        stripe.refuses(
                        401,
                        "",
                        "",
                        "Invalid API Key provided: " + StripeDouble.KEY + " and sk_test_****1abc and whsec_canary")
                .refuses(400, "email_invalid", "email", "Invalid email address: jane@example.com")
                .refuses(400, "x", "y", "z".repeat(5_000));
        for (int i = 0; i < 3; i++) {
            ProviderException failure = failure();
            assertThat(failure.getMessage())
                    .doesNotContain("canary", "1abc", "jane")
                    .hasSizeLessThan(600);
            assertThat(failure.getCause()).isNull();
        }
    }

    @Test
    void a_key_of_a_shape_that_nobody_knows_is_not_repeated_either() {
        stripe.refuses(401, "", "", "Invalid API Key provided: canary-key");
        StripePaymentProvider provider = StripePaymentProvider.withKey("canary-key")
                .apiBase(stripe.base())
                .readTimeout(StripeDouble.PATIENCE)
                .maxNetworkRetries(0)
                .build();
        assertThat(failure(provider).getMessage()).doesNotContain("canary");
    }

    @Test
    void a_message_says_which_setting_to_mend() {
        Map<String, List<String>> parameterAndWords = Map.of(
                "catalogue's price", List.of("line_items[0][price]", "No such price: 'price_x'"),
                "Stripe Tax", List.of("automatic_tax[enabled]", "You must have a valid head office address"),
                "customer portal's settings",
                        List.of(
                                "",
                                "No configuration provided and your test mode default configuration has not been created."),
                "return URL", List.of("success_url", "Not a valid URL"));
        parameterAndWords.forEach((advice, said) -> {
            stripe.refuses(400, "x", said.get(0), said.get(1));
            assertThat(failure()).hasMessageContaining(advice).hasMessageContaining(said.get(1));
        });
    }

    private ProviderException failure() {
        return failure(stripe.provider());
    }

    private static ProviderException failure(StripePaymentProvider provider) {
        return catchThrowableOfType(ProviderException.class, () -> provider.createCustomer(CUSTOMER, "k1"));
    }
}

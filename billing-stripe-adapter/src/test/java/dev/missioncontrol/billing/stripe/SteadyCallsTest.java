package dev.missioncontrol.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CustomerRequest;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.stripe.CallListener.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How trouble stays bounded, seen from outside; time passes only when somebody waits. */
class SteadyCallsTest {
    private static final String BUSY = "{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"rate_limit\"}}";
    private static final String DOWN = "{\"error\":{\"type\":\"api_error\"}}";

    private final StripeDouble stripe = new StripeDouble();
    private final List<Duration> waits = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private long now;

    @AfterEach
    void close() {
        stripe.close();
    }

    @Test
    void a_429_is_tried_again_under_the_same_key_when_stripe_says() {
        stripe.answers(429, BUSY, Map.of("Retry-After", "3"))
                .answers(429, BUSY, Map.of())
                .answers("{\"id\":\"cus_1\"}");
        create(settings(2).build());
        assertThat(waits).containsExactly(Duration.ofSeconds(3), Duration.ofMillis(750));
        assertThat(stripe.seen())
                .extracting(seen -> seen.header("Idempotency-Key").orElseThrow())
                .containsExactly("k1", "k1", "k1");
        assertThat(told)
                .containsExactly(
                        "POST /v1/customers RATE_LIMITED",
                        "POST /v1/customers RATE_LIMITED",
                        "POST /v1/customers ANSWERED");
    }

    @Test
    void a_wait_that_nobody_should_hold_a_thread_for_is_handed_on() {
        stripe.answers(429, BUSY, Map.of("Retry-After", "30"));
        ProviderException failure = failure(settings(2).build());
        assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(30));
        assertThat(waits).isEmpty();
    }

    @Test
    void what_stripe_says_again_is_not_asked_again_and_says_nothing_of_how_it_is() {
        Map<String, String> again = Map.of("Idempotent-Replayed", "true", "Stripe-Should-Retry", "true");
        for (int i = 0; i < 20; i++) stripe.answers(500, DOWN, again);
        StripePaymentProvider provider = settings(2).build();
        for (int i = 0; i < 20; i++) assertThat(failure(provider).kind()).isEqualTo(Kind.IDEMPOTENCY_CONFLICT);
        assertThat(waits).isEmpty();
        assertThat(stripe.seen()).hasSize(20);
    }

    @Test
    void a_call_that_fails_and_is_told_so_again_has_failed() {
        stripe.answers(500, DOWN, Map.of()).answers(500, DOWN, Map.of("Idempotent-Replayed", "true"));
        assertThat(failure(settings(2).build()).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(stripe.seen()).hasSize(2);
    }

    @Test
    void tries_are_bounded_and_wait_longer_each_time() {
        for (int i = 0; i < 9; i++) stripe.answers(503, DOWN, Map.of());
        assertThat(failure(settings(3).build()).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(waits).containsExactly(Duration.ofMillis(375), Duration.ofMillis(750), Duration.ofMillis(1500));
        assertThat(stripe.seen()).hasSize(4);
    }

    /** A worker's lease is a minute: what is answered after it is refused, and asked for over and over. */
    @Test
    void no_try_begins_so_late_that_the_call_would_outlive_a_lease() {
        for (int i = 0; i < 6; i++) stripe.answers(503, DOWN, Map.of());
        Duration anAnswer = Duration.ofSeconds(8);
        StripePaymentProvider slow = settings(5)
                .listener((operation, outcome, took) -> now += anAnswer.toNanos())
                .build();

        assertThat(failure(slow).kind()).isEqualTo(Kind.UNAVAILABLE);

        assertThat(stripe.seen()).hasSize(3);
        assertThat(waits).hasSize(2);
    }

    @Test
    void a_connection_that_breaks_is_tried_again_under_the_same_key() {
        // The JDK's client sends a request twice by itself when the connection breaks.
        stripe.breaks().breaks().answers("{\"id\":\"cus_1\"}");
        create(settings(3).build());
        assertThat(stripe.seen())
                .allSatisfy(seen -> assertThat(seen.header("Idempotency-Key")).contains("k1"));
        assertThat(told).last().isEqualTo("POST /v1/customers ANSWERED");
    }

    @Test
    void a_call_that_hangs_is_tried_again_under_the_same_key() {
        for (int i = 0; i < 3; i++) stripe.hangs();
        failure(settings(2).readTimeout(Duration.ofMillis(500)).build());
        assertThat(told).hasSize(3).containsOnly("POST /v1/customers TIMED_OUT");
        // Whoever is given up may hear of it later.
        assertThat(stripe.seen(3))
                .hasSize(3)
                .allSatisfy(seen -> assertThat(seen.header("Idempotency-Key")).contains("k1"));
    }

    @ParameterizedTest
    @CsvSource({"400, REFUSED", "401, REFUSED", "402, DECLINED", "404, REFUSED"})
    void what_is_our_own_fault_is_neither_tried_again_nor_opens_the_circuit(int status, Outcome outcome) {
        StripePaymentProvider provider = settings(2).build();
        for (int i = 0; i < 10; i++) {
            stripe.refuses(status, "x", "y", "No");
            failure(provider);
        }
        assertThat(stripe.seen()).hasSize(10);
        assertThat(waits).isEmpty();
        assertThat(told).containsOnly("POST /v1/customers " + outcome);
    }

    @Test
    void stripes_own_word_on_another_try_is_kept() {
        stripe.answers(500, DOWN, Map.of("Stripe-Should-Retry", "false"));
        failure(settings(2).build());
        assertThat(stripe.seen()).hasSize(1);
    }

    @Test
    void while_stripe_is_down_it_is_left_alone_and_found_again_when_it_is_back() {
        StripePaymentProvider provider = settings(0).build();
        for (int i = 0; i < CircuitBreaker.FAILURES_TO_OPEN; i++) {
            stripe.answers(503, DOWN, Map.of());
            failure(provider);
        }
        for (int i = 0; i < 100; i++) {
            ProviderException failure = failure(provider);
            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure.retryable()).isTrue();
            assertThat(failure.retryAfter()).contains(CircuitBreaker.OPEN_FOR);
        }
        assertThat(stripe.seen()).hasSize(CircuitBreaker.FAILURES_TO_OPEN);
        assertThat(told).last().isEqualTo("POST /v1/customers NOT_MADE");

        now += CircuitBreaker.OPEN_FOR.toNanos();
        stripe.answers(503, DOWN, Map.of());
        failure(provider);
        assertThat(failure(provider).retryAfter()).isPresent();
        now += CircuitBreaker.OPEN_FOR.toNanos();
        stripe.answers("{\"id\":\"cus_1\"}").answers("{\"id\":\"cus_1\"}");
        create(provider);
        create(provider);
    }

    @Test
    void a_call_that_may_have_happened_says_so_though_the_circuit_opened_meanwhile() {
        StripePaymentProvider provider =
                settings(5).readTimeout(Duration.ofMillis(100)).build();
        for (int i = 0; i < 20; i++) stripe.hangs();
        assertThat(failure(provider).kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void our_own_rate_is_kept_by_waiting_a_little_and_then_by_refusing() {
        StripePaymentProvider provider = settings(0).callsPerSecond(2).build();
        for (int i = 0; i < 3; i++) stripe.answers("{\"id\":\"cus_1\"}");
        for (int i = 0; i < 3; i++) create(provider);
        assertThat(waits).containsExactly(Duration.ofMillis(500));
        StripePaymentProvider crowded = StripePaymentProvider.withKey(StripeDouble.KEY)
                .apiBase(stripe.base())
                .readTimeout(StripeDouble.PATIENCE)
                .callsPerSecond(1)
                .time(wait -> true, () -> 0, () -> 0.5)
                .build();
        for (int i = 0; i < 3; i++) {
            stripe.answers("{\"id\":\"cus_1\"}");
            create(crowded);
        }
        assertThat(failure(crowded).kind()).isEqualTo(Kind.RATE_LIMITED);
    }

    @Test
    void a_thread_that_is_wanted_elsewhere_stops_waiting() {
        stripe.answers(503, DOWN, Map.of());
        StripePaymentProvider provider =
                settings(2).time(wait -> false, () -> now, () -> 0.5).build();
        assertThat(failure(provider).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(stripe.seen()).hasSize(1);
    }

    @Test
    void a_listener_that_throws_undoes_nothing() {
        stripe.answers("{\"id\":\"cus_1\"}");
        create(settings(0)
                .listener((operation, outcome, took) -> {
                    throw new IllegalStateException("no counter");
                })
                .build());
    }

    @Test
    void calls_without_a_key_of_the_callers_keep_their_own_through_retries() {
        stripe.answers(503, DOWN, Map.of()).answers("{\"id\":\"cs_1\",\"object\":\"checkout.session\"}");
        settings(1).build().expireCheckoutSession(new dev.missioncontrol.billing.id.CheckoutSessionId("cs_1"));
        List<String> keys = stripe.seen().stream()
                .map(seen -> seen.header("Idempotency-Key").orElseThrow())
                .distinct()
                .toList();
        assertThat(keys).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/prices/price_pro_monthly, GET /v1/prices/{id}",
        "GET, /v1/invoices?customer=cus_1, GET /v1/invoices",
        "POST, /v1/invoices/create_preview, POST /v1/invoices/create_preview",
        "POST, /v1/invoices/in_1/void, POST /v1/invoices/{id}/void",
        "POST, /v1/checkout/sessions, POST /v1/checkout/sessions",
        "POST, /v1/checkout/sessions/cs_1/expire, POST /v1/checkout/sessions/{id}/expire",
        "POST, /v1/billing_portal/sessions, POST /v1/billing_portal/sessions",
        "DELETE, /v1/subscriptions/sub_1, DELETE /v1/subscriptions/{id}"
    })
    void operations_are_few_and_name_nobody(String method, String url, String name) {
        assertThat(Operation.name(method, url)).isEqualTo(name);
    }

    @Test
    void a_price_asked_for_is_told_without_its_id() {
        stripe.refuses(404, "resource_missing", "price", "No such price");
        new PriceCalls(settings(0).calls(), false).fetch(new PriceId("price_secret"));
        assertThat(told).containsExactly("GET /v1/prices/{id} REFUSED");
    }

    private StripeSettings settings(int retries) {
        return stripe.settings()
                .maxNetworkRetries(retries)
                .listener((operation, outcome, took) -> told.add(operation + " " + outcome))
                .time(
                        wait -> {
                            waits.add(wait);
                            now += wait.toNanos();
                            return true;
                        },
                        () -> now,
                        () -> 0.5);
    }

    private static void create(StripePaymentProvider provider) {
        provider.createCustomer(
                new CustomerRequest(new TenantId("acme"), Optional.empty(), Optional.empty(), BillingMetadata.NONE),
                "k1");
    }

    private static ProviderException failure(StripePaymentProvider provider) {
        return catchThrowableOfType(ProviderException.class, () -> create(provider));
    }
}

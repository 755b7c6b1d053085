package dev.missioncontrol.billing.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.missioncontrol.billing.app.observe.OperationsFiles;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.stripe.StripeSignature;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The files that operators import, held against the running product after it had to do with everybody: tenants, Stripe's
 * double, and an application that is told of events.
 */
class OperationsFilesIT {
    private static final String SECRET = "whsec_" + "operations".repeat(3);
    private static final StripeSignature SIGNATURE = new StripeSignature(SECRET);
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    /** How long what happens behind the scenes may take on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final BlockingQueue<String> TRACES_OF_EVENTS = new LinkedBlockingQueue<>();
    private static final BlockingQueue<String> TRACES_AT_STRIPE = new LinkedBlockingQueue<>();

    private static TestDatabase.Opened database;
    private static HttpServer stripe;
    private static HttpServer application;
    private static RunningServer server;
    private static String figures;

    @BeforeAll
    static void have_to_do_with_everybody() throws Exception {
        database = TestDatabase.H2.open();
        stripe = stripe();
        application = application();
        server = RunningServer.start(variables());
        bought();
        RunningServer.send(server.as("acme", "/api/billing/status"));
        for (String left : new String[] {"/health/ready", "/metrics", "/nowhere"}) RunningServer.send(server.to(left));
        RunningServer.send(server.as("globex", "/api/billing/checkout")
                .header("Content-Type", "application/json")
                .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                .POST(HttpRequest.BodyPublishers.ofString("{\"plan\":\"pro\"}")));
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            // Shown from the first collection on.
            System.gc();
            figures = RunningServer.send(server.to("/metrics")).body();
            assertThat(figures)
                    .containsPattern("operation=\"GET /v1/subscriptions/.id.\",outcome=\"refused\"} [1-9]")
                    .containsPattern("billing_events_delay_seconds_count\\{to=\"BILLING_EVENT_URLS.1. .*} [1-9]")
                    .containsPattern("billing_events_delay_seconds_count\\{to=\"BILLING_EVENT_URLS.2. .*} [1-9]")
                    .contains("jvm_gc_pause_seconds_sum");
        });
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        application.stop(0);
        stripe.stop(0);
        database.close();
    }

    @Test
    void every_panel_and_every_alert_asks_for_what_is_shown() {
        assertThat(OperationsFiles.queriesOfPanels()).hasSizeGreaterThan(40);
        assertThat(OperationsFiles.queriesOfAlerts()).hasSizeGreaterThan(20);
        assertThat(OperationsFiles.notShown(figures)).isEmpty();
    }

    @Test
    void a_query_for_what_is_not_shown_is_found() {
        assertThat(OperationsFiles.notShown(figures, "max(billing_dirt)")).hasSize(1);
        assertThat(OperationsFiles.notShown(figures, "billing_events{outcome=\"deads\"}"))
                .hasSize(1);
        assertThat(OperationsFiles.notShown(figures, "sum by (tenant) (billing_unbound)"))
                .hasSize(1);
    }

    @Test
    void a_trace_goes_on_to_stripe_and_an_event_has_one_of_its_own() throws Exception {
        assertThat(TRACES_AT_STRIPE.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .startsWith("00-" + TRACE + "-")
                .endsWith("-01");
        assertThat(TRACES_OF_EVENTS.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
    }

    /** Has customers; of subscriptions and all else it knows nothing. */
    private static HttpServer stripe() throws Exception {
        return answering(exchange -> {
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("traceparent"))
                    .ifPresent(TRACES_AT_STRIPE::add);
            boolean customers = exchange.getRequestURI().getPath().equals("/v1/customers");
            byte[] body = (customers
                            ? "{\"id\":\"cus_1\",\"object\":\"customer\",\"livemode\":false}"
                            : "{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"resource_missing\"}}")
                    .getBytes(UTF_8);
            exchange.sendResponseHeaders(customers ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private static HttpServer application() throws Exception {
        return answering(exchange -> {
            TRACES_OF_EVENTS.add(String.valueOf(exchange.getRequestHeaders().getFirst("traceparent")));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
    }

    private static HttpServer answering(com.sun.net.httpserver.HttpHandler handler) throws Exception {
        HttpServer one = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        one.createContext("/", handler);
        one.start();
        return one;
    }

    private static Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(database.variables());
        variables.put("STRIPE_SECRET_KEY", "sk_" + "test_" + "a1b2".repeat(6));
        variables.put(
                "STRIPE_API_BASE", "http://127.0.0.1:" + stripe.getAddress().getPort());
        variables.put("STRIPE_WEBHOOK_SECRET", SECRET);
        variables.put(
                "BILLING_EVENT_URLS",
                "http://127.0.0.1:" + application.getAddress().getPort() + "/events,http://127.0.0.1:"
                        + application.getAddress().getPort() + "/others");
        variables.put(
                "BILLING_EVENT_SECRET",
                "whsec_" + Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(UTF_8)));
        for (DefaultCatalog.Slot slot : DefaultCatalog.SLOTS)
            variables.put(
                    "STRIPE_" + slot.placeholderPrice().toUpperCase(Locale.ROOT),
                    "price_1" + slot.plan() + slot.interval());
        return variables;
    }

    private static void bought() throws Exception {
        String body = "{\"id\":\"evt_ops\",\"type\":\"customer.subscription.created\",\"created\":"
                + Instant.now().getEpochSecond()
                + ",\"livemode\":false,\"data\":{\"object\":{\"id\":\"sub_ops\",\"object\":\"subscription\",\"customer\":\"cus_1\","
                + "\"status\":\"active\",\"created\":1790000000,\"items\":{\"data\":[{\"price\":{\"id\":\"price_1proMONTH\"},"
                + "\"quantity\":1,\"current_period_end\":1990000000}]},\"metadata\":{\"tenantId\":\"acme\"}}}}";
        byte[] bytes = body.getBytes(UTF_8);
        HttpResponse<String> answer = server.webhook(bytes, Optional.of(SIGNATURE.header(bytes, Instant.now())));
        assertThat(answer.body()).contains("applied");
    }
}

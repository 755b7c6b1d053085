package dev.missioncontrol.billing.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.missioncontrol.billing.app.observe.JsonLine;
import dev.missioncontrol.billing.app.observe.TextLine;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.stripe.StripeSignature;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Every line that the running product writes while secrets are handed to it in every place that takes one. */
class LogSecretsIT {
    /** What collectors cut or drop beyond, in bytes. */
    private static final int LONGEST_LINE = 4 * 1024;

    /** Longer than an event takes to be sent, on a machine that is busy. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Characters of a ticket: 32 bytes in Base64. */
    private static final int TICKET_LENGTH = 43;

    private static final String CANARY = "canary7f3a";
    private static final String JWT_SECRET = CANARY + "jwt".repeat(12);
    private static final String WEBHOOK_SECRET = "whsec_" + CANARY + "hook".repeat(6);
    private static final String STRIPE_KEY = "sk_" + "test_" + CANARY + "a1b2".repeat(6);
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    /** Wipes the line before, on a terminal that heeds it; ends a line, for some collectors. */
    private static final String ORDERS = "\u001b[1A\u001b[2K\u0085";

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final Logger root = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);
    private final AppenderBase<ILoggingEvent> written = new AppenderBase<>() {
        private final JsonLine json = new JsonLine();
        private final TextLine text = new TextLine();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(new String(json.encode(event), UTF_8));
            texts.add(new String(text.encode(event), UTF_8));
        }
    };

    private TestDatabase.Opened database;
    private HttpServer stripe;
    private HttpServer host;
    private OddHost odd;
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        written.setContext(root.getLoggerContext());
        written.start();
        root.addAppender(written);
        database = TestDatabase.H2.open().with(CANARY + "database");
        stripe = telling();
        host = refusing();
        odd = new OddHost("HTTP/9 " + ORDERS + "all is well");
        server = RunningServer.start(variables());
    }

    /** Repeats the key that it was called with, as an error message of Stripe's may, and an address that it does not take. */
    private static HttpServer telling() throws Exception {
        return answering(exchange -> {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            if (path.equals("/v1/customers"))
                answer(exchange, 200, "{\"id\":\"cus_log\",\"object\":\"customer\",\"livemode\":false}");
            else if (body.contains("email="))
                answer(
                        exchange,
                        400,
                        "{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"email_invalid\",\"param\":\"email\","
                                + "\"message\":\"Invalid email address: " + body + "\"}}");
            else
                answer(
                        exchange,
                        401,
                        "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Invalid API Key provided: "
                                + STRIPE_KEY + "\"}}");
        });
    }

    /** An application that takes no event and tells no number of seats, and repeats what it was asked with. */
    private static HttpServer refusing() throws Exception {
        return answering(exchange -> answer(
                exchange, 401, "{\"error\":\"" + exchange.getRequestHeaders().getFirst("Authorization") + "\"}"));
    }

    private static HttpServer answering(HttpHandler handler) throws Exception {
        HttpServer one = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        one.createContext("/", handler);
        one.start();
        return one;
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(database.variables());
        variables.put("BILLING_JWT_SECRET", JWT_SECRET);
        variables.put("STRIPE_SECRET_KEY", STRIPE_KEY);
        variables.put(
                "STRIPE_API_BASE", "http://127.0.0.1:" + stripe.getAddress().getPort());
        variables.put("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET);
        variables.put("BILLING_CONSOLE", "act");
        variables.put("BILLING_PROMOTION_CODES", "true");
        String application = "http://127.0.0.1:" + host.getAddress().getPort();
        variables.put(
                "BILLING_EVENT_URLS",
                application + "/events?key=" + CANARY + ",http://127.0.0.1:" + odd.port() + "/events");
        variables.put("BILLING_EVENT_SECRET", "whsec_" + CANARY + "events".repeat(5));
        variables.put("BILLING_SEAT_USAGE_URL", application + "/seats");
        variables.put("BILLING_SEAT_USAGE_SECRET", CANARY + "seats".repeat(4));
        for (DefaultCatalog.Slot slot : DefaultCatalog.SLOTS)
            variables.put(
                    "STRIPE_" + slot.placeholderPrice().toUpperCase(Locale.ROOT),
                    "price_1" + slot.plan() + slot.interval());
        return variables;
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        root.detachAppender(written);
        stripe.stop(0);
        host.stop(0);
        odd.close();
        database.close();
    }

    @Test
    void no_secret_is_in_any_line_no_line_is_too_long_and_each_has_its_ids() throws Exception {
        RunningServer.send(server.to("/api/billing/status?token=" + CANARY)
                .header("Authorization", "Bearer " + CANARY + ".e30." + CANARY)
                .header("Cookie", "__Host-billing=" + CANARY)
                .header("X-Api-Key", CANARY));
        RunningServer.send(server.as("acme", "/api/billing/checkout")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", CANARY)
                .POST(HttpRequest.BodyPublishers.ofString("{\"plan\":\"" + CANARY + "\"}")));
        RunningServer.send(server.as("acme", "/api/billing/checkout")
                .header("Content-Type", "application/json")
                .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                .POST(HttpRequest.BodyPublishers.ofString("{\"plan\":\"pro\"}")));
        RunningServer.send(server.to("/" + "x".repeat(6_000)));
        server.webhook(("{\"id\":\"" + CANARY + "\"}").getBytes(UTF_8), Optional.of("t=1,v1=" + CANARY));
        byte[] event = ("{\"id\":\"evt_log\",\"type\":\"customer.created\",\"created\":1790000000,\"livemode\":false,"
                        + "\"data\":{\"object\":{\"id\":\"cus_1\",\"email\":\"" + CANARY + "@example.org\",\"name\":\""
                        + CANARY + "\"}}}")
                .getBytes(UTF_8);
        server.webhook(event, Optional.of(new StripeSignature(WEBHOOK_SECRET).header(event, Instant.now())));

        assertThat(lines).hasSizeGreaterThan(6).allSatisfy(line -> {
            assertThat(line).doesNotContain(CANARY);
            assertThat(line.getBytes(UTF_8)).hasSizeLessThan(LONGEST_LINE);
        });
        assertThat(texts).allSatisfy(text -> assertThat(text).doesNotContain(CANARY));
        JsonNode checkout = line("\"tenant\":\"acme\"", "checkout 50");
        assertThat(checkout.path("requestId").asText()).matches("[0-9a-f]{1,16}");
        assertThat(checkout.path("trace_id").asText()).isEqualTo(TRACE);
        assertThat(line("\"eventId\":\"evt_log\"", "webhook 200")
                        .path("requestId")
                        .asText())
                .isNotEmpty();
    }

    /** It is answered before its route is reached; its thread then serves others. */
    @Test
    void the_head_of_a_link_that_works_once_leaves_a_line_and_none_of_its_ids_to_the_next_request() throws Exception {
        for (int time = 0; time < 8; time++)
            RunningServer.send(server.to("/billing/enter?ticket=" + "x".repeat(TICKET_LENGTH))
                    .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                    .method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(line("/billing/enter 303").path("trace_id").asText()).isEqualTo(TRACE);

        for (int time = 0; time < 16; time++) RunningServer.send(server.to("/api/billing/plans"));
        assertThat(lines.stream().filter(line -> line.contains("/api/billing/plans 200")))
                .hasSize(16)
                .noneMatch(line -> line.contains(TRACE));
    }

    @Test
    void nothing_that_people_type_is_in_any_line() throws Exception {
        RunningServer.send(command("checkout", "{\"plan\":\"pro\"}"));
        for (String typed : List.of(CANARY + "@example.org", CANARY)) {
            RunningServer.send(command("email", "{\"email\":\"" + typed + "\"}"));
            RunningServer.send(command("promotion", "{\"code\":\"" + typed + "\"}"));
            RunningServer.send(command("checkout", "{\"plan\":\"pro\",\"promotionCode\":\"" + typed + "\"}"));
        }
        // Each with a tenant of their own: none of them comes to what one may ask the provider in a minute.
        IsolationProbes.Caller globex = server.signIn("globex");
        for (String typed : List.of(CANARY + "%40example.org", CANARY)) {
            server.form(globex, "/billing/email", "email=" + typed);
            server.form(globex, "/billing/promotion", "interval=month&code=" + typed);
            server.form(globex, "/billing/checkout", "plan=pro&interval=month&promotionCode=" + typed);
        }
        IsolationProbes.Caller operator = server.signInToConsole();
        server.form(operator, "/console/refresh", "tenant=initech&reason=" + CANARY);
        server.form(operator, "/console/bind", "tenant=initech&customer=cus_1&reason=" + CANARY);
        server.form(operator, "/console/bind", "tenant=initech&customer=cus_1&reason=" + CANARY.repeat(1_000));

        assertThat(line("Console: refresh of initech by demo").path("level").asText())
                .isEqualTo("INFO");
        assertThat(lines).filteredOn(line -> line.contains("/email ")).isNotEmpty();
        assertThat(lines).allSatisfy(line -> assertThat(line).doesNotContain(CANARY));
        assertThat(texts).allSatisfy(text -> assertThat(text).doesNotContain(CANARY));
    }

    /** What is logged for people is read in a terminal, which does what some characters say. */
    @Test
    void what_a_receiver_of_events_answers_gives_no_order_to_a_terminal() throws Exception {
        byte[] bought = ("{\"id\":\"evt_bought\",\"type\":\"customer.subscription.created\",\"created\":"
                        + Instant.now().getEpochSecond()
                        + ",\"livemode\":false,\"data\":{\"object\":{\"id\":\"sub_log\","
                        + "\"object\":\"subscription\",\"customer\":\"cus_1\",\"status\":\"active\",\"created\":1790000000,"
                        + "\"items\":{\"data\":[{\"price\":{\"id\":\"price_1proMONTH\"},\"quantity\":1,"
                        + "\"current_period_end\":1990000000}]},\"metadata\":{\"tenantId\":\"acme\"}}}}")
                .getBytes(UTF_8);
        server.webhook(bought, Optional.of(new StripeSignature(WEBHOOK_SECRET).header(bought, Instant.now())));

        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(texts)
                        .anySatisfy(text -> assertThat(text).contains("did not take an event", "[2K", "all is well")));
        assertThat(texts)
                .allSatisfy(text -> assertThat(
                                text.replace(System.lineSeparator(), "").replace("\t", ""))
                        .doesNotContainPattern("[\\p{Cntrl}\u0080-\u009f]"));
    }

    private HttpRequest.Builder command(String path, String body) {
        return server.as("acme", "/api/billing/" + path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    @Test
    void what_is_done_on_the_page_is_logged_with_its_tenant() throws Exception {
        IsolationProbes.Caller acme = server.signIn("acme");
        for (String action : List.of("sync", "portal", "cancel", "logout"))
            RunningServer.send(acme.sign(server.to("/billing/" + action))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(acme.body("x=1"))));
        IsolationProbes.Caller again = server.signIn("acme");
        RunningServer.send(again.sign(server.to("/billing/parts/history")));
        for (String action : List.of("sync", "portal", "cancel", "logout", "parts/history"))
            assertThat(line("/billing/" + action + " ").path("tenant").asText())
                    .as(action)
                    .isEqualTo("acme");
    }

    private JsonNode line(String... parts) throws Exception {
        for (String line : lines) {
            if (List.of(parts).stream().allMatch(line::contains)) return new ObjectMapper().readTree(line);
        }
        throw new AssertionError("no line with " + List.of(parts) + " among\n" + String.join("", lines));
    }
}

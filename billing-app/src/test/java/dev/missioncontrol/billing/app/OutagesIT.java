package dev.missioncontrol.billing.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.stripe.StripeSignature;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the running product answers while something that it needs is away, and that it heals by itself. */
class OutagesIT {
    static final String SECRET = "whsec_" + "outage".repeat(5);
    private static final StripeSignature SIGNATURE = new StripeSignature(SECRET);

    /** From the database's return until everything is answered again. */
    private static final Duration HEALS_WITHIN = Duration.ofSeconds(10);

    @TempDir
    Path data;

    @Test
    void without_its_database_nothing_is_acknowledged_and_it_heals_by_itself() throws Exception {
        EmbeddedPostgres first = database(0);
        int port = first.getPort();
        Map<String, String> variables = Map.of(
                "DATABASE_URL",
                "jdbc:postgresql://localhost:" + port + "/postgres",
                "DATABASE_USER",
                "postgres",
                "DATABASE_PASSWORD",
                "postgres",
                "STRIPE_WEBHOOK_SECRET",
                SECRET);
        try (RunningServer server = RunningServer.start(variables)) {
            assertThat(subscribed(server, "acme", "evt_before").statusCode()).isEqualTo(200);
            first.close();

            HttpResponse<String> refused = subscribed(server, "globex", "evt_meanwhile");
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            unavailable(RunningServer.send(server.as("acme", "/api/billing/status")));
            unavailable(postAs(server, "acme", "/api/billing/checkout", "{\"plan\":\"pro\"}"));
            assertThat(get(server, "/health/ready").statusCode()).isEqualTo(503);
            assertThat(get(server, "/health/live").statusCode()).isEqualTo(200);

            try (EmbeddedPostgres second = database(port)) {
                Awaitility.await().atMost(HEALS_WITHIN).untilAsserted(() -> {
                    assertThat(get(server, "/health/ready").statusCode()).isEqualTo(200);
                    assertThat(RunningServer.send(server.as("acme", "/api/billing/status"))
                                    .statusCode())
                            .isEqualTo(200);
                });
                assertThat(second.getPort()).isEqualTo(port);
                HttpResponse<String> again = subscribed(server, "globex", "evt_meanwhile");
                assertThat(again.statusCode()).isEqualTo(200);
                assertThat(again.body())
                        .as("the refused delivery left nothing behind")
                        .contains("applied");
            }
        }
    }

    private EmbeddedPostgres database(int port) throws IOException {
        var builder = PatientPostgres.builder(data);
        return (port == 0 ? builder : builder.setPort(port)).start();
    }

    /** How Stripe can be away. */
    enum Away {
        /** Nobody listens. */
        REFUSES {
            @Override
            AutoCloseable after(InetSocketAddress address) {
                return () -> {};
            }
        },
        /** Connections are taken, and nothing is ever said. */
        HANGS {
            @Override
            AutoCloseable after(InetSocketAddress address) throws IOException {
                return new ServerSocket(address.getPort(), BACKLOG, address.getAddress());
            }
        },
        /** Every call fails. */
        FAILS {
            @Override
            AutoCloseable after(InetSocketAddress address) throws IOException {
                HttpServer failing = answering(address, exchange -> {
                    exchange.sendResponseHeaders(500, -1);
                    exchange.close();
                });
                return () -> failing.stop(0);
            }
        };

        /** Connections that may wait: more than the product opens. */
        private static final int BACKLOG = 50;

        /** What is at this address once Stripe is not. */
        abstract AutoCloseable after(InetSocketAddress address) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void without_stripe_only_what_needs_it_says_so(Away away) throws Exception {
        HttpServer stripe = answering(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), OutagesIT::customersAndNothingElse);
        try (TestDatabase.Opened database = TestDatabase.H2.open();
                RunningServer server = RunningServer.start(
                        variables(database, stripe.getAddress().getPort()))) {
            awayForNow(postAs(server, "acme", "/api/billing/checkout", "{\"plan\":\"pro\"}"));
            stripe.stop(0);
            try (AutoCloseable instead = away.after(stripe.getAddress())) {
                assertThat(instead).isNotNull();
                isAway(server);
            }
        }
    }

    private static void isAway(RunningServer server) throws Exception {
        assertThat(subscribed(server, "initech", "evt_1").statusCode()).isEqualTo(200);

        awayForNow(postAs(server, "globex", "/api/billing/checkout", "{\"plan\":\"pro\"}"));
        awayForNow(postAs(server, "acme", "/api/billing/portal", "{}"));

        assertThat(subscribed(server, "initech", "evt_2").statusCode()).isEqualTo(200);
        assertThat(RunningServer.send(server.as("acme", "/api/billing/status")).statusCode())
                .isEqualTo(200);
        assertThat(postAs(server, "initech", "/api/billing/sync", "").statusCode())
                .as("what we know is answered")
                .isEqualTo(200);
        Awaitility.await("a probe that a busy machine makes wait for the database says that it is not ready")
                .atMost(HEALS_WITHIN)
                .until(() -> get(server, "/health/ready").statusCode() == 200);
    }

    /** Has a customer, so that there is something to open a portal for. */
    private static void customersAndNothingElse(HttpExchange exchange) throws IOException {
        boolean customers = exchange.getRequestURI().getPath().equals("/v1/customers");
        byte[] body =
                (customers ? "{\"id\":\"cus_1\",\"object\":\"customer\",\"livemode\":false}" : "{}").getBytes(UTF_8);
        exchange.sendResponseHeaders(customers ? 200 : 500, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static HttpServer answering(InetSocketAddress address, HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(address, 0);
        server.createContext("/", handler);
        server.start();
        return server;
    }

    static Map<String, String> variables(TestDatabase.Opened database, int stripe) {
        Map<String, String> variables = new HashMap<>(database.variables());
        variables.put("STRIPE_SECRET_KEY", "sk_" + "test_" + "a1b2".repeat(6));
        variables.put("STRIPE_API_BASE", "http://127.0.0.1:" + stripe);
        variables.put("STRIPE_WEBHOOK_SECRET", SECRET);
        for (DefaultCatalog.Slot slot : DefaultCatalog.SLOTS)
            variables.put(
                    "STRIPE_" + slot.placeholderPrice().toUpperCase(Locale.ROOT),
                    "price_1" + slot.plan() + slot.interval());
        return variables;
    }

    private static void awayForNow(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isIn(502, 503);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
        assertThat(new ObjectMapper().readTree(answer.body()).path("detail").asText())
                .isNotEmpty();
    }

    private static void unavailable(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    static HttpResponse<String> subscribed(RunningServer server, String tenant, String event) throws Exception {
        RecordedPayload subscription = RecordedPayload.in(SharedFolder.ours("events"))
                .filter(one -> one.file().startsWith("subscription-dahlia"))
                .findFirst()
                .orElseThrow();
        byte[] body = subscription.boughtBy(tenant, event);
        return server.webhook(body, Optional.of(SIGNATURE.header(body, Instant.now())));
    }

    private static HttpResponse<String> get(RunningServer server, String path) throws Exception {
        return RunningServer.send(server.to(path));
    }

    static HttpResponse<String> postAs(RunningServer server, String tenant, String path, String body) throws Exception {
        return RunningServer.send(server.as(tenant, path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }
}

package dev.missioncontrol.billing.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.missioncontrol.billing.stripe.StripeSignature;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every recorded payload, signed and posted to the running product: the project's own, and those of the shared folder. */
class RecordedPayloadsIT {
    private static final String SECRET = "whsec_" + "recorded".repeat(4);
    private static final StripeSignature SIGNATURE = new StripeSignature(SECRET);

    /** A price that the catalogue of this test leaves out on purpose. */
    private static final String UNKNOWN = "price_not_in_catalogue";

    @TempDir
    static Path folder;

    private static HttpServer away;

    @BeforeAll
    static void stripeIsAway() throws IOException {
        away = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        away.createContext("/", exchange -> {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        away.start();
    }

    @AfterAll
    static void stop() {
        away.stop(0);
    }

    @ParameterizedTest
    @EnumSource
    void our_payloads_end_as_predicted(TestDatabase database) throws Exception {
        endAsPredicted(database, SharedFolder.ours("events"));
    }

    @ParameterizedTest
    @EnumSource
    void shared_payloads_end_as_predicted(TestDatabase database) throws Exception {
        endAsPredicted(database, shared());
    }

    @ParameterizedTest
    @EnumSource
    void our_subscriptions_read_back_right(TestDatabase database) throws Exception {
        readBackRight(database, SharedFolder.ours("events"));
    }

    @ParameterizedTest
    @EnumSource
    void shared_subscriptions_read_back_right(TestDatabase database) throws Exception {
        readBackRight(database, shared());
    }

    private static Path shared() {
        Optional<Path> found = SharedFolder.find("fixtures");
        assumeTrue(found.isPresent(), "no folder `shared` with fixtures beside the checkout");
        return found.get();
    }

    private void endAsPredicted(TestDatabase database, Path payloads) throws Exception {
        Map<String, String> predicted = new TreeMap<>();
        Map<String, String> ended = new TreeMap<>();
        Set<String> bound = new HashSet<>();
        try (TestDatabase.Opened opened = database.open();
                RunningServer server = RunningServer.start(
                        madeBy(RecordedPayload.installation(payloads), variables(opened, payloads)))) {
            for (RecordedPayload one : RecordedPayload.in(payloads).toList()) {
                String id = "evt_" + one.file().replaceAll("[^A-Za-z0-9]", "_");
                HttpResponse<String> answer = post(server, one.under(id));
                assertThat(answer.statusCode()).as("%s: %s", one, answer.body()).isEqualTo(200);
                predicted.put(one.file(), one.outcome(bound));
                ended.put(one.file(), opened.outcome(id));
            }
        }
        assertThat(predicted).isNotEmpty();
        assertThat(ended).isEqualTo(predicted);
    }

    /** As the installation that the metadata of these payloads name: what names another is nobody's. */
    private static Map<String, String> madeBy(Optional<String> installation, Map<String, String> variables) {
        installation.ifPresent(name -> variables.put("BILLING_INSTALLATION", name));
        return variables;
    }

    private void readBackRight(TestDatabase database, Path payloads) throws Exception {
        try (TestDatabase.Opened opened = database.open();
                RunningServer server = RunningServer.start(variables(opened, payloads))) {
            int number = 0;
            for (RecordedPayload one : RecordedPayload.in(payloads)
                    .filter(RecordedPayload::subscription)
                    .toList()) {
                String tenant = "tenant-" + ++number;
                assertThat(post(server, one.boughtBy(tenant, "evt_" + number)).statusCode())
                        .isEqualTo(200);
                isRight(one, server.status(tenant));
            }
            assertThat(number).isPositive();
        }
    }

    private static void isRight(RecordedPayload one, JsonNode status) {
        String said = one.object().path("status").asText();
        boolean unknown = one.prices().contains(UNKNOWN);
        boolean grants = List.of("active", "trialing", "past_due").contains(said) && !unknown;
        assertThat(status.path("plan").asText()).as("plan of %s", one).isEqualTo(grants ? "team" : "free");
        assertThat(status.path("seats").asLong()).as("seats of %s", one).isEqualTo(grants ? one.seats() : 1);
        assertThat(status.path("status").asText()).as("status of %s", one).isEqualTo(answered(said));
        String end = grants ? one.periodEnd().map(Instant::toString).orElse("null") : "null";
        assertThat(status.path("currentPeriodEnd").asText("null"))
                .as("period of %s", one)
                .isEqualTo(end);
    }

    private static String answered(String said) {
        return switch (said) {
            case "trialing", "past_due", "canceled" -> said;
            case "unpaid", "paused" -> "past_due";
            default -> "active";
        };
    }

    private static HttpResponse<String> post(RunningServer server, byte[] body) throws Exception {
        return server.webhook(body, Optional.of(SIGNATURE.header(body, Instant.now())));
    }

    private static Map<String, String> variables(TestDatabase.Opened database, Path payloads) throws IOException {
        Map<String, String> variables = new HashMap<>(database.variables());
        variables.put("STRIPE_SECRET_KEY", "sk_" + "test_" + "a1b2".repeat(6));
        variables.put("STRIPE_API_BASE", "http://127.0.0.1:" + away.getAddress().getPort());
        variables.put("STRIPE_WEBHOOK_SECRET", SECRET);
        variables.put("BILLING_CATALOG", catalog(payloads).toString());
        return variables;
    }

    /** All the recorded prices, as prices of one plan: others gave their plans other names. */
    private static Path catalog(Path payloads) throws IOException {
        Set<String> prices = new TreeSet<>();
        try (Stream<RecordedPayload> all = RecordedPayload.in(payloads)) {
            all.filter(RecordedPayload::subscription).forEach(one -> prices.addAll(one.prices()));
        }
        prices.remove(UNKNOWN);
        return Files.writeString(
                folder.resolve("catalog.json"),
                "{\"plans\": [{\"key\": \"free\", \"rank\": 0}, {\"key\": \"team\", \"rank\": 1, \"retiredPrices\": [\""
                        + String.join("\", \"", prices) + "\"]}]}");
    }
}

package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.BillingBuilder;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.EventReader;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.Checkout;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider that is not Stripe signs in a header of its own, and the routes know it from its reader alone. */
class OtherProvidersWebhookTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final String HEADER = "Paddle-Signature";

    private final Map<String, ProviderEvent> events = new LinkedHashMap<>();
    private final SandboxPaymentProvider sandbox =
            SandboxPaymentProvider.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final Billing billing = Billing.builder()
            .catalog(DefaultCatalog.withPlaceholderPrices())
            .provider(sandbox)
            .eventReader(new Paddles())
            .store(new InMemoryBillingStore())
            .clock(sandbox.clock())
            .build();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Server host = new Server();
    private URI webhook;

    @ParameterizedTest
    @ValueSource(strings = {"", "Pad dle", "Paddle:", "Päddle"})
    void what_is_no_header_of_http_is_told_before_anything_is_served(String name) {
        EventReader reader = new EventReader() {
            @Override
            public String signatureHeader() {
                return name;
            }

            @Override
            public Reading read(byte[] body, Optional<String> signature) {
                return new Reading.Refused(Refusal.SIGNATURE_MISSING, "There is no signature.");
            }

            @Override
            public ProviderEvent reread(EventId id, String payload) {
                return events.get(id.value());
            }
        };
        BillingBuilder builder = Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(sandbox)
                .eventReader(reader)
                .store(new InMemoryBillingStore());
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no header of HTTP");
    }

    /** Believes who says "right" in its own header, whatever else is sent. */
    private final class Paddles implements EventReader {
        @Override
        public String signatureHeader() {
            return HEADER;
        }

        @Override
        public Reading read(byte[] body, Optional<String> signature) {
            String id = new String(body, StandardCharsets.UTF_8);
            return signature.filter("right"::equals).isPresent()
                    ? new Reading.Event(reread(new EventId(id), id))
                    : new Reading.Refused(Refusal.SIGNATURE_MISSING, "There is no signature.");
        }

        @Override
        public ProviderEvent reread(EventId id, String payload) {
            return events.get(id.value());
        }
    }

    @BeforeEach
    void start() throws Exception {
        ServerConnector connector = new ServerConnector(host);
        connector.setHost("127.0.0.1");
        host.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder holder = new ServletHolder(
                BillingServlet.of(billing, URI.create("https://app.example"), request -> Optional.empty()));
        BillingServlet.MAPPINGS.forEach(mapping -> context.addServlet(holder, mapping));
        host.setHandler(context);
        host.start();
        webhook = URI.create("http://127.0.0.1:" + connector.getLocalPort() + Limits.WEBHOOK_PATH);
        sandbox.onEvent(event -> events.put(event.id().value(), event));
        sandbox.pay(billing.startCheckout(ACME, Checkout.of("team").seats(3)));
    }

    @AfterEach
    void stop() throws Exception {
        host.stop();
    }

    private HttpResponse<String> told(String id, String... headers) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(webhook)
                .timeout(Duration.ofSeconds(30))
                .headers(headers)
                .POST(HttpRequest.BodyPublishers.ofString(id))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void its_events_are_taken_with_the_signature_of_its_own_header() throws Exception {
        for (String id : events.keySet()) {
            HttpResponse<String> taken = told(id, HEADER, "right");
            assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
        }
        billing.runDue();
        assertThat(billing.status(ACME).plan()).isEqualTo("team");
    }

    @Test
    void another_providers_header_signs_nothing_and_its_own_counts_once() throws Exception {
        String id = events.keySet().iterator().next();
        assertThat(told(id, "Stripe-Signature", "right").body()).contains("signature_missing");
        HttpResponse<String> twice = told(id, HEADER, "right", HEADER, "right");
        assertThat(twice.statusCode()).isEqualTo(400);
        assertThat(twice.body()).contains("repeated_header", HEADER);
    }
}

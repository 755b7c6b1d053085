package dev.missioncontrol.billing.stripe.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.EventReader;
import dev.missioncontrol.billing.stripe.StripeEventReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Webhooks as Stripe sends them: to the endpoints that were made, signed with the secret of each, in its version's shape. */
class WireDeliversTest {
    /** How long a delivery may take, in seconds; a refused one is sent again after one. */
    private static final int PATIENCE_SECONDS = 60;

    private record Delivery(byte[] body, String signature) {}

    private final WireShop shop = new WireShop();
    private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private HttpServer receiver;

    @BeforeEach
    void receive() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/hook", exchange -> {
            try (exchange) {
                Delivery delivery = new Delivery(
                        exchange.getRequestBody().readAllBytes(),
                        exchange.getRequestHeaders().getFirst("Stripe-Signature"));
                boolean refused = refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
                exchange.sendResponseHeaders(refused ? 503 : 200, -1);
                if (!refused) deliveries.add(delivery);
            }
        });
        receiver.start();
    }

    @AfterEach
    void close() {
        receiver.stop(0);
        shop.close();
    }

    private JsonNode endpoint(String version, String... types) {
        List<String> parameters = new ArrayList<>(List.of(
                "url", "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook", "api_version", version));
        for (String type : types) parameters.addAll(List.of("enabled_events[]", type));
        return shop.ok("POST", "/v1/webhook_endpoints", parameters.toArray(String[]::new));
    }

    private Delivery next() {
        try {
            Delivery next = deliveries.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("a delivery").isNotNull();
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static EventContent.OfSubscription read(Delivery delivery, String secret) {
        EventReader reader = StripeEventReader.signedBy(List.of(secret), InstantSource.system());
        EventReader.Reading reading = reader.read(delivery.body(), Optional.of(delivery.signature()));
        assertThat(reading).isInstanceOf(EventReader.Reading.Event.class);
        return (EventContent.OfSubscription)
                ((EventReader.Reading.Event) reading).event().content();
    }

    @Test
    void an_event_is_signed_with_the_endpoints_secret_and_read_as_it_happened() {
        String secret = endpoint("2026-07-29.dahlia", "customer.subscription.updated")
                .path("secret")
                .asText();
        String id = shop.bought(shop.customer(), WireShop.TEAM, 2);

        EventContent.OfSubscription told = read(next(), secret);

        assertThat(told.snapshot().id().value()).isEqualTo(id);
        assertThat(told.snapshot().status()).isEqualTo("active");
    }

    @Test
    void an_endpoint_of_an_old_version_is_told_in_the_old_shape_and_means_the_same() throws IOException {
        String secret = endpoint("2024-06-20", "customer.subscription.updated")
                .path("secret")
                .asText();
        String id = shop.bought(shop.customer(), WireShop.TEAM, 2);
        Delivery delivery = next();

        JsonNode object = new ObjectMapper().readTree(delivery.body()).at("/data/object");
        assertThat(object.path("current_period_end").isNumber()).isTrue();
        assertThat(object.at("/items/data/0").has("current_period_end")).isFalse();
        assertThat(read(delivery, secret).snapshot().items())
                .isEqualTo(((dev.missioncontrol.billing.provider.FetchedSubscription.Found)
                                shop.sandbox.fetchSubscription(new dev.missioncontrol.billing.id.SubscriptionId(id)))
                        .snapshot()
                        .items());
    }

    @Test
    void an_old_invoice_names_its_subscription_where_it_once_did() throws IOException {
        endpoint("2024-06-20", "invoice.paid");
        String id = shop.bought(shop.customer(), WireShop.TEAM, 2);

        JsonNode object = new ObjectMapper().readTree(next().body()).at("/data/object");

        assertThat(object.path("subscription").asText()).isEqualTo(id);
        assertThat(object.path("paid").asBoolean()).isTrue();
        assertThat(object.at("/lines/data/0/price/id").asText()).isEqualTo(WireShop.TEAM);
    }

    @Test
    void an_event_that_is_not_taken_is_sent_again() {
        refusals.set(1);
        String secret = endpoint("2026-07-29.dahlia", "customer.subscription.updated")
                .path("secret")
                .asText();
        String id = shop.bought(shop.customer(), WireShop.PRO, 1);

        assertThat(read(next(), secret).snapshot().id().value()).isEqualTo(id);
    }

    @Test
    void only_wanted_events_come_and_none_once_it_is_disabled() {
        JsonNode endpoint = endpoint("2026-07-29.dahlia", "customer.subscription.deleted");
        String id = shop.bought(shop.customer(), WireShop.PRO, 1);
        shop.ok("DELETE", "/v1/subscriptions/" + id);
        assertThat(new String(next().body(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("customer.subscription.deleted");

        shop.ok("POST", "/v1/webhook_endpoints/" + endpoint.path("id").asText(), "disabled", "true");
        String wanted = endpoint("2026-07-29.dahlia", "customer.subscription.created")
                .path("secret")
                .asText();
        String other = shop.bought(shop.customer(), WireShop.PRO, 1);
        shop.ok("DELETE", "/v1/subscriptions/" + other);

        assertThat(read(next(), wanted).snapshot().id().value()).isEqualTo(other);
        assertThat(deliveries).isEmpty();
    }
}

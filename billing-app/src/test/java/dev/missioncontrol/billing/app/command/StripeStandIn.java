package dev.missioncontrol.billing.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.SubscriptionPage;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.stripe.StripeEventWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The two calls of Stripe's API that operators' commands make, answered out of a sandbox over HTTP. */
final class StripeStandIn implements AutoCloseable {
    private static final String PATH = "/v1/subscriptions";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SandboxPaymentProvider sandbox;
    private final HttpServer server;

    StripeStandIn(SandboxPaymentProvider sandbox) {
        this.sandbox = sandbox;
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        int status = 200;
        ObjectNode body;
        try {
            body = body(exchange);
        } catch (ProviderException e) {
            status = 404;
            body = JSON.createObjectNode();
            body.putObject("error")
                    .put("type", "invalid_request_error")
                    .put("code", "resource_missing")
                    .put("message", e.getMessage());
        }
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private ObjectNode body(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals(PATH)) return list(query(exchange));
        if (!path.startsWith(PATH + "/"))
            throw new ProviderException(ProviderException.Kind.NOT_FOUND, "not answered here: " + path);
        SubscriptionId id = new SubscriptionId(path.substring(PATH.length() + 1));
        if (sandbox.fetchSubscription(id) instanceof FetchedSubscription.Found found) return json(found.snapshot());
        throw new ProviderException(ProviderException.Kind.NOT_FOUND, "no such subscription: " + id);
    }

    private ObjectNode list(Map<String, String> query) throws IOException {
        SubscriptionPage page = sandbox.listSubscriptions(
                Optional.ofNullable(query.get("customer")).map(CustomerId::new),
                Optional.ofNullable(query.get("starting_after")).map(SubscriptionId::new),
                Integer.parseInt(query.getOrDefault("limit", "10")));
        ObjectNode list = JSON.createObjectNode().put("object", "list").put("url", PATH);
        ArrayNode data = list.put("has_more", page.more()).putArray("data");
        for (SubscriptionSnapshot one : page.subscriptions()) data.add(json(one));
        return list;
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        String text =
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        for (String pair : text.split("&")) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    /** As Stripe writes it: the object of an event about it. */
    private static ObjectNode json(SubscriptionSnapshot snapshot) throws IOException {
        ProviderEvent event = new ProviderEvent(
                new EventId("evt_any"),
                "customer.subscription.updated",
                snapshot.created(),
                false,
                Optional.empty(),
                Optional.empty(),
                new EventContent.OfSubscription(snapshot),
                "");
        return (ObjectNode) JSON.readTree(StripeEventWriter.body(event)).at("/data/object");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

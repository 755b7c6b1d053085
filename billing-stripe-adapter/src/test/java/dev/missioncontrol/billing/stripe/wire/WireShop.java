package dev.missioncontrol.billing.stripe.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** A sandbox on the wire, and a client that knows nothing but HTTP. */
final class WireShop implements AutoCloseable {
    static final String KEY = "sk_test_shop";
    static final String TEAM = "price_team_monthly";
    static final String PRO = "price_pro_monthly";

    /** Nobody waits as long for an answer, unless none comes. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    final SandboxPaymentProvider sandbox = SandboxPaymentProvider.startingAt(Instant.parse("2026-03-01T09:00:00Z"));
    final WireServer wire;

    /** Every answer so far: method, path without query, and body. */
    final List<Seen> seen = new ArrayList<>();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    record Seen(String method, String path, int status, JsonNode body) {}

    WireShop() {
        this(1_000);
    }

    WireShop(int requestsPerSecond) {
        this(requestsPerSecond, System::nanoTime);
    }

    /** @param nanos what the limit of requests is counted by */
    WireShop(int requestsPerSecond, LongSupplier nanos) {
        sandbox.sell(DefaultCatalog.withPlaceholderPrices());
        wire = WireServer.on(sandbox)
                .requestsPerSecond(requestsPerSecond)
                .nanos(nanos)
                .start();
    }

    /** A call that succeeds. */
    JsonNode ok(String method, String path, String... parameters) {
        HttpResponse<String> answer = send(method, path, "", parameters);
        if (answer.statusCode() != 200) throw new AssertionError(method + " " + path + ": " + answer.body());
        return seen.get(seen.size() - 1).body();
    }

    /** The error of a call that is refused. */
    JsonNode refused(int status, String method, String path, String... parameters) {
        HttpResponse<String> answer = send(method, path, "", parameters);
        if (answer.statusCode() != status)
            throw new AssertionError(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        return seen.get(seen.size() - 1).body().path("error");
    }

    /** A call as it comes back; parameters are names and values in turn. */
    HttpResponse<String> send(String method, String path, String idempotencyKey, String... parameters) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < parameters.length; i += 2)
            form.append(form.isEmpty() ? "" : "&")
                    .append(URLEncoder.encode(parameters[i], StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
        boolean post = method.equals("POST");
        String query = post || form.isEmpty() ? "" : "?" + form;
        HttpRequest.Builder request = HttpRequest.newBuilder(wire.base().resolve(path + query))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + KEY);
        if (!idempotencyKey.isEmpty()) request.header("Idempotency-Key", idempotencyKey);
        request.method(
                method,
                post ? HttpRequest.BodyPublishers.ofString(form.toString()) : HttpRequest.BodyPublishers.noBody());
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            seen.add(new Seen(method, path, answer.statusCode(), new ObjectMapper().readTree(answer.body())));
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String customer() {
        return ok("POST", "/v1/customers", "email", "billing@acme.example", "metadata[tenantId]", "acme")
                .path("id")
                .asText();
    }

    JsonNode checkout(String customer, String price, int quantity, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "mode",
                "subscription",
                "customer",
                customer,
                "line_items[0][price]",
                price,
                "line_items[0][quantity]",
                String.valueOf(quantity),
                "success_url",
                "https://app.example/ok?s={CHECKOUT_SESSION_ID}",
                "cancel_url",
                "https://app.example/left"));
        all.addAll(List.of(more));
        return ok("POST", "/v1/checkout/sessions", all.toArray(String[]::new));
    }

    /** The id of a subscription that was bought and paid. */
    String bought(String customer, String price, int quantity) {
        SubscriptionId made = sandbox.pay(new CheckoutSessionId(
                checkout(customer, price, quantity).path("id").asText()));
        return made.value();
    }

    URI base() {
        return wire.base();
    }

    @Override
    public void close() {
        wire.close();
    }
}

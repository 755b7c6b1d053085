package dev.missioncontrol.billing.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CheckoutSessionRequest;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

/** One tenant of a running demo, brought into a state by what it, its bank or the calendar does. */
record PageScene(Demo demo, String secret, TenantId tenant) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    SandboxPaymentProvider sandbox() {
        return demo.sandbox().orElseThrow();
    }

    /** Where the buyer is led to pay. */
    CheckoutSessionId checkout(String plan, String interval, int seats) {
        String body = "{\"plan\":\"%s\",\"interval\":\"%s\",\"seats\":%d}".formatted(plan, interval, seats);
        String url = post("/api/billing/checkout", body, "billing:manage", 200)
                .path("url")
                .asText();
        return new CheckoutSessionId(url.substring(url.lastIndexOf('/') + 1));
    }

    SubscriptionId bought(String plan, String interval, int seats) {
        return sandbox().pay(checkout(plan, interval, seats));
    }

    /** Buys, and lets every payment after the first fail until the given time after the first that did. */
    void behind(Duration since) {
        SubscriptionId id = bought("team", "month", 5);
        sandbox().declinePayments(tenant);
        Instant due = sandbox().subscription(id).orElseThrow().periodEnd();
        sandbox().advance(Duration.between(sandbox().clock().instant(), due).plus(since));
    }

    /** As somebody at the provider's dashboard might: past us, a second one. */
    void soldOnceMore(SubscriptionId first) {
        var price = sandbox().subscription(first).orElseThrow().price();
        CustomerId customer = sandbox().customerOf(tenant).orElseThrow();
        var request = new CheckoutSessionRequest(
                tenant,
                customer,
                price,
                2,
                demo.base().toString(),
                demo.base(),
                new BillingMetadata(Optional.of(tenant.value()), Optional.empty(), Optional.empty()),
                0,
                false,
                Optional.empty(),
                false,
                Optional.empty());
        sandbox()
                .pay(sandbox()
                        .createCheckoutSession(request, "by-hand-" + tenant)
                        .id());
    }

    /** As its owner asks over the API, once what was bought is known. */
    void change(String body) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> send("GET", "/api/billing/status", "", "billing:read", 200)
                        .path("plan")
                        .asText()
                        .equals("team"));
        assertThat(send("PATCH", "/api/billing/subscription", body, "billing:manage", 200)
                        .path("outcome")
                        .asText())
                .isEqualTo("scheduled");
    }

    void moveTo(SubscriptionId id, String price, long seats) {
        sandbox().changePrice(id, new PriceId(price), seats);
    }

    /** The address that signs a browser in, once. */
    URI entrance(boolean manage, String locale) {
        String scope = manage ? "billing:read billing:manage" : "billing:read";
        return URI.create(post("/api/billing/page-sessions", "{\"locale\":\"" + locale + "\"}", scope, 201)
                .path("url")
                .asText());
    }

    /** What its application gives a browser that may change everything. */
    String token() {
        return token("billing:read billing:manage");
    }

    private JsonNode post(String path, String body, String scope, int status) {
        return send("POST", path, body, scope, status);
    }

    private JsonNode send(String method, String path, String body, String scope, int status) {
        HttpRequest request = HttpRequest.newBuilder(demo.base().resolve(path))
                .header("Authorization", "Bearer " + token(scope))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String token(String scope) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .claim("tenant", tenant.value())
                .claim("scope", scope)
                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .build();
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        try {
            token.sign(new MACSigner(secret));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }
}

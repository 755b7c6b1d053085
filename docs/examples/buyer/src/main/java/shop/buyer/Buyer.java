package shop.buyer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.stripe.SignedEvent;
import dev.missioncontrol.billing.stripe.StripeEventWriter;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** Ann of acme, who buys on the billing page of a shop that has signed her in; and Stripe, who tells the shop. */
public final class Buyer {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final URI shop;
    private final HttpClient http = HttpClient.newHttpClient();
    private String cookie = "";

    /** At this shop, which knows her as {@code ann@acme} with the password {@code secret}. */
    public Buyer(URI shop) {
        this.shop = shop;
    }

    /** Buys the plan team for three, and has Stripe's webhooks delivered, signed with this secret. */
    public void buysTeam(SandboxPaymentProvider payments, String webhookSecret) {
        assertThat(send(HttpRequest.newBuilder(shop.resolve("/billing"))).statusCode())
                .as("without signing in")
                .isEqualTo(401);
        HttpResponse<String> page = asAnn("/billing");
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        assertThat(page.body()).contains("acme").contains("Team").doesNotContain("Sign out");
        cookie = page.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
        assertThat(asAnn("/billing/assets/billing.css").statusCode()).isEqualTo(200);

        HttpResponse<String> sent = presses(token(page.body()));
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(303);
        String checkout = sent.headers().firstValue("Location").orElseThrow();

        List<ProviderEvent> events = new ArrayList<>();
        payments.onEvent(events::add);
        payments.pay(new CheckoutSessionId(checkout.substring(checkout.lastIndexOf('/') + 1)));
        assertThat(webhook(events.get(0), "whsec_of_somebody_else")).isEqualTo(400);
        for (ProviderEvent event : events) assertThat(webhook(event, webhookSecret)).isEqualTo(200);
    }

    /** What the shop answers to Ann. */
    public HttpResponse<String> asAnn(String path) {
        return send(signedIn(path));
    }

    /** Waits until the shop answers with all of these words: webhooks are taken at once, and confirmed a moment later. */
    public void sees(String path, String... words) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(asAnn(path).body()).contains(words));
    }

    private HttpResponse<String> presses(String csrf) {
        String form = "csrf=" + URLEncoder.encode(csrf, StandardCharsets.UTF_8) + "&plan=team&interval=month&seats=3";
        return send(signedIn("/billing/checkout")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", shop.getScheme() + "://" + shop.getAuthority())
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private static String token(String html) {
        Matcher csrf = TOKEN.matcher(html);
        assertThat(csrf.find()).as(html).isTrue();
        return csrf.group(1);
    }

    private int webhook(ProviderEvent event, String signedWith) {
        SignedEvent signed = new StripeEventWriter(signedWith).write(event, Instant.now());
        return send(HttpRequest.newBuilder(shop.resolve("/api/billing/webhook"))
                        .header("Content-Type", "application/json")
                        .header("Stripe-Signature", signed.signatureHeader())
                        .POST(HttpRequest.BodyPublishers.ofByteArray(signed.body())))
                .statusCode();
    }

    private HttpRequest.Builder signedIn(String path) {
        String user = Base64.getEncoder().encodeToString("ann@acme:secret".getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(shop.resolve(path)).header("Authorization", "Basic " + user);
        return cookie.isEmpty() ? request : request.header("Cookie", cookie);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}

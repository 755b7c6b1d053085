package shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.stripe.SignedEvent;
import dev.missioncontrol.billing.stripe.StripeEventWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;

/** A user of the shop buys on the billing page, Stripe's webhook comes, and the shop knows. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT)
class ShopTest {
    private static final BlockingQueue<BillingEvent> TOLD = new LinkedBlockingQueue<>();

    @TestConfiguration
    static class Payments {
        @Bean
        SandboxPaymentProvider payments() {
            return SandboxPaymentProvider.on(InstantSource.system(), "example");
        }

        @EventListener
        void told(BillingEvent event) {
            TOLD.add(event);
        }
    }

    @Autowired
    private SandboxPaymentProvider payments;

    @Autowired
    private JdbcTemplate database;

    @Value("${shop.url}")
    private URI shop;

    @Value("${shop.webhook-secret}")
    private String secret;

    private final HttpClient http = HttpClient.newHttpClient();
    private String cookie = "";

    @Test
    void a_plan_is_bought_on_the_hosts_own_page() throws Exception {
        assertThat(send(HttpRequest.newBuilder(shop.resolve("/billing"))).statusCode()).isEqualTo(401);

        HttpResponse<String> page = send(asAnn("/billing"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("acme").contains("Team").doesNotContain("no money moves");
        cookie = page.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
        assertThat(send(HttpRequest.newBuilder(shop.resolve("/billing/assets/billing.css"))).statusCode())
                .isEqualTo(200);

        HttpResponse<String> sent = buy(token(page.body()));
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(303);
        String checkout = sent.headers().firstValue("Location").orElseThrow();

        List<ProviderEvent> events = new ArrayList<>();
        payments.onEvent(events::add);
        payments.pay(new CheckoutSessionId(checkout.substring(checkout.lastIndexOf('/') + 1)));
        for (ProviderEvent event : events) assertThat(webhook(event, secret)).isEqualTo(200);
        assertThat(webhook(events.get(0), "whsec_of_somebody_else")).isEqualTo(400);

        BillingEvent told = TOLD.poll(20, TimeUnit.SECONDS);
        assertThat(told).isNotNull();
        assertThat(told.transition().after().plan()).isEqualTo("team");
        assertThat(send(asAnn("/status")).body()).contains("\"plan\":\"team\"").contains("\"seats\":3");
        assertThat(send(asAnn("/billing")).body()).contains("Active");
        assertThat(database.queryForObject("select count(*) from public.tenants", Integer.class)).isEqualTo(1);
        assertThat(database.queryForObject("select count(*) from billing.tenants", Integer.class)).isEqualTo(1);
    }

    private HttpResponse<String> buy(String csrf) throws Exception {
        String form = "csrf=" + URLEncoder.encode(csrf, StandardCharsets.UTF_8) + "&plan=team&interval=month&seats=3";
        return send(asAnn("/billing/checkout")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", "http://localhost:" + shop.getPort())
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private static String token(String html) {
        Matcher csrf = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"").matcher(html);
        assertThat(csrf.find()).as(html).isTrue();
        return csrf.group(1);
    }

    private int webhook(ProviderEvent event, String signedWith) throws Exception {
        SignedEvent signed = new StripeEventWriter(signedWith).write(event, Instant.now());
        return send(HttpRequest.newBuilder(shop.resolve("/api/billing/webhook"))
                        .header("Content-Type", "application/json")
                        .header("Stripe-Signature", signed.signatureHeader())
                        .POST(HttpRequest.BodyPublishers.ofByteArray(signed.body())))
                .statusCode();
    }

    private HttpRequest.Builder asAnn(String path) {
        String user = Base64.getEncoder().encodeToString("ann@acme:secret".getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(shop.resolve(path)).header("Authorization", "Basic " + user);
        return cookie.isEmpty() ? request : request.header("Cookie", cookie);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
    }
}

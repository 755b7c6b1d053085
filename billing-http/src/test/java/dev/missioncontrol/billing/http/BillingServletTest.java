package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.Checkout;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes inside a host's own container, without the front door that stands before ours. */
class BillingServletTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final String READ_BEFORE = "Read-Before";
    private static final int TOO_MUCH = Limits.WEBHOOK + 10;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Server host = new Server();
    private final SandboxPaymentProvider sandbox =
            SandboxPaymentProvider.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final AtomicInteger askedForSeats = new AtomicInteger();
    private Billing billing;
    private URI base;

    /** Whoever asks is signed in to the host, as somebody who manages what the tenant has. */
    @BeforeEach
    void start() throws Exception {
        billing = Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(sandbox)
                .store(new InMemoryBillingStore())
                .clock(sandbox.clock())
                .seatUsage(tenant -> OptionalLong.of(askedForSeats.incrementAndGet() > 0 ? 3 : 0))
                .build();
        ServerConnector connector = new ServerConnector(host);
        connector.setHost("127.0.0.1");
        host.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        BillingServlet servlet = BillingServlet.of(
                billing,
                URI.create("https://app.example"),
                request -> Optional.of(new SignedIn(ACME, true)),
                PageSettings.STANDARD
                        .supportedAt(URI.create("mailto:help@app.example"))
                        .leadingTo(Set.of("https://pay.example")));
        ServletHolder holder = new ServletHolder(servlet);
        BillingServlet.MAPPINGS.forEach(mapping -> context.addServlet(holder, mapping));
        context.addFilter(new FilterHolder(BillingServletTest::readForm), "/*", EnumSet.of(DispatcherType.REQUEST));
        host.setHandler(context);
        host.start();
        base = URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    /** A filter of the host that asks for a parameter, as some do to log or to find another method. */
    private static void readForm(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (((HttpServletRequest) request).getHeader(READ_BEFORE) != null) request.getParameter("_method");
        chain.doFilter(request, response);
    }

    @AfterEach
    void stop() throws Exception {
        host.stop();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(base.resolve(path));
    }

    @Test
    void whoever_the_host_signed_in_reads_and_is_no_operator_whatever_it_sends() throws Exception {
        assertThat(send(to("/api/billing/status")).statusCode()).isEqualTo(200);
        assertThat(send(to("/api/billing/events")).statusCode()).isEqualTo(401);
        for (String token : new String[] {"Bearer x", "Basic eDp5", "x"}) {
            HttpResponse<String> answer = send(to("/api/billing/events").header("Authorization", token));
            assertThat(answer.statusCode()).as(token).isIn(401, 403);
            assertThat(answer.body()).doesNotContain("\"events\"");
        }
    }

    @Test
    void a_link_that_works_once_still_works_after_its_head_was_asked_for() throws Exception {
        String opened = send(to("/api/billing/page-sessions")
                        .header("Origin", "https://app.example")
                        .POST(HttpRequest.BodyPublishers.noBody()))
                .body();
        String link = opened.replaceFirst("(?s).*(/billing/enter\\?ticket=[^\"]+).*", "$1");
        HttpResponse<String> head = send(to(link).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.statusCode()).as(opened).isEqualTo(303);
        assertThat(send(to(link)).headers().firstValue("Set-Cookie")).isPresent();
    }

    @Test
    void what_is_said_once_is_refused_where_it_comes_twice() throws Exception {
        List<String> once = new ArrayList<>(HeadFields.SINGLETONS);
        once.add("Stripe-Signature");
        for (String name : once) {
            HttpRequest.Builder twice =
                    to("/api/billing/status").header(name, "x").header(name, "x");
            HttpResponse<String> answer = send(twice);
            assertThat(answer.statusCode()).as(name).isEqualTo(400);
            assertThat(answer.body()).contains("repeated_header");
        }
    }

    @Test
    void a_browser_gets_a_session_with_its_page_and_calls_of_the_api_need_none() throws Exception {
        assertThat(send(to("/api/billing/status")).headers().firstValue("Set-Cookie"))
                .isEmpty();
        HttpRequest.Builder sync = to("/api/billing/sync").header("Origin", "https://app.example");
        HttpResponse<String> synced = send(sync.POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(synced.statusCode()).isEqualTo(200);
        assertThat(synced.headers().firstValue("Set-Cookie")).isEmpty();
        String page = send(to("/billing"))
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .replaceFirst(";.*", "");
        assertThat(send(to("/billing").header("Cookie", page)).headers().firstValue("Set-Cookie"))
                .isEmpty();
    }

    @Test
    void the_page_offers_the_hosts_contact_and_its_forms_may_lead_to_where_checkout_is() throws Exception {
        billing.startCheckout(ACME, Checkout.of("team").seats(5));
        HttpResponse<String> page = send(to("/billing?checkout=success"));
        assertThat(page.body()).contains("href=\"mailto:help@app.example\"");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .endsWith(
                        "form-action 'self' https://checkout.stripe.com https://billing.stripe.com https://pay.example");
    }

    @Test
    void a_page_that_is_loaded_in_a_loop_asks_the_host_so_often_and_no_more() throws Exception {
        sandbox.pay(billing.startCheckout(ACME, Checkout.of("team").seats(5)));
        billing.sync(ACME);
        askedForSeats.set(0);
        for (int i = 0; i < ProviderCalls.QUESTIONS_A_MINUTE + 5; i++)
            assertThat(send(to("/billing")).statusCode()).isEqualTo(200);
        assertThat(askedForSeats).hasValue(ProviderCalls.QUESTIONS_A_MINUTE);
    }

    /** Such a change costs its tenant nothing, so it must not cost the host anything. */
    @Test
    void changes_that_our_own_rules_refuse_never_have_the_host_asked() throws Exception {
        sandbox.pay(billing.startCheckout(ACME, Checkout.of("team").seats(5)));
        billing.sync(ACME);
        askedForSeats.set(0);
        for (int i = 0; i < 2 * ProviderCalls.A_MINUTE; i++)
            for (String body : List.of("{\"plan\":\"gold\"}", "{\"seats\":1000000000}"))
                assertThat(changed(body).statusCode()).as(body).isEqualTo(400);
        assertThat(askedForSeats).hasValue(0);

        assertThat(changed("{\"seats\":2}").statusCode()).as("three are in use").isEqualTo(409);
        assertThat(askedForSeats).hasValue(1);
    }

    private HttpResponse<String> changed(String body) throws Exception {
        return send(to("/api/billing/subscription")
                .header("Content-Type", "application/json")
                .header("Origin", "https://app.example")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void a_form_that_a_filter_of_the_host_has_read_is_taken_as_it_would_be_without_one() throws Exception {
        HttpResponse<String> page = send(to("/billing"));
        String token = page.body().replaceFirst("(?s).*name=\"csrf\" value=\"([^\"]+)\".*", "$1");
        String choice = "&plan=team&interval=month&seats=";
        for (boolean readBefore : new boolean[] {false, true}) {
            assertThat(form(page, readBefore, "/billing/checkout", "csrf=" + token + choice + "3"))
                    .isEqualTo(303);
            assertThat(form(page, readBefore, "/billing/checkout", "csrf=" + token + choice + "1"))
                    .isEqualTo(400);
            assertThat(form(page, readBefore, "/billing/checkout", "csrf=guess" + choice + "3"))
                    .isEqualTo(403);
            assertThat(form(page, readBefore, "/billing/checkout", choice + "3"))
                    .isEqualTo(403);
            assertThat(form(page, readBefore, "/billing/checkout?csrf=" + token + choice + "3", ""))
                    .isEqualTo(403);
        }
    }

    private int form(HttpResponse<String> page, boolean readBefore, String path, String fields) throws Exception {
        String cookie = page.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
        HttpRequest.Builder request = to(path).header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", "https://app.example")
                .header("Cookie", cookie)
                .POST(HttpRequest.BodyPublishers.ofString(fields));
        if (readBefore) request.header(READ_BEFORE, "yes");
        return send(request).statusCode();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/billing/webhook", "/api/billing/checkout", "/billing/checkout"})
    void a_body_in_chunks_has_the_same_bound_as_one_that_says_its_length(String path) throws Exception {
        String type = path.startsWith("/api") ? "application/json" : "application/x-www-form-urlencoded";
        HttpRequest.BodyPublisher inChunks =
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[TOO_MUCH]));
        HttpResponse<String> answer = send(to(path).header("Content-Type", type)
                .header("Origin", "https://app.example")
                .POST(inChunks));

        assertThat(answer.statusCode()).isEqualTo(413);
    }
}

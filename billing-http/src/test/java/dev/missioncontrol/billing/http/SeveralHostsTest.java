package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page in an application that has two nodes, behind a balancer that sends each request to another one. */
class SeveralHostsTest {
    private static final String ORIGIN = "https://app.example";

    private static final String OF_THE_VERSION_BEFORE = "__Host-billing=" + "a".repeat(43);

    private final ACountingStore store = new ACountingStore();
    private final HttpClient http = HttpClient.newHttpClient();
    private AHost first;
    private AHost second;

    @BeforeEach
    void start() throws Exception {
        first = new AHost(store);
        second = new AHost(store);
    }

    @AfterEach
    void stop() throws Exception {
        first.jetty.stop();
        second.jetty.stop();
    }

    private static final class ACountingStore implements BillingStore {
        final BillingStore inner = new InMemoryBillingStore();
        final AtomicInteger transactions = new AtomicInteger();

        @Override
        public <T> T inTransaction(Function<BillingTransaction, T> work) {
            transactions.incrementAndGet();
            return inner.inTransaction(work);
        }

        @Override
        public void follow(InstantSource clock) {
            inner.follow(clock);
        }
    }

    /** A node of the application: who is signed in says a header here, a tenant and then what may be done. */
    private static final class AHost {
        final Server jetty = new Server();
        final SandboxPaymentProvider sandbox = SandboxPaymentProvider.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
        final URI base;

        AHost(BillingStore store) throws Exception {
            Billing billing = Billing.builder()
                    .catalog(DefaultCatalog.withPlaceholderPrices())
                    .provider(sandbox)
                    .store(store)
                    .clock(sandbox.clock())
                    .build();
            ServerConnector connector = new ServerConnector(jetty);
            connector.setHost("127.0.0.1");
            jetty.addConnector(connector);
            ServletContextHandler context = new ServletContextHandler("/");
            BillingServlet servlet = BillingServlet.of(
                    billing,
                    URI.create(ORIGIN),
                    request -> Optional.ofNullable(request.getHeader("Login"))
                            .map(login -> login.split(" "))
                            .map(login -> new SignedIn(new TenantId(login[0]), login[1].equals("manage"))));
            ServletHolder holder = new ServletHolder(servlet);
            BillingServlet.MAPPINGS.forEach(mapping -> context.addServlet(holder, mapping));
            jetty.setHandler(context);
            jetty.start();
            base = URI.create("http://127.0.0.1:" + connector.getLocalPort());
        }
    }

    private HttpResponse<String> get(AHost host, String path, String login, String cookie) throws Exception {
        return send(HttpRequest.newBuilder(host.base.resolve(path)).GET(), login, cookie);
    }

    private HttpResponse<String> form(AHost host, String login, String cookie, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(host.base.resolve("/billing/sync"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", ORIGIN)
                .POST(HttpRequest.BodyPublishers.ofString("csrf=" + token));
        return send(request, login, cookie);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String login, String cookie) throws Exception {
        request.header("Login", login).timeout(Duration.ofSeconds(10));
        if (!cookie.isEmpty()) request.header("Cookie", cookie);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static Optional<String> cookie(HttpResponse<String> answer) {
        return answer.headers().firstValue("Set-Cookie").map(set -> set.replaceFirst(";.*", ""));
    }

    private static String token(HttpResponse<String> page) {
        return page.body().replaceFirst("(?s).*name=\"csrf\" value=\"([^\"]+)\".*", "$1");
    }

    @Test
    void a_form_of_one_nodes_page_is_taken_by_the_other_and_after_a_restart() throws Exception {
        HttpResponse<String> page = get(first, "/billing", "acme manage", "");
        String cookie = cookie(page).orElseThrow();
        assertThat(form(second, "acme manage", cookie, token(page)).statusCode())
                .isEqualTo(303);
        HttpResponse<String> again = get(second, "/billing", "acme manage", cookie);
        assertThat(cookie(again)).as("a cookie in place of the first one").isEmpty();
        assertThat(token(again)).isEqualTo(token(page));
        first.jetty.stop();
        first = new AHost(store);
        assertThat(form(first, "acme manage", cookie, token(page)).statusCode()).isEqualTo(303);
    }

    @Test
    void a_form_counts_for_the_browser_the_tenant_and_the_rights_that_it_was_made_for() throws Exception {
        HttpResponse<String> page = get(first, "/billing", "acme manage", "");
        String cookie = cookie(page).orElseThrow();
        String token = token(page);
        String other = cookie(get(second, "/billing", "acme manage", "")).orElseThrow();
        assertThat(form(second, "acme manage", other, token).statusCode())
                .as("with another browser's cookie")
                .isEqualTo(403);
        assertThat(form(second, "acme manage", "", token).statusCode())
                .as("without any")
                .isEqualTo(403);
        assertThat(form(second, "acme manage", "__Host-billing=", token).statusCode())
                .as("with an empty one")
                .isEqualTo(403);
        assertThat(form(second, "globex manage", cookie, token).statusCode())
                .as("as another tenant")
                .isEqualTo(403);
        assertThat(form(second, "acme read", cookie, token).statusCode())
                .as("as somebody with other rights")
                .isEqualTo(403);
    }

    private String enter(AHost host) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(first.base.resolve("/api/billing/page-sessions"))
                .header("Content-Type", "application/json")
                .header("Origin", ORIGIN)
                .POST(HttpRequest.BodyPublishers.ofString("{\"locale\":\"de\"}"));
        String ticket = send(request, "acme manage", "").body().replaceFirst("(?s).*\"ticket\":\"([^\"]+)\".*", "$1");
        HttpResponse<String> entered = get(host, "/billing/enter?ticket=" + ticket, "acme manage", "");
        assertThat(entered.statusCode()).as(entered.body()).isEqualTo(303);
        return cookie(entered).orElseThrow();
    }

    @Test
    void a_language_that_an_address_was_asked_for_in_is_read_on_the_other_node_too() throws Exception {
        HttpResponse<String> page = get(first, "/billing", "acme manage", enter(second));
        assertThat(page.body()).contains("<html lang=\"de\"");
        assertThat(cookie(page)).isEmpty();
    }

    @Test
    void no_cookie_costs_a_call_of_the_api_anything() throws Exception {
        for (String cookie : new String[] {"", OF_THE_VERSION_BEFORE, enter(first)}) {
            int before = store.transactions.get();
            HttpResponse<String> status = get(first, "/api/billing/status", "acme manage", cookie);
            assertThat(status.statusCode()).isEqualTo(200);
            assertThat(cookie(status)).isEmpty();
            assertThat(store.transactions.get() - before).as("with " + cookie).isEqualTo(1);
        }
    }

    @Test
    void a_cookie_that_is_looked_for_in_vain_is_replaced_with_the_page_and_nothing_is_looked_for_any_more()
            throws Exception {
        HttpResponse<String> page = get(first, "/billing", "acme manage", OF_THE_VERSION_BEFORE);
        String cookie = cookie(page).orElseThrow();
        assertThat(form(second, "acme manage", cookie, token(page)).statusCode())
                .isEqualTo(303);
        int before = store.transactions.get();
        HttpResponse<String> again = get(second, "/billing", "acme manage", cookie);
        assertThat(cookie(again)).isEmpty();
        int known = store.transactions.get() - before;
        get(second, "/billing", "acme manage", OF_THE_VERSION_BEFORE);
        assertThat(store.transactions.get() - before - known)
                .as("the look for a session alone")
                .isEqualTo(known + 1);
    }

    @Test
    void a_page_that_is_open_when_its_session_ends_keeps_its_forms() throws Exception {
        String cookie = enter(first);
        HttpResponse<String> page = get(first, "/billing", "acme manage", cookie);
        first.sandbox.advance(PageSessions.LASTS);
        HttpResponse<String> part = get(second, "/billing/parts/history", "acme manage", cookie);
        assertThat(part.statusCode()).isEqualTo(200);
        assertThat(cookie(part)).isEmpty();
        HttpResponse<String> sent = form(second, "acme manage", cookie, token(page));
        assertThat(sent.statusCode()).isEqualTo(303);
        assertThat(cookie(sent)).isEmpty();
        assertThat(cookie(get(second, "/billing", "acme manage", cookie))).isPresent();
    }
}

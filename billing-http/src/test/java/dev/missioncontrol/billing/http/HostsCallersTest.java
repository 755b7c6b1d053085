package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call the API of a host that signs people in: its programs with its tokens, its own front ends, and no other site. */
class HostsCallersTest {
    private static final String[] COMMANDS = {"/api/billing/sync", "/api/billing/checkout", "/api/billing/page-sessions"
    };
    private static final String FRONT_END = "https://front.example";

    private final SandboxPaymentProvider sandbox =
            SandboxPaymentProvider.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final Billing billing = Billing.builder()
            .catalog(DefaultCatalog.withPlaceholderPrices())
            .provider(sandbox)
            .store(new InMemoryBillingStore())
            .clock(sandbox.clock())
            .build();
    private AHost host;

    @BeforeEach
    void start() throws Exception {
        host = new AHost(billing, HostsCallersTest::who, PageSettings.STANDARD.calledFrom(Set.of(FRONT_END)));
    }

    @AfterEach
    void stop() throws Exception {
        host.close();
    }

    /** A host that takes its tokens, what a browser keeps of HTTP basic, its session's cookie, and a certificate of the connection. */
    private static Optional<SignedIn> who(HttpServletRequest request) {
        boolean cookie =
                Optional.ofNullable(request.getHeader("Cookie")).orElse("").contains("session=anna");
        boolean known = cookie || request.getHeader("Authorization") != null || request.getHeader("Certified") != null;
        return Optional.of(new SignedIn(new TenantId("acme"), true)).filter(anna -> known);
    }

    private HttpResponse<String> post(String path, String... headers) throws Exception {
        String body = path.endsWith("checkout") ? "{\"plan\":\"pro\"}" : "{}";
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        return host.post(path, body, all);
    }

    @Test
    void a_program_with_a_token_of_the_hosts_needs_no_origin() throws Exception {
        for (String path : COMMANDS) {
            assertThat(post(path, "Authorization", "Bearer of-the-host").statusCode())
                    .as(path)
                    .isBetween(200, 201);
            assertThat(post(path, "Authorization", "bearer  of-the-host").statusCode())
                    .as(path)
                    .isBetween(200, 201);
        }
    }

    @Test
    void a_front_end_that_is_listed_calls_with_a_cookie_or_a_token() throws Exception {
        for (String path : COMMANDS) {
            assertThat(post(path, "Origin", FRONT_END, "Cookie", "session=anna").statusCode())
                    .as(path)
                    .isBetween(200, 201);
            assertThat(post(path, "Origin", FRONT_END, "Authorization", "Bearer of-the-host")
                            .statusCode())
                    .as(path)
                    .isBetween(200, 201);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cookie: session=anna",
                "Authorization: Basic YW5uYTpzZWNyZXQ=",
                "Authorization: Negotiate YIIJvw",
                "Authorization: Bearer",
                "Authorization: Basic Bearer x",
                "Certified: yes",
                "Authorization: Bearer x | Cookie: session=anna",
                "Authorization: Bearer x | Cookie: unrelated=1",
                "Authorization: Bearer x | Sec-Fetch-Site: cross-site",
                "Authorization: Bearer x | Sec-Fetch-Site: none",
                "Authorization: Bearer x | Origin: null",
                "Authorization: Bearer x | Origin: https://evil.example",
                "Cookie: session=anna | Origin: https://evil.example",
                "Cookie: session=anna | Origin: null",
                "Cookie: session=anna | Origin: https://front.example.evil.example",
                "Cookie: session=anna | Origin: http://front.example",
                "Cookie: session=anna | Origin: https://front.example:8443",
                "Cookie: session=anna | Origin: HTTPS://front.example",
                "Cookie: session=anna | Referer: https://app.example/billing",
                "Cookie: session=anna | Sec-Fetch-Site: same-origin"
            })
    void what_a_browser_sends_along_by_itself_acts_for_no_other_site(String heads) throws Exception {
        String[] headers = heads.split(" \\| |: ");
        for (String path : COMMANDS) {
            HttpResponse<String> answer = post(path, headers);
            assertThat(answer.statusCode()).as(path + " " + heads).isEqualTo(403);
            assertThat(answer.body()).contains("foreign_origin");
        }
    }

    @Test
    void who_says_nothing_of_it_is_told_what_to_send() throws Exception {
        HttpResponse<String> answer = post("/api/billing/sync", "Cookie", "session=anna");
        assertThat(Description.held("post", "/api/billing/sync", 403, answer)
                        .path("detail")
                        .textValue())
                .contains("Origin: https://app.example", "Authorization: Bearer");
        assertThat(post("/api/billing/sync", "Cookie", "session=anna", "Origin", AHost.ORIGIN)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_page_of_the_hosts_own_takes_forms_from_itself_alone() throws Exception {
        HttpResponse<String> answer = host.post(
                "/billing/checkout",
                "plan=pro",
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Cookie",
                "session=anna",
                "Origin",
                FRONT_END);
        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void without_a_token_of_the_hosts_nobody_is_known() throws Exception {
        assertThat(post("/api/billing/sync").statusCode()).isEqualTo(401);
        assertThat(post("/api/billing/sync", "Origin", AHost.ORIGIN).statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "null",
                "https://*.example",
                "https://front.example/",
                "http://front.example",
                "http://localhost:*",
                ""
            })
    void only_origins_are_listed_as_browsers_send_them(String origin) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PageSettings.STANDARD.calledFrom(Set.of(origin)))
                .withMessageContaining("https://app.example");
        assertThat(PageSettings.STANDARD
                        .calledFrom(Set.of("http://localhost:3000"))
                        .callers())
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop.example",
                "https://shop.example/app",
                "https://anna@shop.example",
                "https://shop.example?a=b",
                "https://shop.example#a",
                "ftp://shop.example",
                "https:shop.example",
                "/billing"
            })
    void an_address_that_no_application_is_called_by_is_refused(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BillingServlet.of(billing, URI.create(address), HostsCallersTest::who))
                .withMessageContaining("https://shop.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://shop.example", "https://shop.example/", "http://localhost:8080", "http://my_shop:8080"})
    void addresses_that_applications_are_called_by_are_taken(String address) {
        assertThat(BillingServlet.of(billing, URI.create(address), HostsCallersTest::who))
                .isNotNull();
    }
}

package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Explanation;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's console: who gets in, what they may do, and what they leave behind. */
class ConsoleTest {
    private static final String SESSIONS = "/api/billing/console-sessions";
    private static final String READER = "Bearer acme console";
    private static final String ACTOR = "Bearer acme console_act";
    private static final String ACT = "{\"act\":true}";
    private static final TenantId ACME = new TenantId("acme");
    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    private ARunningServer running = new ARunningServer();

    @AfterEach
    void stop() {
        running.close();
    }

    private void restart(ConsoleMode mode) {
        running.close();
        running = new ARunningServer(URI.create("https://billing.example"), mode);
    }

    private String address(String token, String body) {
        JsonNode answer =
                LiveAnswersTest.held("post", SESSIONS, 201, running.post(SESSIONS, body, "Authorization", token));
        URI url = URI.create(answer.path("url").textValue());
        assertThat(url.getHost()).isEqualTo("billing.example");
        return url.getPath() + "?" + url.getQuery();
    }

    private String signIn(String token, String body) {
        HttpResponse<String> entered = running.get(address(token, body));
        assertThat(entered.statusCode()).isEqualTo(303);
        String cookie = entered.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie)
                .contains("Secure", "HttpOnly", "SameSite=Lax", "Path=/")
                .startsWith("__Host-billing-console=");
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private HttpResponse<String> page(String path, String cookie) {
        return running.get(path, "Cookie", cookie, "Accept", "text/html");
    }

    private static String csrf(String page) {
        Matcher found = CSRF.matcher(page);
        assertThat(found.find()).as(page).isTrue();
        return found.group(1);
    }

    private HttpResponse<String> form(String path, String cookie, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return running.send(HttpRequest.newBuilder(running.base.resolve(path))
                .header("Cookie", cookie)
                .header("Accept", "text/html")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private void buy() {
        running.sandbox.pay(
                running.billing.startCheckout(ACME, Checkout.of("team").seats(3)));
        running.billing.sync(ACME);
        running.sandbox.advance(Duration.ofMinutes(1));
        running.billing.runDue();
    }

    private List<String> operatorsRules() {
        return running.billing.operations().explain(ACME).timeline().stream()
                .filter(Explanation.Entry.Decision.class::isInstance)
                .map(entry -> ((Explanation.Entry.Decision) entry).entry())
                .filter(entry -> entry.actor().equals("operator"))
                .map(AuditEntry::rule)
                .toList();
    }

    @Test
    void it_is_not_there_unless_it_is_turned_on() {
        restart(ConsoleMode.OFF);
        assertThat(running.server.routes()).noneMatch(route -> route.contains("console"));
        assertThat(running.get("/console").statusCode()).isEqualTo(404);
        assertThat(running.post(SESSIONS, "", "Authorization", ACTOR).statusCode())
                .isEqualTo(404);
        assertThat(running.get("/api/billing/console/overview", "Authorization", ACTOR)
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"read", "manage", "operator"})
    void no_other_scope_opens_it(String scope) {
        String token = "Bearer acme " + scope;
        LiveAnswersTest.held("post", SESSIONS, 403, running.post(SESSIONS, "", "Authorization", token));
        for (String view : List.of("overview", "tenants", "tenant", "events", "event")) {
            String path = "/api/billing/console/" + view;
            LiveAnswersTest.held("get", path, 403, running.get(path, "Authorization", token));
            LiveAnswersTest.held("get", path, 401, running.get(path));
        }
    }

    @Test
    void the_consoles_scopes_open_nothing_of_a_tenant() {
        for (String token : List.of(READER, ACTOR))
            assertThat(running.get("/api/billing/status", "Authorization", token)
                            .statusCode())
                    .isEqualTo(403);
    }

    @Test
    void the_url_works_once_and_for_a_minute() {
        String address = address(READER, "");
        assertThat(running.get(address).statusCode()).isEqualTo(303);
        assertThat(running.get(address).statusCode()).isEqualTo(403);
        String late = address(READER, "");
        running.sandbox.advance(Sessions.TICKET_LASTS);
        assertThat(running.get(late).statusCode()).isEqualTo(403);
    }

    @Test
    void a_browser_stays_signed_in_for_twenty_minutes_and_until_it_signs_out() {
        String cookie = signIn(READER, "");
        String page = page("/console", cookie).body();
        running.sandbox.advance(ConsoleSessions.LASTS.minusSeconds(1));
        assertThat(page("/console", cookie).statusCode()).isEqualTo(200);
        running.sandbox.advance(Duration.ofSeconds(1));
        assertThat(page("/console", cookie).statusCode()).isEqualTo(401);
        String other = signIn(READER, "");
        assertThat(form("/console/leave", other, Map.of("csrf", csrf(page))).statusCode())
                .isEqualTo(403);
        form(
                "/console/leave",
                other,
                Map.of("csrf", csrf(page("/console", other).body())));
        assertThat(page("/console", other).statusCode()).isEqualTo(401);
    }

    @Test
    void the_billing_pages_cookie_is_none_of_the_consoles() {
        String cookie = signIn(READER, "");
        String value = cookie.substring(cookie.indexOf('=') + 1);
        assertThat(page("/billing", "__Host-billing=" + value).statusCode()).isNotEqualTo(200);
        assertThat(page("/console/tenants", "__Host-billing=" + value).statusCode())
                .isEqualTo(401);
    }

    @Test
    void who_only_looks_is_shown_no_form_and_none_is_taken() {
        buy();
        String cookie = signIn(ACTOR, "");
        String page = page("/console/tenant?id=acme", cookie).body();
        assertThat(page).contains("Read only").doesNotContain("/console/refresh");
        Map<String, String> fields = Map.of("csrf", csrf(page), "tenant", "acme", "reason", "why");
        assertThat(form("/console/refresh", cookie, fields).statusCode()).isEqualTo(403);
        assertThat(operatorsRules()).isEmpty();
    }

    @Test
    void acting_needs_the_scope_and_the_mode() {
        assertThat(LiveAnswersTest.held("post", SESSIONS, 403, running.post(SESSIONS, ACT, "Authorization", READER))
                        .path("code")
                        .textValue())
                .isEqualTo("missing_scope");
        restart(ConsoleMode.READ);
        assertThat(LiveAnswersTest.held("post", SESSIONS, 403, running.post(SESSIONS, ACT, "Authorization", ACTOR))
                        .path("code")
                        .textValue())
                .isEqualTo("console_read_only");
        signIn(ACTOR, "");
        LiveAnswersTest.held("post", SESSIONS, 400, running.post(SESSIONS, "{\"act\":1}", "Authorization", ACTOR));
        LiveAnswersTest.held("post", SESSIONS, 400, running.post(SESSIONS, "{\"who\":\"me\"}", "Authorization", ACTOR));
    }

    @Test
    void a_refresh_leaves_who_asked_and_why_and_needs_a_reason_and_the_pages_own_form() {
        buy();
        String cookie = signIn(ACTOR, ACT);
        String token = csrf(page("/console/tenant?id=acme", cookie).body());
        Map<String, String> why = Map.of("csrf", token, "tenant", "acme", "reason", "they called");
        assertThat(form("/console/refresh", cookie, Map.of("csrf", "x", "tenant", "acme", "reason", "r"))
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> unsaid =
                form("/console/refresh", cookie, Map.of("csrf", token, "tenant", "acme", "reason", " "));
        assertThat(unsaid.statusCode()).isEqualTo(400);
        assertThat(unsaid.body()).contains("aria-invalid=\"true\"", "Say why");
        assertThat(operatorsRules()).isEmpty();
        HttpResponse<String> done = form("/console/refresh", cookie, why);
        assertThat(done.statusCode()).as(done.body()).isEqualTo(303);
        assertThat(done.headers().firstValue("Location")).contains("/console/tenant?id=acme&done=refreshed");
        assertThat(operatorsRules()).containsExactly("a refresh was asked for by anna: they called");
        assertThat(page("/console/tenant?id=acme&done=refreshed", cookie).body())
                .contains("a refresh was asked for by anna: they called");
    }

    @Test
    void another_sites_form_is_refused() {
        String cookie = signIn(ACTOR, ACT);
        String token = csrf(page("/console", cookie).body());
        HttpResponse<String> answer = running.send(HttpRequest.newBuilder(running.base.resolve("/console/refresh"))
                .header("Cookie", cookie)
                .header("Origin", "null")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("tenant=acme&reason=x&csrf=" + token)));
        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void binding_says_beside_the_field_what_is_wrong() {
        buy();
        String customer = running.billing
                .operations()
                .explain(ACME)
                .customer()
                .orElseThrow()
                .customer()
                .value();
        String cookie = signIn(ACTOR, ACT);
        String token = csrf(page("/console/tenant?id=globex", cookie).body());
        HttpResponse<String> taken = form(
                "/console/bind",
                cookie,
                Map.of("csrf", token, "tenant", "globex", "customer", customer, "reason", "r", "event", ""));
        assertThat(taken.statusCode()).isEqualTo(409);
        assertThat(taken.body()).contains("This customer is bound to acme already.", "bind-customer-error");
    }

    @Test
    void views_are_what_the_description_says() {
        buy();
        JsonNode overview = LiveAnswersTest.held(
                "get",
                "/api/billing/console/overview",
                200,
                running.get("/api/billing/console/overview?days=30", "Authorization", READER));
        assertThat(overview.at("/days/0/plan").textValue()).isEqualTo("team");
        assertThat(overview.at("/days/0/revenue/currency").textValue()).isEqualTo("usd");
        JsonNode tenants = LiveAnswersTest.held(
                "get",
                "/api/billing/console/tenants",
                200,
                running.get("/api/billing/console/tenants?q=ac&plan=team", "Authorization", READER));
        assertThat(tenants.at("/tenants/0/has/seats").intValue()).isEqualTo(3);
        JsonNode tenant = LiveAnswersTest.held(
                "get",
                "/api/billing/console/tenant",
                200,
                running.get("/api/billing/console/tenant?id=acme", "Authorization", READER));
        assertThat(tenant.at("/why/0").textValue()).startsWith("The plan is team because");
        JsonNode events = LiveAnswersTest.held(
                "get",
                "/api/billing/console/events",
                200,
                running.get("/api/billing/console/events?outcome=dead", "Authorization", READER));
        assertThat(events.path("events")).isEmpty();
        for (String odd : List.of(
                "overview?days=0", "overview?days=x", "tenants?status=x", "tenant?id=", "events?outcome=applied"))
            LiveAnswersTest.held(
                    "get",
                    "/api/billing/console/" + odd.substring(0, odd.indexOf('?')),
                    400,
                    running.get("/api/billing/console/" + odd, "Authorization", READER));
        LiveAnswersTest.held(
                "get",
                "/api/billing/console/event",
                404,
                running.get("/api/billing/console/event?id=evt_nobody", "Authorization", READER));
    }

    @Test
    void an_event_is_shown_with_its_payload_and_replayed_for_a_reason() {
        running.sandbox.pay(running.billing.startCheckout(ACME, Checkout.of("pro")));
        running.events
                .keySet()
                .forEach(id -> running.post("/api/billing/webhook", id.value(), "Stripe-Signature", "right"));
        running.billing.runDue();
        String id = running.billing.operations().explain(ACME).timeline().stream()
                .filter(Explanation.Entry.Event.class::isInstance)
                .map(entry -> ((Explanation.Entry.Event) entry).event().id().value())
                .findFirst()
                .orElseThrow();
        LiveAnswersTest.held(
                "get",
                "/api/billing/console/event",
                200,
                running.get("/api/billing/console/event?id=" + id, "Authorization", READER));
        String cookie = signIn(ACTOR, ACT);
        HttpResponse<String> page = page("/console/event?id=" + id, cookie);
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        assertThat(page.body()).contains("/console/tenant?id=acme");
    }

    @Test
    void hostile_searches_are_shown_as_text_and_find_nothing() {
        String cookie = signIn(READER, "");
        String hostile = URLEncoder.encode("\"><script>alert(1)</script>", StandardCharsets.UTF_8);
        HttpResponse<String> page = page("/console/tenants?q=" + hostile, cookie);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("<script>alert").contains("No tenant fits");
        for (String path : List.of("/console", "/console/tenants", "/console/inbox", "/console/tenant?id=nobody"))
            assertThat(page(path, cookie).statusCode()).as(path).isEqualTo(200);
    }

    @Test
    void its_files_are_served_and_no_others() {
        for (String name : List.of("console.css", "console.js", "billing.css", "uPlot.iife.min.js", "uPlot.min.css"))
            assertThat(running.get("/console/assets/" + name).statusCode())
                    .as(name)
                    .isEqualTo(200);
        assertThat(running.get("/console/assets/uPlot.cjs.js").statusCode()).isEqualTo(404);
    }
}

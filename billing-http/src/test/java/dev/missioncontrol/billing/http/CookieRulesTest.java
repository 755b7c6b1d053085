package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page's cookie acts for its own page and for nobody else's. */
class CookieRulesTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    private static String cookie(ARunningServer running) {
        String ticket = running.postAsManager("/api/billing/page-sessions", "")
                .body()
                .replaceFirst("(?s).*(/billing/enter\\?ticket=[^\"]+).*", "$1");
        HttpResponse<String> entered = running.get(ticket);
        assertThat(entered.statusCode()).isEqualTo(303);
        assertThat(running.get(ticket).statusCode()).as("a second time").isEqualTo(403);
        return entered.headers().firstValue("Set-Cookie").orElseThrow();
    }

    private static String form(ARunningServer running, String cookie) {
        return running.get("/billing", "Cookie", cookie)
                .body()
                .replaceFirst("(?s).*name=\"csrf\" value=\"([^\"]+)\".*", "csrf=$1");
    }

    @Test
    void over_https_it_is_for_this_host_alone_and_for_no_script() {
        try (ARunningServer running = new ARunningServer()) {
            assertThat(cookie(running))
                    .startsWith("__Host-billing=")
                    .contains("; HttpOnly", "; Secure", "; SameSite=Lax", "; Path=/")
                    .doesNotContainIgnoringCase("domain=");
        }
    }

    @Test
    void over_plain_http_it_is_all_of_that_but_secure() {
        try (ARunningServer running = new ARunningServer(URI.create("http://127.0.0.1:8080"))) {
            assertThat(cookie(running))
                    .startsWith("billing=")
                    .contains("; HttpOnly", "; SameSite=Lax", "; Path=/")
                    .doesNotContain("Secure");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://billing.example,200",
        ",403",
        "null,403",
        "http://billing.example,403",
        "https://billing.example:8443,403",
        "https://billing.example.evil.example,403",
        "https://evil.example,403",
        "https://shop.example,403"
    })
    void a_call_with_it_must_come_from_our_own_page(String origin, int status) {
        try (ARunningServer running = new ARunningServer()) {
            String cookie = cookie(running).replaceFirst(";.*", "");
            String[] headers = origin == null
                    ? new String[] {"Cookie", cookie}
                    : new String[] {"Cookie", cookie, "Origin", origin};
            assertThat(running.post("/api/billing/sync", "", headers).statusCode())
                    .isEqualTo(status);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://billing.example,true,303",
        ",true,303",
        "https://billing.example,false,403",
        "null,true,403",
        "https://evil.example,true,403",
        "https://shop.example,true,403"
    })
    void a_form_needs_its_token_and_no_foreign_origin(String origin, boolean token, int status) {
        try (ARunningServer running = new ARunningServer()) {
            String cookie = cookie(running).replaceFirst(";.*", "");
            String body = token ? form(running, cookie) : "csrf=guess";
            String[] headers = origin == null
                    ? new String[] {"Cookie", cookie, "Content-Type", FORM}
                    : new String[] {"Cookie", cookie, "Content-Type", FORM, "Origin", origin};
            assertThat(running.send("POST", "/billing/sync", body, headers).statusCode())
                    .isEqualTo(status);
        }
    }

    /** Or somebody who is no longer of the application would stay for ever, an hour at a time. */
    @Test
    void a_page_opens_no_other_page() {
        try (ARunningServer running = new ARunningServer()) {
            String path = "/api/billing/page-sessions";
            String cookie = cookie(running).replaceFirst(";.*", "");
            assertThat(running.post(path, "", "Cookie", cookie, "Origin", "https://billing.example")
                            .statusCode())
                    .isEqualTo(401);
            String ticket =
                    running.postAsManager(path, "").body().replaceFirst("(?s).*\"ticket\":\"([^\"]+)\".*", "$1");
            String embedded = running.post("/billing/embed", "{\"ticket\":\"" + ticket + "\"}")
                    .body()
                    .replaceFirst("(?s).*\"token\":\"([^\"]+)\".*", "Bearer $1");
            assertThat(running.post("/api/billing/sync", "", "Authorization", embedded)
                            .statusCode())
                    .isEqualTo(200);
            HttpResponse<String> refused = running.post(path, "", "Authorization", embedded);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).contains("unauthenticated");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://Billing.example:443/,https://billing.example",
        "http://LOCALHOST:80,http://localhost",
        "https://billing.example:8443,https://billing.example:8443"
    })
    void our_own_page_is_known_however_a_host_writes_what_it_is_called(String called, String origin) {
        try (ARunningServer running = new ARunningServer(URI.create(called))) {
            String cookie = cookie(running).replaceFirst(";.*", "");
            assertThat(running.post("/api/billing/sync", "", "Cookie", cookie, "Origin", origin)
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void who_signs_out_takes_it_back_by_the_same_name_and_attributes() {
        try (ARunningServer running = new ARunningServer()) {
            String cookie = cookie(running).replaceFirst(";.*", "");
            HttpResponse<String> out = running.send(
                    "POST", "/billing/logout", form(running, cookie), "Cookie", cookie, "Content-Type", FORM);
            assertThat(out.headers().firstValue("Set-Cookie").orElseThrow())
                    .startsWith("__Host-billing=;")
                    .contains("; Secure", "; HttpOnly", "; Path=/", "; Expires=Thu, 01 Jan 1970");
            assertThat(running.get("/billing", "Cookie", cookie, "Accept", "application/json")
                            .statusCode())
                    .as("also here it is over")
                    .isIn(303, 401);
        }
    }
}

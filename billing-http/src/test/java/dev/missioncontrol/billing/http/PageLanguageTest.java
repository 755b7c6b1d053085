package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which language a reader gets the page: the host's choice, else the browser's. */
class PageLanguageTest {
    private static final String[] HTML = {"Accept", "text/html"};
    private static ARunningServer running;

    @BeforeAll
    static void start() {
        running = new ARunningServer();
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    private static String cookie(String body) {
        String ticket = running.postAsManager("/api/billing/page-sessions", body)
                .body()
                .replaceFirst("(?s).*(/billing/enter\\?ticket=[^\"]+).*", "$1");
        return running.get(ticket)
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .replaceFirst(";.*", "");
    }

    private static HttpResponse<String> page(String cookie, String accepted) {
        return running.get("/billing", "Cookie", cookie, "Accept-Language", accepted);
    }

    @ParameterizedTest
    @CsvSource({
        "'',de-AT,de-AT",
        "'',fr,en",
        "'{\"locale\":\"de\"}',en-GB,de",
        "'{\"locale\":\"en-GB\"}',de,en-GB",
        "'{\"locale\":\"en-DE\"}',de,en-GB",
        "'{\"locale\":\"fr-FR\"}',de,en",
        "'{\"locale\":null}',de,de"
    })
    void the_hosts_choice_goes_before_the_browsers(String body, String accepted, String lang) {
        HttpResponse<String> page = page(cookie(body), accepted);
        assertThat(page.body()).contains("<html lang=\"" + lang + "\">");
        assertThat(page.headers().allValues("Vary")).contains("Accept-Language");
    }

    @Test
    void a_locale_that_is_none_is_refused_by_name() {
        assertRefused("de_DE!");
    }

    @Test
    void a_locale_longer_than_any_in_use_is_refused_by_name() {
        assertRefused("en" + "-x-abcdefgh".repeat(7));
        assertRefused("x" + "-abcdefgh".repeat(800));
    }

    private static void assertRefused(String locale) {
        HttpResponse<String> answer =
                running.postAsManager("/api/billing/page-sessions", "{\"locale\":\"" + locale + "\"}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":\"malformed_locale\"", "\"field\":\"locale\"");
    }

    @Test
    void what_went_wrong_is_said_in_the_readers_language_too() {
        HttpResponse<String> gone = running.get("/billing/enter?ticket=x", "Accept-Language", "de", HTML[0], HTML[1]);
        assertThat(gone.statusCode()).isEqualTo(403);
        assertThat(gone.body()).contains("<html lang=\"de\">", "Nicht erlaubt", "Dieser Link gilt nur einmal");
        assertThat(gone.headers().allValues("Vary")).contains("Accept-Language");
    }

    @Test
    void a_field_that_is_wrong_is_explained_in_the_readers_language_and_to_programs_in_english() {
        String cookie = cookie("{\"locale\":\"de\"}");
        String csrf = page(cookie, "en").body().replaceFirst("(?s).*name=\"csrf\" value=\"([^\"]+)\".*", "csrf=$1");
        HttpResponse<String> shown = running.send(
                "POST",
                "/billing/checkout",
                csrf + "&plan=team&interval=month&seats=1",
                "Cookie",
                cookie,
                "Content-Type",
                "application/x-www-form-urlencoded");
        assertThat(shown.statusCode()).isEqualTo(400);
        assertThat(shown.body()).contains("Team gibt es ab 2 Plätzen.");
        HttpResponse<String> api = running.postAsManager(
                "/api/billing/checkout", "{\"plan\":\"team\",\"seats\":1}", "Accept-Language", "de");
        assertThat(api.body()).contains("Team has at least 2 seats");
    }
}

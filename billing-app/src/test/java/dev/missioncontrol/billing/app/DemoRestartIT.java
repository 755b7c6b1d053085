package dev.missioncontrol.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A demo whose data are kept goes on after a restart where it stood. */
class DemoRestartIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    @TempDir
    Path folder;

    private Demo started() {
        return Demo.start(Map.of("BILLING_PORT", "0", "DATABASE_URL", "jdbc:h2:file:" + folder.resolve("billing")));
    }

    @Test
    void what_was_bought_can_be_managed_after_a_restart() throws Exception {
        try (Demo demo = started()) {
            URI page = redirect(demo, "/api/billing/checkout", "{\"plan\":\"team\",\"seats\":5}");
            press(page, "pay");
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(status(demo).path("plan").asText()).isEqualTo("team"));
            assertThat(status(demo).path("provisional").asBoolean()).isFalse();
        }
        try (Demo demo = started()) {
            assertThat(post(demo, "/api/billing/sync", "").statusCode()).isEqualTo(200);
            assertThat(status(demo).path("plan").asText()).isEqualTo("team");
            assertThat(status(demo).path("seats").asInt()).isEqualTo(5);
            assertThat(post(demo, "/api/billing/checkout", "{\"plan\":\"pro\"}").statusCode())
                    .isEqualTo(409);
            press(redirect(demo, "/api/billing/portal", "{}"), "cancel");
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(status(demo).path("cancelAt").isTextual())
                                    .isTrue());
        }
        try (Demo demo = started()) {
            assertThat(status(demo).path("cancelAt").isTextual()).isTrue();
            press(redirect(demo, "/api/billing/portal", "{}"), "resume");
            Awaitility.await()
                    .untilAsserted(() ->
                            assertThat(status(demo).path("cancelAt").isNull()).isTrue());
        }
    }

    private static JsonNode status(Demo demo) throws Exception {
        return JSON.readTree(send(as(demo, "/api/billing/status")).body());
    }

    private static URI redirect(Demo demo, String path, String body) throws Exception {
        HttpResponse<String> answer = post(demo, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return URI.create(JSON.readTree(answer.body()).path("url").asText());
    }

    private static void press(URI page, String button) throws Exception {
        String html = send(HttpRequest.newBuilder(page)).body();
        Matcher csrf = CSRF.matcher(html);
        assertThat(csrf.find()).as(html).isTrue();
        HttpResponse<String> pressed = send(HttpRequest.newBuilder(URI.create(page + "/" + button))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", page.getScheme() + "://" + page.getAuthority())
                .POST(HttpRequest.BodyPublishers.ofString("csrf=" + csrf.group(1))));
        assertThat(pressed.statusCode()).as(pressed.body()).isLessThan(400);
    }

    private static HttpResponse<String> post(Demo demo, String path, String body) throws Exception {
        return send(as(demo, path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder as(Demo demo, String path) {
        return HttpRequest.newBuilder(demo.base().resolve(path)).header("Authorization", "Bearer " + demo.token());
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}

package dev.missioncontrol.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Buys and presses buttons in a demo, over HTTP. */
final class DemoShopper {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    private DemoShopper() {}

    static JsonNode status(Demo demo) throws Exception {
        return JSON.readTree(send(as(demo, "/api/billing/status")).body());
    }

    static URI redirect(Demo demo, String path, String body) throws Exception {
        HttpResponse<String> answer = post(demo, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return URI.create(JSON.readTree(answer.body()).path("url").asText());
    }

    static void press(URI page, String button) throws Exception {
        String html = send(HttpRequest.newBuilder(page)).body();
        Matcher csrf = CSRF.matcher(html);
        assertThat(csrf.find()).as(html).isTrue();
        HttpResponse<String> pressed = send(HttpRequest.newBuilder(URI.create(page + "/" + button))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", page.getScheme() + "://" + page.getAuthority())
                .POST(HttpRequest.BodyPublishers.ofString("csrf=" + csrf.group(1))));
        assertThat(pressed.statusCode()).as(pressed.body()).isLessThan(400);
    }

    static HttpResponse<String> post(Demo demo, String path, String body) throws Exception {
        return send(as(demo, path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    static HttpRequest.Builder as(Demo demo, String path) {
        return HttpRequest.newBuilder(demo.base().resolve(path)).header("Authorization", "Bearer " + demo.token());
    }

    static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}

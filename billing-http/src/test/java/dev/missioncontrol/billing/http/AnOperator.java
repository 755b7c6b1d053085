package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without script in which somebody is signed in to the operator's console. */
final class AnOperator {
    static final String SESSIONS = "/api/billing/console-sessions";

    /** A token that may look, and one that may also act. */
    static final String READER = "Bearer acme console";

    static final String ACTOR = "Bearer acme console_act";

    /** Asks for a session that may act; without it one that looks is asked for. */
    static final String ACT = "{\"act\":true}";

    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    private final ARunningServer running;
    private final String cookie;

    private AnOperator(ARunningServer running, String cookie) {
        this.running = running;
        this.cookie = cookie;
    }

    static AnOperator looking(ARunningServer running, String token) {
        return signedIn(running, address(running, token, ""));
    }

    static AnOperator acting(ARunningServer running) {
        return signedIn(running, address(running, ACTOR, ACT));
    }

    /** Where a browser signs in, once. */
    static String address(ARunningServer running, String token, String body) {
        JsonNode answer = Description.held("post", SESSIONS, 201, running.post(SESSIONS, body, "Authorization", token));
        URI url = URI.create(answer.path("url").textValue());
        assertThat(url.getHost()).isEqualTo("billing.example");
        return url.getPath() + "?" + url.getQuery();
    }

    private static AnOperator signedIn(ARunningServer running, String address) {
        HttpResponse<String> entered = running.get(address);
        assertThat(entered.statusCode()).isEqualTo(303);
        String cookie = entered.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie)
                .contains("Secure", "HttpOnly", "SameSite=Lax", "Path=/")
                .startsWith("__Host-billing-console=");
        return new AnOperator(running, cookie.substring(0, cookie.indexOf(';')));
    }

    String cookie() {
        return cookie;
    }

    HttpResponse<String> page(String path) {
        return running.get(path, "Cookie", cookie, "Accept", "text/html");
    }

    /** The token of the forms on a page. */
    String csrf(String path) {
        String page = page(path).body();
        Matcher found = CSRF.matcher(page);
        assertThat(found.find()).as(page).isTrue();
        return found.group(1);
    }

    HttpResponse<String> form(String path, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return running.send(HttpRequest.newBuilder(running.base.resolve(path))
                .header("Cookie", cookie)
                .header("Accept", "text/html")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }
}

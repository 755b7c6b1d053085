package dev.missioncontrol.billing.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.missioncontrol.billing.app.config.Configuration;
import dev.missioncontrol.billing.app.config.ConfigurationReader;
import dev.missioncontrol.billing.app.config.JwtSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;

/** The product as {@code serve} runs it, and those who call it. */
final class RunningServer implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST_START = Duration.ofMinutes(1);

    private final Configuration configuration;
    private final Application application;

    private RunningServer(Configuration configuration, boolean migrate) {
        this.configuration = configuration;
        application = Application.start(configuration, migrate);
    }

    static RunningServer start(Map<String, String> variables) {
        return new RunningServer(configuration(variables), true).ready();
    }

    /** One that changes no schema, as in production; nobody waits until it is ready. */
    static RunningServer begin(Map<String, String> variables) {
        return new RunningServer(configuration(variables), false);
    }

    private static Configuration configuration(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        all.put("BILLING_PROFILE", "dev");
        all.put("BILLING_PORT", "0");
        if (!all.containsKey("BILLING_JWT_SECRET_FILE")) all.putIfAbsent("BILLING_JWT_SECRET", RandomHex.ofBytes(32));
        all.putIfAbsent("BILLING_REFRESH_INTERVAL", "PT0.1S");
        // No balancer stands before it that needs time to notice that it stops.
        all.putIfAbsent("BILLING_DRAIN", "PT0S");
        return ConfigurationReader.forServe(FreePort.resolve(all));
    }

    /** Once it has asked its database: a busy machine takes seconds for the first question, and whoever asks it is told to ask again. */
    private RunningServer ready() {
        Awaitility.await("ready")
                .atMost(LONGEST_START)
                .until(() -> send(to("/health/ready")).statusCode() == 200);
        return this;
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(configuration.baseUrl().resolve(path));
    }

    HttpRequest.Builder as(String tenant, String path) {
        return to(path).header("Authorization", bearer(tenant));
    }

    String bearer(String tenant) {
        return "Bearer " + DemoToken.of(tenant, (JwtSettings.Hs256) configuration.jwt(), Instant.now());
    }

    Set<String> routes() {
        return application.routes();
    }

    /** Returns once it is found that it never works on its database as that is, and why. */
    String refusal() throws InterruptedException {
        return String.valueOf(application.awaitRefusal().getMessage());
    }

    /** The address that an answer leads to. */
    static URI url(String answer) throws IOException {
        return URI.create(JSON.readTree(answer).path("url").asText());
    }

    /** A browser that is signed in to the page. */
    IsolationProbes.Caller signIn(String tenant) throws IOException, InterruptedException {
        HttpResponse<String> made =
                send(as(tenant, "/api/billing/page-sessions").POST(BodyPublishers.noBody()));
        HttpResponse<String> entered = send(HttpRequest.newBuilder(url(made.body())));
        String cookie = entered.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
        String page = send(to("/billing").header("Cookie", cookie)).body();
        String token = formToken(page);
        String origin = configuration.baseUrl().getScheme() + "://"
                + configuration.baseUrl().getAuthority();
        return new IsolationProbes.Caller(Map.of("Cookie", cookie, "Origin", origin), token);
    }

    /** An operator's browser that is signed in to the console. */
    IsolationProbes.Caller signInToConsole() throws IOException, InterruptedException {
        String origin = configuration.baseUrl().toString();
        HttpResponse<String> entered = send(to("/console/login")
                .header("Origin", origin)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "csrf=" + formToken(send(to("/console")).body()))));
        String cookie = entered.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
        String token = formToken(send(to("/console").header("Cookie", cookie)).body());
        return new IsolationProbes.Caller(Map.of("Cookie", cookie, "Origin", origin), token);
    }

    /** Sends a form as a browser does. */
    HttpResponse<String> form(IsolationProbes.Caller browser, String path, String fields)
            throws IOException, InterruptedException {
        return send(browser.sign(to(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(browser.body(fields))));
    }

    private static String formToken(String page) {
        return page.replaceFirst("(?s).*name=\"csrf\" value=\"([^\"]+)\".*", "$1");
    }

    static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    JsonNode status(String tenant) throws IOException, InterruptedException {
        return JSON.readTree(send(as(tenant, "/api/billing/status")).body());
    }

    HttpResponse<String> webhook(byte[] body, Optional<String> signature) throws IOException, InterruptedException {
        HttpRequest.Builder request = to("/api/billing/webhook")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        // The client wants Latin-1; what is sent is UTF-8.
        signature.ifPresent(
                header -> request.header("Stripe-Signature", new String(header.getBytes(UTF_8), ISO_8859_1)));
        return send(request);
    }

    @Override
    public void close() {
        application.close();
    }
}

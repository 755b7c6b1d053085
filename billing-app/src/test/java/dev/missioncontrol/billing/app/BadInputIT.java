package dev.missioncontrol.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a request is answered by name, on every route that takes one, and nothing comes of it. */
class BadInputIT {
    private static final List<String> COMMANDS = List.of(
            "/api/billing/checkout",
            "/api/billing/portal",
            "/api/billing/sync",
            "/api/billing/page-sessions",
            "/api/billing/subscription",
            "/api/billing/subscription/preview",
            "/api/billing/subscription/cancel",
            "/api/billing/subscription/resume");
    private static final List<String> READS =
            List.of("/api/billing/status", "/api/billing/history", "/api/billing/invoices");
    private static final String JWT_SECRET = "c0ffee".repeat(11);

    private static TestDatabase.Opened database;
    private static RunningServer server;

    @BeforeAll
    static void start() throws IOException {
        database = TestDatabase.H2.open();
        Map<String, String> variables = new HashMap<>(database.variables());
        variables.put("BILLING_JWT_SECRET", JWT_SECRET);
        server = RunningServer.start(variables);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        database.close();
    }

    static Stream<Arguments> bodies_that_are_no_command() {
        List<String> bodies = List.of(
                "{",
                "}",
                "[]",
                "null",
                "7",
                "\"plan\"",
                "{\"plan\":}",
                "{} {}",
                "{'plan':'pro'}",
                "\u0000",
                "{\"a\":\"\u0001\"}");
        return COMMANDS.stream().flatMap(path -> bodies.stream().map(body -> Arguments.of(path, body)));
    }

    @ParameterizedTest
    @MethodSource
    void bodies_that_are_no_command(String path, String body) throws Exception {
        assertThat(refused(post(server.as("acme", path), body), 400)
                        .path("code")
                        .asText())
                .isEqualTo("malformed_json");
    }

    static Stream<Arguments> a_tenant_in_the_body_is_refused_by_name() {
        return COMMANDS.stream().map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource
    void a_tenant_in_the_body_is_refused_by_name(String path) throws Exception {
        JsonNode problem = refused(post(server.as("acme", path), "{\"tenantId\":\"globex\"}"), 400);
        assertThat(problem.path("code").asText()).isEqualTo("unknown_field");
        assertThat(problem.path("field").asText()).isEqualTo("tenantId");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"plan\":true}|plan",
                "{\"plan\":[]}|plan",
                "{\"plan\":{\"key\":\"pro\"}}|plan",
                "{\"plan\":null}|plan",
                "{\"plan\":\"\"}|plan",
                "{\"plan\":\"gold\"}|plan",
                "{\"plan\":\"price_1pro\"}|plan",
                "{\"plan\":\"pro\",\"interval\":7}|interval",
                "{\"plan\":\"pro\",\"interval\":\"\"}|interval",
                "{\"plan\":\"pro\",\"interval\":[\"month\"]}|interval",
                "{\"plan\":\"team\",\"seats\":0}|seats",
                "{\"plan\":\"team\",\"seats\":-1}|seats",
                "{\"plan\":\"team\",\"seats\":\"5\"}|seats",
                "{\"plan\":\"team\",\"seats\":true}|seats",
                "{\"plan\":\"team\",\"seats\":1e9}|seats",
                "{\"plan\":\"team\",\"seats\":9223372036854775807}|seats",
                "{\"plan\":\"team\",\"seats\":9223372036854775808}|seats",
                "{\"plan\":\"team\",\"seats\":-99999999999999999999999999}|seats",
                "{\"plan\":\"pro\",\"seats\":2}|seats",
            })
    void a_bad_value_is_refused_by_field_and_says_what_is_allowed(String body, String field) throws Exception {
        JsonNode problem = refused(post(server.as("acme", "/api/billing/checkout"), body), 400);
        assertThat(problem.path("field").asText()).isEqualTo(field);
        assertThat(server.status("acme").path("plan").asText()).isEqualTo("free");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "|{\"plan\":7}|plan",
                "|{}|plan",
                "|{\"interval\":\"week\"}|interval",
                "|{\"seats\":\"5\"}|seats",
                "|{\"seats\":3,\"previewedAt\":\"yesterday\"}|previewedAt",
                "|{\"seats\":3,\"previewedAt\":1}|previewedAt",
                "/preview|{\"seats\":3,\"previewedAt\":null}|previewedAt",
                "/cancel|{\"when\":\"soon\"}|when",
                "/cancel|{\"when\":7}|when",
                "/resume|{\"when\":\"now\"}|when",
            })
    void a_bad_change_is_refused_by_field(String route, String body, String field) throws Exception {
        String path = "/api/billing/subscription" + (route == null ? "" : route);
        JsonNode problem = refused(post(server.as("acme", path), body), 400);
        assertThat(problem.path("field").asText()).isEqualTo(field);
        assertThat(server.status("acme").path("plan").asText()).isEqualTo("free");
    }

    @Test
    void an_unknown_position_in_the_history_is_refused_by_name() throws Exception {
        JsonNode problem = refused(RunningServer.send(server.as("acme", "/api/billing/history?before=soon")), 400);
        assertThat(problem.path("field").asText()).isEqualTo("before");
    }

    static Stream<Arguments> nobody_is_let_in_without_a_good_token() {
        Instant hour = Instant.now().plusSeconds(3600);
        List<String> bad = List.of(
                "",
                "Bearer",
                "Bearer x.y.z",
                "Basic YWNtZTpzZWNyZXQ=",
                "Bearer " + token(JWT_SECRET, "acme", "billing:read billing:manage", hour.minusSeconds(7200)),
                "Bearer " + token("decaf0".repeat(11), "acme", "billing:read billing:manage", hour),
                "Bearer " + token(JWT_SECRET, "", "billing:read billing:manage", hour));
        return Stream.concat(COMMANDS.stream(), READS.stream())
                .flatMap(path -> bad.stream().map(header -> Arguments.of(path, header)));
    }

    @ParameterizedTest
    @MethodSource
    void nobody_is_let_in_without_a_good_token(String path, String header) throws Exception {
        refused(ask(path, header), 401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/billing/checkout",
                "/api/billing/portal",
                "/api/billing/subscription",
                "/api/billing/subscription/preview",
                "/api/billing/subscription/cancel",
                "/api/billing/subscription/resume"
            })
    void a_reader_may_change_nothing(String path) throws Exception {
        Instant hour = Instant.now().plusSeconds(3600);
        refused(ask(path, "Bearer " + token(JWT_SECRET, "acme", "billing:read", hour)), 403);
    }

    static Stream<Arguments> a_token_without_our_scopes_opens_nothing() {
        return Stream.concat(COMMANDS.stream(), READS.stream()).map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource
    void a_token_without_our_scopes_opens_nothing(String path) throws Exception {
        Instant hour = Instant.now().plusSeconds(3600);
        refused(ask(path, "Bearer " + token(JWT_SECRET, "acme", "orders:read", hour)), 403);
    }

    @ParameterizedTest
    @MethodSource("a_tenant_in_the_body_is_refused_by_name")
    void a_body_over_the_limit_is_refused(String path) throws Exception {
        refused(post(server.as("acme", path), "{\"plan\":\"" + "x".repeat(300 * 1024) + "\"}"), 413);
    }

    private static HttpResponse<String> ask(String path, String authorization) throws Exception {
        HttpRequest.Builder request = server.to(path);
        if (!authorization.isEmpty()) request.header("Authorization", authorization);
        return READS.contains(path) ? RunningServer.send(request) : post(request, "{}");
    }

    private static HttpResponse<String> post(HttpRequest.Builder request, String body) throws Exception {
        String path = request.copy().build().uri().getPath();
        return RunningServer.send(request.header("Content-Type", "application/json")
                .method(
                        path.equals("/api/billing/subscription") ? "PATCH" : "POST",
                        HttpRequest.BodyPublishers.ofString(body)));
    }

    private static JsonNode refused(HttpResponse<String> answer, int status) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = new ObjectMapper().readTree(answer.body());
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("detail").asText()).isNotEmpty();
        assertThat(problem.path("requestId").asText()).isNotEmpty();
        return problem;
    }

    private static String token(String secret, String tenant, String scope, Instant until) {
        SignedJWT token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256),
                new JWTClaimsSet.Builder()
                        .claim("tenant", tenant)
                        .claim("scope", scope)
                        .expirationTime(Date.from(until))
                        .build());
        try {
            token.sign(new MACSigner(secret));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }
}

package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.Checkout;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntitlementsAnswersTest {
    private static final String ENTITLEMENTS = "/api/billing/entitlements";
    private static final String READER = "Bearer acme read";
    private static final TenantId ACME = new TenantId("acme");

    private final ARunningServer running = new ARunningServer();

    @AfterEach
    void stop() {
        running.close();
    }

    private HttpResponse<String> send(String path, String... headers) {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Authorization";
        all[headers.length + 1] = READER;
        return running.get(path, all);
    }

    private JsonNode entitlements() {
        return Description.held("get", ENTITLEMENTS, 200, send(ENTITLEMENTS));
    }

    private void buy(Checkout wanted) {
        running.sandbox.pay(running.billing.startCheckout(ACME, wanted));
        running.billing.sync(ACME);
    }

    private static String tag(HttpResponse<String> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    @Test
    void what_a_tenant_may_use_before_and_after_it_bought() {
        JsonNode nothing = entitlements();
        assertThat(nothing.path("plan").textValue()).isEqualTo("free");
        assertThat(nothing.at("/limits/projects").intValue()).isEqualTo(1);
        buy(Checkout.of("team").seats(3));
        JsonNode team = entitlements();
        assertThat(team.path("plan").textValue()).isEqualTo("team");
        assertThat(team.path("seats").intValue()).isEqualTo(3);
        assertThat(team.path("features").toString()).contains("Roles and audit log", "\"Export\"");
        assertThat(team.at("/limits/projects").isNull()).isTrue();
        assertThat(team.path("access").textValue()).isEqualTo("full");
        assertThat(team.path("version").textValue())
                .isEqualTo(running.billing.status(ACME).version());
        assertThat(team.path("asOf").textValue()).isNotBlank();
    }

    @Test
    void who_may_not_read_is_told_nothing() {
        Description.held("get", ENTITLEMENTS, 401, running.get(ENTITLEMENTS));
        Description.held("get", ENTITLEMENTS, 403, running.get(ENTITLEMENTS, "Authorization", "Bearer acme operator"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/billing/status", ENTITLEMENTS})
    void an_answer_that_is_known_is_not_sent_again_and_stored_nowhere(String path) {
        HttpResponse<String> first = send(path);
        for (String known : new String[] {tag(first), "W/" + tag(first), "\"another\", " + tag(first), "*"}) {
            HttpResponse<String> again = send(path, "If-None-Match", known);
            assertThat(again.statusCode()).as(known).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(tag(again)).isEqualTo(tag(first));
            assertThat(again.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(again.headers().firstValue("Content-Type")).isEmpty();
        }
        for (String other : new String[] {"\"another\"", "", tag(first).replace("\"", ""), ",,\""})
            assertThat(send(path, "If-None-Match", other).statusCode())
                    .as(other)
                    .isEqualTo(200);
        buy(Checkout.of("pro"));
        assertThat(send(path, "If-None-Match", tag(first)).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/billing/status", ENTITLEMENTS})
    void an_answer_that_time_alone_has_changed_is_sent_again(String path) {
        buy(Checkout.of("pro"));
        running.sandbox.declineNextPayment(ACME);
        running.sandbox.advance(Duration.ofDays(32));
        running.events.values().forEach(running.billing::accept);
        running.billing.sync(ACME);
        HttpResponse<String> grace = send(path);
        assertThat(grace.body()).contains("\"access\":\"grace\"");
        String version = running.billing.status(ACME).version();
        running.sandbox.advance(Duration.ofDays(4));
        assertThat(running.billing.status(ACME).version()).isEqualTo(version);
        assertThat(send(path, "If-None-Match", tag(grace)).statusCode()).isEqualTo(304);
        running.sandbox.advance(Duration.ofDays(4));
        assertThat(running.billing.status(ACME).version()).as("time alone").isEqualTo(version);
        HttpResponse<String> after = send(path, "If-None-Match", tag(grace));
        assertThat(after.statusCode()).isEqualTo(200);
        assertThat(after.body()).contains("\"access\":\"none\"");
    }
}

package dev.missioncontrol.billing.http;

import static dev.missioncontrol.billing.http.AnOperator.ACTOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Explanation;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators do in the console, and what they leave behind. */
class ConsoleActionsTest {
    private static final TenantId ACME = new TenantId("acme");

    private final ARunningServer running = new ARunningServer();

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void who_only_looks_is_shown_no_form_and_none_is_taken() {
        running.buy(ACME, Checkout.of("team").seats(3));
        AnOperator operator = AnOperator.looking(running, ACTOR);
        String page = operator.page("/console/tenant?id=acme").body();
        assertThat(page).contains("Read only").doesNotContain("/console/refresh");
        Map<String, String> fields =
                Map.of("csrf", operator.csrf("/console/tenant?id=acme"), "tenant", "acme", "reason", "why");
        assertThat(operator.form("/console/refresh", fields).statusCode()).isEqualTo(403);
        assertThat(operatorsRules()).isEmpty();
    }

    @Test
    void a_refresh_leaves_who_asked_and_why_and_needs_a_reason_and_the_pages_own_form() {
        running.buy(ACME, Checkout.of("team").seats(3));
        AnOperator operator = AnOperator.acting(running);
        String token = operator.csrf("/console/tenant?id=acme");
        Map<String, String> why = Map.of("csrf", token, "tenant", "acme", "reason", "they called");
        assertThat(operator.form("/console/refresh", Map.of("csrf", "x", "tenant", "acme", "reason", "r"))
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> unsaid =
                operator.form("/console/refresh", Map.of("csrf", token, "tenant", "acme", "reason", " "));
        assertThat(unsaid.statusCode()).isEqualTo(400);
        assertThat(unsaid.body()).contains("aria-invalid=\"true\"", "Say why");
        assertThat(operatorsRules()).isEmpty();
        HttpResponse<String> done = operator.form("/console/refresh", why);
        assertThat(done.statusCode()).as(done.body()).isEqualTo(303);
        assertThat(done.headers().firstValue("Location")).contains("/console/tenant?id=acme&done=refreshed");
        assertThat(operatorsRules()).containsExactly("a refresh was asked for by anna: they called");
        assertThat(operator.page("/console/tenant?id=acme&done=refreshed").body())
                .contains("a refresh was asked for by anna: they called");
    }

    @Test
    void another_sites_form_is_refused() {
        AnOperator operator = AnOperator.acting(running);
        String token = operator.csrf("/console");
        HttpResponse<String> answer = running.send(HttpRequest.newBuilder(running.base.resolve("/console/refresh"))
                .header("Cookie", operator.cookie())
                .header("Origin", "null")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("tenant=acme&reason=x&csrf=" + token)));
        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void binding_says_beside_the_field_what_is_wrong() {
        running.buy(ACME, Checkout.of("team").seats(3));
        String customer = running.billing
                .operations()
                .explain(ACME)
                .customer()
                .orElseThrow()
                .customer()
                .value();
        AnOperator operator = AnOperator.acting(running);
        String token = operator.csrf("/console/tenant?id=globex");
        HttpResponse<String> taken = operator.form(
                "/console/bind",
                Map.of("csrf", token, "tenant", "globex", "customer", customer, "reason", "r", "event", ""));
        assertThat(taken.statusCode()).isEqualTo(409);
        assertThat(taken.body()).contains("This customer is bound to acme already.", "bind-customer-error");
    }

    private List<String> operatorsRules() {
        return running.billing.operations().explain(ACME).timeline().stream()
                .filter(Explanation.Entry.Decision.class::isInstance)
                .map(entry -> ((Explanation.Entry.Decision) entry).entry())
                .filter(entry -> entry.actor().equals("operator"))
                .map(AuditEntry::rule)
                .toList();
    }
}

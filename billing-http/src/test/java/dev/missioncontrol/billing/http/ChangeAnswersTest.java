package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Redirect;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is answered to changes, ends, resumptions and lists of invoices: as described, and nothing done that was refused. */
class ChangeAnswersTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final String SUBSCRIPTION = "/api/billing/subscription";
    private static final String PREVIEW = "/api/billing/subscription/preview";
    private static final String CANCEL = "/api/billing/subscription/cancel";
    private static final String RESUME = "/api/billing/subscription/resume";
    private static final String INVOICES = "/api/billing/invoices";

    private final ARunningServer running = new ARunningServer();

    @AfterEach
    void stop() {
        running.close();
    }

    private void buy(Checkout wanted) {
        running.sandbox.pay(running.billing.startCheckout(ACME, wanted));
        running.billing.sync(ACME);
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) {
        String[] own = {"Authorization", "Bearer acme manage"};
        return running.send(
                method,
                path,
                body,
                Stream.concat(Arrays.stream(own), Arrays.stream(headers)).toArray(String[]::new));
    }

    private JsonNode asked(String method, String path, String body, int status, String... headers) {
        HttpResponse<String> answer = send(method, path, body, headers);
        return Description.held(
                method.toLowerCase(java.util.Locale.ROOT), path.replaceFirst("\\?.*", ""), status, answer);
    }

    private JsonNode change(String body, int status, String... headers) {
        return asked("PATCH", SUBSCRIPTION, body, status, headers);
    }

    private String etag() {
        return send("GET", "/api/billing/status", "")
                .headers()
                .firstValue("ETag")
                .orElseThrow();
    }

    private static String code(JsonNode problem) {
        return problem.path("code").textValue();
    }

    @Test
    void seats_are_added_for_what_the_preview_said() {
        buy(Checkout.of("team").seats(2));
        running.sandbox.advance(Duration.ofDays(10));
        JsonNode preview = asked("POST", PREVIEW, "{\"seats\":5}", 200);
        assertThat(preview.path("change").textValue()).isEqualTo("more_seats");
        assertThat(preview.path("recurring").path("amount").longValue()).isEqualTo(7500);
        long due = preview.path("dueNow").path("amount").longValue();
        assertThat(due).isPositive().isLessThan(4500);
        String body =
                "{\"seats\":5,\"previewedAt\":\"" + preview.path("previewedAt").textValue() + "\"}";
        JsonNode outcome =
                change(body, 200, "If-Match", '"' + preview.path("version").textValue() + '"');
        assertThat(outcome.path("outcome").textValue()).isEqualTo("applied");
        assertThat(outcome.path("status").path("seats").intValue()).isEqualTo(5);
        JsonNode invoices = asked("GET", INVOICES, "", 200);
        assertThat(invoices.path("invoices").get(0).path("total").path("amount").longValue())
                .isEqualTo(due);
    }

    @Test
    void a_number_of_seats_is_pushed_and_made_behind_the_scenes() {
        String seats = "/api/billing/subscription/seats";
        assertThat(code(asked("PUT", seats, "{\"seats\":5}", 409))).isEqualTo("no_subscription");
        buy(Checkout.of("team").seats(2));
        for (int count : new int[] {3, 9, 1, 5}) asked("PUT", seats, "{\"seats\":" + count + "}", 202);
        assertThat(asked("PUT", seats, "{\"seats\":1}", 202).path("seats").intValue())
                .isEqualTo(2);
        assertThat(asked("PUT", seats, "{\"seats\":6}", 202).path("seats").intValue())
                .isEqualTo(6);
        for (String odd : List.of("{}", "{\"seats\":-1}", "{\"seats\":\"5\"}", "{\"seats\":5,\"tenant\":\"globex\"}"))
            asked("PUT", seats, odd, 400);
        running.billing.runDue();
        assertThat(running.billing.status(ACME).seats()).isEqualTo(2);
        running.sandbox.advance(Duration.ofSeconds(10));
        running.billing.runDue();
        assertThat(running.billing.status(ACME).seats()).isEqualTo(6);
        assertThat(asked("GET", INVOICES, "", 200).path("invoices")).hasSize(2);
    }

    @Test
    void a_declined_card_leaves_everything_and_says_so() {
        buy(Checkout.of("team").seats(2));
        String before = running.billing.status(ACME).version();
        running.sandbox.declinePayments(ACME);
        JsonNode problem = change("{\"seats\":9}", 402);
        assertThat(problem.path("reason").textValue()).isNotBlank();
        assertThat(problem.path("detail").textValue()).contains("your plan is as it was");
        assertThat(running.billing.status(ACME).version()).isEqualTo(before);
        assertThat(running.billing.status(ACME).seats()).isEqualTo(2);
    }

    @Test
    void who_has_nothing_to_pay_with_is_told_to_add_it() {
        PlanCatalog tried = PlanCatalog.of(
                Plan.draft("free").rank(0),
                Plan.draft("pro").rank(1).seats(1, 1).trialDays(14).monthly("price_p", 2000, "usd"),
                Plan.draft("team").rank(2).seats(2, 50).monthly("price_t", 1500, "usd"));
        try (ARunningServer trial = new ARunningServer(tried, new InMemoryBillingStore())) {
            trial.sandbox.startTrialWithoutCard(((Redirect.To) trial.billing.startCheckout(ACME, Checkout.of("pro")))
                    .session()
                    .orElseThrow());
            trial.billing.sync(ACME);
            HttpResponse<String> answer = trial.send(
                    "PATCH", SUBSCRIPTION, "{\"plan\":\"team\",\"seats\":9}", "Authorization", "Bearer acme manage");
            JsonNode problem = Description.held("patch", SUBSCRIPTION, 402, answer);
            assertThat(problem.path("reason").textValue()).isEqualTo("no_payment_method");
            assertThat(problem.path("detail").textValue()).contains("Add one in the customer portal");
        }
    }

    @Test
    void what_a_bank_debit_pays_is_not_changed_at_once_and_the_preview_says_so_too() {
        running.sandbox.settleDelayedPayment(
                running.sandbox.payLater(((Redirect.To) running.billing.startCheckout(ACME, Checkout.of("team")))
                        .session()
                        .orElseThrow()),
                true);
        running.billing.sync(ACME);
        for (JsonNode problem : List.of(change("{\"seats\":9}", 409), asked("POST", PREVIEW, "{\"seats\":9}", 409))) {
            assertThat(problem.path("code").textValue()).isEqualTo("not_changeable");
            assertThat(problem.path("detail").textValue()).contains("Pay by card instead");
        }
    }

    @Test
    void a_payment_that_the_bank_must_confirm_says_where() {
        buy(Checkout.of("team").seats(2));
        running.sandbox.askBankNext(running.sandbox.customerOf(ACME).orElseThrow());
        JsonNode outcome = change("{\"seats\":9}", 200);
        assertThat(outcome.path("outcome").textValue()).isEqualTo("payment_needed");
        assertThat(outcome.path("url").textValue()).startsWith("https://");
        assertThat(outcome.path("status").path("seats").intValue()).isEqualTo(2);
    }

    @Test
    void a_downgrade_waits_for_the_period_and_is_taken_back() {
        buy(Checkout.of("team").seats(5));
        JsonNode outcome = change("{\"plan\":\"pro\"}", 200);
        assertThat(outcome.path("outcome").textValue()).isEqualTo("scheduled");
        assertThat(outcome.path("at").textValue()).isEqualTo("2027-02-01T00:00:00Z");
        assertThat(outcome.path("status").path("plan").textValue()).isEqualTo("team");
        assertThat(outcome.path("status").path("planned").path("plan").textValue())
                .isEqualTo("pro");
        assertThat(asked("POST", RESUME, "{}", 200).path("outcome").textValue()).isEqualTo("applied");
        assertThat(running.billing.plannedChange(ACME)).isEmpty();
    }

    @Test
    void an_end_waits_for_the_period_and_is_taken_back_and_not_at_once() {
        buy(Checkout.of("team").seats(2));
        assertThat(code(asked("POST", CANCEL, "{\"when\":\"now\"}", 403))).isEqualTo("cancel_now_not_allowed");
        JsonNode outcome = asked("POST", CANCEL, "", 200);
        assertThat(outcome.path("outcome").textValue()).isEqualTo("scheduled");
        assertThat(outcome.path("status").path("cancelAt").textValue()).isEqualTo("2027-02-01T00:00:00Z");
        assertThat(code(change("{\"seats\":3}", 409))).isEqualTo("ending");
        assertThat(asked("POST", RESUME, "", 200)
                        .path("status")
                        .path("cancelAt")
                        .isNull())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "PATCH,/api/billing/subscription",
        "POST,/api/billing/subscription/cancel",
        "POST,/api/billing/subscription/resume"
    })
    void what_was_seen_before_somebody_else_changed_it_changes_nothing(String method, String path) {
        buy(Checkout.of("team").seats(2));
        String seen = etag();
        change("{\"seats\":3}", 200);
        String body = method.equals("PATCH") ? "{\"seats\":4}" : "{}";
        HttpResponse<String> answer = send(method, path, body, "If-Match", seen);
        JsonNode problem = Description.held(method.toLowerCase(java.util.Locale.ROOT), path, 412, answer);
        assertThat(code(problem)).isEqualTo("stale_version");
        assertThat(problem.path("field").textValue()).isEqualTo("If-Match");
        assertThat(answer.headers().firstValue("ETag")).contains(etag());
        assertThat(etag()).startsWith('"' + problem.path("version").textValue() + '.');
        assertThat(running.billing.status(ACME).seats()).isEqualTo(3);
        asked(method, path, body, 200, "If-Match", etag());
    }

    @Test
    void the_same_command_under_a_key_is_one_change_and_another_under_it_is_refused() {
        buy(Checkout.of("team").seats(2));
        change("{\"seats\":3}", 200, "Idempotency-Key", "k1");
        JsonNode again = change("{\"seats\":3}", 200, "Idempotency-Key", "k1");
        assertThat(again.path("outcome").textValue()).isEqualTo("applied");
        JsonNode problem = change("{\"seats\":7}", 422, "Idempotency-Key", "k1");
        assertThat(code(problem)).isEqualTo("idempotency_key_reused");
        assertThat(problem.path("field").textValue()).isEqualTo("Idempotency-Key");
        assertThat(running.billing.status(ACME).seats()).isEqualTo(3);
        assertThat(asked("GET", INVOICES, "", 200).path("invoices")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|400|missing_field",
                "{\"seats\":1}|400|seats_out_of_bounds",
                "{\"plan\":\"gold\"}|400|unknown_plan",
                "{\"plan\":\"free\"}|400|plan_not_sold",
                "{\"interval\":\"week\"}|400|unknown_interval",
                "{\"seats\":2}|409|nothing_to_change",
                "{\"seats\":\"2\"}|400|wrong_type",
                "{\"tenant\":\"globex\"}|400|unknown_field",
            })
    void a_change_that_can_not_be_is_refused_by_name_beforehand_too(String body, int status, String code) {
        buy(Checkout.of("team").seats(2));
        assertThat(code(change(body, status))).isEqualTo(code);
        assertThat(code(asked("POST", PREVIEW, body, status))).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "If-Match|W/\"a\"|malformed_if_match",
                "If-Match|a|malformed_if_match",
                "If-Match|\"a\", \"b\"|malformed_if_match",
                "Idempotency-Key|a b|invalid_idempotency_key",
            })
    void heads_that_are_not_understood_stop_it(String name, String value, String code) {
        buy(Checkout.of("team").seats(2));
        JsonNode problem = change("{\"seats\":3}", 400, name, value);
        assertThat(code(problem)).isEqualTo(code);
        assertThat(problem.path("field").textValue()).isEqualTo(name);
        assertThat(running.billing.status(ACME).seats()).isEqualTo(2);
    }

    @Test
    void who_has_nothing_has_nothing_to_change_and_no_invoices() {
        assertThat(code(change("{\"seats\":3}", 409))).isEqualTo("no_subscription");
        assertThat(code(asked("POST", PREVIEW, "{\"seats\":3}", 409))).isEqualTo("no_subscription");
        assertThat(code(asked("POST", CANCEL, "", 409))).isEqualTo("no_subscription");
        assertThat(code(asked("POST", RESUME, "", 409))).isEqualTo("no_subscription");
        assertThat(asked("GET", INVOICES, "", 200).path("invoices")).isEmpty();
    }

    @Test
    void invoices_come_by_the_page_and_to_their_own_tenant_alone() {
        buy(Checkout.of("team").seats(2));
        change("{\"seats\":3}", 200);
        JsonNode first = asked("GET", INVOICES + "?limit=1", "", 200);
        assertThat(first.path("invoices")).hasSize(1);
        JsonNode second =
                asked("GET", INVOICES + "?limit=1&after=" + first.path("after").textValue(), "", 200);
        assertThat(second.path("invoices").get(0).path("id"))
                .isNotEqualTo(first.path("invoices").get(0).path("id"));
        assertThat(second.path("after").isNull()).isTrue();
        HttpResponse<String> others = running.get(INVOICES, "Authorization", "Bearer globex read");
        assertThat(Description.held("get", INVOICES, 200, others).path("invoices"))
                .isEmpty();
        assertThat(code(asked("GET", INVOICES + "?limit=0", "", 400))).isEqualTo("malformed_limit");
        assertThat(code(asked("GET", INVOICES + "?limit=x", "", 400))).isEqualTo("malformed_limit");
        assertThat(code(asked("GET", INVOICES + "?after=%20", "", 400))).isEqualTo("malformed_position");
    }

    @Test
    void the_provider_away_changes_nothing_and_previews_do_not_use_up_commands() throws JsonProcessingException {
        buy(Checkout.of("team").seats(2));
        for (int i = 0; i < ProviderCalls.QUESTIONS_A_MINUTE; i++) asked("POST", PREVIEW, "{\"seats\":3}", 200);
        asked("POST", PREVIEW, "{\"seats\":3}", 429);
        change("{\"seats\":3}", 200);
        running.sandbox.goAway();
        change("{\"seats\":4}", 503);
        asked("POST", CANCEL, "", 503);
        JsonNode status = new ObjectMapper()
                .readTree(send("GET", "/api/billing/status", "").body());
        assertThat(status.path("seats").intValue()).isEqualTo(3);
    }
}

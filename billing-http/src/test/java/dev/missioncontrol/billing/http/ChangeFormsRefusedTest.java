package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.Checkout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Forms of the page from whom they must not come from, or too often, or while the provider is away: nothing is changed or told. */
class ChangeFormsRefusedTest {
    private static final TenantId ACME = new TenantId("acme");

    private final ARunningServer running = new ARunningServer();

    @AfterEach
    void stop() {
        running.close();
    }

    private int seats() {
        return running.billing.status(ACME).seats();
    }

    @Test
    void what_came_of_a_form_is_told_to_nobody_else_also_where_tokens_take_the_place_of_cookies() {
        ABrowser.having(running, Checkout.of("pro"));
        ABrowser acme = ABrowser.embedded(running, "acme manage").press("Change to Team", "seats", "5");
        running.sandbox.askBankNext(running.sandbox.customerOf(ACME).orElseThrow());
        acme.send(acme.form(acme.payButton()));
        for (String other : List.of("globex manage", "acme manage 0 bob")) {
            ABrowser stranger = ABrowser.embedded(running, other);
            assertThat(stranger.status()).isEqualTo(200);
            assertThat(stranger.text()).as(other).doesNotContain("Your bank asks you");
            assertThat(stranger.html()).as(other).doesNotContain("Confirm payment");
        }
        assertThat(acme.reload().text()).contains("Your bank asks you to confirm the payment.");
    }

    @Test
    void a_form_of_another_site_or_without_its_marks_changes_nothing() {
        ABrowser browser =
                ABrowser.having(running, Checkout.of("team").seats(5)).press("Change seats", "seats", "8");
        Map<String, String> confirm = browser.form("Confirm and pay US$45");
        assertThat(browser.post(confirm, "Origin", "https://evil.example").statusCode())
                .isEqualTo(403);
        for (String path : List.of("/billing/preview", "/billing/change", "/billing/cancel", "/billing/resume")) {
            assertThat(browser.post(Map.of("", path, "csrf", "guess")).statusCode())
                    .as(path)
                    .isEqualTo(403);
            assertThat(browser.post(Map.of("", path, "csrf", confirm.get("csrf")), "Origin", "null")
                            .statusCode())
                    .as(path)
                    .isEqualTo(403);
        }
        browser.press("Confirm and pay US$45", "version", "");
        assertThat(browser.status()).isEqualTo(412);
        assertThat(seats()).isEqualTo(5);
        assertThat(running.billing.status(ACME).current().cancelAt()).isEmpty();
    }

    @Test
    void a_reader_sees_no_form_and_may_send_none() {
        ABrowser.having(running, Checkout.of("team").seats(5));
        ABrowser reader = ABrowser.of(running, "acme read");
        assertThat(reader.text()).contains("Ask an owner to change the plan.").doesNotContain("Change seats");
        String csrf = reader.html().replaceAll("(?s).*name=\"csrf\" value=\"([^\"]*)\".*", "$1");
        for (String path : List.of("/billing/preview", "/billing/change", "/billing/cancel", "/billing/resume"))
            assertThat(reader.post(Map.of("", path, "csrf", csrf, "what", "end"))
                            .statusCode())
                    .as(path)
                    .isEqualTo(403);
        assertThat(running.billing.status(ACME).current().cancelAt()).isEmpty();
    }

    @Test
    void an_answer_that_is_loaded_again_leads_to_the_page() {
        for (String form : List.of("preview", "change", "cancel", "resume", "checkout"))
            assertThat(running.get("/billing/" + form).headers().firstValue("Location"))
                    .contains("/billing");
        assertThat(running.get("/billing/elsewhere").statusCode()).isEqualTo(404);
    }

    @Test
    void a_provider_that_is_away_is_a_notice_on_a_page_that_is_whole() {
        ABrowser browser =
                ABrowser.having(running, Checkout.of("team").seats(5)).press("Change seats", "seats", "8");
        Map<String, String> confirm = browser.form("Confirm and pay US$45");
        running.sandbox.goAway();
        browser.send(confirm);
        assertThat(browser.status()).isEqualTo(503);
        assertThat(browser.text()).contains("Changes are not possible just now;", "5 seats.", "Change to Pro");
        running.sandbox.comeBack();
        browser.send(confirm);
        assertThat(browser.text()).contains("Done. You have Team with 8 seats now.");
    }

    @Test
    void asking_too_often_is_a_notice_and_not_a_bare_problem() {
        ABrowser browser = ABrowser.having(running, Checkout.of("team").seats(5));
        for (int i = 0; i <= ProviderCalls.QUESTIONS_A_MINUTE && browser.status() == 200; i++)
            browser.press("Change seats", "seats", "8");
        assertThat(browser.status()).isEqualTo(429);
        assertThat(browser.header("Retry-After")).isNotEmpty();
        assertThat(browser.text()).contains("That was a little fast.", "Change seats");
    }

    @Test
    void leaving_for_checkout_or_the_portal_too_often_is_a_notice_as_well() {
        ABrowser browser = ABrowser.having(running, Checkout.of("team").seats(5));
        Map<String, String> portal = browser.form("Change seats");
        portal.put("", "/billing/portal");
        Map<String, String> checkout = new LinkedHashMap<>(portal);
        checkout.put("", "/billing/checkout");
        for (int i = 0; i < ProviderCalls.A_MINUTE; i++)
            assertThat(browser.post(portal).statusCode()).isEqualTo(303);
        for (Map<String, String> form : List.of(portal, checkout)) {
            browser.send(form);
            assertThat(browser.status()).isEqualTo(429);
            assertThat(browser.header("Retry-After")).isNotEmpty();
            assertThat(browser.text()).contains("That was a little fast.", "Change seats");
        }
    }

    @Test
    void a_code_that_is_tried_too_often_is_a_notice_as_well_and_stays_typed() {
        ABrowser browser = ABrowser.of(running, "acme manage");
        Map<String, String> code = browser.form("Apply code", "code", "NOTHING", "interval", "year");
        for (int i = 0; i < ProviderCalls.A_MINUTE; i++)
            assertThat(browser.post(code).statusCode()).isEqualTo(422);
        browser.send(code);
        assertTooFast(browser, "Choose Team");
        assertThat(browser.form("Apply code")).containsEntry("code", "NOTHING").containsEntry("interval", "year");
    }

    @Test
    void an_address_that_is_changed_too_often_is_a_notice_as_well_and_stays_typed() {
        ABrowser browser =
                ABrowser.having(running, Checkout.of("team").seats(5)).go("/billing?show=payment");
        Map<String, String> address = browser.form("Save address", "email", "money@acme.example");
        for (int i = 0; i < ProviderCalls.A_MINUTE; i++)
            assertThat(browser.post(address).statusCode()).isEqualTo(303);
        address.put("email", "other@acme.example");
        browser.send(address);
        assertTooFast(browser, "Change seats");
        assertThat(browser.form("Save address")).containsEntry("email", "other@acme.example");
        assertThat(browser.html()).contains("<details open>").doesNotContain("email-error");
        assertThat(browser.go("/billing?show=payment").form("Save address"))
                .containsEntry("email", "money@acme.example");
    }

    private static void assertTooFast(ABrowser browser, String whole) {
        assertThat(browser.status()).isEqualTo(429);
        assertThat(browser.header("Retry-After")).isNotEmpty();
        assertThat(browser.text()).contains("That was a little fast.", whole);
    }
}

package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.Checkout;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changing a subscription on its page, without script: seen first, done once, and only on what was seen. */
class ChangePagesTest {
    private static final TenantId ACME = new TenantId("acme");

    private final ARunningServer running = new ARunningServer();

    @AfterEach
    void stop() {
        running.close();
    }

    private ABrowser having(Checkout wanted) {
        running.sandbox.pay(running.billing.startCheckout(ACME, wanted));
        running.billing.sync(ACME);
        return ABrowser.of(running, "acme manage");
    }

    private int seats() {
        return running.billing.status(ACME).seats();
    }

    private int invoices() {
        return running.billing.invoices(ACME, Optional.empty(), 100).invoices().size();
    }

    @Test
    void seats_are_added_after_their_costs_were_seen_and_the_page_says_so_once() {
        ABrowser browser = having(Checkout.of("team").seats(5));
        browser.press("Change seats", "seats", "8");
        assertThat(browser.status()).isEqualTo(200);
        assertThat(browser.text()).contains("Add 3 seats", "3 more seats until 1 February 2027");
        assertThat(seats()).isEqualTo(5);
        browser.press("Confirm and pay US$45");
        assertThat(browser.text())
                .contains("Done. You have Team with 8 seats now.")
                .doesNotContain("Add 3 seats");
        assertThat(seats()).isEqualTo(8);
        assertThat(browser.reload().text()).doesNotContain("Done.");
    }

    @Test
    void two_presses_are_one_change() {
        ABrowser browser = having(Checkout.of("team").seats(5)).press("Change seats", "seats", "8");
        Map<String, String> confirm = browser.form("Confirm and pay US$45");
        assertThat(browser.post(confirm).statusCode()).isEqualTo(303);
        assertThat(browser.post(confirm).statusCode()).isEqualTo(303);
        assertThat(seats()).isEqualTo(8);
        assertThat(invoices()).isEqualTo(2);
    }

    @Test
    void what_was_seen_before_somebody_else_changed_it_is_shown_anew() {
        ABrowser browser = having(Checkout.of("team").seats(5)).press("Change seats", "seats", "8");
        Map<String, String> confirm = browser.form("Confirm and pay US$45");
        ABrowser.of(running, "acme manage").press("Change seats", "seats", "6").press("Confirm and pay US$15");
        browser.send(confirm);
        assertThat(browser.status()).isEqualTo(412);
        assertThat(browser.text()).contains("Something was changed meanwhile.", "Add 2 seats");
        assertThat(seats()).isEqualTo(6);
        browser.press("Confirm and pay US$30");
        assertThat(seats()).isEqualTo(8);
    }

    @Test
    void amounts_that_are_too_old_are_reckoned_anew() {
        ABrowser browser = having(Checkout.of("team").seats(5)).press("Change seats", "seats", "8");
        Map<String, String> confirm = browser.form("Confirm and pay US$45");
        running.sandbox.advance(Duration.ofMinutes(11));
        browser.send(confirm);
        assertThat(browser.status()).isEqualTo(412);
        assertThat(browser.text()).contains("Those amounts were too old.");
        assertThat(seats()).isEqualTo(5);
    }

    @Test
    void a_declining_card_leaves_everything_and_says_what_to_do() {
        ABrowser browser = having(Checkout.of("pro")).press("Change to Team", "seats", "5");
        running.sandbox.declineNextPayment(ACME);
        browser.send(browser.form(pay(browser)));
        assertThat(browser.text())
                .contains("Your payment was declined.", "Nothing was changed or charged.", "Update payment method");
        assertThat(running.billing.status(ACME).plan()).isEqualTo("pro");
        assertThat(browser.form("Change to Team")).as("chosen again").containsEntry("seats", "5");
    }

    private static String pay(ABrowser browser) {
        return browser.html().replaceAll("(?s).*>(Confirm and pay [^<]*)</button>.*", "$1");
    }

    @Test
    void a_payment_that_the_bank_must_confirm_says_where_until_it_is() {
        ABrowser browser = having(Checkout.of("pro")).press("Change to Team", "seats", "5");
        running.sandbox.askBankNext(running.sandbox.customerOf(ACME).orElseThrow());
        browser.press(pay(browser));
        for (int i = 0; i < 2; i++) {
            assertThat(browser.text()).contains("Your bank asks you to confirm the payment.");
            assertThat(browser.html()).containsPattern("href=\"https://pay.example/[^\"]*\">Confirm payment</a>");
            browser.reload();
        }
        running.sandbox.confirmPayment(running.sandbox.subscriptionOf(ACME).orElseThrow());
        running.sandbox.advance(Duration.ofSeconds(3));
        running.billing.sync(ACME);
        assertThat(browser.reload().text()).contains("Done. You have Team with 5 seats now.");
    }

    @Test
    void what_came_of_a_form_is_told_to_nobody_else_also_where_tokens_take_the_place_of_cookies() {
        having(Checkout.of("pro"));
        ABrowser acme = ABrowser.embedded(running, "acme manage").press("Change to Team", "seats", "5");
        running.sandbox.askBankNext(running.sandbox.customerOf(ACME).orElseThrow());
        acme.send(acme.form(pay(acme)));
        for (String other : List.of("globex manage", "acme manage 0 bob")) {
            ABrowser stranger = ABrowser.embedded(running, other);
            assertThat(stranger.status()).isEqualTo(200);
            assertThat(stranger.text()).as(other).doesNotContain("Your bank asks you");
            assertThat(stranger.html()).as(other).doesNotContain("Confirm payment");
        }
        assertThat(acme.reload().text()).contains("Your bank asks you to confirm the payment.");
    }

    @Test
    void a_downgrade_is_scheduled_shown_and_taken_back() {
        ABrowser browser = having(Checkout.of("team").seats(5)).press("Change to Pro");
        assertThat(browser.text()).contains("Team stays as it is until 1 February 2027");
        browser.press("Change on 1 February 2027");
        assertThat(browser.text()).contains("Changes to Pro on 1 February 2027.", "Keep Team");
        running.sandbox.goAway();
        assertThat(browser.reload().text()).contains("Changes to Pro on 1 February 2027.");
        running.sandbox.comeBack();
        assertThat(browser.text()).contains("5 seats. Until 1 February 2027, then Pro for US$20 a month.");
        browser.press("Keep Team");
        assertThat(browser.text()).contains("Done. Team goes on.").doesNotContain("Changes to Pro");
        assertThat(running.billing.plannedChange(ACME)).isEmpty();
    }

    @Test
    void an_end_is_seen_first_and_taken_back() {
        ABrowser browser = having(Checkout.of("team").seats(5)).press("Cancel subscription");
        assertThat(browser.text())
                .contains("Cancel Team?", "nothing more is charged")
                .doesNotContain("End it now");
        assertThat(running.billing.status(ACME).current().cancelAt()).isEmpty();
        browser.press("Cancel on 1 February 2027");
        assertThat(browser.text()).contains("Team ends on 1 February 2027;").doesNotContain("Cancel subscription");
        browser.press("Keep Team");
        assertThat(browser.text()).contains("Done. Team goes on.");
        assertThat(running.billing.status(ACME).current().cancelAt()).isEmpty();
    }

    @Test
    void what_does_not_end_at_once_here_does_not_though_a_form_says_so() {
        ABrowser browser = having(Checkout.of("team").seats(5)).press("Cancel subscription");
        browser.press("Cancel on 1 February 2027", "when", "now");
        assertThat(browser.status()).isEqualTo(403);
        assertThat(running.billing.status(ACME).plan()).isEqualTo("team");
    }

    @Test
    void a_pause_ends_after_its_price_was_seen() {
        ABrowser browser = having(Checkout.of("team").seats(5));
        running.sandbox.pause(running.sandbox.subscriptionOf(ACME).orElseThrow());
        running.sandbox.advance(Duration.ofSeconds(3));
        running.events.values().forEach(running.billing::accept);
        running.billing.runDue();
        assertThat(browser.reload().text()).contains("Your subscription is paused.");
        browser.press("Resume");
        assertThat(browser.text()).contains("Resume Team", "A new month begins today");
        browser.press("Resume and pay US$75");
        assertThat(browser.text()).contains("Done. Team goes on.");
    }

    @Test
    void a_wrong_number_of_seats_is_said_beside_its_field_and_kept() {
        ABrowser browser = having(Checkout.of("team").seats(5));
        for (String odd : List.of("1", "0", "-3", "many", "99999999999999999999")) {
            browser.press("Change seats", "seats", odd);
            assertThat(browser.status()).as(odd).isEqualTo(400);
            assertThat(browser.html()).as(odd).contains("aria-invalid=\"true\"");
            assertThat(browser.html()).doesNotContain("id=\"proposal\"");
        }
        browser.press("Change seats", "seats", "5");
        assertThat(browser.status()).isEqualTo(409);
        assertThat(browser.text()).contains("You have exactly this already.");
        assertThat(seats()).isEqualTo(5);
    }

    @Test
    void a_form_of_another_site_or_without_its_marks_changes_nothing() {
        ABrowser browser = having(Checkout.of("team").seats(5)).press("Change seats", "seats", "8");
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
        having(Checkout.of("team").seats(5));
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
        ABrowser browser = having(Checkout.of("team").seats(5)).press("Change seats", "seats", "8");
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
        ABrowser browser = having(Checkout.of("team").seats(5));
        for (int i = 0; i <= ProviderCalls.QUESTIONS_A_MINUTE && browser.status() == 200; i++)
            browser.press("Change seats", "seats", "8");
        assertThat(browser.status()).isEqualTo(429);
        assertThat(browser.header("Retry-After")).isNotEmpty();
        assertThat(browser.text()).contains("That was a little fast.", "Change seats");
    }

    @Test
    void leaving_for_checkout_or_the_portal_too_often_is_a_notice_as_well() {
        ABrowser browser = having(Checkout.of("team").seats(5));
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
    void seats_in_use_by_the_token_are_shown_and_never_given_up() {
        running.sandbox.pay(
                running.billing.startCheckout(ACME, Checkout.of("team").seats(5)));
        running.billing.sync(ACME);
        ABrowser browser = ABrowser.of(running, "acme manage 4");
        assertThat(browser.text()).contains("5 seats, 4 in use.", "At least 4: so many are in use.");
        browser.press("Change seats", "seats", "3");
        assertThat(browser.status()).isEqualTo(409);
        assertThat(browser.text()).contains("More seats are in use.");
        browser.press("Change to Pro");
        assertThat(browser.status()).isEqualTo(409);
        browser.press("Change seats", "seats", "4");
        assertThat(browser.text()).contains("Go down to 4 seats");
        assertThat(running.send(
                                "PATCH",
                                "/api/billing/subscription",
                                "{\"seats\":3}",
                                "Authorization",
                                "Bearer acme manage 4")
                        .body())
                .contains("seats_in_use");
    }
}

package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.Checkout;
import java.time.Duration;
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

    private int seats() {
        return running.billing.status(ACME).seats();
    }

    private int invoices() {
        return running.billing.invoices(ACME, Optional.empty(), 100).invoices().size();
    }

    @Test
    void seats_are_added_after_their_costs_were_seen_and_the_page_says_so_once() {
        ABrowser browser = ABrowser.having(running, Checkout.of("team").seats(5));
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
        ABrowser browser =
                ABrowser.having(running, Checkout.of("team").seats(5)).press("Change seats", "seats", "8");
        Map<String, String> confirm = browser.form("Confirm and pay US$45");
        assertThat(browser.post(confirm).statusCode()).isEqualTo(303);
        assertThat(browser.post(confirm).statusCode()).isEqualTo(303);
        assertThat(seats()).isEqualTo(8);
        assertThat(invoices()).isEqualTo(2);
    }

    @Test
    void what_was_seen_before_somebody_else_changed_it_is_shown_anew() {
        ABrowser browser =
                ABrowser.having(running, Checkout.of("team").seats(5)).press("Change seats", "seats", "8");
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
        ABrowser browser =
                ABrowser.having(running, Checkout.of("team").seats(5)).press("Change seats", "seats", "8");
        Map<String, String> confirm = browser.form("Confirm and pay US$45");
        running.sandbox.advance(Duration.ofMinutes(11));
        browser.send(confirm);
        assertThat(browser.status()).isEqualTo(412);
        assertThat(browser.text()).contains("Those amounts were too old.");
        assertThat(seats()).isEqualTo(5);
    }

    @Test
    void a_declining_card_leaves_everything_and_says_what_to_do() {
        ABrowser browser = ABrowser.having(running, Checkout.of("pro")).press("Change to Team", "seats", "5");
        running.sandbox.declineNextPayment(ACME);
        browser.send(browser.form(browser.payButton()));
        assertThat(browser.text())
                .contains("Your payment was declined.", "Nothing was changed or charged.", "Update payment method");
        assertThat(running.billing.status(ACME).plan()).isEqualTo("pro");
        assertThat(browser.form("Change to Team")).as("chosen again").containsEntry("seats", "5");
    }

    @Test
    void a_payment_that_the_bank_must_confirm_says_where_until_it_is() {
        ABrowser browser = ABrowser.having(running, Checkout.of("pro")).press("Change to Team", "seats", "5");
        running.sandbox.askBankNext(running.sandbox.customerOf(ACME).orElseThrow());
        browser.press(browser.payButton());
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
    void a_wrong_number_of_seats_is_said_beside_its_field_and_kept() {
        ABrowser browser = ABrowser.having(running, Checkout.of("team").seats(5));
        for (String odd : List.of("1", "0", "-3", "many", "99999999999999999999")) {
            browser.press("Change seats", "seats", odd);
            assertThat(browser.status()).as(odd).isEqualTo(400);
            assertThat(browser.html()).as(odd).contains("aria-invalid=\"true\"");
            assertThat(browser.html()).doesNotContain("id=\"proposal\"");
        }
        browser.press("Change seats", "seats", "1000000");
        assertThat(browser.status()).isEqualTo(400);
        assertThat(browser.text()).contains("Team has 2 to 999,999 seats.");
        browser.press("Change seats", "seats", "5");
        assertThat(browser.status()).isEqualTo(409);
        assertThat(browser.text()).contains("You have exactly this already.");
        assertThat(seats()).isEqualTo(5);
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

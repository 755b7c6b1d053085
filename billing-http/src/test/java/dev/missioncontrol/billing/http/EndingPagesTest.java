package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.Checkout;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes to an end or goes on again on the page, without script: seen first, and taken back there. */
class EndingPagesTest {
    private static final TenantId ACME = new TenantId("acme");

    private final ARunningServer running = new ARunningServer();

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void a_downgrade_is_scheduled_shown_and_taken_back() {
        ABrowser browser =
                ABrowser.having(running, Checkout.of("team").seats(5)).press("Change to Pro");
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
        ABrowser browser =
                ABrowser.having(running, Checkout.of("team").seats(5)).press("Cancel subscription");
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
        ABrowser browser =
                ABrowser.having(running, Checkout.of("team").seats(5)).press("Cancel subscription");
        browser.press("Cancel on 1 February 2027", "when", "now");
        assertThat(browser.status()).isEqualTo(403);
        assertThat(running.billing.status(ACME).plan()).isEqualTo("team");
    }

    @Test
    void a_pause_ends_after_its_price_was_seen() {
        ABrowser browser = ABrowser.having(running, Checkout.of("team").seats(5));
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
    void an_end_while_a_payment_is_open_promises_access_only_for_its_grace_and_says_what_stays_due() {
        running.buy(ACME, Checkout.of("team").seats(5));
        running.sandbox.declinePayments(ACME);
        running.sandbox.advance(Duration.ofDays(32));
        running.billing.sync(ACME);
        ABrowser browser = ABrowser.of(running, "acme manage").press("Cancel subscription");
        assertThat(browser.text())
                .contains(
                        "Until 8 February 2027 You keep Team while the payment is open",
                        "You are on Free; the open payment stays due")
                .doesNotContain("it is paid for", "nothing more is charged");
        browser.press("Cancel on 1 March 2027");
        assertThat(browser.text())
                .contains("Ends on 1 March 2027; the open payment stays due.")
                .doesNotContain("nothing more is charged");
        assertThat(browser.go("/billing?show=history").text()).contains("Canceled Team; access stays until 8 February");
    }

    @Test
    void what_is_over_before_the_provider_said_so_is_looked_for_again_and_not_kept() {
        running.buy(ACME, Checkout.of("team").seats(5));
        running.billing.cancel(ACME);
        running.sandbox.advance(Duration.ofDays(32));
        ABrowser browser = ABrowser.of(running, "acme manage");
        assertThat(browser.text())
                .contains("Team ended on 1 February 2027.", "No access 5 seats. Ended on 1 February 2027.")
                .doesNotContain("Keep Team", "Paused until");
        browser.press("Check again");
        assertThat(browser.text())
                .contains("Team ended on 1 February 2027.", "Choose a plan")
                .doesNotContain("No access", "Check again");
    }
}

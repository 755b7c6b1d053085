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
}

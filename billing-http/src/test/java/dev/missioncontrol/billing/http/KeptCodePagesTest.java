package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A promotion code that was applied is given to the checkout that it was applied for, however often that is begun. */
class KeptCodePagesTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final String LEFT = "/billing?checkout=cancel";

    private final ARunningServer running = new ARunningServer();
    private final ABrowser browser = ABrowser.of(running, "acme manage");

    @BeforeEach
    void offer() {
        running.offer("SPRING");
        browser.press("Apply code", "code", "spring");
    }

    @AfterEach
    void stop() {
        running.close();
    }

    private CheckoutAttempt open() {
        return running.billing.openMatters(ACME).checkout().orElseThrow();
    }

    private String chosen() {
        return browser.post(browser.form("Choose Team", "seats", "5"))
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    private String pressed(String button) {
        return browser.post(browser.form(button))
                .headers()
                .firstValue("Location")
                .orElse("");
    }

    private void tooFast() {
        Map<String, String> form = browser.form("Apply code", "code", "NOTHING");
        for (int i = 0; i < ProviderCalls.A_MINUTE; i++) browser.post(form);
        assertThat(browser.post(form).statusCode()).isEqualTo(429);
    }

    private void staysApplied() {
        assertThat(browser.text()).contains("SPRING is still applied. It is taken off at checkout.", "Remove");
        assertThat(browser.form("Choose Team")).containsEntry("promotionCode", "SPRING");
    }

    @Test
    void a_checkout_that_was_left_is_gone_back_to_with_its_code() {
        String page = chosen();
        assertThat(browser.go(LEFT).text()).contains("You have not been charged.");
        assertThat(pressed("Back to checkout")).isEqualTo(page);
        assertThat(open().promotion()).isPresent();
    }

    @Test
    void who_chooses_the_same_in_its_card_goes_on_with_the_code_too() {
        String page = chosen();
        browser.reload();
        assertThat(pressed("Choose Team")).isEqualTo(page);
        assertThat(browser.form("Choose Pro")).doesNotContainKey("again");
    }

    @Test
    void a_first_payment_is_confirmed_on_the_page_that_has_the_code() {
        String page = chosen();
        running.sandbox.beginPayment(open().session().orElseThrow());
        running.billing.sync(ACME);
        assertThat(browser.reload().text()).contains("Confirm payment");
        assertThat(pressed("Confirm payment")).isEqualTo(page);
        assertThat(open().promotion()).isPresent();
    }

    @Test
    void who_goes_back_too_fast_still_goes_back_with_the_code_afterwards() {
        String page = chosen();
        Map<String, String> back = browser.go(LEFT).form("Back to checkout");
        browser.reload();
        tooFast();
        browser.send(back);
        assertThat(browser.status()).isEqualTo(429);
        running.sandbox.advance(Duration.ofMinutes(1));
        assertThat(pressed("Choose Team")).isEqualTo(page);
    }

    @Test
    void what_can_be_no_checkouts_id_counts_for_nothing() {
        assertThat(browser.post(browser.form("Choose Team", "again", "no id \u00e4"))
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void a_code_stays_applied_where_a_checkout_comes_too_fast() {
        Map<String, String> choose = browser.form("Choose Team");
        browser.reload();
        tooFast();
        browser.send(choose);
        assertThat(browser.status()).isEqualTo(429);
        staysApplied();
    }

    @Test
    void a_code_stays_applied_while_the_provider_is_away() {
        running.sandbox.goAway();
        browser.press("Choose Team");
        assertThat(browser.status()).isEqualTo(503);
        staysApplied();
    }

    @Test
    void a_code_stays_applied_where_the_seats_are_refused() {
        browser.press("Choose Team", "seats", "1");
        assertThat(browser.status()).isEqualTo(400);
        staysApplied();
    }

    @Test
    void a_code_that_is_refused_does_not_stay_applied() {
        browser.press("Choose Team", "promotionCode", "NOTHING");
        assertThat(browser.status()).isEqualTo(422);
        assertThat(browser.html()).contains("id=\"promotion-error\"");
        assertThat(browser.form("Choose Team")).doesNotContainKey("promotionCode");
    }
}

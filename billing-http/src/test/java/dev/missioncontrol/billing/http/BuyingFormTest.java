package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Redirect;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The form by which a plan is bought leads to a checkout of what was typed, or to none. */
class BuyingFormTest {
    private static final TenantId ACME = new TenantId("acme");

    private final ARunningServer running = new ARunningServer();
    private final ABrowser browser = ABrowser.of(running, "acme manage");

    @AfterEach
    void stop() {
        running.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.5", "five", "5 000", "99999999999999999999", "-3"})
    void what_is_no_number_of_seats_is_refused_beside_the_field_and_not_taken_for_the_fewest(String seats) {
        browser.press("Choose Team", "seats", seats);
        assertThat(browser.status()).isEqualTo(400);
        assertThat(browser.text()).contains("Team has 2 seats or more.", "Choose Team");
        assertThat(browser.html()).contains("aria-invalid=\"true\"");
    }

    @ParameterizedTest
    @CsvSource({"five, 2", "2.5, 2", "99999999999999999999, 2", "-3, -3", "1, 1"})
    void what_was_typed_is_shown_again_and_the_fewest_in_the_place_of_what_is_no_number(String typed, String shown) {
        browser.press("Choose Team", "seats", typed);
        assertThat(browser.form("Choose Team").get("seats")).isEqualTo(shown);
    }

    @Test
    void an_interval_that_there_is_not_is_refused_and_not_taken_for_a_month() {
        browser.press("Choose Team", "interval", "yeer");
        assertThat(browser.status()).isEqualTo(400);
        assertThat(browser.text()).contains("This plan is not sold at this interval.", "Choose Team");
        assertThat(running.sandbox.customerOf(ACME)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/billing/preview", "/billing/change"})
    void a_change_to_an_interval_that_there_is_not_is_refused_and_not_taken_for_the_present_one(String path) {
        ABrowser having = ABrowser.having(running, Checkout.of("team").seats(5));
        having.send(having.form("Change seats", "", path, "seats", "7", "interval", "yeer"));
        assertThat(having.status()).isEqualTo(400);
        assertThat(having.text()).contains("This plan is not sold at this interval.");
        assertThat(having.html()).doesNotContain("Confirm and pay");
        assertThat(running.billing.status(ACME).seats()).isEqualTo(5);
    }

    @Test
    void no_card_promises_a_trial_that_checkout_does_not_give() {
        InMemoryBillingStore store = new InMemoryBillingStore();
        PlanCatalog catalog = PlanCatalog.of(
                Plan.draft("free").rank(0),
                Plan.draft("pro").rank(1).seats(1, 1).trialDays(14).monthly("price_p", 2000, "usd"));
        try (ARunningServer other = new ARunningServer(catalog, store)) {
            assertThat(ABrowser.of(other, "acme manage").text()).contains("14 days free");
            store.inTransaction(tx -> {
                Instant now = other.billing.now();
                tx.accounts().lockTenant(ACME, "pseudonym", now);
                TrackedSubscription heardOf =
                        tx.accounts().lockSubscription(new SubscriptionId("sub_of_another_account"), false, now);
                tx.accounts().save(heardOf.boundTo(ACME), now);
                return true;
            });
            ABrowser buyer = ABrowser.of(other, "acme manage");
            assertThat(buyer.text()).contains("Choose Pro").doesNotContain("days free");
            Redirect page = other.billing.startCheckout(ACME, Checkout.of("pro"));
            assertThat(other.sandbox
                            .session(((Redirect.To) page).session().orElseThrow())
                            .orElseThrow()
                            .trialDays())
                    .isZero();
        }
    }

    @Test
    void who_has_seats_sees_them_in_the_place_of_what_is_no_number() {
        ABrowser having = ABrowser.having(running, Checkout.of("team").seats(5));
        having.press("Change seats", "seats", "five");
        assertThat(having.status()).isEqualTo(400);
        assertThat(having.html()).contains("aria-invalid=\"true\"");
        assertThat(having.form("Change seats").get("seats")).isEqualTo("5");
    }

    @Test
    void as_many_seats_are_offered_as_are_in_use_and_fewer_are_sold_to_nobody() {
        ABrowser using = ABrowser.of(running, "acme manage 12");
        assertThat(using.form("Choose Team").get("seats")).isEqualTo("12");
        assertThat(using.html()).contains("min=\"12\"");
        using.press("Choose Team", "seats", "5");
        assertThat(using.status()).isEqualTo(409);
        assertThat(using.text()).contains("More seats are in use.");
        String[] token = {"Authorization", "Bearer acme manage 12"};
        Description.held(
                "post",
                "/api/billing/checkout",
                409,
                running.post("/api/billing/checkout", "{\"plan\":\"team\",\"seats\":5}", token));
        Description.held(
                "post",
                "/api/billing/checkout",
                200,
                running.post("/api/billing/checkout", "{\"plan\":\"team\"}", token));
    }

    @Test
    void who_asks_for_more_than_can_be_asked_for_is_told_the_most_too() {
        browser.press("Choose Team", "seats", "2000000");
        assertThat(browser.status()).isEqualTo(400);
        assertThat(browser.text()).contains("Team has 2 to 999,999 seats.");
        assertThat(running.postAsManager("/api/billing/checkout", "{\"plan\":\"team\",\"seats\":2000000}")
                        .body())
                .contains("Team has 2 to 999999 seats, not 2000000.");
        assertThat(running.postAsManager("/api/billing/checkout", "{\"plan\":\"team\",\"seats\":1}")
                        .body())
                .contains("Team has at least 2 seats, not 1.");
    }

    @Test
    void who_leaves_the_field_empty_buys_the_fewest() {
        assertThat(browser.post(browser.form("Choose Team", "seats", " ")).statusCode())
                .isEqualTo(303);
    }
}

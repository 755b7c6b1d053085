package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.plan.PlanDraft;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.usecase.Checkout;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who keeps a price that is sold no more is never told that it pays today's. */
class RetiredPricePagesTest {
    private static final TenantId ACME = new TenantId("acme");

    private final InMemoryBillingStore store = new InMemoryBillingStore();
    private final ARunningServer running = new ARunningServer(
            PlanCatalog.of(
                    Plan.draft("free").rank(0),
                    pro().monthly("price_pro_2028", 2000, "usd").retiredPrices(List.of("price_pro_2024")),
                    team().monthly("price_team_2028", 1700, "usd")
                            .retiredPrices(List.of("price_team_2024", "price_team_year_2024")),
                    crew().monthly("price_crew_2024", 1000, "usd").retired(true),
                    gold().retiredPrices(List.of("price_gold_2024"))),
            store);
    private final Billing before = running.selling(
            PlanCatalog.of(
                    Plan.draft("free").rank(0),
                    pro().monthly("price_pro_2024", 1500, "usd"),
                    team().monthly("price_team_2024", 1200, "usd").yearly("price_team_year_2024", 12_000, "usd"),
                    crew().monthly("price_crew_2024", 1000, "usd"),
                    gold().monthly("price_gold_2024", 9000, "usd")),
            store);

    private static PlanDraft pro() {
        return Plan.draft("pro").rank(1).seats(1, 1);
    }

    private static PlanDraft team() {
        return Plan.draft("team").rank(2).seats(2, 50);
    }

    private static PlanDraft crew() {
        return Plan.draft("crew").rank(3).seats(2, 50);
    }

    /** Sold no more by having no price that is: nobody had to say that it is retired. */
    private static PlanDraft gold() {
        return Plan.draft("gold").rank(4).seats(2, 50);
    }

    @AfterEach
    void stop() {
        running.close();
    }

    private ABrowser boughtBefore(Checkout wanted) {
        running.sandbox.pay(before.startCheckout(ACME, wanted));
        before.sync(ACME);
        return ABrowser.of(running, "acme manage");
    }

    @Test
    void it_renews_on_a_day_and_for_no_amount_that_is_not_charged() {
        ABrowser browser = boughtBefore(Checkout.of("pro"));
        assertThat(browser.text())
                .contains("Pro · monthly", "Renews on 1 February 2027.")
                .doesNotContain("Renews on 1 February 2027 for");
    }

    @Test
    void a_plan_without_a_price_that_is_sold_is_shown_nowhere_but_to_who_keeps_it() {
        assertThat(ABrowser.of(running, "globex manage").text())
                .contains("Choose Team")
                .doesNotContain("Gold");
        assertThat(running.get("/api/billing/plans", "Authorization", "Bearer globex read")
                        .body())
                .contains("\"free\"", "\"pro\"", "\"team\"")
                .doesNotContain("gold", "crew");
        ABrowser keeper = boughtBefore(Checkout.of("gold").seats(5));
        assertThat(keeper.text())
                .contains("Gold · monthly", "You keep Gold as long as you like.", "Change seats")
                .doesNotContain("Change to Gold", "not sold");
    }

    @Test
    void a_pause_ends_without_an_amount_to_agree_to() {
        ABrowser browser = boughtBefore(Checkout.of("pro"));
        running.sandbox.pause(running.sandbox.subscriptionOf(ACME).orElseThrow());
        running.sandbox.advance(Duration.ofSeconds(3));
        running.events.values().forEach(running.billing::accept);
        running.billing.runDue();
        browser.reload().press("Resume");
        assertThat(browser.text())
                .contains("Resume Pro", "A new month begins today", "Tax and discounts are reckoned with the payment.")
                .doesNotContain("Resume and pay");
    }

    @Test
    void seats_at_such_a_price_have_no_sum_before_the_provider_reckoned_it() {
        ABrowser browser = boughtBefore(Checkout.of("team").seats(5));
        assertThat(browser.text()).contains("Change seats").doesNotContain("US$85");
        browser.press("Change seats", "seats", "8");
        assertThat(browser.text()).contains("US$96 a month").doesNotContain("US$136");
    }

    @Test
    void who_keeps_a_year_where_months_are_sold_alone_sees_what_can_be_chosen_and_changes_seats() {
        ABrowser browser = boughtBefore(Checkout.of("team").yearly().seats(5));
        assertThat(browser.html()).contains("data-single=\"month\"").doesNotContain("data-single=\"year\"");
        assertThat(browser.text()).contains("Team · yearly", "Change to Pro", "Pay monthly");
        assertThat(browser.form("Change seats")).containsEntry("interval", "year");
        browser.press("Change seats", "seats", "51");
        assertThat(browser.status()).isEqualTo(400);
        browser.press("Change seats", "seats", "8");
        assertThat(browser.text()).contains("Add 3 seats", "US$960 a year");
        browser.press(browser.payButton());
        assertThat(running.billing.status(ACME).seats()).isEqualTo(8);
        assertThat(browser.text()).contains("Team · yearly", "8 seats.");
    }

    @Test
    void a_wrong_number_is_said_once_and_in_the_field_that_was_posted() {
        ABrowser browser = boughtBefore(Checkout.of("team").yearly().seats(5));
        browser.press("Change seats", "seats", "51");
        assertThat(wrongFields(browser)).containsExactly("seats-team-year");
        browser.reload().press("Pay monthly", "seats", "51");
        assertThat(wrongFields(browser)).containsExactly("seats-team-month");
        browser.reload().press("Change seats", "seats", "many");
        assertThat(wrongFields(browser)).containsExactly("seats-team-year");
    }

    /** Those with a sentence, of which each is the one that the page opens in. */
    private static List<String> wrongFields(ABrowser browser) {
        List<String> wrong = Pattern.compile("<p class=\"error\" id=\"(seats-[a-z-]*)-error\">")
                .matcher(browser.html())
                .results()
                .map(found -> found.group(1))
                .toList();
        List<String> focused = Pattern.compile("<input id=\"([a-z-]*)\"[^>]* autofocus")
                .matcher(browser.html())
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(focused).isEqualTo(wrong);
        return wrong;
    }

    @Test
    void who_keeps_a_plan_that_is_sold_no_more_changes_its_seats() {
        ABrowser browser = boughtBefore(Checkout.of("crew").seats(5));
        assertThat(browser.text()).contains("You keep Crew as long as you like.", "For 5 seats US$50 a month");
        browser.press("Change seats", "seats", "7");
        assertThat(browser.text()).contains("Add 2 seats");
        browser.press(browser.payButton());
        assertThat(running.billing.status(ACME).seats()).isEqualTo(7);
        browser.press("Change seats", "seats", "3");
        assertThat(browser.text()).contains("Go down to 3 seats");
    }
}

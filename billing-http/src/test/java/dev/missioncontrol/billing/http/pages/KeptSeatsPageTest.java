package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.APage.PERIOD_END;
import static dev.missioncontrol.billing.http.pages.APage.onFree;
import static dev.missioncontrol.billing.http.pages.APage.onTeamYearly;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.http.pages.BillingPageView.Access;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.plan.PlanDraft;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who keeps a plan or an interval that is sold no more changes seats in the card of what is held. */
class KeptSeatsPageTest {
    private static PlanCatalog sellingNoMoreTeam(boolean retired) {
        PlanDraft team = Plan.draft("team").rank(2).seats(2, 50).monthly("price_m", 1500, "usd");
        return PlanCatalog.of(
                Plan.draft("free").rank(0),
                Plan.draft("pro").rank(1).seats(1, 1).monthly("price_p", 2000, "usd"),
                retired ? team.retired(true) : team.retiredPrices(List.of("price_y_2024")));
    }

    @Test
    void seats_of_a_plan_that_is_sold_no_more_are_changed_in_the_card_of_what_is_held() {
        APage kept = onFree().selling(sellingNoMoreTeam(true)).holding("team", BillingInterval.MONTH, 5);
        String card = Markup.element(kept.html(), "<section class=\"card held\"", "</section>");
        assertThat(Markup.buttons(card)).startsWith("Change seats");
        assertThat(Markup.text("<body>" + card)).contains("For 5 seats US$75 a month");
        assertThat(card).contains("id=\"seats-team-month\"", "name=\"interval\" value=\"month\"");
        assertThat(Markup.buttons(kept.reader().html())).doesNotContain("Change seats");
    }

    @Test
    void seats_at_an_interval_that_is_sold_no_more_are_changed_there_and_have_no_sum() {
        String html = onTeamYearly(5)
                .selling(sellingNoMoreTeam(false))
                .atARetiredPrice()
                .html();
        String card = Markup.element(html, "<section class=\"card held\"", "</section>");
        assertThat(Markup.buttons(card)).startsWith("Change seats");
        assertThat(card).contains("name=\"interval\" value=\"year\"").doesNotContain("<output");
        assertThat(Markup.all(html, "(>Change seats<)")).hasSize(1);
        assertThat(Markup.buttons(html)).contains("Pay monthly");
    }

    @Test
    void a_wrong_number_of_kept_seats_is_said_beside_their_field_and_nowhere_else() {
        String html = onFree().selling(sellingNoMoreTeam(true))
                .holding("team", BillingInterval.MONTH, 5)
                .attempted("team", BillingInterval.MONTH, 99)
                .wrong("team", "seats", "Choose 50 seats at most.")
                .html();
        assertThat(Markup.element(html, "<input id=\"seats-team-month\"", ">"))
                .contains("value=\"99\"", "aria-invalid=\"true\"", "autofocus");
        assertThat(Markup.all(html, "(Choose 50 seats at most)")).hasSize(1);
    }

    @Test
    void kept_seats_rest_while_something_is_owed_or_ends_and_a_plan_of_one_seat_has_none() {
        PlanCatalog catalog = sellingNoMoreTeam(true);
        for (APage page : List.of(
                onFree().selling(catalog)
                        .holding("team", BillingInterval.MONTH, 5)
                        .status("past_due", Access.GRACE),
                onFree().selling(catalog)
                        .holding("team", BillingInterval.MONTH, 5)
                        .cancelsAt(PERIOD_END),
                onFree().selling(catalog)
                        .holding("pro", BillingInterval.YEAR, 1)
                        .atARetiredPrice()))
            assertThat(Markup.buttons(page.html())).doesNotContain("Change seats");
    }
}

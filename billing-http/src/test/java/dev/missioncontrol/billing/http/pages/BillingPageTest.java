package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.APage.PERIOD_END;
import static dev.missioncontrol.billing.http.pages.APage.onFree;
import static dev.missioncontrol.billing.http.pages.APage.onTeamYearly;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.http.pages.BillingPageView.Access;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class BillingPageTest {
    @Test
    void one_sentence_says_what_how_many_when_and_how_much() {
        assertThat(Markup.text(onTeamYearly(5).html()))
                .contains("Team · yearly Active 5 seats. Renews on 12 March 2027 for US$750.");
    }

    @Test
    void seats_are_counted_in_the_right_number() {
        PlanCatalog catalog = PlanCatalog.of(
                Plan.draft("free").rank(0), Plan.draft("solo").rank(1).monthly("price_s", 900, "usd"));
        assertThat(Markup.text(onFree().selling(catalog)
                        .holding("solo", BillingInterval.MONTH, 1)
                        .html()))
                .contains("1 seat. Renews");
        assertThat(Markup.text(onFree().selling(catalog).html()))
                .contains("Solo starts at 1 seat.", "For 1 seat US$9 a month");
        assertThat(Markup.text(onTeamYearly(5).html())).contains("5 seats. Renews");
        assertThat(Markup.text(onTeamYearly(1200).html())).contains("1,200 seats. Renews");
    }

    @Test
    void a_plan_without_a_price_that_is_sold_is_shown_nowhere_and_another_button_stands_out() {
        PlanCatalog catalog = PlanCatalog.of(
                Plan.draft("free").rank(0),
                Plan.draft("solo").rank(1).monthly("price_s", 900, "usd"),
                Plan.draft("gold").rank(2).retiredPrices(List.of("price_g")));
        String page = onFree().selling(catalog).html();
        assertThat(Markup.text(page)).contains("Choose Solo").doesNotContain("Gold");
        assertThat(page).containsPattern("<button class=\"button primary\"[^>]*>Choose Solo");
    }

    @Test
    void a_plan_of_one_seat_does_not_speak_of_seats() {
        assertThat(Markup.text(onFree().holding("pro", BillingInterval.MONTH, 1).html()))
                .contains("Pro · monthly Active Renews on 12 March 2027 for US$20.");
    }

    @Test
    void each_state_is_said_in_a_word_beside_its_colour() {
        assertThat(Markup.text(onTeamYearly(5).status("past_due", Access.GRACE).html()))
                .contains("Payment failed 5 seats. The payment is overdue.");
        assertThat(Markup.text(onTeamYearly(5).status("past_due", Access.NONE).html()))
                .contains("No access 5 seats. Paused until the open payment arrives.");
        assertThat(Markup.text(
                        onTeamYearly(5).status("past_due", Access.NONE).paused().html()))
                .contains("Paused 5 seats. Paused; nothing is charged meanwhile.");
        assertThat(Markup.text(onTeamYearly(5).cancelsAt(PERIOD_END).html()))
                .contains("Ends soon 5 seats. Ends on 12 March 2027; nothing more is charged.");
        assertThat(Markup.text(onTeamYearly(5)
                        .status("trialing", Access.FULL)
                        .trialEnds(PERIOD_END)
                        .html()))
                .contains("Trial 5 seats. Free until 12 March 2027; then US$750 a year.");
        assertThat(Markup.text(onTeamYearly(5).provisional().html())).contains("Just received; we are checking");
    }

    @Test
    void a_price_that_is_sold_no_more_is_not_told_as_todays() {
        APage kept = onTeamYearly(5).atARetiredPrice();
        assertThat(Markup.text(kept.html()))
                .contains("Renews on 12 March 2027.", "Change seats")
                .doesNotContain("US$750");
        assertThat(Markup.text(kept.status("trialing", Access.FULL)
                        .trialEnds(PERIOD_END)
                        .html()))
                .contains("Free until 12 March 2027.")
                .doesNotContain("US$750");
    }

    @Test
    void a_trial_is_followed_by_what_is_planned_at_its_price() {
        APage trial = onTeamYearly(5).status("trialing", Access.FULL).trialEnds(PERIOD_END);
        assertThat(Markup.text(trial.changesTo("team", BillingInterval.MONTH, 3).html()))
                .contains("Free until 12 March 2027; then US$45 a month.")
                .doesNotContain("then US$750");
    }

    @Test
    void a_yen_is_a_yen() {
        PlanCatalog yen = PlanCatalog.of(
                Plan.draft("free").rank(0),
                Plan.draft("pro").rank(1).seats(1, 1).monthly("price_y", 1200, "jpy"));
        String html = onFree().selling(yen).in(Locale.US).html();
        assertThat(Markup.text(html))
                .contains("¥1,200 a month", "¥0")
                .doesNotContain("1,200.00")
                .doesNotContain("¥12 ");
    }

    @Test
    void prices_of_both_intervals_are_in_the_page_and_each_has_a_form_of_its_own() {
        String html = onFree().html();
        assertThat(Markup.text(html)).contains("US$15 a seat a month", "US$150 a seat a year", "Yearly, save 2 months");
        assertThat(Markup.posts(html)).filteredOn("/billing/checkout"::equals).hasSize(4);
        List<String> forms = Markup.all(html, "(<form method=\"post\" action=\"/billing/checkout\".*?</form>)");
        assertThat(forms).allSatisfy(form -> {
            assertThat(Markup.all(form, "name=\"(plan|interval|seats|csrf)\""))
                    .containsExactlyInAnyOrder("csrf", "plan", "interval", "seats");
            assertThat(Markup.buttons(form)).hasSize(1);
        });
    }

    @Test
    void the_chosen_interval_is_checked_before_any_script() {
        assertThat(onTeamYearly(5).html()).contains("value=\"year\" id=\"interval-year\" checked");
        assertThat(onFree().html()).contains("value=\"month\" id=\"interval-month\" checked");
    }

    @Test
    void every_form_that_posts_carries_the_token() {
        for (String html : List.of(onFree().html(), onTeamYearly(5).html())) {
            assertThat(Markup.all(html, "(<form method=\"post\".*?</form>)"))
                    .isNotEmpty()
                    .allSatisfy(form -> assertThat(form).contains("name=\"csrf\" value=\"token-1\""));
        }
    }

    @Test
    void a_wrong_number_of_seats_is_said_beside_its_field_and_kept() {
        String html = onFree().attempted("team", BillingInterval.MONTH, 1)
                .wrong("team", "seats", "Choose 2 seats or more.")
                .html();
        String field = Markup.element(html, "<input id=\"seats-team-month\"", ">");
        assertThat(field)
                .contains(
                        "value=\"1\"",
                        "aria-invalid=\"true\"",
                        "aria-describedby=\"seats-team-month-error",
                        "autofocus");
        assertThat(html).contains("<p class=\"error\" id=\"seats-team-month-error\">Choose 2 seats or more.</p>");
        assertThat(Markup.all(html, "(autofocus)")).hasSize(1);
    }

    @Test
    void an_error_without_a_field_is_said_above_the_plans() {
        assertThat(onFree().wrong("gold", "plan", "There is no such plan.").html())
                .contains("role=\"alert\">There is no such plan.</p>");
    }

    @Test
    void a_subscriber_changes_here_sees_it_first_and_never_checks_out_again() {
        String html = onTeamYearly(5).html();
        assertThat(Markup.posts(html)).doesNotContain("/billing/checkout");
        assertThat(Markup.buttons(html))
                .contains(
                        "Payment and invoices",
                        "Cancel subscription",
                        "Change to Pro",
                        "Change seats",
                        "Pay monthly",
                        "Change to Free");
        assertThat(Markup.all(html, "(<form method=\"post\" action=\"/billing/preview#proposal\".*?</form>)"))
                .hasSize(6)
                .allSatisfy(form -> assertThat(form).contains("data-in-place").doesNotContain("name=\"key\""));
        assertThat(html).contains("id=\"seats-team-year\" type=\"number\"").doesNotContain("id=\"proposal\"");
    }

    @Test
    void seats_in_use_are_said_and_bound_the_field_with_the_reason() {
        String html = onTeamYearly(5).using(4).html();
        assertThat(Markup.text(html)).contains("5 seats, 4 in use.", "At least 4: so many are in use.");
        assertThat(Markup.element(html, "<input id=\"seats-team-year\"", ">")).contains("min=\"4\"", "value=\"5\"");
        assertThat(Markup.element(onTeamYearly(5).using(1).html(), "<input id=\"seats-team-year\"", ">"))
                .contains("min=\"2\"");
    }

    @Test
    void nothing_is_offered_for_change_while_it_is_owed_paused_or_ending() {
        for (APage page : List.of(
                onTeamYearly(5).status("past_due", Access.GRACE).saying(BillingNotice.PAST_DUE_GRACE),
                onTeamYearly(5).status("past_due", Access.NONE).saying(BillingNotice.PAST_DUE_NO_ACCESS),
                onTeamYearly(5).status("past_due", Access.NONE).paused().saying(BillingNotice.PAUSED),
                onTeamYearly(5).cancelsAt(PERIOD_END).saying(BillingNotice.CANCELS_AT_PERIOD_END)))
            assertThat(Markup.buttons(page.html()))
                    .doesNotContain("Change to Pro", "Change seats", "Pay monthly")
                    .containsAnyOf("Update payment method", "Resume", "Keep Team");
    }

    @Test
    void at_most_one_button_stands_out_in_each_view() {
        for (BillingNotice notice : BillingNotice.values()) {
            for (APage page : List.of(onFree(), onTeamYearly(5), onFree().attempted("pro", BillingInterval.MONTH, 1))) {
                String html = page.saying(notice).html();
                int perInterval = html.contains("class=\"buy\"") && notice == BillingNotice.NONE ? 2 : 1;
                assertThat(Markup.all(html, "(button primary)"))
                        .as(notice.name())
                        .hasSizeLessThanOrEqualTo(perInterval);
            }
        }
    }

    @Test
    void trial_days_are_offered_only_to_those_who_get_them() {
        PlanCatalog catalog = PlanCatalog.of(
                Plan.draft("free").rank(0),
                Plan.draft("pro").rank(1).seats(1, 1).trialDays(14).monthly("price_p", 2000, "usd"));
        assertThat(Markup.text(onFree().selling(catalog).html())).contains("14 days free, then US$20 a month");
        assertThat(Markup.text(onFree().selling(catalog).afterItsTrial().html()))
                .doesNotContain("days free");
    }

    @Test
    void where_the_portal_can_not_be_opened_there_is_somebody_to_ask() {
        for (BillingNotice notice : BillingNotice.values()) {
            String html = onTeamYearly(5)
                    .status("past_due", Access.GRACE)
                    .saying(notice)
                    .withoutPortal()
                    .html();
            assertThat(Markup.posts(html)).as(notice.name()).doesNotContain("/billing/portal");
        }
        for (BillingNotice notice : List.of(
                BillingNotice.PAST_DUE_GRACE,
                BillingNotice.PAST_DUE_NO_ACCESS,
                BillingNotice.DECLINED,
                BillingNotice.NO_PAYMENT_METHOD))
            assertThat(Markup.text(
                            onTeamYearly(5).saying(notice).withoutPortal().html()))
                    .as(notice.name())
                    .contains("Ask whoever made the agreement with you how to pay. Contact");
        APage owing = onTeamYearly(5)
                .status("past_due", Access.GRACE)
                .saying(BillingNotice.PAST_DUE_GRACE)
                .withoutPortal();
        assertThat(Markup.text(owing.html()))
                .contains(
                        "You keep Team until 12 March 2027. Ask whoever made the agreement with you how to pay. Contact");
        assertThat(owing.support("javascript:none").html())
                .as("without an address to ask at")
                .doesNotContain("Contact");
    }

    @Test
    void a_first_payment_that_can_not_be_confirmed_from_here_has_somebody_to_ask() {
        APage unknown = onFree().saying(BillingNotice.INCOMPLETE).withoutPortal();
        assertThat(Markup.text(unknown.html()))
                .contains("confirm the payment. Ask whoever made the agreement with you how to pay. Contact")
                .doesNotContain("Confirm payment");
        assertThat(Markup.text(
                        unknown.attempted("team", BillingInterval.YEAR, 5).html()))
                .as("there is a checkout to go on with")
                .contains("Confirm payment")
                .doesNotContain("Ask whoever");
    }

    @Test
    void the_sandbox_says_that_no_money_moves_and_production_does_not() {
        assertThat(onFree().html()).contains("Sandbox: no money moves");
        assertThat(onFree().outsideTheSandbox().html()).doesNotContain("Sandbox");
    }

    @Test
    void what_ends_while_a_payment_is_open_does_not_say_that_nothing_more_is_charged() {
        for (Access access : List.of(Access.GRACE, Access.NONE))
            assertThat(Markup.text(onTeamYearly(5)
                            .status("past_due", access)
                            .cancelsAt(PERIOD_END)
                            .html()))
                    .contains("5 seats. Ends on 12 March 2027; the open payment stays due.");
        assertThat(Markup.text(onTeamYearly(5)
                        .status("past_due", Access.NONE)
                        .paused()
                        .cancelsAt(PERIOD_END)
                        .html()))
                .contains("Paused 5 seats. Ends on 12 March 2027; nothing more is charged.");
    }

    @Test
    void what_was_to_end_by_now_has_ended_and_waits_for_no_payment() {
        for (String status : List.of("active", "past_due"))
            for (boolean paused : List.of(false, true))
                assertThat(Markup.text(onTeamYearly(5)
                                .status(status, Access.NONE)
                                .paused(paused)
                                .cancelsAt(APage.NOW)
                                .html()))
                        .contains("No access 5 seats. Ended on 3 March 2027.");
    }
}

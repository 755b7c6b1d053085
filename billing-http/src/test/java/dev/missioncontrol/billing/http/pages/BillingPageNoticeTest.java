package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.APage.PERIOD_END;
import static dev.missioncontrol.billing.http.pages.APage.onFree;
import static dev.missioncontrol.billing.http.pages.APage.onTeamYearly;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.http.pages.BillingPageView.Access;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BillingPageNoticeTest {
    static Stream<Arguments> rows() {
        APage grace = onTeamYearly(5).status("past_due", Access.GRACE);
        APage none = onTeamYearly(5).status("past_due", Access.NONE);
        APage trial = onFree().holding("pro", BillingInterval.MONTH, 1)
                .status("trialing", Access.FULL)
                .trialEnds(PERIOD_END);
        APage left = onFree().attempted("team", BillingInterval.YEAR, 5);
        return Stream.of(
                row(BillingNotice.CHECKOUT_LEFT, left, "You have not been charged.", "Back to checkout"),
                row(
                        BillingNotice.INCOMPLETE,
                        onFree(),
                        "Your bank asks you to confirm the payment.",
                        "Confirm payment"),
                row(BillingNotice.INCOMPLETE, left, "Your bank asks you to confirm the payment.", "Confirm payment"),
                row(
                        BillingNotice.PAYMENT_ON_ITS_WAY,
                        left,
                        "Your payment is on its way. Team starts as soon as it arrives; that can take some days.",
                        ""),
                row(
                        BillingNotice.PAST_DUE_GRACE,
                        grace,
                        "Your last payment failed. You keep Team until 12 March 2027.",
                        "Update payment method"),
                row(
                        BillingNotice.PAST_DUE_NO_ACCESS,
                        none,
                        "Your payment failed and Team is paused. Nothing is deleted.",
                        "Update payment method"),
                row(
                        BillingNotice.TRIALING,
                        trial,
                        "9 days of trial left; then US$20 a month.",
                        "Add or change payment method"),
                row(
                        BillingNotice.CANCELS_AT_PERIOD_END,
                        onTeamYearly(5).cancelsAt(PERIOD_END),
                        "Team ends on 12 March 2027; then you are on Free.",
                        "Keep Team"),
                row(
                        BillingNotice.DOWNGRADE_SCHEDULED,
                        onTeamYearly(5).changesTo("pro", BillingInterval.YEAR, 1),
                        "Changes to Pro on 12 March 2027.",
                        "Keep Team"),
                row(
                        BillingNotice.DOWNGRADE_SCHEDULED,
                        onTeamYearly(5).changesTo("team", BillingInterval.YEAR, 3),
                        "Changes to 3 seats on 12 March 2027.",
                        "Keep Team"),
                row(
                        BillingNotice.DOWNGRADE_SCHEDULED,
                        onTeamYearly(5).changesTo("team", BillingInterval.MONTH, 5),
                        "Paid monthly from 12 March 2027.",
                        "Keep Team"),
                row(BillingNotice.CHANGED, onTeamYearly(5), "Done. You have Team with 5 seats now.", ""),
                row(
                        BillingNotice.CHANGED,
                        onFree().holding("pro", BillingInterval.MONTH, 1),
                        "Done. You have Pro now.",
                        ""),
                row(BillingNotice.GOES_ON, onTeamYearly(5), "Done. Team goes on.", ""),
                row(
                        BillingNotice.DECLINED,
                        onTeamYearly(5),
                        "Your payment was declined. Nothing was changed or charged. Use another payment method, then try"
                                + " again.",
                        "Update payment method"),
                row(
                        BillingNotice.NO_PAYMENT_METHOD,
                        onTeamYearly(5),
                        "There is no payment method to charge. Nothing was changed. Add a payment method, then try again.",
                        "Update payment method"),
                row(
                        BillingNotice.PAYMENT_NEEDED,
                        onTeamYearly(5).bankAt("https://pay.example/invoice"),
                        "Your bank asks you to confirm the payment. Until then your plan stays as it is.",
                        "Confirm payment"),
                row(
                        BillingNotice.UNSURE,
                        onTeamYearly(5),
                        "The payment provider did not answer in time. If it was done, it shows here in a moment; you are"
                                + " not charged twice.",
                        "Check again"),
                row(
                        BillingNotice.TOO_FAST,
                        onTeamYearly(5),
                        "That was a little fast. Nothing was changed. Wait a moment, then try again.",
                        ""),
                row(
                        BillingNotice.CANCELED,
                        onFree().ended("Team", PERIOD_END),
                        "Team ended on 12 March 2027.",
                        "Choose a plan"),
                row(
                        BillingNotice.CANCELED,
                        onTeamYearly(5).status("active", Access.NONE).cancelsAt(APage.NOW),
                        "Team ended on 3 March 2027.",
                        "Check again"),
                row(BillingNotice.PAUSED, none, "Your subscription is paused.", "Resume"),
                row(
                        BillingNotice.TWO_SUBSCRIPTIONS,
                        onTeamYearly(5),
                        "You have two subscriptions; we are looking at it. You can use Team.",
                        "Contact"),
                row(BillingNotice.PLAN_NO_LONGER_SOLD, onTeamYearly(5), "You keep Team as long as you like.", ""),
                row(
                        BillingNotice.PROVIDER_AWAY,
                        onTeamYearly(5),
                        "Changes are not possible just now; your plan is not affected.",
                        "Try again"),
                row(
                        BillingNotice.NOT_SET_UP,
                        onTeamYearly(5),
                        "Changes are not possible until we have put something right on our side; your plan is not affected.",
                        "Contact"),
                row(BillingNotice.READER, onTeamYearly(5).reader(), "Ask an owner to change the plan.", ""));
    }

    private static Arguments row(BillingNotice notice, APage page, String words, String button) {
        return Arguments.of(notice, page, words, button);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("rows")
    void a_notice_says_what_happened_and_offers_what_to_do(
            BillingNotice notice, APage page, String words, String button) {
        String banner = banner(page.saying(notice).html());
        assertThat(Markup.text("<body>" + banner).strip()).isEqualTo((words + " " + button).strip());
        assertThat(banner.contains("<form") || banner.contains("<a ")).isEqualTo(!button.isEmpty());
    }

    @Test
    void every_notice_is_a_row_here() {
        Set<Object> covered = rows().map(row -> row.get()[0]).collect(Collectors.toSet());
        covered.addAll(EnumSet.of(BillingNotice.NONE, BillingNotice.CONFIRMING, BillingNotice.CHANGE_CONFIRMING));
        assertThat(covered).containsExactlyInAnyOrder((Object[]) BillingNotice.values());
    }

    @Test
    void a_payment_that_is_being_confirmed_is_asked_for_again_and_help_is_at_hand() {
        String html = onFree().saying(BillingNotice.CONFIRMING).html();
        String banner = banner(html);
        assertThat(Markup.text("<body>" + banner))
                .contains(
                        "We are confirming your payment. This page updates by itself.",
                        "This takes longer than usual.",
                        "Check again",
                        "Contact");
        assertThat(banner).contains("data-poll=\"2500\"", "data-poll-for=\"60000\"", "hidden");
        assertThat(html).contains("<noscript><meta http-equiv=\"refresh\"");
    }

    @Test
    void a_payment_that_takes_longer_is_not_asked_for_again_by_itself_and_help_is_in_sight() {
        String html =
                onFree().saying(BillingNotice.CONFIRMING).afterItsLastLook().html();
        assertThat(html).doesNotContain("http-equiv=\"refresh\"");
        assertThat(banner(html))
                .contains("<p id=\"confirming-now\" hidden", "<div id=\"confirming-late\">", "banner wait late");
    }

    @Test
    void nothing_can_be_bought_twice_while_a_payment_is_being_confirmed() {
        assertThat(Markup.posts(onFree().saying(BillingNotice.CONFIRMING).html()))
                .doesNotContain("/billing/checkout");
    }

    @Test
    void back_to_checkout_leads_to_the_same_choice() {
        String banner = banner(onFree().attempted("team", BillingInterval.YEAR, 5)
                .saying(BillingNotice.CHECKOUT_LEFT)
                .html());
        assertThat(banner)
                .contains(
                        "action=\"/billing/checkout\"",
                        "name=\"plan\" value=\"team\"",
                        "name=\"interval\" value=\"year\"",
                        "name=\"seats\" value=\"5\"");
    }

    @Test
    void no_notice_is_no_banner() {
        assertThat(banner(onTeamYearly(5).html())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(BillingNotice.class)
    void a_reader_without_the_right_to_manage_sees_no_button_but_to_sign_out(BillingNotice notice) {
        for (APage page : new APage[] {onFree(), onTeamYearly(5), onFree().ended("Team", PERIOD_END)}) {
            String html = page.attempted("team", BillingInterval.YEAR, 5)
                    .reader()
                    .saying(notice)
                    .html();
            assertThat(Markup.posts(html)).containsExactly("/billing/logout");
            assertThat(Markup.buttons(html)).containsExactly("Sign out", "Show");
            assertThat(html).doesNotContain("data-step").doesNotContain("#plans\"");
        }
    }

    @Test
    void a_reader_hears_who_can_act_where_there_is_something_to_do() {
        String html = onTeamYearly(5)
                .status("past_due", Access.GRACE)
                .reader()
                .saying(BillingNotice.PAST_DUE_GRACE)
                .html();
        assertThat(Markup.text(html)).contains("until 12 March 2027. Ask an owner to change the plan.");
    }

    @Test
    void the_last_day_of_a_trial_is_one_day_and_then_today() {
        assertThat(trialEnding(APage.NOW.plusSeconds(60))).contains("1 day of trial left;");
        assertThat(trialEnding(APage.NOW)).contains("Your trial ends today;");
    }

    private static String trialEnding(Instant end) {
        return Markup.text(onTeamYearly(5)
                .status("trialing", Access.FULL)
                .trialEnds(end)
                .saying(BillingNotice.TRIALING)
                .html());
    }

    @Test
    void a_plan_no_longer_sold_is_kept_and_not_offered() {
        PlanCatalog catalog = PlanCatalog.of(
                Plan.draft("free").rank(0),
                Plan.draft("legacy").rank(1).retired(true).monthly("price_l", 900, "usd"),
                Plan.draft("pro").rank(2).monthly("price_p", 2000, "usd"));
        String html = onFree().selling(catalog)
                .holding("legacy", BillingInterval.MONTH, 1)
                .saying(BillingNotice.PLAN_NO_LONGER_SOLD)
                .html();
        assertThat(Markup.text(html)).contains("You keep Legacy as long as you like.", "Legacy · monthly");
        assertThat(html).doesNotContain("id=\"plan-legacy\"").contains("id=\"plan-pro\"");
    }

    private static String banner(String html) {
        return Markup.element(html, "<section class=\"banner", "</section>");
    }

    @Test
    void who_pays_for_two_is_not_told_that_nothing_more_is_charged() {
        for (Locale locale : List.of(Locale.ENGLISH, Locale.GERMAN)) {
            String goesOn = locale == Locale.ENGLISH ? "other subscription goes on" : "anderes Abonnement läuft weiter";
            String nothing = locale == Locale.ENGLISH ? "nothing more is charged" : "nichts mehr";
            String ending = onTeamYearly(5)
                    .in(locale)
                    .proposing(new Changing.End(Changing.Renewed.NOT))
                    .saying(BillingNotice.TWO_SUBSCRIPTIONS)
                    .html();
            assertThat(ending).contains(goesOn).doesNotContain(nothing);
            assertThat(onTeamYearly(5)
                            .in(locale)
                            .cancelsAt(PERIOD_END)
                            .saying(BillingNotice.TWO_SUBSCRIPTIONS)
                            .html())
                    .contains(locale == Locale.ENGLISH ? goesOn : "andere Abonnement läuft weiter")
                    .doesNotContain(nothing);
        }
    }
}

package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.APage.PERIOD_END;
import static dev.missioncontrol.billing.http.pages.APage.onFree;
import static dev.missioncontrol.billing.http.pages.APage.onTeamYearly;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.PlanChange;
import dev.missioncontrol.billing.http.pages.BillingPageView.Access;
import dev.missioncontrol.billing.http.pages.Changing.End;
import dev.missioncontrol.billing.http.pages.Changing.GoingOn;
import dev.missioncontrol.billing.http.pages.Changing.Other;
import dev.missioncontrol.billing.http.pages.Changing.Renewed;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ChangePreview;
import dev.missioncontrol.billing.provider.ChangePreview.Line;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What somebody reads before anything changes. */
class ProposalPanelTest {
    private static final PlanCatalog CATALOG = DefaultCatalog.withPlaceholderPrices();

    private static Plan plan(String key) {
        return CATALOG.plan(key).orElseThrow();
    }

    private static Money usd(long cents) {
        return new Money(cents, "usd");
    }

    private static Line line(String key, BillingInterval interval, long cents, long seats) {
        return new Line(
                "In the provider's words",
                usd(cents),
                true,
                Optional.of(plan(key).price(interval).orElseThrow().id()),
                OptionalLong.of(seats));
    }

    private static Other other(PlanChange kind, String key, BillingInterval interval, long seats, ChangePreview costs) {
        return new Other(kind, plan(key), Optional.of(interval), seats, 5, costs, false, Renewed.NOT);
    }

    private static ChangePreview atOnce(long due, long credit, long recurring, Line... lines) {
        return new ChangePreview(
                usd(due),
                usd(credit),
                List.of(lines),
                usd(recurring),
                APage.NOW,
                Optional.of(PERIOD_END),
                Optional.of(APage.NOW));
    }

    private static ChangePreview later(long recurring) {
        return new ChangePreview(
                usd(0), usd(0), List.of(), usd(recurring), PERIOD_END, Optional.of(PERIOD_END), Optional.empty());
    }

    private static String panel(String html) {
        return Markup.element(html, "<section class=\"card proposal\"", "</section>");
    }

    private static String text(String html) {
        return Markup.text("<body>" + panel(html)).strip();
    }

    private static final Other SEATS = other(
            PlanChange.MORE_SEATS,
            "team",
            BillingInterval.YEAR,
            8,
            atOnce(
                    11_250,
                    0,
                    120_000,
                    line("team", BillingInterval.YEAR, -18_750, 5),
                    line("team", BillingInterval.YEAR, 30_000, 8)));

    /** One of every kind, for those who look at all words. */
    static List<Changing.Proposal> proposals(Renewed renewed) {
        List<Changing.Proposal> all = new ArrayList<>(List.of(
                new End(renewed), new GoingOn(Optional.of(usd(100)), renewed), new GoingOn(Optional.empty(), renewed)));
        for (PlanChange kind : PlanChange.values())
            for (ChangePreview costs : List.of(
                    SEATS.costs(),
                    later(100),
                    atOnce(0, 0, 100),
                    atOnce(0, 500, 100, line("team", BillingInterval.MONTH, -500, 5)),
                    atOnce(700, 0, 100, line("team", BillingInterval.MONTH, 500, 5))))
                for (boolean endsTrial : new boolean[] {true, false})
                    all.add(new Other(
                            kind, plan("team"), Optional.of(BillingInterval.MONTH), 8, 5, costs, endsTrial, renewed));
        return all;
    }

    @Test
    void more_seats_are_one_sum_in_plain_words() {
        assertThat(text(onTeamYearly(5).proposing(SEATS).html()))
                .isEqualTo("Add 3 seats Today 3 more seats until 12 March 2027 US$112.50"
                        + " From 12 March 2027 Team, 8 seats US$1,200 a year"
                        + " Confirm and pay US$112.50 Keep it as it is");
    }

    @Test
    void the_confirmation_carries_what_was_seen_once_and_all_that_was_asked() {
        String html = panel(onTeamYearly(5).proposing(SEATS).html());
        assertThat(Markup.posts(html)).containsExactly("/billing/change");
        assertThat(html)
                .contains(
                        "name=\"version\" value=\"v1\"",
                        "name=\"key\" value=\"k1\"",
                        "name=\"plan\" value=\"team\"",
                        "name=\"interval\" value=\"year\"",
                        "name=\"seats\" value=\"8\"",
                        "name=\"previewedAt\" value=\"2027-03-03T10:00:00Z\"",
                        "tabindex=\"-1\"",
                        "aria-labelledby=\"proposal-title\"");
    }

    @Test
    void another_plan_says_what_is_given_back_and_what_tax_and_discounts_make() {
        Other upgrade = other(
                PlanChange.UPGRADE,
                "team",
                BillingInterval.MONTH,
                2,
                atOnce(
                        2_190,
                        0,
                        3_570,
                        line("pro", BillingInterval.MONTH, -1_000, 1),
                        line("team", BillingInterval.MONTH, 3_000, 2)));
        assertThat(text(onFree().holding("pro", BillingInterval.MONTH, 1)
                        .proposing(upgrade)
                        .html()))
                .isEqualTo("Change to Team Today US$21.90"
                        + " Back for the rest of Pro -US$10"
                        + " Team, 2 seats until 12 March 2027 US$30"
                        + " Tax, discounts and credit US$1.90"
                        + " From 12 March 2027 Team, 2 seats US$35.70 a month"
                        + " Confirm and pay US$21.90 Keep it as it is");
    }

    @Test
    void what_is_left_over_is_kept_and_nothing_is_paid() {
        Other longer = other(
                PlanChange.LONGER_INTERVAL,
                "team",
                BillingInterval.YEAR,
                5,
                atOnce(
                        0,
                        500,
                        75_000,
                        line("team", BillingInterval.MONTH, -1_500, 5),
                        line("team", BillingInterval.YEAR, 1_000, 5)));
        assertThat(text(onTeamYearly(5).proposing(longer).html()))
                .contains("Pay yearly", "Kept for your next invoices US$5", "Confirm Keep it")
                .doesNotContain("Tax, discounts");
    }

    @Test
    void less_comes_with_the_period_and_costs_nothing_today() {
        Other fewer = other(PlanChange.FEWER_SEATS, "team", BillingInterval.YEAR, 3, later(45_000));
        assertThat(text(onTeamYearly(5).proposing(fewer).html()))
                .isEqualTo("Go down to 3 seats Today Team stays as it is until 12 March 2027; it is paid for US$0"
                        + " From 12 March 2027 Team, 3 seats US$450 a year"
                        + " Change on 12 March 2027 Keep it as it is");
        Other downgrade = other(PlanChange.DOWNGRADE, "pro", BillingInterval.YEAR, 1, later(20_000));
        assertThat(text(onTeamYearly(5).proposing(downgrade).html()))
                .startsWith("Change to Pro Today")
                .contains("From 12 March 2027 Pro US$200 a year");
    }

    @Test
    void a_trial_says_that_nothing_is_charged_or_that_it_ends() {
        Other seats = other(PlanChange.MORE_SEATS, "team", BillingInterval.YEAR, 8, atOnce(0, 0, 120_000));
        APage trial = onTeamYearly(5).status("trialing", Access.FULL).trialEnds(PERIOD_END);
        assertThat(text(trial.proposing(seats).html())).contains("Nothing is charged during your trial US$0");
        Other ends = new Other(
                PlanChange.UPGRADE,
                plan("team"),
                Optional.of(BillingInterval.YEAR),
                8,
                5,
                SEATS.costs(),
                true,
                Renewed.NOT);
        assertThat(text(trial.proposing(ends).html())).contains("Your trial ends with it.");
    }

    @Test
    void an_end_says_what_is_kept_until_when_and_at_once_only_where_that_is_allowed() {
        String html = onTeamYearly(5).proposing(new End(Renewed.NOT)).html();
        assertThat(text(html))
                .isEqualTo("Cancel Team? Until 12 March 2027 You keep Team; it is paid for"
                        + " Then You are on Free, and nothing more is charged"
                        + " Cancel on 12 March 2027 Keep Team");
        assertThat(panel(html)).contains("name=\"when\" value=\"period_end\"").doesNotContain("value=\"now\"");
        String free =
                onTeamYearly(5).endingAtOnce().proposing(new End(Renewed.NOT)).html();
        assertThat(panel(free)).contains("name=\"when\" value=\"now\"");
        assertThat(text(free)).contains("you give up what is paid for", "End it now");
    }

    @Test
    void a_trial_that_ends_or_changes_was_not_paid_for() {
        APage trial = onTeamYearly(5)
                .status("trialing", Access.FULL)
                .trialEnds(PERIOD_END)
                .endingAtOnce();
        assertThat(text(trial.proposing(new End(Renewed.NOT)).html()))
                .isEqualTo("Cancel Team? Until 12 March 2027 You keep Team for the rest of your trial"
                        + " Then You are on Free, and nothing more is charged"
                        + " Cancel on 12 March 2027 Keep Team"
                        + " Or end it at once: you give up the rest of your trial. End it now");
        Other smaller = other(PlanChange.DOWNGRADE, "pro", BillingInterval.YEAR, 1, later(20_000));
        assertThat(text(trial.proposing(smaller).html()))
                .contains("Team stays as it is until 12 March 2027, for the rest of your trial")
                .doesNotContain("paid for");
        assertThat(text(trial.in(Locale.GERMANY).proposing(smaller).html()))
                .contains("Team bleibt bis zum Ende Ihrer Testphase am 12. März 2027, wie es ist")
                .doesNotContain("bezahlt");
        assertThat(text(onTeamYearly(5).proposing(smaller).html())).contains("until 12 March 2027; it is paid for");
    }

    @Test
    void going_on_after_a_pause_says_what_is_paid() {
        APage paused = onTeamYearly(5).status("past_due", Access.NONE).paused().saying(BillingNotice.PAUSED);
        assertThat(text(paused.proposing(new GoingOn(Optional.of(usd(75_000)), Renewed.NOT))
                        .html()))
                .contains("Resume Team", "A new year begins today US$750", "Resume and pay US$750");
    }

    @Test
    void what_is_shown_again_says_why() {
        for (Renewed renewed : Renewed.values()) {
            String shown = text(onTeamYearly(5).proposing(new End(renewed)).html());
            assertThat(shown.contains("This is what it comes to now.")).isEqualTo(renewed != Renewed.NOT);
        }
    }

    @Test
    void a_reader_confirms_nothing_and_one_button_at_most_stands_out() {
        assertThat(panel(onTeamYearly(5).proposing(SEATS).reader().html())).isEmpty();
        for (BillingNotice notice : BillingNotice.values())
            assertThat(Markup.all(
                            onTeamYearly(5).proposing(SEATS).saying(notice).html(), "(button primary)"))
                    .as(notice.name())
                    .hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void it_speaks_german_and_counts_yen() {
        String german = onTeamYearly(5).in(Locale.GERMANY).proposing(SEATS).html();
        assertThat(text(german)).contains("3 Plätze hinzufügen", "3 weitere Plätze bis 12. März 2027", "zahlen");
        Money yen = new Money(1200, "jpy");
        ChangePreview costs = new ChangePreview(
                yen, Money.none("jpy"), List.of(), yen, APage.NOW, Optional.<Instant>empty(), Optional.empty());
        Other other = other(PlanChange.UPGRADE, "pro", BillingInterval.MONTH, 1, costs);
        assertThat(text(onTeamYearly(5).in(Locale.US).proposing(other).html())).contains("Confirm and pay ¥1,200 Keep");
    }

    @Test
    void an_end_while_a_payment_is_open_promises_nothing_that_is_not_paid_for() {
        End end = new End(Renewed.NOT);
        APage sooner = onTeamYearly(5).inGraceUntil(PERIOD_END.minus(Duration.ofDays(4)));
        assertThat(text(sooner.proposing(end).html()))
                .isEqualTo("Cancel Team? Until 8 March 2027 You keep Team while the payment is open"
                        + " Then You are on Free; the open payment stays due Cancel on 12 March 2027 Keep Team");
        APage later = onTeamYearly(5).inGraceUntil(PERIOD_END.plus(Duration.ofDays(4)));
        assertThat(text(later.proposing(end).html()))
                .contains("Until 12 March 2027 You keep Team while the payment is open");
        APage given = onTeamYearly(5).status("past_due", Access.NONE).endingAtOnce();
        assertThat(text(given.proposing(end).html()))
                .isEqualTo("Cancel Team? Then You are on Free; the open payment stays due"
                        + " Cancel on 12 March 2027 Keep Team"
                        + " Or end it at once; the open payment stays due. End it now");
    }

    @Test
    void an_end_of_what_is_paused_says_that_nothing_is_charged_and_keeps_nothing() {
        APage paused = onTeamYearly(5).status("past_due", Access.NONE).paused();
        assertThat(text(paused.proposing(new End(Renewed.NOT)).html()))
                .isEqualTo("Cancel Team? Then You are on Free, and nothing more is charged"
                        + " Cancel on 12 March 2027 Keep Team");
    }
}

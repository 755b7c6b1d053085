package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.APage.PERIOD_END;
import static dev.missioncontrol.billing.http.pages.APage.onFree;
import static dev.missioncontrol.billing.http.pages.APage.onTeamYearly;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.http.pages.BillingPageView.Access;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.usecase.Rejection;
import java.text.DateFormatSymbols;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page in German: every word of it comes from the German texts, and it reads well. */
class GermanPageTest {
    private static final Pattern WORD = Pattern.compile("\\p{L}+");
    private static final Plan TEAM =
            DefaultCatalog.withPlaceholderPrices().plan("team").orElseThrow();
    private static final PlanCatalog ODD = PlanCatalog.of(
            Plan.draft("free").rank(0),
            Plan.draft("pro").rank(1).seats(1, 1).trialDays(14).monthly("price_p", 2000, "eur"),
            Plan.draft("team")
                    .rank(2)
                    .seats(2, 50)
                    .trialDays(1)
                    .monthly("price_m", 1500, "eur")
                    .yearly("price_y", 15_500, "eur"));

    /** Team with its seats, sold no more. */
    private static final PlanCatalog KEPT = PlanCatalog.of(
            Plan.draft("free").rank(0),
            Plan.draft("team").rank(1).retired(true).seats(2, 50).yearly("price_y", 15_000, "usd"));

    /** Every state in every role, as far as the page tells them apart. */
    static List<APage> pages() {
        List<APage> pages = new ArrayList<>();
        for (BillingNotice notice : BillingNotice.values()) {
            pages.add(onFree().saying(notice));
            pages.add(onFree().selling(ODD).saying(notice));
            pages.add(onFree().selling(ODD)
                    .attempted("team", BillingInterval.YEAR, 5)
                    .saying(notice));
            pages.add(onFree().ended("Team", PERIOD_END).saying(notice));
            for (Access access : Access.values()) {
                pages.add(
                        onTeamYearly(5).status("active", access).saying(notice).provisional());
                pages.add(
                        onTeamYearly(5).status("active", access).saying(notice).reader());
                pages.add(onTeamYearly(1)
                        .status("past_due", access)
                        .saying(notice)
                        .paused());
                pages.add(onTeamYearly(2)
                        .status("trialing", access)
                        .trialEnds(PERIOD_END)
                        .saying(notice));
            }
            pages.add(onTeamYearly(2).saying(notice).withoutPortal());
            pages.add(onTeamYearly(2).selling(KEPT).saying(notice));
            pages.add(onTeamYearly(2).changesTo("pro", BillingInterval.YEAR, 1).saying(notice));
            pages.add(onTeamYearly(2).cancelsAt(PERIOD_END).saying(notice));
            pages.add(onTeamYearly(2)
                    .inGraceUntil(PERIOD_END)
                    .cancelsAt(PERIOD_END)
                    .saying(notice));
            pages.add(onTeamYearly(2)
                    .status("active", Access.NONE)
                    .cancelsAt(APage.NOW)
                    .saying(notice));
            pages.add(onTeamYearly(2)
                    .status("trialing", Access.FULL)
                    .cancelsAt(PERIOD_END)
                    .saying(notice));
        }
        for (Changing.Renewed renewed : Changing.Renewed.values())
            for (Changing.Proposal asked : ProposalPanelTest.proposals(renewed)) {
                pages.add(onTeamYearly(5).using(4).endingAtOnce().proposing(asked));
                pages.add(onTeamYearly(5)
                        .status("trialing", Access.FULL)
                        .trialEnds(PERIOD_END)
                        .endingAtOnce()
                        .proposing(asked));
                pages.add(
                        onTeamYearly(5).inGraceUntil(PERIOD_END).endingAtOnce().proposing(asked));
            }
        for (Rejection.Code code : Rejection.Code.values())
            pages.add(onFree().wrong("team", "seats", Rejections.sentence(code, Optional.of(TEAM), Locale.GERMANY)));
        for (ChangeResult.Reason rule : ChangeResult.Reason.values())
            pages.add(onFree().wrong("team", "", refused(rule)));
        return pages;
    }

    private static String refused(ChangeResult.Reason rule) {
        Rejection by = new Rejection(Rejection.Code.NOT_CHANGEABLE, "", "in English", Optional.of(rule));
        return Rejections.sentence(by, Optional.of(TEAM), OptionalLong.empty(), Locale.GERMANY);
    }

    @Test
    void a_rule_of_the_providers_has_a_sentence_of_its_own() {
        String other = Rejections.sentence(Rejection.Code.NOT_CHANGEABLE, Optional.of(TEAM), Locale.GERMANY);
        assertThat(refused(ChangeResult.Reason.MANAGED_ELSEWHERE)).isEqualTo(other);
        assertThat(Stream.of(
                                ChangeResult.Reason.PAID_BY_DEBIT,
                                ChangeResult.Reason.PAID_BY_UNSUPPORTED_METHOD,
                                ChangeResult.Reason.PAID_BY_INVOICE,
                                ChangeResult.Reason.COLLECTION_PAUSED,
                                ChangeResult.Reason.USAGE_BESIDE)
                        .map(GermanPageTest::refused))
                .doesNotContain(other)
                .doesNotHaveDuplicates();
    }

    @Test
    void no_word_is_left_in_another_language() {
        Set<String> known = known();
        for (APage page : pages()) assertAllKnown(page.in(Locale.GERMANY).html(), known);
        for (String code : List.of("session_expired", "provider_timeout", "no_customer", "unheard_of"))
            for (int status : new int[] {401, 403, 404, 409, 410, 413, 429, 500, 502, 503})
                assertAllKnown(ErrorPage.render(status, code, "1", Locale.GERMANY), known);
    }

    private static void assertAllKnown(String html, Set<String> known) {
        String said = Markup.text(html.replaceAll("<ul class=\"features\".*?</ul>", "")
                        .replaceAll("<th scope=\"row\".*?</th>", ""))
                + " "
                + String.join(" ", Markup.all(html, "<title>([^<]*)</title>")) + " "
                + String.join(
                        " ",
                        Markup.all(
                                html,
                                " (?:aria-label|data-busy|data-text|data-one|data-other|placeholder|alt)=\"([^\"]*)\""));
        assertThat(WORD.matcher(said).results().map(match -> match.group()).filter(word -> !known.contains(word)))
                .as(said)
                .isEmpty();
    }

    private static final Set<String> NAMES = Set.of("Acme", "Inc", "Free", "Pro", "Team", "count", "amount");

    private static Set<String> known() {
        Set<String> known = vocabulary("de");
        known.addAll(NAMES);
        known.addAll(Arrays.asList(DateFormatSymbols.getInstance(Locale.GERMANY).getMonths()));
        return known;
    }

    private static Set<String> vocabulary(String language) {
        Set<String> known = new HashSet<>();
        Messages.of(language)
                .all()
                .values()
                .forEach(pattern -> words(pattern)
                        .flatMap(text -> WORD.matcher(text).results())
                        .forEach(match -> known.add(match.group())));
        return known;
    }

    private static Stream<String> words(MessagePattern pattern) {
        return pattern.parts().stream().flatMap(part -> {
            if (part instanceof MessagePattern.Text text) return Stream.of(text.value());
            if (part instanceof MessagePattern.Plural plural)
                return Stream.concat(plural.exact().values().stream(), plural.forms().values().stream())
                        .flatMap(GermanPageTest::words);
            if (part instanceof MessagePattern.Select select)
                return select.choices().values().stream().flatMap(GermanPageTest::words);
            return Stream.empty();
        });
    }

    /** Words that are spelt alike in both languages; any other one in both was left untranslated. */
    private static final Set<String> ALIKE =
            Set.of("am", "an", "die", "hat", "in", "man", "so", "was", "E", "Bank", "Code", "Name", "SEPA", "Status");

    @Test
    void no_text_was_left_untranslated() {
        Set<String> both = vocabulary("de");
        both.retainAll(vocabulary("en"));
        both.removeAll(NAMES);
        assertThat(both).isSubsetOf(ALIKE);
    }

    @Test
    void it_reads_as_a_german_would_write_it() {
        assertThat(text(onTeamYearly(5)))
                .contains("Team · jährlich Aktiv 5 Plätze. Verlängert sich am 12. März 2027 für 750 $.");
        assertThat(text(onTeamYearly(5).cancelsAt(PERIOD_END).saying(BillingNotice.CANCELS_AT_PERIOD_END)))
                .contains("Ihr Team-Abo endet am 12. März 2027; danach nutzen Sie Free. Team behalten");
        assertThat(text(onFree().holding("pro", BillingInterval.MONTH, 1)
                        .status("trialing", Access.FULL)
                        .trialEnds(PERIOD_END)
                        .saying(BillingNotice.TRIALING)))
                .contains("Noch 9 Tage Testphase; danach 20 $ pro Monat. Zahlungsmethode hinterlegen");
        APage owing = onTeamYearly(5).inGraceUntil(PERIOD_END);
        assertThat(text(owing.endingAtOnce().proposing(new Changing.End(Changing.Renewed.NOT))))
                .contains(
                        "Bis 12. März 2027 Sie behalten Team, solange die Zahlung offen ist",
                        "Danach Sie nutzen Free; die offene Zahlung bleibt fällig",
                        "Oder sofort beenden; die offene Zahlung bleibt fällig.");
        assertThat(text(onTeamYearly(5).inGraceUntil(PERIOD_END).cancelsAt(PERIOD_END)))
                .contains("5 Plätze. Endet am 12. März 2027; die offene Zahlung bleibt fällig.");
        assertThat(text(onTeamYearly(5).status("active", Access.NONE).cancelsAt(APage.NOW)))
                .contains("5 Plätze. Endete am 3. März 2027.");
        assertThat(text(onFree().selling(ODD)))
                .contains(
                        "1 Tag kostenlos, danach für 2 Plätze 30 € pro Monat",
                        "Jährlich, bis zu 13 % sparen",
                        "15 € pro Platz und Monat",
                        "Nicht jährlich erhältlich",
                        "2 bis 50 Plätze.");
        assertThat(Rejections.sentence(Rejection.Code.SEATS_OUT_OF_BOUNDS, Optional.of(TEAM), Locale.GERMANY))
                .isEqualTo("Team gibt es ab 2 Plätzen.");
    }

    @Test
    void austria_puts_the_sign_of_money_first() {
        assertThat(text(onTeamYearly(5), Locale.forLanguageTag("de-AT"))).contains("für $ 750.");
    }

    private static String text(APage page) {
        return text(page, Locale.GERMANY);
    }

    private static String text(APage page, Locale locale) {
        return Markup.text(page.in(locale).html()).replace('\u00a0', ' ');
    }

    @Test
    void the_document_says_which_language_it_is_in() {
        assertThat(onFree().in(Locale.GERMANY).html()).startsWith("<!doctype html><html lang=\"de-DE\">");
        assertThat(onFree().in(Locale.FRANCE).html()).startsWith("<!doctype html><html lang=\"en\">");
    }

    @Test
    void the_script_is_given_the_texts_that_it_writes() {
        String html = onFree().in(Locale.GERMAN).html();
        assertThat(html).contains("data-one=\"Für {count} Platz\" data-other=\"Für {count} Plätze\"");
        assertThat(html).contains("data-text=\"{amount} pro Monat\"", "data-text=\"{amount} pro Jahr\"");
    }
}

package dev.missioncontrol.billing.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageWordingTest {
    private static final Wording AMERICAN = new Wording(Locale.US);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "75000 | usd | $750",
                "11250 | usd | $112.50",
                "0     | usd | $0",
                "-500  | usd | -$5",
                "1200  | jpy | ¥1,200",
                "1200  | mga | MGA1,200",
                "1200  | isk | ISK12",
                "1234  | kwd | KWD1.234",
                "1250  | xyz | 12.50 XYZ",
            })
    void money_has_the_decimals_of_its_currency_and_none_without_need(long minorUnits, String currency, String shown) {
        assertThat(AMERICAN.money(new Money(minorUnits, currency)).replace("\u00a0", ""))
                .isEqualTo(shown);
    }

    /** What {@code Intl.NumberFormat} of a browser says with CLDR 48, a no-break space written as {@code _}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "en-US | bhd | 12345     | BHD_12.345",
                "en-US | bhd | -12345    | -BHD_12.345",
                "en-US | chf | 120050    | CHF_1,200.50",
                "en-US | sek | 120000    | SEK_1,200",
                "en-US | pln | 120050    | PLN_1,200.50",
                "en-US | usd | 120050    | $1,200.50",
                "en-US | cad | 120000    | CA$1,200",
                "en-GB | bhd | 12345     | BHD_12.345",
                "en-GB | chf | 120050    | CHF_1,200.50",
                "en-GB | sek | 120000    | SEK_1,200",
                "en-GB | pln | 120050    | PLN_1,200.50",
                "en-GB | usd | 120000    | US$1,200",
                "en-GB | gbp | -120050   | -£1,200.50",
                "de-DE | chf | 120050    | 1.200,50_CHF",
                "de-DE | usd | 120000    | 1.200_$",
                "de-AT | sek | 120050    | SEK_1.200,50",
                "de-CH | chf | 123456750 | CHF_1'234'567.50",
                "de-CH | chf | -123456750 | CHF-1'234'567.50",
                "de-CH | sek | 120000    | SEK_1'200",
                "de-LI | eur | 120050    | EUR_1'200.50",
                "en-CH | usd | 120050    | US$_1'200.50",
            })
    void money_is_written_as_the_script_goes_on_to_write_it(
            String locale, String currency, long minorUnits, String shown) {
        assertThat(new Wording(Locale.forLanguageTag(locale)).money(new Money(minorUnits, currency)))
                .isEqualTo(shown.replace('_', '\u00a0'));
    }

    @Test
    void numbers_are_grouped_as_the_script_goes_on_to_group_them() {
        assertThat(new Wording(Locale.forLanguageTag("de-CH")).number(1_234_567))
                .isEqualTo("1'234'567");
        assertThat(AMERICAN.number(1_234_567)).isEqualTo("1,234,567");
    }

    @Test
    void money_and_dates_are_written_as_the_reader_writes_them() {
        Wording german = new Wording(Locale.GERMANY);
        assertThat(german.money(new Money(120_050, "eur"))).isEqualTo("1.200,50\u00a0€");
        assertThat(german.date(APage.PERIOD_END)).isEqualTo("12. März 2027");
        assertThat(AMERICAN.date(APage.PERIOD_END)).isEqualTo("March 12, 2027");
    }

    @Test
    void one_is_singular_and_all_else_plural() {
        assertThat(AMERICAN.say("count.seats", "seats", 1)).isEqualTo("1 seat");
        assertThat(AMERICAN.say("count.seats", "seats", 5)).isEqualTo("5 seats");
        assertThat(AMERICAN.say("count.days", "days", 0)).isEqualTo("0 days");
    }

    @Test
    void a_day_begun_counts_until_it_is_over() {
        Instant now = APage.NOW;
        assertThat(Wording.daysLeft(now, now.plusSeconds(1))).isEqualTo(1);
        assertThat(Wording.daysLeft(now, now.plusSeconds(86_400))).isEqualTo(1);
        assertThat(Wording.daysLeft(now, now.plusSeconds(86_401))).isEqualTo(2);
        assertThat(Wording.daysLeft(now, now.minusSeconds(1))).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "1000,10000,save 2 months",
        "1000,11000,save 1 month",
        "1000,9500,save up to 20 %",
        "1000,12000,",
        "1000,13000,",
        "0,0,"
    })
    void savings_by_the_year_are_true(long month, long year, String words) {
        assertThat(Savings.of(List.of(sold("pro", month, year)), AMERICAN)).isEqualTo(Optional.ofNullable(words));
    }

    @Test
    void savings_that_differ_between_plans_are_said_as_at_most() {
        assertThat(Savings.of(List.of(sold("pro", 1000, 10_000), sold("team", 1000, 9000)), AMERICAN))
                .contains("save up to 25 %");
    }

    private static Plan sold(String key, long month, long year) {
        return PlanCatalog.of(
                        Plan.draft("free").rank(0),
                        Plan.draft(key).rank(1).monthly("price_m", month, "usd").yearly("price_y", year, "usd"))
                .plan(key)
                .orElseThrow();
    }
}

package dev.missioncontrol.billing.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguagesTest {
    @ParameterizedTest(name = "{0} is answered in {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "de                              | de",
                "de-AT,de;q=0.9,en;q=0.8         | de-AT",
                "en-GB,en;q=0.9                  | en-GB",
                "fr-CH, fr;q=0.9, de;q=0.7, *    | de",
                "fr, ja                          | en",
                "de;q=0.1, en-AU;q=0.9           | en-AU",
                "de;q=0, en-US                   | en-US",
                "en-IN,en;q=0.9                  | en-GB",
                "en-150                          | en-GB",
                "DE-at                           | de-AT",
                "de-Latn-CH-u-co-phonebk         | de-CH",
                "*                               | en",
                "''                              | en",
                "de;q=x                          | en",
                "../../etc/passwd                | en",
            })
    void the_first_language_that_we_speak_wins_with_its_region(String header, String tag) {
        assertThat(Languages.accepted(header).toLanguageTag()).isEqualTo(tag);
    }

    /** Browsers write the money of the others in ways that the JDK does not: {@code €1,200} in Germany, {@code ₹1,00,000} in India. */
    @ParameterizedTest
    @ValueSource(strings = {"DE", "NL", "FI", "BE", "AT", "CH", "DK", "SE", "IN", "PH", "150", "ZZ"})
    void english_of_a_region_whose_money_is_written_in_two_ways_is_british(String region) {
        Locale wanted = new Locale.Builder().setLanguage("en").setRegion(region).build();
        assertThat(Languages.nearest(wanted)).isEqualTo(Locale.UK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"en", "en-US", "en-GB", "en-IE", "en-AU", "en-NZ", "en-CA", "en-ZA", "en-SG", "de-BE", "de-IN"})
    void all_others_keep_their_region(String tag) {
        assertThat(Languages.nearest(Locale.forLanguageTag(tag)).toLanguageTag())
                .isEqualTo(tag);
    }

    @Test
    void a_header_longer_than_any_browsers_is_not_read() {
        assertThat(Languages.accepted("de," + "de-AT,".repeat(1000))).isEqualTo(Locale.ENGLISH);
    }
}

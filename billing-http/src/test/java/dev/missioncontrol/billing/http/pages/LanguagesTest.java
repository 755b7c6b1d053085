package dev.missioncontrol.billing.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void a_header_longer_than_any_browsers_is_not_read() {
        assertThat(Languages.accepted("de," + "de-AT,".repeat(1000))).isEqualTo(Locale.ENGLISH);
    }
}

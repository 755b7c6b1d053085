package dev.missioncontrol.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever language a buyer reads, Stripe is asked for one that it takes, or for none. */
class CheckoutLanguagesTest {
    /** Spoken as one of its written forms. */
    private static final Set<String> NORWEGIAN = Set.of("no", "nn");

    @Test
    void they_are_those_that_stripe_published() {
        Set<String> published = new TreeSet<>();
        for (JsonNode operation :
                SharedFolder.json("stripe-schema/requests.json").path("operations")) {
            boolean making = operation.path("method").asText().equals("POST")
                    && operation.path("path").asText().equals("/v1/checkout/sessions");
            if (making) operation.at("/params/properties/locale/enum").forEach(word -> published.add(word.asText()));
        }
        assertThat(CheckoutLanguages.SPOKEN).containsExactlyInAnyOrderElementsOf(published);
    }

    @ParameterizedTest
    @CsvSource({
        // as Stripe writes them
        "de, de",
        "pt-BR, pt-BR",
        "en-GB, en-GB",
        "es-419, es-419",
        "auto, auto",
        // of a region that it does not tell apart
        "en-US, en",
        "de-DE, de",
        "de-AT, de",
        "fr-CH, fr",
        "es-ES, es",
        "de-DE-x-ours, de",
        // written otherwise
        "de_DE, de",
        "pt_BR, pt-BR",
        "EN-us, en",
        "ZH-tw, zh-TW",
        "' de ', de",
        // by another name
        "no, nb",
        "nn-NO, nb",
        "nb-NO, nb",
        "in-ID, id",
        // in a script
        "zh-CN, zh",
        "zh-Hans-CN, zh",
        "zh-Hant, zh-TW",
        "zh-Hant-HK, zh-HK",
        "zh-Hant-SG, zh-TW",
        "zh-MO, zh-HK",
        "zh_TW_#Hant, zh-TW"
    })
    void the_nearest_is_taken(String wanted, String spoken) {
        assertThat(CheckoutLanguages.nearest(wanted)).contains(spoken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tlh", "uk-UA", "", " ", "-", "*", "und", "deutsch", "en US", "de&x=y"})
    void what_is_not_spoken_is_left_to_the_browser(String wanted) {
        assertThat(CheckoutLanguages.nearest(wanted)).isEmpty();
    }

    @Test
    void every_locale_of_the_jvm_is_answered_in_its_own_language_or_in_none() {
        for (Locale locale : Locale.getAvailableLocales())
            for (String name : new String[] {locale.toLanguageTag(), locale.toString()}) {
                String language = NORWEGIAN.contains(locale.getLanguage()) ? "nb" : locale.getLanguage();
                Optional<String> nearest = CheckoutLanguages.nearest(name);
                assertThat(nearest.isPresent()).as(name).isEqualTo(CheckoutLanguages.SPOKEN.contains(language));
                nearest.ifPresent(spoken -> {
                    assertThat(spoken.split("-")[0]).as(name).isEqualTo(language);
                    assertThat(CheckoutLanguages.SPOKEN).as(name).contains(spoken);
                });
            }
    }
}

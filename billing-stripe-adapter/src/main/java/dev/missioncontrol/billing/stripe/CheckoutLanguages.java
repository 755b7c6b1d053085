package dev.missioncontrol.billing.stripe;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The languages of Stripe's checkout, and which of them is nearest to the one that is wanted: Stripe refuses a session in any other. */
final class CheckoutLanguages {
    /**
     * What a session takes as its {@code locale} in version 2026-07-29.dahlia, to the letter
     * (<a href="https://docs.stripe.com/api/checkout/sessions/create#create_checkout_session-locale">Stripe's reference</a>);
     * {@code auto} is the browser's.
     */
    static final Set<String> SPOKEN = Set.of(
            "auto", "bg", "cs", "da", "de", "el", "en", "en-GB", "es", "es-419", "et", "fi", "fil", "fr", "fr-CA", "hr",
            "hu", "id", "it", "ja", "ko", "lt", "lv", "ms", "mt", "nb", "nl", "pl", "pt", "pt-BR", "ro", "ru", "sk",
            "sl", "sv", "th", "tr", "vi", "zh", "zh-HK", "zh-TW");

    /** What is spoken under another name: Norwegian has two written forms, and Chinese that is written traditionally goes by a region. */
    private static final Map<String, String> BY_ANOTHER_NAME =
            Map.of("no", "nb", "nn", "nb", "zh-Hant", "zh-TW", "zh-MO", "zh-HK");

    private CheckoutLanguages() {}

    /**
     * The nearest that is spoken: that of the region, of the script, or of the language alone; nothing, and so the browser's, where none is.
     *
     * @param wanted a language tag, also as {@link Locale#toString} writes it; any other text is a language that is not spoken
     */
    static Optional<String> nearest(String wanted) {
        Locale locale = Locale.forLanguageTag(wanted.strip().replace('_', '-'));
        String language = locale.getLanguage();
        return Stream.of(language + "-" + locale.getCountry(), language + "-" + locale.getScript(), language)
                .map(name -> BY_ANOTHER_NAME.getOrDefault(name, name))
                .filter(SPOKEN::contains)
                .findFirst();
    }
}

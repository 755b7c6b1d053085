package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.http.pages.Languages;
import io.javalin.http.Context;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Optional;

/** Which language a page is answered in: the host's choice where it made one, else the browser's. */
final class ReaderLanguage {
    private static final String CHOSEN = "locale";

    /** Longest tag in characters: language, script, region and variants of any that is in use take fewer (BCP 47, 4.4.1). */
    static final int LONGEST_TAG = 64;

    private ReaderLanguage() {}

    /** Remembers what the host chose, for this request. */
    static void choose(Context ctx, Locale locale) {
        ctx.attribute(CHOSEN, locale);
    }

    static Locale of(Context ctx) {
        Locale chosen = ctx.attribute(CHOSEN);
        return chosen != null
                ? Languages.nearest(chosen)
                : Languages.accepted(
                        Optional.ofNullable(ctx.header("Accept-Language")).orElse(""));
    }

    /**
     * In which language the provider's pages are best for this reader: what the host chose or else what the browser asks for first, whether
     * our pages speak it or not, since the provider's speak many more.
     */
    static Optional<String> elsewhere(Context ctx) {
        Optional<Locale> chosen = Optional.ofNullable(ctx.attribute(CHOSEN));
        return chosen.or(() -> Languages.first(
                        Optional.ofNullable(ctx.header("Accept-Language")).orElse("")))
                .map(Locale::toLanguageTag);
    }

    /** A page, kept apart by caches for readers of other languages. */
    static void answer(Context ctx, String html) {
        ctx.res().addHeader("Vary", "Accept-Language");
        ctx.html(html);
    }

    /**
     * Language, script and region of a BCP 47 tag as a host writes it, such as {@code de-AT}: what else it holds, nobody speaks.
     *
     * @throws Problem if it is none
     */
    static Locale parse(String tag) {
        if (tag.length() > LONGEST_TAG) throw malformed();
        try {
            Locale all = new Locale.Builder().setLanguageTag(tag).build();
            return new Locale.Builder()
                    .setLanguage(all.getLanguage())
                    .setScript(all.getScript())
                    .setRegion(all.getCountry())
                    .build();
        } catch (IllformedLocaleException e) {
            throw malformed();
        }
    }

    private static Problem malformed() {
        return new Problem(
                400,
                "malformed_locale",
                "The locale is a language tag such as \"de\" or \"en-GB\", of " + LONGEST_TAG + " characters at most.",
                "locale",
                0);
    }
}

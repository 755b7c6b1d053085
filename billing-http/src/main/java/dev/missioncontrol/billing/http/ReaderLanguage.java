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

    /** A page, kept apart by caches for readers of other languages. */
    static void answer(Context ctx, String html) {
        ctx.res().addHeader("Vary", "Accept-Language");
        ctx.html(html);
    }

    /**
     * What the pages speak of a BCP 47 tag as a host writes it, such as {@code de-AT}: language and region, and English for all
     * others.
     */
    static Locale parse(String tag) {
        if (tag.length() > LONGEST_TAG) throw malformed();
        try {
            return Languages.nearest(new Locale.Builder().setLanguageTag(tag).build());
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

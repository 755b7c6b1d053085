package dev.missioncontrol.billing.http.pages;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The languages that the pages speak, and which of them a reader gets. The region stays with the language, for money and
 * dates: {@code en-GB} reads {@code 12 March}, {@code de-AT} puts the sign before the amount. English of a region where browsers
 * and the JDK write money differently is British: the page's script goes on with what the server began.
 */
public final class Languages {
    /** ISO 639 codes, the fallback first. */
    public static final List<String> SPOKEN = List.of("en", "de");

    /** For readers of any other language. */
    public static final Locale FALLBACK = Locale.ENGLISH;

    /** ISO 3166 codes of the regions whose English money browsers and the JDK write alike. */
    private static final Set<String> ENGLISH = Set.of("", "US", "GB", "IE", "AU", "NZ", "CA", "ZA", "SG");

    /** Longest {@code Accept-Language} that is read, in characters: browsers send under 100. */
    private static final int LONGEST = 512;

    private Languages() {}

    /**
     * What suits this reader: language and region of {@code wanted} if we speak it, else {@link #FALLBACK}. Of English it is
     * {@code en-GB} where the region has another way with money.
     */
    public static Locale nearest(Locale wanted) {
        if (!SPOKEN.contains(wanted.getLanguage())) return FALLBACK;
        if (wanted.getLanguage().equals("en") && !ENGLISH.contains(wanted.getCountry())) return Locale.UK;
        return new Locale.Builder()
                .setLanguage(wanted.getLanguage())
                .setRegion(wanted.getCountry())
                .build();
    }

    /**
     * The first language of an {@code Accept-Language} (RFC 9110, 12.5.4) that the pages speak; {@link #FALLBACK} where there
     * is none, or the header is not one.
     */
    public static Locale accepted(String header) {
        return asked(header).stream()
                .filter(locale -> SPOKEN.contains(locale.getLanguage()))
                .findFirst()
                .map(Languages::nearest)
                .orElse(FALLBACK);
    }

    /** The language that an {@code Accept-Language} asks for first, whether the pages speak it or not: others may. */
    public static Optional<Locale> first(String header) {
        return asked(header).stream()
                .filter(locale -> !locale.getLanguage().isEmpty())
                .findFirst();
    }

    private static List<Locale> asked(String header) {
        if (header.isBlank() || header.length() > LONGEST) return List.of();
        try {
            return Locale.LanguageRange.parse(header).stream()
                    .filter(range -> range.getWeight() > 0)
                    .map(range -> Locale.forLanguageTag(range.getRange()))
                    .toList();
        } catch (IllegalArgumentException malformed) {
            return List.of();
        }
    }
}

package dev.missioncontrol.billing.store;

/**
 * Text from outside as every store can hold it: PostgreSQL has no NUL, and half of a surrogate pair is no character. Both become
 * the replacement character, so that no payload can make its own storing fail, and what is hashed is what is kept.
 */
public final class StorableText {
    private static final char REPLACEMENT = '\uFFFD';

    private StorableText() {}

    /** The text itself where a store can hold it. */
    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) if (!storable(text, i)) return replaced(text);
        return text;
    }

    private static String replaced(String text) {
        StringBuilder out = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) if (!storable(text, i)) out.setCharAt(i, REPLACEMENT);
        return out.toString();
    }

    private static boolean storable(String text, int i) {
        char c = text.charAt(i);
        if (!Character.isSurrogate(c)) return c != 0;
        if (Character.isHighSurrogate(c)) return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
        return i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}

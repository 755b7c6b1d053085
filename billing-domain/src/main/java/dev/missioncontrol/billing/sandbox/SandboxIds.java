package dev.missioncontrol.billing.sandbox;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Names what the sandbox makes: kind, prefix, counter. The same calls in the same order give the same ids. */
final class SandboxIds {
    /** Longest prefix in characters: leaves room for kind and counter in an identifier of 255. */
    static final int LONGEST_PREFIX = 64;

    private final String prefix;
    private final Map<String, Long> counters = new HashMap<>();

    SandboxIds(String prefix) {
        if (prefix.length() > LONGEST_PREFIX || !prefix.chars().allMatch(SandboxIds::plain))
            throw new IllegalArgumentException("an id prefix has at most " + LONGEST_PREFIX + " of A-Z a-z 0-9 _");
        this.prefix = prefix;
    }

    /** The next id of a kind, for example {@code sub}; the digits are padded so that ids sort by age, and ASCII's whatever the JVM writes. */
    String next(String kind) {
        return String.format(Locale.ROOT, "%s_%s%06d", kind, prefix, counters.merge(kind, 1L, Long::sum));
    }

    private static boolean plain(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }
}

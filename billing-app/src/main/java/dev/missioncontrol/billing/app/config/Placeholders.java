package dev.missioncontrol.billing.app.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** Tells a value that someone still has to fill in from a real one. */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile(
            "|.*change[-_]?me.*|.*placeholder.*|.*\\.\\.\\.|.*\u2026|your[-_].*|.*[-_]here|<.*>|todo|dummy"
                    + "|(([sr]k_(test|live)|whsec|price)_)?[x*]*|(([sr]k_(test|live)|whsec|price)_)");

    private Placeholders() {}

    static boolean placeholder(String value) {
        return PLACEHOLDER.matcher(value.strip().toLowerCase(Locale.ROOT)).matches();
    }

    static boolean live(String key) {
        return key.startsWith("sk_live_") || key.startsWith("rk_live_");
    }
}

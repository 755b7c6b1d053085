package dev.missioncontrol.billing.http;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * What tells a browser from all others where the application that serves us signs people in: random, kept by the browser alone. It
 * signs nobody in, so no node has to know it; the tokens of the browser's forms follow from it.
 */
final class BrowserCookie {
    private static final int BYTES = 24;

    /** Shorter than a session's, for which the store is asked. */
    private static final Pattern OURS = base64url(BYTES * 8 / 6);

    private static final Pattern SESSION = base64url(Sessions.TOKEN_LENGTH);

    private static final SecureRandom RANDOM = new SecureRandom();

    private BrowserCookie() {}

    private static Pattern base64url(int length) {
        return Pattern.compile("[A-Za-z0-9_-]{" + length + "}");
    }

    static String make() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Whether it was made here or on another node, for all that can be seen. */
    static boolean isOurs(String value) {
        return OURS.matcher(value).matches();
    }

    /** Whether it tells a browser as well as one of these does: a session's, which may be over, is as random. */
    static boolean fits(String value) {
        return isOurs(value) || SESSION.matcher(value).matches();
    }
}

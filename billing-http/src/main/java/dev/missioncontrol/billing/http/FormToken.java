package dev.missioncontrol.billing.http;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The token that the forms of a page carry: another site can't know it. It follows from the cookie that the page's browser has,
 * which nobody else knows, so that every node expects the same one and none has to remember it.
 */
final class FormToken {
    private static final String HMAC = "HmacSHA256";

    private FormToken() {}

    /**
     * What the forms of a browser carry.
     *
     * @param cookie unguessable, and never empty
     * @param what else has to be so that the form still counts; no line break in any
     */
    static String of(String cookie, String... what) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(cookie.getBytes(StandardCharsets.UTF_8), HMAC));
            byte[] token = mac.doFinal(String.join("\n", what).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has " + HMAC, e);
        }
    }

    /** Refuses a form that does not carry this token: its page was left open for too long, or it is another site's. */
    static void require(Context ctx, String expected) {
        if (!carried(ctx, expected))
            throw new Problem(403, "foreign_form", "This form is out of date. Go back, reload the page and try again.");
    }

    /** The same for a form of nobody yet. */
    static void requireToSignIn(Context ctx, String expected) {
        if (!carried(ctx, expected)) throw new Problem(403, "foreign_form", "Reload the page and try again.");
    }

    private static boolean carried(Context ctx, String expected) {
        byte[] other = FormFields.of(ctx, "csrf").orElse("").getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), other);
    }
}

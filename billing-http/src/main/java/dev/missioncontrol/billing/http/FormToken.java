package dev.missioncontrol.billing.http;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The token that the forms of a page carry: another site can't know it. */
final class FormToken {
    private FormToken() {}

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
        String given = ctx.formParam("csrf");
        byte[] other = given == null ? new byte[0] : given.getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), other);
    }
}

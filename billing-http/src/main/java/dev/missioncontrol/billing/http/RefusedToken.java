package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.http.auth.Authentication;
import io.javalin.http.Context;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is answered, and logged, where a token is not believed: whoever signs them for the first time has to learn what is wrong with theirs. */
final class RefusedToken {
    /** Longest description in the head of an answer, in characters: a sentence, and no room for what was sent. */
    static final int LONGEST = 160;

    private static final String SCHEME = "Bearer";

    private static final Logger LOG = LoggerFactory.getLogger(RefusedToken.class);

    private RefusedToken() {}

    /** No token came. */
    static Problem none(Context ctx) {
        return challenged(ctx, SCHEME);
    }

    /** Nobody is believed; why is said of a token alone, and not of whatever else came in its place (RFC 6750, 3). */
    static Problem refused(Context ctx, Authentication.Unauthenticated who) {
        Optional<String> said = Optional.ofNullable(ctx.header("Authorization"));
        if (said.isPresent()) told(who.reason());
        boolean token = said.filter(it -> it.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .isPresent();
        return challenged(
                ctx,
                token
                        ? SCHEME + " error=\"invalid_token\", error_description=\"" + described(who.reason()) + '"'
                        : SCHEME);
    }

    /** In the log. */
    static void told(String reason) {
        if (LOG.isInfoEnabled()) LOG.info("A token is refused: {}", ShortenedFailure.text(reason));
    }

    /** What proves a token is out of reach. */
    static Problem unchecked(Authentication.Unavailable away) {
        LOG.warn("A token can't be checked: {}", ShortenedFailure.text(away.reason()));
        return new Problem(
                503,
                "identity_unavailable",
                "Your token can't be checked just now. Try again in a moment.",
                "",
                Math.max(1, away.retryAfter().toSeconds()));
    }

    private static Problem challenged(Context ctx, String challenge) {
        ctx.header("WWW-Authenticate", challenge);
        return new Problem(401, "unauthenticated", "Send a valid token: Authorization: Bearer ...");
    }

    /** In the characters that a description may have: neither quotes, nor what ends a line, nor anything beyond ASCII. */
    private static String described(String reason) {
        String plain = reason.replaceAll("[^\\x20\\x21\\x23-\\x5B\\x5D-\\x7E]", " ");
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST);
    }
}

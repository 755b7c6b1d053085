package dev.missioncontrol.billing.http;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.net.URI;
import java.util.Optional;

/** The names that our cookies have, and the attributes: also one that is taken back has all of them, or a browser refuses its name. */
final class PageCookies {
    static final int UNTIL_THE_BROWSER_CLOSES = -1;

    /** A browser takes a cookie of this name only over https, for this host alone and for all of it. */
    private static final String HOST_ONLY = "__Host-";

    private final String session;
    private final String outcome;

    PageCookies(URI baseUrl) {
        session = nameOf(baseUrl, "billing");
        outcome = session + OutcomeCookie.NAME;
    }

    static String nameOf(URI baseUrl, String name) {
        return (baseUrl.getScheme().equals("https") ? HOST_ONLY : "") + name;
    }

    /** For all of the host, as a name with the prefix has to be. */
    static Cookie of(String name, String value, int maxAge) {
        return new Cookie(name, value, "/", maxAge, name.startsWith(HOST_ONLY), true, null, SameSite.LAX);
    }

    /** What tells the browser from others. */
    Optional<String> session(Context ctx) {
        return Optional.ofNullable(ctx.cookie(session));
    }

    Cookie sessionOf(String value, int maxAge) {
        return of(session, value, maxAge);
    }

    /** What the browser brings along of what came of its last form. */
    Optional<String> outcome(Context ctx) {
        return Optional.ofNullable(ctx.cookie(outcome));
    }

    Cookie outcomeOf(String value, int maxAge) {
        return of(outcome, value, maxAge);
    }
}

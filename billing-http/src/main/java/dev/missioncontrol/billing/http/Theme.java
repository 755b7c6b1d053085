package dev.missioncontrol.billing.http;

import io.javalin.config.RoutesConfig;
import java.util.Locale;

/**
 * How the pages look in a host's colours: rules that come after our own in the one stylesheet, so that its custom properties
 * win on every page, and nothing more is fetched. {@code docs/page.md} says which there are.
 *
 * @param css of the host; empty for our own look
 */
public record Theme(String css) {
    /** Most characters: a theme sets a few properties, twice where it has a dark side. */
    public static final int LONGEST = 16 * 1024;

    /** Our own look. */
    public static final Theme NONE = new Theme("");

    private static final String STYLESHEET = "/billing/assets/billing.css";

    /** @throws IllegalArgumentException if it is too long, or fetches something: the pages' policy would refuse it later */
    public Theme {
        if (css.length() > LONGEST)
            throw new IllegalArgumentException("a theme has at most " + LONGEST + " characters, not " + css.length());
        String small = css.toLowerCase(Locale.ROOT);
        if (small.contains("url(") || small.contains("@import"))
            throw new IllegalArgumentException("a theme fetches nothing: no url(), no @import");
    }

    void register(RoutesConfig routes) {
        if (!css.isBlank()) routes.after(STYLESHEET, ctx -> ctx.result(ctx.result() + "\n" + css));
    }
}

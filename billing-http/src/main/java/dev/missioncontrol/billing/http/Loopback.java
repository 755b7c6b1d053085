package dev.missioncontrol.billing.http;

import io.javalin.http.Context;
import java.net.URI;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request comes from this machine itself, through nothing, and to a name that means this machine. A page from
 * elsewhere can make its own name lead here (DNS rebinding), and the browser then takes it for ours; its name gives it away.
 * Who is called by a public name has a proxy before it: that one may be on this machine too, and say nothing of whom it asks for.
 */
final class Loopback {
    /** By these, in small letters, proxies say that they ask for somebody. */
    private static final Set<String> FORWARDED =
            Set.of("forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip");

    /** By all that begin with this too. */
    private static final String X_FORWARDED = "x-forwarded";

    private final boolean unproxied;

    /** @param baseUrl what we are called from outside */
    Loopback(URI baseUrl) {
        unproxied = WebOrigin.isThisMachine(baseUrl);
    }

    boolean direct(Context ctx) {
        return unproxied
                && WebOrigin.isLoopback(ctx.req().getRemoteAddr())
                && WebOrigin.isLoopback(ctx.req().getLocalAddr())
                && Collections.list(ctx.req().getHeaderNames()).stream().noneMatch(Loopback::forwards)
                && called(ctx.header("Host"));
    }

    private static boolean forwards(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return name.startsWith(X_FORWARDED) || FORWARDED.contains(name);
    }

    /** Refuses who asks from elsewhere. */
    void require(Context ctx) {
        if (!direct(ctx)) throw new Problem(403, "not_here", "This page answers only to its own machine.");
    }

    /** Browsers always say it; who says nothing is none. */
    private static boolean called(@Nullable String host) {
        return host == null || WebOrigin.isThisMachine(host.replaceFirst(":[0-9]*$", ""));
    }
}

package dev.missioncontrol.billing.http;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request comes from this machine itself, through nothing, and to a name that means this machine. A page from
 * elsewhere can make its own name lead here (DNS rebinding), and the browser then takes it for ours; its name gives it away.
 * Who is called by a public name has a proxy before it: that one may be on this machine too, and say nothing of whom it asks for.
 */
final class Loopback {
    private static final List<String> FORWARDED =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via");

    private final boolean unproxied;

    /** @param baseUrl what we are called from outside */
    Loopback(URI baseUrl) {
        unproxied = named(baseUrl.getHost());
    }

    boolean direct(Context ctx) {
        return unproxied
                && is(ctx.req().getRemoteAddr())
                && is(ctx.req().getLocalAddr())
                && FORWARDED.stream().allMatch(name -> ctx.header(name) == null)
                && called(ctx.header("Host"));
    }

    /** Browsers always say it; who says nothing is none. */
    private static boolean called(@Nullable String host) {
        return host == null || named(host.replaceFirst(":[0-9]*$", ""));
    }

    /** Whether a host in an address means this machine alone, as it is written: no name is looked up. */
    private static boolean named(String host) {
        boolean literal = host.startsWith("[") || host.matches("[0-9.]+");
        return host.equalsIgnoreCase("localhost") || literal && is(host);
    }

    private static boolean is(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}

package dev.missioncontrol.billing.app.config;

import dev.missioncontrol.billing.http.WebOrigin;
import java.net.URI;
import java.util.Set;

/** What a host that we listen on is called. */
public final class Hosts {
    /** All addresses of the machine, loopback among them. */
    private static final Set<String> ANY = Set.of("0.0.0.0", "::");

    private Hosts() {}

    /** Whether only this machine itself can reach it: the rule of {@link WebOrigin#isThisMachine(String)}. */
    public static boolean loopback(String host) {
        return WebOrigin.isThisMachine(host);
    }

    /** Whether this is a host's name or address. */
    static boolean named(String host) {
        try {
            return !local(host, 0).toString().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * What is listened on, as this machine calls it.
     *
     * @throws IllegalArgumentException if it is no name or address
     */
    public static URI local(String host, int port) {
        String name = ANY.contains(host) ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
        return Environment.http("http://" + name + ":" + port)
                .map(WebOrigin::of)
                .map(URI::create)
                .orElseThrow(() -> new IllegalArgumentException("no host's name or address"));
    }
}

package dev.missioncontrol.billing.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An origin as browsers send it (RFC 6454, 6.2): scheme, host in small letters, and the port unless it is the scheme's own. What
 * is configured is compared with that letter by letter, so that another spelling of the same place would refuse every form.
 */
public final class WebOrigin {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private WebOrigin() {}

    /**
     * The origin of an address, without what stands before or behind its host and port.
     *
     * @param address http or https
     */
    public static String of(URI address) {
        String host = address.getHost();
        // A name with characters that no host's name has, as some containers' have, is not taken apart.
        if (host == null) return address.getScheme() + "://" + address.getAuthority();
        int standard = address.getScheme().equals("https") ? HTTPS : HTTP;
        boolean own = address.getPort() < 0 || address.getPort() == standard;
        return address.getScheme() + "://" + host.toLowerCase(Locale.ROOT) + (own ? "" : ":" + address.getPort());
    }

    /** Whether an address names this machine alone, as it is written: what a name of others leads to can change. */
    public static boolean isThisMachine(URI address) {
        return isThisMachine(address.getHost());
    }

    /** The same of the host in an address; no name is looked up. */
    static boolean isThisMachine(@Nullable String host) {
        if (host == null) return false;
        boolean literal = host.startsWith("[") || host.matches("[0-9.]+");
        return host.equalsIgnoreCase("localhost") || literal && isLoopback(host);
    }

    /** Whether it is an address of this machine alone. */
    static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}

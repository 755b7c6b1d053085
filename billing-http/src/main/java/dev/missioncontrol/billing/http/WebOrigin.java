package dev.missioncontrol.billing.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An origin as browsers send it (RFC 6454, 6.2): scheme, host in small letters, and the port unless it is the scheme's own. What
 * is configured is compared with that letter by letter, so that another spelling of the same place would refuse every form.
 */
public final class WebOrigin {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** A part of an IPv4 address, without zeros before it: some read those as octal. */
    private static final String PART = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";

    private static final Pattern THIS_MACHINE =
            Pattern.compile("localhost|127(\\." + PART + "){3}|::1|\\[::1]", Pattern.CASE_INSENSITIVE);

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

    /** Whether an address names this machine alone: the rule of {@link #isThisMachine(String)}. */
    public static boolean isThisMachine(URI address) {
        return isThisMachine(address.getHost());
    }

    /**
     * Whether a host is this machine alone, as it is written: {@code localhost}, {@code 127.0.0.0/8} in four decimal parts, or
     * {@code ::1}, also in brackets. No name is looked up, since what it leads to can change, and no other spelling is taken, since what
     * one library reads as this machine is another place to the next.
     *
     * @param host as it stands in an address, or is listened on; null is none
     */
    public static boolean isThisMachine(@Nullable String host) {
        return host != null && THIS_MACHINE.matcher(host).matches();
    }

    /** Whether a connection's own address, as the system says it, is of this machine alone. */
    static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}

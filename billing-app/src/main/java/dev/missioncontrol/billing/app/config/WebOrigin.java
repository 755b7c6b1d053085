package dev.missioncontrol.billing.app.config;

import java.net.URI;
import java.util.Locale;

/**
 * An origin as browsers send it (RFC 6454, 6.2): scheme, host in small letters, and the port unless it is the scheme's own. What
 * is configured is compared with that letter by letter, so that another spelling of the same place would refuse every form.
 */
final class WebOrigin {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private WebOrigin() {}

    /** @param address http or https, with a host */
    static String of(URI address) {
        int standard = address.getScheme().equals("https") ? HTTPS : HTTP;
        boolean own = address.getPort() < 0 || address.getPort() == standard;
        return address.getScheme() + "://" + address.getHost().toLowerCase(Locale.ROOT)
                + (own ? "" : ":" + address.getPort());
    }
}

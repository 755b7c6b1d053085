package dev.missioncontrol.billing.app.config;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Reads whose pages may call the API: an exact list, since a pattern lets in more than was meant. */
final class OriginsReader {
    private static final String ORIGINS = "BILLING_CORS_ORIGINS";

    private OriginsReader() {}

    static Set<String> read(Environment env) {
        Set<String> origins = new LinkedHashSet<>();
        Optional<String> all = env.text(ORIGINS);
        if (all.isEmpty()) return origins;
        for (String one : all.get().split(",", -1)) {
            String origin = one.strip();
            if (exact(origin)) origins.add(origin);
            else env.wrong(ORIGINS, "must be origins such as https://app.example, separated by commas, not " + origin);
        }
        return origins;
    }

    /** As a browser writes it: scheme, host in small letters, and port, without anything after it. */
    private static boolean exact(String origin) {
        Optional<URI> address = Environment.http(origin);
        return address.filter(uri -> origin.equals(uri.getScheme() + "://" + uri.getHost() + port(uri)))
                .filter(uri -> origin.equals(origin.toLowerCase(java.util.Locale.ROOT)))
                .isPresent();
    }

    private static String port(URI uri) {
        return uri.getPort() < 0 ? "" : ":" + uri.getPort();
    }
}

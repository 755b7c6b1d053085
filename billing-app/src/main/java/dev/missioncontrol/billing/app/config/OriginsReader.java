package dev.missioncontrol.billing.app.config;

import dev.missioncontrol.billing.http.WebOrigin;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Reads whose pages may call the API: an exact list, since a pattern lets in more than was meant. */
final class OriginsReader {
    private static final String ORIGINS = "BILLING_CORS_ORIGINS";

    /** Most origins: each is a site of one's own, and each request of a browser is looked up among them. */
    private static final int MOST_ORIGINS = 100;

    private OriginsReader() {}

    static Set<String> read(Environment env) {
        Set<String> origins = new LinkedHashSet<>();
        Optional<String> all = env.text(ORIGINS);
        if (all.isEmpty()) return origins;
        for (String one : all.get().split(",", -1)) {
            String origin = one.strip();
            Optional<String> exact = Environment.http(origin).map(WebOrigin::of);
            if (exact.isEmpty())
                env.wrong(ORIGINS, "must be origins such as https://app.example, separated by commas, not " + origin);
            else if (!exact.get().equals(origin))
                env.wrong(ORIGINS, "must be written as browsers send them: " + exact.get());
            else origins.add(origin);
        }
        if (origins.size() > MOST_ORIGINS) env.wrong(ORIGINS, "must be at most " + MOST_ORIGINS);
        return origins;
    }
}

package dev.missioncontrol.billing.app.config;

import dev.missioncontrol.billing.http.WebOrigin;
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
            Optional<String> exact = Environment.http(origin).map(WebOrigin::of);
            if (exact.isEmpty())
                env.wrong(ORIGINS, "must be origins such as https://app.example, separated by commas, not " + origin);
            else if (!exact.get().equals(origin))
                env.wrong(ORIGINS, "must be written as browsers send them: " + exact.get());
            else origins.add(origin);
        }
        return origins;
    }
}

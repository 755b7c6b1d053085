package dev.missioncontrol.billing.app.config;

import dev.missioncontrol.billing.plan.DefaultCatalog;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Fills in what a server needs and a look at Stripe does not. Nothing that is filled in is used. */
final class StripeVariables {
    private static final String UNUSED_DATABASE = "jdbc:postgresql://localhost/unused";
    private static final String UNUSED_TOKEN_SECRET = "unused".repeat(8);

    private StripeVariables() {}

    static Map<String, String> completed(Map<String, String> env) {
        Map<String, String> all = new HashMap<>(env);
        if (!all.containsKey("DATABASE_URL_FILE")) all.putIfAbsent("DATABASE_URL", UNUSED_DATABASE);
        boolean tokens = Stream.of("SECRET", "SECRET_FILE", "PUBLIC_KEY", "PUBLIC_KEY_FILE", "JWKS_URL")
                .anyMatch(kind -> all.containsKey("BILLING_JWT_" + kind));
        if (!tokens) all.put("BILLING_JWT_SECRET", UNUSED_TOKEN_SECRET);
        if (!all.containsKey("BILLING_CATALOG"))
            for (DefaultCatalog.Slot slot : DefaultCatalog.SLOTS)
                all.merge(
                        variable(slot),
                        "price_not_named_" + slot.plan() + "_" + slot.interval().word(),
                        (set, unnamed) -> Placeholders.placeholder(set) ? unnamed : set);
        return all;
    }

    /** The variable that names the price of a slot. */
    static String variable(DefaultCatalog.Slot slot) {
        return "STRIPE_" + slot.placeholderPrice().toUpperCase(Locale.ROOT);
    }
}

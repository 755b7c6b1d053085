package dev.missioncontrol.billing.app.config;

import dev.missioncontrol.billing.plan.DefaultCatalog;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The names of all variables, to find those that were mistyped. */
final class KnownVariables {
    private static final List<String> BILLING = Stream.of(
                    "PROFILE HOST PORT BASE_URL CATALOG JWT_SECRET JWT_SECRET_FILE JWT_PUBLIC_KEY JWT_PUBLIC_KEY_FILE",
                    "JWT_JWKS_URL JWT_TENANT_CLAIM JWT_ISSUER JWT_AUDIENCE ALLOW_UNSIGNED_WEBHOOKS REFRESH_INTERVAL LEASE",
                    "SWEEP_INTERVAL PROVIDER_RATE GRACE_DAYS RETENTION_DAYS SCHEMA INSTALLATION RETURN_URL AUTOMATIC_TAX PROMOTION_CODES",
                    "JWT_SEATS_CLAIM SEAT_USAGE_URL SEAT_USAGE_SECRET SEAT_USAGE_SECRET_FILE",
                    "CANCEL_NOW SEAT_WINDOW CORS_ORIGINS DUPLICATES EVENT_URLS EVENT_SECRET EVENT_SECRET_FILE METRICS_PORT METRICS_HOST DRAIN LOG_FORMAT",
                    "STATUS_CACHE CONSOLE THEME_CSS SUPPORT_URL FORM_TARGETS")
            .flatMap(line -> Stream.of(line.split(" ")))
            .map("BILLING_"::concat)
            .toList();

    private static final List<String> ALL = Stream.of(
                    BILLING.stream(),
                    Stream.of("URL URL_FILE USER PASSWORD PASSWORD_FILE ROW_SECURITY".split(" "))
                            .map("DATABASE_"::concat),
                    Stream.of("SECRET_KEY SECRET_KEY_FILE WEBHOOK_SECRET WEBHOOK_SECRET_FILE API_BASE".split(" "))
                            .map("STRIPE_"::concat),
                    DefaultCatalog.SLOTS.stream().map(StripeVariables::variable))
            .flatMap(names -> names)
            .toList();

    /** Beginnings of names that nobody else has; other programs have others with STRIPE_ and DATABASE_ in an environment. */
    private static final List<String> OURS = List.of("BILLING_", "STRIPE_PRICE_", "STRIPE_WEBHOOK_", "DATABASE_ROW");

    /** The same in a file that is ours. */
    private static final List<String> OURS_IN_A_FILE = List.of("BILLING_", "STRIPE_", "DATABASE_");

    private KnownVariables() {}

    static boolean unknown(String name) {
        return OURS.stream().anyMatch(name::startsWith) && !ALL.contains(name);
    }

    static boolean unknownInFile(String name) {
        return OURS_IN_A_FILE.stream().anyMatch(name::startsWith) && !ALL.contains(name);
    }

    static String nearest(String name) {
        return ALL.stream()
                .min(Comparator.comparingInt(known -> distance(name, known)))
                .orElseThrow();
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}

package dev.missioncontrol.billing.app.config;

import dev.missioncontrol.billing.plan.DefaultCatalog;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The names of all variables, to find those that were mistyped. */
public final class KnownVariables {
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

    private static final String PRICE = "STRIPE_PRICE_";

    /** Beginnings of names that are ours alone: whatever else begins so was meant for us, PostgreSQL's own row level security, say. */
    private static final List<String> OURS = List.of("BILLING_", "DATABASE_ROW");

    /** Beginnings of names that are ours and, in an environment or a file that is shared, other programs' as well. */
    private static final List<String> SHARED = List.of("STRIPE_", "DATABASE_");

    /** So many letters behind the beginning for each slip: a short name is near to many that are somebody else's, DATABASE_PORT say. */
    private static final int LETTERS_OF_A_SLIP = 4;

    /** Most letters that are wrong, missing or too many in a name that was mistyped. */
    private static final int MOST_SLIPS = 3;

    private KnownVariables() {}

    /**
     * Whether this is taken for one of ours that was mistyped: it would leave a default unnoticed. Without a catalogue file prices come
     * from variables alone, and none of them may get lost.
     */
    static boolean mistyped(String name, Map<String, String> variables) {
        if (ALL.contains(name)) return false;
        if (OURS.stream().anyMatch(name::startsWith)) return true;
        if (name.startsWith(PRICE))
            return variables.getOrDefault("BILLING_CATALOG", "").isBlank();
        return SHARED.stream().anyMatch(beginning -> name.startsWith(beginning) && nearOneOf(beginning, name));
    }

    private static boolean nearOneOf(String beginning, String name) {
        String meant = withoutFile(name);
        return ALL.stream()
                .filter(known -> known.startsWith(beginning) && !known.startsWith(PRICE) && !known.endsWith("_FILE"))
                .anyMatch(known -> distance(meant, known)
                        <= Math.min(MOST_SLIPS, (known.length() - beginning.length()) / LETTERS_OF_A_SLIP));
    }

    /** STRIPE_SECRET_KEY_LIVE is far from STRIPE_SECRET_KEY, which it is a kind of, and would be near to its file. */
    private static String withoutFile(String name) {
        return name.endsWith("_FILE") ? name.substring(0, name.length() - "_FILE".length()) : name;
    }

    /** Names that begin as some of ours do, and are none and near to none, in order: nobody here reads them. */
    public static List<String> unread(Map<String, String> variables) {
        return variables.keySet().stream()
                .filter(name -> SHARED.stream().anyMatch(name::startsWith))
                .filter(name -> !ALL.contains(name) && !mistyped(name, variables))
                .sorted()
                .toList();
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

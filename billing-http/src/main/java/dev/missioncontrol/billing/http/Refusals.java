package dev.missioncontrol.billing.http;

import io.javalin.http.Context;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/**
 * Counts what an address was refused. Only refusals are turned into "too many": a request with a good token or signature is
 * never turned away for its address, since behind a proxy all of them share one, and what it says of others is not believed.
 */
final class Refusals {
    /** Of one address: a service whose secret is wrong, and room beside it; no guessing gets anywhere with it. */
    static final int A_MINUTE = 600;

    private static final Set<String> GUESSES =
            Set.of("unauthenticated", "ticket_used", "signature_missing", "signature_mismatch", "foreign_form");

    private final Allowances addresses;

    Refusals(InstantSource clock) {
        addresses = new Allowances(A_MINUTE, Duration.ofMinutes(1), clock);
    }

    /** What to answer in place of this problem. */
    Problem counted(Context ctx, Problem problem) {
        if (!GUESSES.contains(problem.code)) return problem;
        Duration wait = addresses.take(ctx.req().getRemoteAddr());
        if (wait.isZero()) return problem;
        return new Problem(
                429,
                "too_many_refused",
                "Too many requests from your address were refused. Check the credentials, then try again later.",
                "",
                Math.max(1, wait.toSeconds()));
    }
}

package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.usecase.Conditions;
import dev.missioncontrol.billing.usecase.TenantStatus;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the heads of a request say of when it may be done, or answered: {@code If-Match}, {@code Idempotency-Key}, {@code If-None-Match}. */
final class Preconditions {
    static final String IF_MATCH = "If-Match";
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    /** A strong tag as we write them; longer than ours, so that one of another kind is refused as stale and not as malformed. */
    private static final Pattern TAG = Pattern.compile("\"([\\x21\\x23-\\x7e]{0,64})\"");

    private Preconditions() {}

    /** Tags an answer by what the tenant has, as its status would be. */
    static void tag(Context ctx, TenantStatus status) {
        ctx.header("ETag", EntityTag.of(status.version(), Json.bytes(Answers.status(status))));
    }

    /** Answers what has a tag; with no body where the sender has the same answer already. */
    static void answer(Context ctx, String tag, byte[] body) {
        ctx.header("ETag", tag);
        if (!EntityTag.known(ctx, tag)) {
            Json.last(ctx, body);
            return;
        }
        // No body, so no type of one, which the server would otherwise make up.
        ctx.status(304).res().setContentType(null);
    }

    static Conditions of(Context ctx) {
        Optional<String> key = Optional.ofNullable(ctx.header(IDEMPOTENCY_KEY));
        Conditions conditions = new Conditions(key, Optional.empty());
        Optional<String> said = HeadFields.list(ctx, IF_MATCH).map(String::strip);
        // A tenant always has something, be it the free plan.
        if (said.isEmpty() || said.get().equals("*")) return conditions;
        Matcher tag = TAG.matcher(said.get());
        if (!tag.matches())
            throw new Problem(
                    400,
                    "malformed_if_match",
                    "Send as If-Match the one ETag that GET /api/billing/status answered, with its quotation marks.",
                    IF_MATCH,
                    0);
        return conditions.ifVersion(EntityTag.version(tag.group(1)));
    }
}

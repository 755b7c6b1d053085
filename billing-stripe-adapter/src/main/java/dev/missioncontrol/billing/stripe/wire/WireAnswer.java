package dev.missioncontrol.billing.stripe.wire;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param status the HTTP status
 * @param body JSON
 * @param headers beside those that every answer has
 * @param kept whether it is what the request's idempotency key will be answered with again
 */
record WireAnswer(int status, byte[] body, Map<String, String> headers, boolean kept) {
    static WireAnswer ok(byte[] body) {
        return new WireAnswer(200, body, Map.of(), true);
    }

    static WireAnswer of(WireError error) {
        WireAnswer answer =
                new WireAnswer(error.status(), WireShapes.bytes(error.json()), Map.of(), !error.beforeExecution());
        return error.status() == 429 ? answer.with("Stripe-Rate-Limited-Reason", "global-rate") : answer;
    }

    WireAnswer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new WireAnswer(status, body, more, kept);
    }
}

package dev.missioncontrol.billing.stripe.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * First answers by idempotency key, as Stripe keeps them: also failures of its own are replayed; requests that were refused
 * before anything was done leave their key free.
 */
final class WireIdempotency {
    /** Most answers kept; the oldest are forgotten, as Stripe's are after a day or more. */
    private static final int MOST_KEPT = 20_000;

    /** Longest key in characters. */
    private static final int LONGEST_KEY = 255;

    private record First(String request, Optional<WireAnswer> answer) {}

    private final Map<String, First> firsts = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, First> eldest) {
            return size() > MOST_KEPT;
        }
    };

    /**
     * The answer to a request under this key.
     *
     * @param request method, path and parameters
     * @param free whether an answer leaves its key free
     */
    WireAnswer once(String key, String request, Supplier<WireAnswer> work) {
        if (key.length() > LONGEST_KEY)
            throw WireError.refused("An idempotency key has at most " + LONGEST_KEY + " characters.");
        Optional<WireAnswer> known = begin(key, request);
        if (known.isPresent()) return known.get().with("Idempotent-Replayed", "true");
        WireAnswer answer = null;
        try {
            answer = work.get();
            return answer;
        } finally {
            end(key, request, Optional.ofNullable(answer).filter(WireAnswer::kept));
        }
    }

    private synchronized Optional<WireAnswer> begin(String key, String request) {
        First first = firsts.putIfAbsent(key, new First(request, Optional.empty()));
        if (first == null) return Optional.empty();
        if (!first.request().equals(request))
            throw WireError.idempotency(
                    400,
                    Optional.empty(),
                    "Keys for idempotent requests can only be used with the same parameters they were first used with."
                            + " Try using a key other than '" + key + "' if you meant to execute a different request.");
        if (first.answer().isEmpty())
            throw WireError.idempotency(
                    409,
                    Optional.of("idempotency_key_in_use"),
                    "There is currently another in-progress request using this Idempotent Key.");
        return first.answer();
    }

    private synchronized void end(String key, String request, Optional<WireAnswer> answer) {
        if (answer.isPresent()) firsts.put(key, new First(request, answer));
        else firsts.remove(key);
    }
}

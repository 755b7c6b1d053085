package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.provider.ProviderException;
import java.util.Map;
import java.util.function.Supplier;

/** First answers by idempotency key: the same request is answered the same, another one is refused. */
final class SandboxIdempotency {
    /** Most answers kept; the oldest are forgotten, as Stripe's are after a day. */
    static final int MOST_KEPT = 20_000;

    /** Longest key in characters, as at Stripe. */
    static final int LONGEST_KEY = 255;

    private record First(Object request, Object answer) {}

    private final Map<String, First> answers = new Bounded<>(MOST_KEPT);

    /** The first answer to this request under this key; a request that fails leaves the key free. */
    <T> T once(String key, Object request, Class<T> type, Supplier<T> work) {
        if (key.isEmpty() || key.length() > LONGEST_KEY)
            throw new ProviderException(
                    ProviderException.Kind.INVALID_REQUEST,
                    "an idempotency key has 1 to " + LONGEST_KEY + " characters");
        First first = answers.get(key);
        if (first == null) {
            first = new First(request, work.get());
            answers.put(key, first);
        }
        if (!first.request().equals(request))
            throw new ProviderException(
                    ProviderException.Kind.IDEMPOTENCY_CONFLICT, "the idempotency key was used with other parameters");
        return type.cast(first.answer());
    }
}

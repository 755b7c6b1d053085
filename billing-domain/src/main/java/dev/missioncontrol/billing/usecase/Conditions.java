package dev.missioncontrol.billing.usecase;

import java.util.Optional;

/**
 * On what a request is done: once, and only on what its sender has seen.
 *
 * @param idempotencyKey the same request under the same key, 1 to 255 visible ASCII characters, is done once; without one,
 *     each is a request of its own
 * @param version the {@link TenantStatus#version} that the sender has seen: it is rejected where there is another by now
 */
public record Conditions(Optional<String> idempotencyKey, Optional<String> version) {
    /** None. */
    public static final Conditions NONE = new Conditions(Optional.empty(), Optional.empty());

    /** Longest idempotency key in characters. */
    public static final int LONGEST_KEY = 255;

    /** Done once under this key. */
    public static Conditions once(String idempotencyKey) {
        return new Conditions(Optional.of(idempotencyKey), Optional.empty());
    }

    /** Only if this is what the tenant still has. */
    public Conditions ifVersion(String seen) {
        return new Conditions(idempotencyKey, Optional.of(seen));
    }

    boolean keyed() {
        return idempotencyKey
                .filter(key -> key.isEmpty()
                        || key.length() > LONGEST_KEY
                        || !key.chars().allMatch(c -> c > ' ' && c <= '~'))
                .isEmpty();
    }
}

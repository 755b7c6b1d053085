package dev.missioncontrol.billing.provider;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The states of a subscription that we know, in Stripe's words. What a provider says beyond them stays a string: an
 * unknown value is kept and never grants.
 */
public enum ProviderStatus {
    TRIALING,
    ACTIVE,
    PAST_DUE,
    UNPAID,
    PAUSED,
    INCOMPLETE,
    INCOMPLETE_EXPIRED,
    CANCELED;

    private static final Map<String, ProviderStatus> BY_WORD = new HashMap<>();

    static {
        for (ProviderStatus status : values()) BY_WORD.put(status.word(), status);
    }

    /** Stripe's word for it, for example {@code past_due}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state with exactly this word, or nothing. */
    public static Optional<ProviderStatus> of(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }

    /** Whether a subscription in this state can never leave it. */
    public boolean terminal() {
        return this == CANCELED || this == INCOMPLETE_EXPIRED;
    }

    /** Whether what the subscription holds is paid for, or on trial. */
    public boolean paid() {
        return this == ACTIVE || this == TRIALING;
    }

    /** Whether the subscription still exists for the customer: neither ended nor never begun. */
    public boolean live() {
        return !terminal() && this != INCOMPLETE;
    }
}

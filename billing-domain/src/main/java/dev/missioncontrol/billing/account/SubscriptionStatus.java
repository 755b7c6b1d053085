package dev.missioncontrol.billing.account;

import java.util.Locale;
import java.util.Optional;

/** The status that we answer: fewer words than the provider has, each with one meaning for an application. */
public enum SubscriptionStatus {
    ACTIVE,
    TRIALING,
    PAST_DUE,
    CANCELED;

    /** The word answered, for example {@code past_due}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status with exactly this word, or nothing. */
    public static Optional<SubscriptionStatus> of(String word) {
        for (SubscriptionStatus status : values()) if (status.word().equals(word)) return Optional.of(status);
        return Optional.empty();
    }
}

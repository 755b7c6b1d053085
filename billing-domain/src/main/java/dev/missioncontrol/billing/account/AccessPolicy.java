package dev.missioncontrol.billing.account;

import dev.missioncontrol.billing.provider.ProviderStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long a tenant keeps its plan while it owes a payment.
 *
 * @param graceDays days from when the oldest open invoice was finalized, which is when a card is charged, or from its due date where
 *     invoices are sent: 0 to {@link #MOST_GRACE_DAYS}. Where debits fail days later (SEPA, ACH), add those days
 */
public record AccessPolicy(int graceDays) {
    /** Longest grace in days: beyond a quarter nobody is waiting for a payment any more. */
    public static final int MOST_GRACE_DAYS = 90;

    /** A week: about as long as the provider's own retries of a payment. */
    public static final AccessPolicy STANDARD = new AccessPolicy(7);

    /** @throws IllegalArgumentException if the days are out of range */
    public AccessPolicy {
        if (graceDays < 0 || graceDays > MOST_GRACE_DAYS)
            throw new IllegalArgumentException("grace days must be 0 to " + MOST_GRACE_DAYS + ", not " + graceDays);
    }

    /** Access with this subscription at this moment. */
    public Access access(CurrentSubscription current, Instant now) {
        if (current.subscription().isEmpty()) return new Access(Access.Level.FULL, Optional.empty());
        if (current.over(now)) return new Access(Access.Level.NONE, Optional.empty());
        ProviderStatus standing = current.standing().orElse(ProviderStatus.CANCELED);
        Optional<Instant> end = current.cancelAt();
        if (standing.paid()) return new Access(Access.Level.FULL, end);
        if (standing == ProviderStatus.PAST_DUE && current.pastDueSince().isPresent()) {
            Instant last = current.pastDueSince().get().plus(Duration.ofDays(graceDays));
            Instant until = end.filter(last::isAfter).orElse(last);
            if (now.isBefore(until)) return new Access(Access.Level.GRACE, Optional.of(until));
        }
        return new Access(Access.Level.NONE, Optional.empty());
    }
}

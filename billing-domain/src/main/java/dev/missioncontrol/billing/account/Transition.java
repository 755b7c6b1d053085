package dev.missioncontrol.billing.account;

import java.util.Optional;

/**
 * A change of what a tenant has.
 *
 * @param type what an application would call it
 * @param before what it had
 * @param after what it has
 */
public record Transition(Type type, CurrentSubscription before, CurrentSubscription after) {
    /** What happened, in the words of the field. Exactly one for each change. */
    public enum Type {
        /** A tenant without a live subscription has one now. */
        SUBSCRIPTION_STARTED,
        /** The subscription ended. */
        SUBSCRIPTION_ENDED,
        /** A payment failed, or access was taken for want of one. */
        PAYMENT_FAILED,
        /** A failed payment was made good. */
        PAYMENT_RECOVERED,
        /** Another plan. */
        PLAN_CHANGED,
        /** Another number of seats, the same plan. */
        SEATS_CHANGED,
        /** It will end now, and would not before. */
        CANCELLATION_SCHEDULED,
        /** It would end, and will not now. */
        CANCELLATION_REVOKED,
        /** A new period, a month instead of a year, or another detail. */
        SUBSCRIPTION_UPDATED
    }

    /** What changed between the two; nothing if a tenant would notice no difference. */
    public static Optional<Transition> between(CurrentSubscription before, CurrentSubscription after) {
        if (before.sameStateAs(after)) return Optional.empty();
        return Optional.of(new Transition(type(before, after), before, after));
    }

    private static Type type(CurrentSubscription before, CurrentSubscription after) {
        if (!before.live() && after.live()) return Type.SUBSCRIPTION_STARTED;
        if (!after.live()) return Type.SUBSCRIPTION_ENDED;
        boolean owed = before.status() == SubscriptionStatus.PAST_DUE;
        boolean owes = after.status() == SubscriptionStatus.PAST_DUE;
        if (owes && !owed) return Type.PAYMENT_FAILED;
        if (owed && !owes) return Type.PAYMENT_RECOVERED;
        if (!before.plan().equals(after.plan())) return Type.PLAN_CHANGED;
        if (before.seats() != after.seats()) return Type.SEATS_CHANGED;
        if (before.cancelAt().isEmpty() && after.cancelAt().isPresent()) return Type.CANCELLATION_SCHEDULED;
        if (before.cancelAt().isPresent() && after.cancelAt().isEmpty()) return Type.CANCELLATION_REVOKED;
        return Type.SUBSCRIPTION_UPDATED;
    }
}

package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.provider.ChangeResult;
import java.util.Optional;

/**
 * Why something that was asked for is not done: a value, since the one who asked can do something about it.
 *
 * @param code stable, for programs
 * @param field what of the request it is about; empty if it is about none
 * @param sentence for people: what is wrong, what is allowed, what to do
 * @param rule of the provider's, where it is one that has a sentence of its own
 */
public record Rejection(Code code, String field, String sentence, Optional<ChangeResult.Reason> rule) {
    /** One by no rule of the provider's. */
    public Rejection(Code code, String field, String sentence) {
        this(code, field, sentence, Optional.empty());
    }

    /** Why. */
    public enum Code {
        UNKNOWN_PLAN,
        PLAN_NOT_SOLD,
        INTERVAL_NOT_SOLD,
        SEATS_OUT_OF_BOUNDS,
        /** No promotion codes are taken here. */
        PROMOTION_CODES_OFF,
        /** There is no such promotion code, or it is over. */
        UNKNOWN_PROMOTION_CODE,
        /** It is not for this customer or this purchase. */
        PROMOTION_CODE_NOT_APPLICABLE,
        /** It can't be an e-mail address, or the provider does not take it. */
        INVALID_EMAIL,
        /** There is a subscription already: it is changed, here or in the portal, and none is bought beside it. */
        ALREADY_SUBSCRIBED,
        /** Another checkout of this tenant is being started at this moment. */
        CHECKOUT_IN_PROGRESS,
        /** There is no customer at the provider yet: a checkout makes one. */
        NO_CUSTOMER,
        /** There is no live subscription: a checkout makes one. */
        NO_SUBSCRIPTION,
        /** It is what was asked for already. */
        NOTHING_TO_CHANGE,
        /** More seats are in use than were asked for. */
        SEATS_IN_USE,
        /** How many are in use can't be told just now, and fewer were asked for. */
        SEAT_USAGE_UNKNOWN,
        /** It is going to end: it has to be resumed first. */
        ENDING,
        /** It is paused: it has to be resumed first. */
        PAUSED,
        /** Something is owed: it has to be paid first. */
        PAYMENT_OVERDUE,
        /** Not by us, or not just now: it was put together, or is governed, by hand, or what pays it is not charged at once. */
        NOT_CHANGEABLE,
        /** Subscriptions end with their period here. */
        CANCEL_NOW_NOT_ALLOWED,
        /** Somebody changed it since the sender looked. */
        STALE_VERSION,
        /** The amounts of that preview hold no more. */
        PREVIEW_EXPIRED,
        /** Not 1 to 255 visible characters. */
        INVALID_IDEMPOTENCY_KEY,
        /** The key stands for another request. */
        IDEMPOTENCY_KEY_REUSED,
        TENANT_DELETED
    }
}

package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.store.CheckoutAttempt;
import java.util.Optional;

/**
 * What waits for somebody beside what a tenant has.
 *
 * @param firstPayment where the payment stands that a new subscription begins with
 * @param checkout the checkout that can be gone on with, or whose payment is waited for
 * @param subscribedTwice whether more than one of its subscriptions is live and holds a plan: what is sold beside one is not counted
 * @param mayBePaid whether there is a page of a checkout of which it is not known how it ended, also of one that another took the
 *     place of; not while a subscription is live
 * @param trial whether a checkout gives it a plan's days of trial: no subscription of it ever began, as far as is known
 */
public record OpenMatters(
        FirstPayment firstPayment,
        Optional<CheckoutAttempt> checkout,
        boolean subscribedTwice,
        boolean mayBePaid,
        boolean trial) {
    /** Where a first payment stands. */
    public enum FirstPayment {
        /** There is none. */
        NONE,
        /** The buyer's bank wants the buyer to confirm it, on the page of the checkout. */
        TO_CONFIRM,
        /** The page of the checkout was left with a payment, and what became of it is not known yet. */
        BEING_ASKED_FOR,
        /** It was made in a way that takes days. */
        ON_ITS_WAY
    }
}

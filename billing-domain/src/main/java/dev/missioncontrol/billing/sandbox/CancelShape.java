package dev.missioncontrol.billing.sandbox;

/** The two ways in which Stripe says that a subscription will end with its period. */
public enum CancelShape {
    /** {@code cancel_at_period_end}: moves with the period's end. */
    CLASSIC,
    /** {@code cancel_at}: a moment of its own, the default since billing mode {@code flexible}. */
    FLEXIBLE
}

package dev.missioncontrol.billing.sandbox;

/** What becomes of a subscription whose trial ends while there is nothing to pay with: a setting of its checkout, as at Stripe. */
public enum MissingPaymentMethod {
    /** It waits until it is resumed, and owes nothing. */
    PAUSE,
    /** It is invoiced all the same, and past due: Stripe's default. */
    CREATE_INVOICE,
    CANCEL
}

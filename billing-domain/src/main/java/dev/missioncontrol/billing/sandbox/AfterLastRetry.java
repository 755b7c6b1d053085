package dev.missioncontrol.billing.sandbox;

/** What becomes of a subscription whose last payment retry failed: a setting of the account, as at Stripe. */
public enum AfterLastRetry {
    CANCELED,
    UNPAID,
    PAST_DUE
}

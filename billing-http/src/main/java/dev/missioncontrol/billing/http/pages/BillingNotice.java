package dev.missioncontrol.billing.http.pages;

/** What needs attention on the billing page: one at most, the most urgent. Each has its words in {@link NoticeBanner}. */
public enum BillingNotice {
    /** Nothing. */
    NONE,
    /** Back from checkout, and nothing known of the payment yet: the page asks again by itself. */
    CONFIRMING,
    /** Checkout was left; needs {@code attempt} for its way back. */
    CHECKOUT_LEFT,
    /** The first payment waits for the buyer's bank. */
    INCOMPLETE,
    /** The first payment was made in a way that takes days; needs {@code attempt} for the plan's name. */
    PAYMENT_ON_ITS_WAY,
    /** A payment failed, the plan is kept for some days. */
    PAST_DUE_GRACE,
    /** A payment failed and the days are over, or the provider gave up. */
    PAST_DUE_NO_ACCESS,
    /** On trial; needs {@code trialEnd}. */
    TRIALING,
    /** Ends at {@code cancelAt}. */
    CANCELS_AT_PERIOD_END,
    /** Changes to {@code next}. */
    DOWNGRADE_SCHEDULED,
    /** Ended; needs {@code former}. Or was to end by now, and the provider has not said so yet: needs {@code cancelAt}. */
    CANCELED,
    /** The subscription is paused. */
    PAUSED,
    /** More than one live subscription. */
    TWO_SUBSCRIPTIONS,
    /** The plan is no longer sold. */
    PLAN_NO_LONGER_SOLD,
    /** The payment provider can't be reached. */
    PROVIDER_AWAY,
    /** The payment provider refuses what we ask: trying again does not help, whoever runs this has to put it right. */
    NOT_SET_UP,
    /** A change was made just now. */
    CHANGED,
    /** A change was made, and is not yet known to be so: the page asks again by itself. */
    CHANGE_CONFIRMING,
    /** What was to end, change or pause goes on. */
    GOES_ON,
    /** The payment for a change was declined, and all is as it was. */
    DECLINED,
    /** Nothing is there that a change could be paid with, and all is as it was. */
    NO_PAYMENT_METHOD,
    /** A change waits for the buyer's bank; needs {@code confirmation} for its way there. */
    PAYMENT_NEEDED,
    /** The provider did not answer in time, so a change may have been made. */
    UNSURE,
    /** The reader asked more often than is answered. */
    TOO_FAST,
    /** The reader may not change anything. */
    READER;

    /** Whether what was bought is expected any moment or day: nothing is sold meanwhile. */
    boolean expectsPlan() {
        return this == CONFIRMING || this == CHANGE_CONFIRMING || this == PAYMENT_ON_ITS_WAY;
    }
}

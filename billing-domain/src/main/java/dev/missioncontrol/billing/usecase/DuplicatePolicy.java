package dev.missioncontrol.billing.usecase;

/** What to do when a tenant turns out to pay for more than one subscription. */
public enum DuplicatePolicy {
    /** Say so, and leave it to an operator. */
    ALERT,
    /**
     * Say so, and end those that were begun later, at once, where all of them are in good standing and read from the
     * provider; what was paid for them is an operator's to give back.
     */
    CANCEL_NEWER
}

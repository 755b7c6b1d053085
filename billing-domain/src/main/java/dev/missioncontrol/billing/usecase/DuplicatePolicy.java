package dev.missioncontrol.billing.usecase;

/** What to do when a tenant turns out to pay for more than one subscription. */
public enum DuplicatePolicy {
    /** Say so, and leave it to an operator. */
    ALERT,
    /**
     * Say so, and end those that were begun later, at once, where all of them are paid for, go on, hold plans of the catalogue
     * and nothing else, none of them a higher one, more seats or paid for longer at a time than the first, none is to become something
     * else or waits for a payment, no invoice of the customer who pays for them is open, and the provider says so of each when it is asked again;
     * what was paid for them is an operator's to give back.
     */
    CANCEL_NEWER
}

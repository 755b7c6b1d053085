package dev.missioncontrol.billing.account;

import java.util.Locale;

/** What became of an event in the inbox. */
public enum EventOutcome {
    /** It did all that it can do: changed what is known, or marked a subscription for a fetch. */
    APPLIED,
    /** It says nothing about a subscription of ours: its type, mode or account is not for us. */
    IGNORED,
    /** Nothing says whose it is yet. */
    UNBOUND,
    /** The signs of whose it is disagree: an operator must say. */
    QUARANTINED,
    /** It could not be applied by our own fault; it is tried again. */
    FAILED,
    /** It could not be applied however often: an operator must look. */
    DEAD;

    /** The word stored and answered. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

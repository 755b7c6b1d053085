package dev.missioncontrol.billing.account;

import dev.missioncontrol.billing.plan.BillingInterval;
import java.util.Optional;

/**
 * What a change of plan, interval and seats amounts to. By rank first, then by interval, then by seats: whoever gets a higher
 * plan with fewer seats has upgraded. What is worth more comes at once and is paid at once; what is worth less comes with the
 * next period, since this one is paid for.
 */
public enum PlanChange {
    NONE(true),
    UPGRADE(true),
    DOWNGRADE(false),
    LONGER_INTERVAL(true),
    SHORTER_INTERVAL(false),
    MORE_SEATS(true),
    FEWER_SEATS(false);

    private final boolean atOnce;

    PlanChange(boolean atOnce) {
        this.atOnce = atOnce;
    }

    /** What it is to go from one to the other. An unknown interval is taken to stay as it is. */
    public static PlanChange between(PlanTerms has, PlanTerms wants) {
        int ranks = Integer.compare(wants.plan().rank(), has.plan().rank());
        if (ranks != 0) return ranks > 0 ? UPGRADE : DOWNGRADE;
        int intervals = compare(has.interval(), wants.interval());
        if (intervals != 0) return intervals > 0 ? LONGER_INTERVAL : SHORTER_INTERVAL;
        int seats = Long.compare(wants.seats(), has.seats());
        if (seats != 0) return seats > 0 ? MORE_SEATS : FEWER_SEATS;
        return NONE;
    }

    /** Whether it comes at once, and only once it is paid; with the next period otherwise. */
    public boolean atOnce() {
        return atOnce;
    }

    private static int compare(Optional<BillingInterval> has, Optional<BillingInterval> wants) {
        return has.isEmpty() || wants.isEmpty() ? 0 : wants.get().compareTo(has.get());
    }
}

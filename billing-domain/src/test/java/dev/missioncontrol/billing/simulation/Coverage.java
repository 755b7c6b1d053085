package dev.missioncontrol.billing.simulation;

import java.util.concurrent.atomic.AtomicLongArray;

/** How often what is rare was met: a simulator that never meets a tie proves nothing about ties. */
final class Coverage {
    /** What must be met. */
    enum Met {
        CRASH_INTAKE_BEFORE_COMMIT,
        CRASH_INTAKE_AFTER_COMMIT,
        CRASH_CLAIM_BEFORE_COMMIT,
        CRASH_CLAIM_AFTER_COMMIT,
        CRASH_AFTER_FETCH,
        CRASH_WRITE_BEFORE_COMMIT,
        CRASH_WRITE_AFTER_COMMIT,
        TIE,
        FENCE_REFUSAL,
        ROW_VERSION_REFUSAL,
        OUTAGE,
        STALL,
        RATE_LIMITED,
        WRONG_KEY,
        STORE_AWAY,
        COMMIT_UNKNOWN,
        EXHAUSTED_RETRY,
        DUPLICATE,
        LOST,
        QUARANTINED,
        PRICE_LEARNED,
        SECOND_SUBSCRIPTION,
        LEASE_RAN_OUT
    }

    private final AtomicLongArray counts = new AtomicLongArray(Met.values().length);

    void met(Met what) {
        counts.incrementAndGet(what.ordinal());
    }

    long of(Met what) {
        return counts.get(what.ordinal());
    }

    @Override
    public String toString() {
        StringBuilder table = new StringBuilder();
        for (Met one : Met.values()) table.append(String.format("%-28s %,12d%n", one, of(one)));
        return table.toString();
    }
}

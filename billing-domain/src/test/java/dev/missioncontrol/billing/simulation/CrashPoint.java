package dev.missioncontrol.billing.simulation;

import dev.missioncontrol.billing.simulation.Coverage.Met;

/** Where a node may end. */
enum CrashPoint {
    INTAKE_BEFORE_COMMIT(Met.CRASH_INTAKE_BEFORE_COMMIT),
    INTAKE_AFTER_COMMIT(Met.CRASH_INTAKE_AFTER_COMMIT),
    CLAIM_BEFORE_COMMIT(Met.CRASH_CLAIM_BEFORE_COMMIT),
    CLAIM_AFTER_COMMIT(Met.CRASH_CLAIM_AFTER_COMMIT),
    AFTER_FETCH(Met.CRASH_AFTER_FETCH),
    WRITE_BEFORE_COMMIT(Met.CRASH_WRITE_BEFORE_COMMIT),
    WRITE_AFTER_COMMIT(Met.CRASH_WRITE_AFTER_COMMIT);

    final Met met;

    CrashPoint(Met met) {
        this.met = met;
    }
}

package dev.missioncontrol.billing.usecase;

import java.time.Duration;

/**
 * How long those wait who share a turn at the store.
 *
 * @param event with what others bring
 * @param status with what others ask for
 */
record GroupTimeouts(Duration event, Duration status) {
    static final GroupTimeouts STANDARD = new GroupTimeouts(FoldEvents.LONGEST_WAIT, FoldReads.LONGEST_WAIT);
}

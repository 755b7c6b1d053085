package dev.missioncontrol.billing.usecase;

import java.time.Duration;

/**
 * How long those wait who share a turn at the store.
 *
 * @param event with what others bring
 * @param status with what others ask for
 */
record Waits(Duration event, Duration status) {
    static final Waits STANDARD = new Waits(FoldEvents.LONGEST_WAIT, FoldReads.LONGEST_WAIT);
}

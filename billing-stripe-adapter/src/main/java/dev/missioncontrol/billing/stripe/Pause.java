package dev.missioncontrol.billing.stripe;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits on the caller's thread; tests wait without waiting. */
@FunctionalInterface
interface Pause {
    /** Really waits. */
    Pause REAL = wait -> {
        try {
            TimeUnit.NANOSECONDS.sleep(wait.toNanos());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    };

    /** Says whether the wait was over; false if the thread is wanted elsewhere. */
    boolean take(Duration wait);
}

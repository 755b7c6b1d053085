package dev.missioncontrol.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When requests should be sent here. */
class ReadinessTest {
    /** Whoever asks is answered before it, however busy the machine is. */
    private static final Duration PATIENT = Duration.ofMinutes(1);

    /** What hangs is never let go before whoever asks has gone on: a wait without a bound ends here. */
    @Test
    @Timeout(60)
    void a_database_that_hangs_makes_it_unready_in_time_and_holds_one_thread() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        try (Readiness readiness = new Readiness(() -> true, () -> {
            asked.incrementAndGet();
            await(hanging);
        })) {
            assertThat(readiness.getAsBoolean()).isFalse();
            assertThat(readiness.getAsBoolean()).isFalse();
            assertThat(asked).hasValueLessThanOrEqualTo(1);
            hanging.countDown();
            Awaitility.await().atMost(PATIENT).until(readiness::getAsBoolean);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_database_that_fails_makes_it_unready_until_it_is_back() {
        AtomicBoolean away = new AtomicBoolean(true);
        try (Readiness readiness = new Readiness(
                () -> true,
                () -> {
                    if (away.get()) throw new IllegalStateException("away");
                },
                PATIENT)) {
            assertThat(readiness.getAsBoolean()).isFalse();
            away.set(false);
            assertThat(readiness.getAsBoolean()).isTrue();
        }
    }

    @Test
    void a_schema_that_does_not_fit_makes_it_unready_and_one_that_did_is_not_asked_for_again() {
        AtomicBoolean fits = new AtomicBoolean();
        try (Readiness readiness = new Readiness(fits::get, () -> {}, PATIENT)) {
            assertThat(readiness.getAsBoolean()).isFalse();
            fits.set(true);
            assertThat(readiness.getAsBoolean()).isTrue();
            fits.set(false);
            assertThat(readiness.getAsBoolean()).as("the next version migrated").isTrue();
        }
    }

    @Test
    void one_about_to_stop_is_not_ready_however_well_it_works() {
        try (Readiness readiness = new Readiness(() -> true, () -> {}, PATIENT)) {
            assertThat(readiness.getAsBoolean()).isTrue();
            readiness.drain();
            assertThat(readiness.getAsBoolean()).isFalse();
            assertThat(readiness.draining()).isTrue();
        }
    }
}

package dev.missioncontrol.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.http.ReadyCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
        try (Readiness readiness = new Readiness(Optional::empty, () -> {
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

    @Test
    void the_database_is_waited_for_as_long_as_a_probe_has_patience_and_no_longer() {
        assertThat(Readiness.LONGEST).isEqualTo(Duration.ofMillis(500));
        ClockedWaits waits = new ClockedWaits();
        AtomicInteger asked = new AtomicInteger();
        try (Readiness readiness = new Readiness(Optional::empty, asked::incrementAndGet, waits)) {
            assertThat(readiness.getAsBoolean())
                    .as("it takes a millisecond longer")
                    .isFalse();
            waits.answersAfter = Readiness.LONGEST;
            assertThat(readiness.getAsBoolean())
                    .as("it takes as long as it may")
                    .isTrue();
            assertThat(asked).hasValue(1);
        }
        assertThat(waits.waitedFor).containsExactly(Readiness.LONGEST, Readiness.LONGEST);
    }

    /** Asks when its answer is waited for, which takes as long as a test says, by no clock but its own. */
    private static final class ClockedWaits extends AbstractExecutorService {
        private Duration answersAfter = Readiness.LONGEST.plusMillis(1);
        private final List<Duration> waitedFor = new ArrayList<>();

        @Override
        protected <T> RunnableFuture<T> newTaskFor(Callable<T> work) {
            return new FutureTask<>(work) {
                @Override
                public T get(long most, TimeUnit unit)
                        throws InterruptedException, ExecutionException, TimeoutException {
                    Duration longest = Duration.of(most, unit.toChronoUnit());
                    waitedFor.add(longest);
                    if (longest.compareTo(answersAfter) < 0) throw new TimeoutException();
                    run();
                    return get();
                }
            };
        }

        @Override
        public void execute(Runnable work) {
            // Not before it is waited for.
        }

        @Override
        public void shutdown() {
            // Nothing runs.
        }

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
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
                Optional::empty,
                () -> {
                    if (away.get()) throw new IllegalStateException("away");
                },
                PATIENT)) {
            assertThat(readiness.getAsBoolean()).isFalse();
            assertThat(readiness.waitsFor()).contains(ReadyCheck.WaitsFor.DATABASE);
            away.set(false);
            assertThat(readiness.getAsBoolean()).isTrue();
            assertThat(readiness.waitsFor()).isEmpty();
        }
    }

    @Test
    void a_schema_that_does_not_fit_makes_it_unready_and_one_that_did_is_not_asked_for_again() {
        AtomicBoolean fits = new AtomicBoolean();
        StoreAccess.Waiting behind = new StoreAccess.Waiting(ReadyCheck.WaitsFor.SCHEMA, "it is behind");
        try (Readiness readiness =
                new Readiness(() -> fits.get() ? Optional.empty() : Optional.of(behind), () -> {}, PATIENT)) {
            assertThat(readiness.getAsBoolean()).isFalse();
            assertThat(readiness.waitsFor()).contains(ReadyCheck.WaitsFor.SCHEMA);
            fits.set(true);
            assertThat(readiness.getAsBoolean()).isTrue();
            fits.set(false);
            assertThat(readiness.getAsBoolean()).as("the next version migrated").isTrue();
        }
    }

    @Test
    void one_about_to_stop_is_not_ready_however_well_it_works() {
        try (Readiness readiness = new Readiness(Optional::empty, () -> {}, PATIENT)) {
            assertThat(readiness.getAsBoolean()).isTrue();
            readiness.drain();
            assertThat(readiness.getAsBoolean()).isFalse();
            assertThat(readiness.waitsFor()).isEmpty();
            assertThat(readiness.draining()).isTrue();
        }
    }
}

package dev.missioncontrol.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whatever a run of what is due ends by, somebody is told, and the next one comes. */
class WorkersTest {
    private static final int SECONDS = 60;

    @Test
    void a_run_that_an_error_ends_is_told_and_is_not_the_last_also_on_the_timers_own_thread() throws Exception {
        List<RuntimeException> told = new CopyOnWriteArrayList<>();
        CountDownLatch runs = new CountDownLatch(2);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (Workers workers = new Workers(
                timer,
                Runnable::run,
                Duration.ofMillis(1),
                goOn -> {
                    runs.countDown();
                    throw new NoClassDefFoundError("a class, in a test");
                },
                () -> Duration.ZERO,
                new Workers.Publishing(() -> false, () -> {}),
                Runnable::run,
                told::add)) {
            assertThat(runs.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            timer.shutdownNow();
        }
        assertThat(told).isNotEmpty().allSatisfy(one -> assertThat(one).hasMessageContaining("a class, in a test"));
    }

    @Test
    void a_run_may_close_them_and_does_not_wait_for_itself() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        CompletableFuture<Workers> itself = new CompletableFuture<>();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try {
            itself.complete(new Workers(
                    timer,
                    Runnable::run,
                    Duration.ofMillis(1),
                    goOn -> {
                        itself.join().close();
                        closed.countDown();
                    },
                    () -> Duration.ZERO,
                    new Workers.Publishing(() -> false, () -> {}),
                    Runnable::run,
                    trouble -> {}));
            assertThat(closed.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            timer.shutdownNow();
        }
    }

    @Test
    void they_are_quiet_only_once_what_is_made_readable_beside_a_run_is_done_too() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        ExecutorService beside = Executors.newSingleThreadExecutor();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (Workers workers = new Workers(
                timer,
                Runnable::run,
                Duration.ofHours(1),
                goOn -> {},
                () -> Duration.ZERO,
                new Workers.Publishing(() -> true, () -> {
                    begun.countDown();
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }),
                beside,
                trouble -> {})) {
            assertThat(begun.await(SECONDS, TimeUnit.SECONDS)).isTrue();
            workers.stop();
            assertThat(workers.awaitQuiet(Duration.ofMillis(1))).isFalse();
            end.countDown();
            assertThat(workers.awaitQuiet(Duration.ofSeconds(SECONDS))).isTrue();
        } finally {
            end.countDown();
            timer.shutdownNow();
            beside.shutdownNow();
        }
    }
}

package dev.missioncontrol.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a run of what is due ends by, somebody is told, and the next one comes. */
class WorkersTest {
    private static final int SECONDS = 60;
    private static final Workers.Publishing NOTHING_TO_PUBLISH = new Workers.Publishing(() -> false, () -> {});

    /** Workers that run all the time, on the timer's own threads. */
    private static Workers busily(
            ScheduledExecutorService timer,
            Consumer<BooleanSupplier> work,
            Workers.Publishing publishing,
            Consumer<RuntimeException> trouble) {
        return new Workers(
                timer,
                Runnable::run,
                Duration.ofMillis(1),
                work,
                () -> Duration.ZERO,
                publishing,
                Runnable::run,
                trouble);
    }

    @Test
    void a_run_that_an_error_ends_is_told_and_is_not_the_last_also_on_the_timers_own_thread() throws Exception {
        List<RuntimeException> told = new CopyOnWriteArrayList<>();
        CountDownLatch runs = new CountDownLatch(2);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (Workers workers = busily(
                timer,
                goOn -> {
                    runs.countDown();
                    throw new NoClassDefFoundError("a class, in a test");
                },
                NOTHING_TO_PUBLISH,
                told::add)) {
            assertThat(runs.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            timer.shutdownNow();
        }
        assertThat(told).isNotEmpty().allSatisfy(one -> assertThat(one).hasMessageContaining("a class, in a test"));
    }

    /** A cached pool whose machine has no thread left, a decorated one that wants a request, a managed one that restarts. */
    static List<Throwable> refusals() {
        return List.of(
                new OutOfMemoryError("unable to create native thread, in a test"),
                new IllegalStateException("no request, in a test"),
                new RejectedExecutionException("full, in a test"));
    }

    /** Throws this so often, and runs what it is given from then on. */
    private static Executor refusing(Throwable refusal, int times) {
        AtomicInteger left = new AtomicInteger(times);
        return run -> {
            if (left.getAndDecrement() <= 0) run.run();
            else if (refusal instanceof Error e) throw e;
            else throw (RuntimeException) refusal;
        };
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatever_the_executor_throws_is_told_and_the_next_run_comes(Throwable refusal) throws Exception {
        List<RuntimeException> told = new CopyOnWriteArrayList<>();
        CountDownLatch runs = new CountDownLatch(2);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (Workers workers = new Workers(
                timer,
                refusing(refusal, 1),
                Duration.ofMillis(1),
                goOn -> runs.countDown(),
                () -> Duration.ZERO,
                NOTHING_TO_PUBLISH,
                Runnable::run,
                told::add)) {
            assertThat(runs.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            timer.shutdownNow();
        }
        assertThat(told).singleElement().satisfies(one -> assertThat(one).hasMessageContaining(refusal.getMessage()));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void events_become_readable_after_whatever_the_executor_for_it_threw_which_is_told_once(Throwable refusal)
            throws Exception {
        List<RuntimeException> told = new CopyOnWriteArrayList<>();
        CountDownLatch published = new CountDownLatch(2);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (Workers workers = new Workers(
                timer,
                Runnable::run,
                Duration.ofHours(1),
                goOn -> {},
                () -> Duration.ZERO,
                new Workers.Publishing(() -> true, published::countDown),
                refusing(refusal, 2),
                told::add)) {
            assertThat(published.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            timer.shutdownNow();
        }
        assertThat(told).hasSize(refusal instanceof RejectedExecutionException ? 0 : 1);
    }

    @Test
    void an_executor_that_is_busy_holds_one_run_however_many_ticks_come() throws Exception {
        BlockingQueue<Runnable> held = new LinkedBlockingQueue<>();
        CountDownLatch ticks = new CountDownLatch(2);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (Workers workers = new Workers(
                timer,
                held::add,
                Duration.ofMillis(1),
                goOn -> {},
                () -> Duration.ZERO,
                new Workers.Publishing(
                        () -> {
                            // A hundred of the others come between two of these.
                            ticks.countDown();
                            return false;
                        },
                        () -> {}),
                Runnable::run,
                trouble -> {})) {
            assertThat(ticks.await(SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(held).hasSize(1);

            held.remove().run();
            assertThat(held.poll(SECONDS, TimeUnit.SECONDS)).as("the next").isNotNull();
        } finally {
            timer.shutdownNow();
        }
    }

    @Test
    void a_run_may_close_them_and_does_not_wait_for_itself() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        CompletableFuture<Workers> itself = new CompletableFuture<>();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try {
            itself.complete(busily(
                    timer,
                    goOn -> {
                        itself.join().close();
                        closed.countDown();
                    },
                    NOTHING_TO_PUBLISH,
                    trouble -> {}));
            assertThat(closed.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            timer.shutdownNow();
        }
    }

    /** A run that fails, and one that makes events readable beside it. */
    static List<Boolean> parts() {
        return List.of(true, false);
    }

    @ParameterizedTest
    @MethodSource("parts")
    void who_is_told_of_trouble_may_close_them_and_does_not_wait_for_itself(boolean byTheRun) throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        CompletableFuture<Workers> itself = new CompletableFuture<>();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        IllegalStateException away = new IllegalStateException("away, in a test");
        try {
            itself.complete(busily(
                    timer,
                    goOn -> {
                        if (byTheRun) throw away;
                    },
                    new Workers.Publishing(() -> !byTheRun, () -> {
                        throw away;
                    }),
                    trouble -> {
                        assertThat(itself.join().awaitQuiet(Duration.ofSeconds(SECONDS)))
                                .isTrue();
                        itself.join().close();
                        closed.countDown();
                    }));
            assertThat(closed.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            timer.shutdownNow();
        }
    }

    @Test
    void two_who_are_told_of_trouble_at_once_do_not_wait_for_one_another() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        CountDownLatch closed = new CountDownLatch(2);
        CompletableFuture<Workers> itself = new CompletableFuture<>();
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
        Runnable failing = () -> {
            try {
                both.await(SECONDS, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            throw new IllegalStateException("away, in a test");
        };
        try {
            itself.complete(
                    busily(timer, goOn -> failing.run(), new Workers.Publishing(() -> true, failing), trouble -> {
                        itself.join().close();
                        closed.countDown();
                    }));
            assertThat(closed.await(SECONDS, TimeUnit.SECONDS)).isTrue();
            itself.join().close();
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

package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParallelCallsTest {
    private static final List<String> THREE = List.of("a", "b", "c");

    /** Nobody waits as long, unless what is waited for never comes. */
    private static final int SECONDS = 30;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> answers = new ArrayList<>();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void each_is_asked_while_the_others_are() {
        CountDownLatch all = new CountDownLatch(THREE.size());
        new ParallelCalls(threads)
                .each(
                        THREE,
                        one -> {
                            all.countDown();
                            await(all);
                            return one + "!";
                        },
                        answers::addAll);
        assertThat(answers).containsExactlyInAnyOrder("a!", "b!", "c!");
    }

    @Test
    void answers_are_dealt_with_on_the_thread_that_wants_them() {
        Set<Thread> dealt = ConcurrentHashMap.newKeySet();
        new ParallelCalls(threads).each(THREE, one -> one, some -> dealt.add(Thread.currentThread()));
        assertThat(dealt).containsExactly(Thread.currentThread());
    }

    @Test
    void what_is_answered_by_then_is_dealt_with_together() {
        List<List<String>> dealt = new ArrayList<>();
        new ParallelCalls(Runnable::run).each(THREE, one -> one, dealt::add);
        assertThat(dealt).containsExactly(THREE);
    }

    @Test
    void what_was_answered_is_dealt_with_before_a_fault_among_the_answers_is_thrown() {
        assertThatThrownBy(() -> new ParallelCalls(Runnable::run)
                        .each(
                                THREE,
                                one -> {
                                    if (one.equals("b")) throw new IllegalStateException(one);
                                    return one;
                                },
                                answers::addAll))
                .hasMessage("b");
        assertThat(answers).containsExactly("a", "c");
    }

    @Test
    void whatever_the_executor_throws_all_are_asked_before_it_is_told() {
        OutOfMemoryError none = new OutOfMemoryError("unable to create native thread, in a test");
        ParallelCalls broken = new ParallelCalls(help -> {
            throw none;
        });
        assertThatThrownBy(() -> broken.each(THREE, one -> one, answers::addAll))
                .hasCause(none);
        assertThat(answers).isEqualTo(THREE);
    }

    @Test
    void where_nobody_helps_they_are_asked_in_turn() {
        ParallelCalls.NOBODY.each(THREE, one -> one, answers::addAll);
        assertThat(answers).isEqualTo(THREE);
    }

    @Test
    void the_only_thread_of_an_executor_does_not_wait_for_itself() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        try {
            Future<?> done = one.submit(() -> new ParallelCalls(one).each(THREE, asked -> asked, answers::addAll));
            done.get(SECONDS, TimeUnit.SECONDS);
            assertThat(answers).isEqualTo(THREE);
        } finally {
            one.shutdownNow();
        }
    }

    @Test
    void what_asking_throws_elsewhere_is_thrown_here() {
        CountDownLatch all = new CountDownLatch(THREE.size());
        assertThatThrownBy(() -> new ParallelCalls(threads)
                        .each(
                                THREE,
                                one -> {
                                    all.countDown();
                                    await(all);
                                    if (all.getCount() == 0) throw new StackOverflowError(one);
                                    return one;
                                },
                                answers::addAll))
                .isInstanceOf(StackOverflowError.class);
        assertThat(answers).isEmpty();
    }

    @Test
    void after_a_fault_nothing_more_is_asked() {
        List<String> asked = new ArrayList<>();
        assertThatThrownBy(() -> ParallelCalls.NOBODY.each(
                        THREE,
                        one -> {
                            asked.add(one);
                            return one;
                        },
                        some -> {
                            throw new IllegalStateException(some.get(0));
                        }))
                .hasMessage("a");
        assertThat(asked).containsExactly("a");
    }
}

package dev.missioncontrol.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    /** Any moment will do: a nano clock may begin below zero. */
    private long now = Long.MAX_VALUE - 1_000;

    private final CircuitBreaker breaker = new CircuitBreaker();

    @Test
    void failures_in_a_row_open_it_and_a_success_between_them_does_not() {
        for (int i = 0; i < 100; i++) {
            fail(CircuitBreaker.FAILURES_TO_OPEN - 1);
            breaker.answered();
        }
        assertThat(breaker.admit(now)).isEmpty();
        fail(CircuitBreaker.FAILURES_TO_OPEN);
        assertThat(breaker.admit(now)).contains(CircuitBreaker.OPEN_FOR);
        pass(Duration.ofSeconds(4));
        assertThat(breaker.admit(now)).contains(Duration.ofSeconds(6));
    }

    @Test
    void what_is_said_again_is_neither_a_failure_nor_an_answer() {
        fail(CircuitBreaker.FAILURES_TO_OPEN - 1);
        for (int i = 0; i < 100; i++) breaker.repeated(now);
        assertThat(breaker.admit(now)).isEmpty();
        fail(1);
        assertThat(breaker.admit(now)).isPresent();
        pass(CircuitBreaker.OPEN_FOR);
        assertThat(breaker.admit(now)).isEmpty();
        breaker.repeated(now);
        assertThat(breaker.admit(now)).isEmpty();
        assertThat(breaker.admit(now)).isPresent();
    }

    @Test
    void after_the_pause_one_call_tries_and_its_answer_closes_it() {
        fail(CircuitBreaker.FAILURES_TO_OPEN);
        pass(CircuitBreaker.OPEN_FOR);
        assertThat(breaker.admit(now)).isEmpty();
        assertThat(breaker.admit(now)).isPresent();
        breaker.answered();
        assertThat(breaker.admit(now)).isEmpty();
        fail(CircuitBreaker.FAILURES_TO_OPEN - 1);
        assertThat(breaker.admit(now)).isEmpty();
    }

    @Test
    void a_trial_that_fails_opens_it_again() {
        fail(CircuitBreaker.FAILURES_TO_OPEN);
        pass(CircuitBreaker.OPEN_FOR);
        breaker.admit(now);
        fail(1);
        assertThat(breaker.admit(now)).contains(CircuitBreaker.OPEN_FOR);
    }

    @Test
    void a_trial_that_never_ends_does_not_keep_it_open() {
        fail(CircuitBreaker.FAILURES_TO_OPEN);
        pass(CircuitBreaker.OPEN_FOR);
        breaker.admit(now);
        pass(CircuitBreaker.TRIAL_WITHIN);
        assertThat(breaker.admit(now)).isEmpty();
    }

    @Test
    void calls_that_were_under_way_when_it_opened_do_not_keep_it_open() {
        fail(CircuitBreaker.FAILURES_TO_OPEN);
        pass(Duration.ofSeconds(9));
        fail(3);
        pass(Duration.ofSeconds(1));
        assertThat(breaker.admit(now)).isEmpty();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) breaker.failed(now);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}

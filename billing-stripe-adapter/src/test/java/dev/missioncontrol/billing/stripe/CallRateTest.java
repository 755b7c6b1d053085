package dev.missioncontrol.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CallRateTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final CallRate rate = new CallRate(10);

    @Test
    void a_seconds_worth_goes_at_once_and_then_one_after_the_other() {
        for (int i = 0; i < 10; i++) assertThat(rate.take(0).delay()).isZero();
        assertThat(rate.take(0).delay()).isEqualTo(Duration.ofMillis(100));
        assertThat(rate.take(0).delay()).isEqualTo(Duration.ofMillis(200));
        assertThat(rate.take(SECOND).delay()).isZero();
    }

    @Test
    void nobody_waits_longer_than_the_bound_and_a_refusal_takes_nothing() {
        for (int i = 0; i < 30; i++) assertThat(rate.take(0).granted()).isTrue();
        for (int i = 0; i < 1_000; i++) assertThat(rate.take(0).granted()).isFalse();
        assertThat(rate.take(SECOND).delay()).isEqualTo(Duration.ofMillis(1_100));
    }

    @Test
    void in_no_second_more_are_made_than_twice_the_rate_whatever_comes() {
        SplittableRandom random = new SplittableRandom(7);
        long[] made = new long[20_000];
        int count = 0;
        long now = -SECOND;
        for (int i = 0; i < made.length; i++) {
            now += random.nextInt(100_000_000);
            CallRate.Turn turn = rate.take(now);
            if (turn.granted()) made[count++] = now + turn.delay().toNanos();
        }
        for (int i = 20; i < count; i++) assertThat(made[i] - made[i - 20]).isGreaterThanOrEqualTo(SECOND - 1);
    }
}

package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An operator's long work takes no more of the provider than its rate, and lets a passing fault pass. */
class ThrottleTest {
    private static final Instant BEGUN = Instant.parse("2027-01-01T00:00:00Z");

    private Instant now = BEGUN;
    private int calls;

    private Throttle at(int rate) {
        return new Throttle(new RateLimit(rate), () -> now, time -> now = now.plus(time));
    }

    @Test
    void a_thousand_calls_at_ten_a_second_take_ninety_nine_seconds_and_no_less() {
        Throttle throttle = at(10);
        for (int i = 0; i < 1_000; i++) throttle.permit();
        assertThat(Duration.between(BEGUN, now)).isBetween(Duration.ofSeconds(99), Duration.ofSeconds(101));
    }

    @Test
    void a_stop_is_seen_at_every_permit_also_where_nothing_has_to_be_waited_for() {
        Throttle stopped = new Throttle(new RateLimit(10), () -> now, OperatedShop::stopped);
        assertThatThrownBy(stopped::permit).hasMessage(OperatedShop.STOPPED);
    }

    @Test
    void calls_that_were_made_already_are_waited_for_by_the_next() {
        RateLimit rate = new RateLimit(10);
        assertThat(rate.take(1, BEGUN)).isEqualTo(1);
        rate.spend(29);
        assertThat(rate.take(1, BEGUN.plusMillis(2_999))).isZero();
        assertThat(rate.take(1, BEGUN.plusSeconds(3))).isEqualTo(1);
        rate.spend(-1_000);
        assertThat(rate.take(1_000, BEGUN.plusSeconds(3))).isEqualTo(10);
    }

    @Test
    void no_second_has_more_than_the_rate_however_long_nothing_was_called() {
        RateLimit rate = new RateLimit(10);
        Instant idle = BEGUN.plusSeconds(60);
        assertThat(rate.take(4, idle)).isEqualTo(4);
        assertThat(rate.take(100, idle.plusMillis(500))).isEqualTo(6);
        assertThat(rate.take(100, idle.plusMillis(999))).isZero();
        assertThat(rate.take(100, idle.plusMillis(1_000))).isEqualTo(4);
        assertThat(rate.take(100, idle.plusMillis(1_499))).isZero();
        assertThat(rate.take(100, idle.plusMillis(1_500))).isEqualTo(6);
        rate.giveBack(6);
        assertThat(rate.take(100, idle.plusMillis(1_500))).isEqualTo(6);
        assertThat(rate.take(1, idle.plusSeconds(1)))
                .as("a clock that went back a little")
                .isZero();
    }

    @Test
    void a_clock_that_was_an_hour_ahead_and_is_set_right_stops_nothing() {
        RateLimit rate = new RateLimit(10);
        assertThat(rate.take(10, BEGUN.plus(Duration.ofHours(1)))).isEqualTo(10);
        assertThat(rate.take(10, BEGUN)).isZero();
        assertThat(rate.take(10, BEGUN.plusSeconds(1))).isEqualTo(10);
    }

    @Test
    void what_passes_is_tried_again_as_late_as_the_provider_asks() {
        String answer = at(10).retrying("cus_1", () -> {
            if (++calls < 3)
                throw new ProviderException(Kind.RATE_LIMITED, "429", Optional.of(Duration.ofSeconds(30)), null);
            return "done";
        });
        assertThat(answer).isEqualTo("done");
        assertThat(Duration.between(BEGUN, now)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void what_does_not_pass_is_tried_once_and_what_never_passes_a_few_times() {
        assertThatThrownBy(() -> at(10).retrying("cus_1", () -> failing(Kind.AUTHENTICATION)))
                .isInstanceOf(ProviderException.class);
        assertThat(calls).isEqualTo(1);
        calls = 0;
        assertThatThrownBy(() -> at(10).retrying("cus_1", () -> failing(Kind.UNAVAILABLE)))
                .isInstanceOf(ProviderException.class);
        assertThat(calls).isEqualTo(Throttle.MOST_TRIES);
        assertThat(Duration.between(BEGUN, now)).isLessThan(Duration.ofMinutes(3));
    }

    @Test
    void what_fails_together_is_not_tried_again_together_and_each_by_its_own_measure() {
        assertThat(Stream.of("cus_1", "cus_2", "cus_3", "cus_4")
                        .map(this::triedFor)
                        .distinct())
                .as("times until the last try")
                .hasSize(4);
        assertThat(triedFor("cus_1")).isEqualTo(triedFor("cus_1"));
    }

    private Duration triedFor(String of) {
        now = BEGUN;
        assertThatThrownBy(() -> at(10).retrying(of, () -> failing(Kind.UNAVAILABLE)))
                .isInstanceOf(ProviderException.class);
        return Duration.between(BEGUN, now);
    }

    private int failing(Kind kind) {
        calls++;
        throw new ProviderException(kind, "no");
    }
}

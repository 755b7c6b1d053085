package dev.missioncontrol.billing.app.config;

import static dev.missioncontrol.billing.app.config.ProductionVariables.production;
import static dev.missioncontrol.billing.app.config.ProductionVariables.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done beside the state of subscriptions: the usual unless it is said, and then within bounds. */
class OperationsReadTest {
    @Test
    void how_many_statuses_are_remembered_is_bounded_and_may_be_none() {
        Map<String, String> env = production();
        assertThat(ConfigurationReader.forServe(env).operations().statusCache()).isEqualTo(10_000);
        env.put("BILLING_STATUS_CACHE", "0");
        assertThat(ConfigurationReader.forServe(env).operations().statusCache()).isZero();
        for (String size : List.of("-1", "1000001", "many")) {
            env.put("BILLING_STATUS_CACHE", size);
            assertThat(wrong(env)).containsExactly("BILLING_STATUS_CACHE");
        }
    }

    @Test
    void ending_at_once_is_allowed_only_where_it_is_said() {
        Map<String, String> env = production();
        assertThat(ConfigurationReader.forServe(env).operations().cancelNow()).isFalse();
        env.put("BILLING_CANCEL_NOW", "true");
        assertThat(ConfigurationReader.forServe(env).operations().cancelNow()).isTrue();
    }

    @Test
    void what_to_do_about_a_tenant_that_pays_twice_is_one_of_two_words() {
        Map<String, String> env = production();
        env.put("BILLING_DUPLICATES", "panic");
        assertThat(wrong(env)).containsExactly("BILLING_DUPLICATES");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT2S", "PT15S"})
    void after_any_drain_what_is_under_way_has_the_same_time_to_end(String drain) {
        Map<String, String> env = production();
        env.put("BILLING_DRAIN", drain);
        Operations read = ConfigurationReader.forServe(env).operations();
        assertThat(read.longestStop().minus(read.drain())).isEqualTo(Duration.ofSeconds(11));
    }

    /** Less than a timer counts by is no time at all to it, and ended the start; far more overflowed once it was added to a moment. */
    @ParameterizedTest
    @ValueSource(
            strings = {"BILLING_REFRESH_INTERVAL", "BILLING_LEASE", "BILLING_SWEEP_INTERVAL", "BILLING_SEAT_WINDOW"})
    void a_time_that_timers_and_the_database_can_not_count_is_refused(String name) {
        Map<String, String> env = production();
        for (String time : List.of("PT0.0009S", "PT0S", "-PT1S", "P367D", "P106751991167300D", "soon")) {
            env.put(name, time);
            assertThat(wrong(env)).as(time).containsExactly(name);
        }
        for (String time : List.of("PT0.001S", "P366D")) {
            env.put(name, time);
            assertThat(ConfigurationReader.forServe(env)).as(time).isNotNull();
        }
    }
}

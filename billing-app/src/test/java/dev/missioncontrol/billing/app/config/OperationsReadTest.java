package dev.missioncontrol.billing.app.config;

import static dev.missioncontrol.billing.app.config.ProductionVariables.production;
import static dev.missioncontrol.billing.app.config.ProductionVariables.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
}

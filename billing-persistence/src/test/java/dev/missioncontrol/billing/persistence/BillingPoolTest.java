package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BillingPoolTest {
    /** The pool's own check of a connection that was idle is longer than its whole wait for one. */
    @Test
    void a_server_that_has_fallen_silent_is_not_waited_for_longer_than_for_a_connection() {
        try (HikariDataSource pool = BillingPool.open("jdbc:h2:mem:silent", "", "")) {
            assertThat(Duration.ofMillis(pool.getConnectionTimeout())).isEqualTo(Duration.ofSeconds(2));
            assertThat(Duration.ofMillis(pool.getValidationTimeout())).isLessThan(Duration.ofSeconds(2));
        }
    }
}

package dev.missioncontrol.billing.provider;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Whoever writes an adapter reads what was promised and what came, not that something could not be cast. */
class ProviderContractTest {
    @Test
    void a_change_that_was_made_in_place_of_being_rejected_is_named() {
        assertThatThrownBy(() -> ProviderContract.rejected(new ChangeResult.Scheduled(Instant.EPOCH)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a change that is not to be made")
                .hasMessageContaining("1970-01-01T00:00:00Z");
    }

    @Test
    void a_subscription_that_was_not_found_says_why() {
        assertThatThrownBy(() -> ProviderContract.found(new FetchedSubscription.Missing("no such subscription")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a subscription that is there")
                .hasMessageContaining("no such subscription");
    }
}

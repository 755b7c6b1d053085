package dev.missioncontrol.billing.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingStoreContract;
import dev.missioncontrol.billing.store.StoreUnderTest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** The store in memory keeps every promise of a database, by a clock that is moved. */
class InMemoryBillingStoreTest extends BillingStoreContract {
    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");

    private static final class InMemory implements StoreUnderTest {
        private volatile Instant now = START;
        private final BillingStore store = new InMemoryBillingStore(() -> now);

        @Override
        public BillingStore store() {
            return store;
        }

        @Override
        public void letPass(Duration time) {
            now = now.plus(time);
        }
    }

    @Override
    protected StoreUnderTest open() {
        return new InMemory();
    }

    @Test
    void it_follows_the_first_clock_that_it_is_told_to() {
        var store = new InMemoryBillingStore();
        assertThatThrownBy(() -> store.inTransaction(tx -> tx.jobs().claim("sweep", Duration.ofHours(1))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("clock");
        store.follow(InstantSource.fixed(START));
        store.follow(InstantSource.fixed(START.plusSeconds(7200)));
        assertThat(store.<Boolean>inTransaction(
                        tx -> tx.jobs().claim("sweep", Duration.ofHours(1)).isPresent()))
                .isTrue();
        assertThat(store.<Boolean>inTransaction(
                        tx -> tx.jobs().claim("sweep", Duration.ofHours(1)).isPresent()))
                .isFalse();
    }
}

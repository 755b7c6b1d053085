package dev.missioncontrol.billing.app.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.SeatPushes;
import dev.missioncontrol.billing.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Figures of the store are those of now, or no number. */
class BacklogGaugesTest {
    private Instant now = Instant.parse("2027-01-01T00:00:00Z");
    private boolean away;

    /** One that can go away. */
    private final class Store implements BillingStore {
        private final BillingStore real = new InMemoryBillingStore(() -> now);

        @Override
        public <T> T inTransaction(Function<BillingTransaction, T> work) {
            if (away) throw StoreException.unavailable("away");
            return real.inTransaction(work);
        }
    }

    @Test
    void a_store_that_goes_away_is_told_also_where_the_clock_was_put_back() {
        try (Metrics metrics = new Metrics()) {
            metrics.watch(new Store(), () -> now);
            assertThat(metrics.scrape()).contains("billing_store_up 1.0", "billing_dirty 0.0");
            away = true;
            assertThat(metrics.scrape()).as("a look counts for a moment").contains("billing_store_up 1.0");
            now = now.minus(Duration.ofHours(1));
            assertThat(metrics.scrape()).contains("billing_store_up 0.0", "billing_dirty NaN");
        }
    }

    @Test
    void seats_that_are_refused_are_told_with_for_how_long() {
        TenantId acme = new TenantId("acme");
        BillingStore store = new InMemoryBillingStore(() -> now);
        store.inTransaction(tx -> {
            tx.accounts().lockTenant(acme, "p-1", now);
            tx.seatPushes().push(acme, 5, Duration.ZERO);
            SeatPushes.Claim claim =
                    tx.seatPushes().claimDue(1, Duration.ofMinutes(1)).get(0);
            tx.seatPushes().refuse(claim, Duration.ofHours(1));
            return null;
        });
        now = now.plus(Duration.ofMinutes(90));
        try (Metrics metrics = new Metrics()) {
            metrics.watch(store, () -> now);
            assertThat(metrics.scrape()).contains("billing_seats_refused_oldest_age_seconds 5400.0");
        }
    }
}

package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.usecase.Checkout;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A page asks the store whether the portal can be opened where a button leads there, and for nobody else. */
class PortalQuestionTest {
    private final CountingStore store = new CountingStore();
    private final ARunningServer running = new ARunningServer(store);

    @AfterEach
    void stop() {
        running.close();
    }

    /** A store that counts its transactions. */
    private static final class CountingStore implements BillingStore {
        private final BillingStore store = new InMemoryBillingStore();
        private final AtomicInteger transactions = new AtomicInteger();

        @Override
        public void follow(InstantSource clock) {
            store.follow(clock);
        }

        @Override
        public <T> T inTransaction(Function<BillingTransaction, T> work) {
            transactions.incrementAndGet();
            return store.inTransaction(work);
        }
    }

    /** How many transactions a page costs that is looked at not for the first time. */
    private int asked(String token) {
        ABrowser browser = ABrowser.of(running, token);
        int before = store.transactions.get();
        assertThat(browser.reload().status()).isEqualTo(200);
        return store.transactions.get() - before;
    }

    @Test
    void who_may_not_manage_or_never_bought_costs_no_question_about_the_portal() {
        running.buy(new TenantId("acme"), Checkout.of("team").seats(5));
        int reading = asked("acme read");
        assertThat(asked("acme manage")).as("who has buttons").isEqualTo(reading + 1);
        assertThat(asked("globex manage")).as("who never bought").isEqualTo(asked("globex read"));
        assertThat(asked("globex read")).isLessThanOrEqualTo(reading);
    }
}

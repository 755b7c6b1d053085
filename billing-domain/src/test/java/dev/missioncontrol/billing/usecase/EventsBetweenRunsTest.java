package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.BillingBuilder;
import dev.missioncontrol.billing.Workers;
import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** While events come in, they are made readable a few at a time between two runs of what is due, and not a second's worth at once. */
class EventsBetweenRunsTest {
    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final InMemoryBillingStore store = new InMemoryBillingStore();
    private final TimerByHand timer = new TimerByHand();
    private int tenants;

    private BillingBuilder node() {
        return Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(stripe)
                .store(store)
                .clock(stripe.clock());
    }

    /** What another thread does at any time: a tenant buys, and the event of that is decided. */
    private void buy(Billing billing) {
        TenantId tenant = new TenantId("tenant-" + ++tenants);
        stripe.pay(billing.startCheckout(tenant, Checkout.of("pro")));
        billing.sync(tenant);
    }

    private int readable() {
        return store.inTransaction(tx -> tx.journal().published(0, 100)).size();
    }

    @Test
    void what_flows_is_readable_a_tenth_of_a_second_later_until_no_more_comes() {
        Billing billing = node().build();
        try (Workers workers = billing.startWorkers(timer.service(), Runnable::run)) {
            timer.interval();
            assertThat(timer.planned).as("nothing flows").isEmpty();

            buy(billing);
            timer.interval();
            assertThat(readable()).isEqualTo(1);
            for (int more = 2; more <= 4; more++) {
                buy(billing);
                assertThat(timer.planned).hasSize(1);
                TimerByHand.Planned next = timer.planned.remove();
                assertThat(next.in()).isEqualTo(Duration.ofMillis(100));
                next.run().run();
                assertThat(readable()).isEqualTo(more);
            }

            timer.planned.remove().run().run();
            assertThat(timer.planned).as("no more came").isEmpty();
        }
    }

    @Test
    void who_is_told_is_told_in_runs_alone() {
        List<BillingEvent> told = new ArrayList<>();
        Billing billing = node().onEvent(told::add).build();
        try (Workers workers = billing.startWorkers(timer.service(), Runnable::run)) {
            buy(billing);
            timer.interval();
            assertThat(told).hasSize(1);
            assertThat(timer.planned).isEmpty();
        }
    }
}

package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.Transition;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.PublishedRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a round of due work asks the store, and when another follows it. */
class DueWorkTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final SandboxPaymentProvider sandbox = SandboxPaymentProvider.startingAt(NOW);
    private final WatchedStore store = new WatchedStore(new InMemoryBillingStore(sandbox.clock()));
    private int sequence;

    private Billing billing(List<Consumer<BillingEvent>> handlers) {
        var builder = Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(sandbox)
                .store(store)
                .clock(sandbox.clock());
        handlers.forEach(builder::onEvent);
        Billing billing = builder.build();
        billing.runDue();
        return billing;
    }

    private void publish() {
        CurrentSubscription none = CurrentSubscription.none(DefaultCatalog.withPlaceholderPrices());
        sequence++;
        store.inTransaction(tx -> {
            tx.accounts().lockTenant(ACME, "p-acme", NOW);
            tx.journal()
                    .publish(new BillingEvent(
                            "e-" + sequence,
                            ACME,
                            sequence,
                            NOW,
                            new Transition(Transition.Type.SEATS_CHANGED, none, none)));
            return null;
        });
    }

    private int transactionsOf(Billing billing) {
        int before = store.transactions;
        billing.runDue();
        return store.transactions - before;
    }

    @Test
    void events_that_nobody_is_told_of_are_made_readable_and_no_round_follows() {
        Billing billing = billing(List.of());
        int nothing = transactionsOf(billing);
        for (int event = 0; event < 5; event++) publish();

        assertThat(transactionsOf(billing))
                .as("the look at what waits makes it readable")
                .isEqualTo(nothing);
        List<PublishedRow> readable = store.inTransaction(tx -> tx.journal().published(0, 10));
        assertThat(readable).hasSize(5);
    }

    @Test
    void what_a_handler_brings_about_is_done_in_the_same_run() {
        List<BillingEvent> told = new ArrayList<>();
        Billing billing = billing(List.of(event -> {
            told.add(event);
            if (told.size() < 3) publish();
        }));
        publish();
        billing.runDue();

        assertThat(told).hasSize(3);
    }
}

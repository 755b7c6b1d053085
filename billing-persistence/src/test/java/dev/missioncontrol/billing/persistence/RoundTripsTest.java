package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.Workers;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.RefreshSubscriptions;
import dev.missioncontrol.billing.usecase.TimerByHand;
import dev.missioncontrol.billing.usecase.WorkNote;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A group of events costs its round trips, however many it has. */
class RoundTripsTest {
    /** Enough that a second group would begin beside the first, as with many. */
    private static final int FEW = 12;

    /** The few, and as many as a group holds at most but for some. */
    private static final int ALL = FEW + 48;

    /** The first run has other work besides; the last fetches as many as are claimed at once. */
    private static final int[] FETCHED = {2, 2, RefreshSubscriptions.MOST_CLAIMED - 1};

    private HikariDataSource source;
    private SentStatements sent;
    private BillingStore store;

    @BeforeEach
    void open() {
        source = StoreOnDatabase.migrated(RealDatabase.POSTGRESQL);
        sent = new SentStatements();
        store = JdbiBillingStore.on(sent.watching(source));
        // Those that hold the turns are known from then on.
        CrowdedNode.bring(store, List.of());
    }

    @AfterEach
    void close() {
        source.close();
    }

    @Test
    void many_checkouts_that_end_together_take_no_more_than_few() {
        List<CheckoutAttempt> begun = MadeUpEvents.checkoutsOfTenants(ALL);
        CrowdedNode.begin(store, begun);
        List<ProviderEvent> left = begun.stream().map(MadeUpEvents::left).toList();
        assertThat(sentFor(left.subList(FEW, ALL), "applied")).isEqualTo(sentFor(left.subList(0, FEW), "applied"));
        store.inTransaction(tx -> {
            for (CheckoutAttempt one : begun)
                assertThat(tx.checkouts().attempt(one.id())).contains(one.in(CheckoutAttempt.State.EXPIRED));
            return null;
        });
    }

    @Test
    void many_events_that_are_nobodys_take_no_more_than_few() {
        List<ProviderEvent> strangers = MadeUpEvents.strangers(ALL / 3);
        int few = sentFor(strangers.subList(0, FEW), "ignored", "unbound");
        assertThat(sentFor(strangers.subList(FEW, ALL), "ignored", "unbound")).isEqualTo(few);
    }

    @Test
    void many_fetches_that_are_answered_together_take_no_more_than_few() {
        SandboxPaymentProvider stripe = SandboxPaymentProvider.startingAt(MadeUpEvents.NOON);
        List<ProviderEvent> events = new ArrayList<>();
        List<RefreshSubscriptions.Outcome> fetched = new ArrayList<>();
        Billing billing = Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(stripe)
                .store(store)
                .clock(stripe.clock())
                .onWork(note -> {
                    if (note instanceof WorkNote.Fetched one) fetched.add(one.outcome());
                })
                .build();
        stripe.onEvent(events::add);
        TimerByHand timer = new TimerByHand();
        try (Workers workers = billing.startWorkers(timer.service(), Runnable::run)) {
            int[] sentFor = new int[FETCHED.length];
            for (int round = 0; round < FETCHED.length; round++) {
                for (int one = 0; one < FETCHED[round]; one++)
                    stripe.pay(billing.startCheckout(new TenantId("tenant-" + round + "-" + one), Checkout.of("pro")));
                events.forEach(billing::accept);
                events.clear();
                int before = sent.count();
                timer.interval();
                sentFor[round] = sent.count() - before;
            }
            assertThat(fetched)
                    .hasSize(Arrays.stream(FETCHED).sum())
                    .containsOnly(RefreshSubscriptions.Outcome.SETTLED);
            assertThat(sentFor[2])
                    .as("statements for %s", Arrays.toString(sentFor))
                    .isEqualTo(sentFor[1]);
        }
    }

    private int sentFor(List<ProviderEvent> events, String... answers) {
        int before = sent.count();
        assertThat(CrowdedNode.bring(store, events)).containsOnly(answers);
        return sent.count() - before;
    }
}

package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.UnhurriedBilling;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.StoreException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Statuses that wait for another's reading: what is remembered of them, and what the answer is made of. */
class StatusTogetherTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId GLOBEX = new TenantId("globex");

    private final SandboxPaymentProvider sandbox =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final WatchedStore store = new WatchedStore(new InMemoryBillingStore());
    private final Deque<Runnable> turns = new ArrayDeque<>();
    private final Billing billing = on(DefaultCatalog.withPlaceholderPrices(), 100);

    private Billing on(PlanCatalog catalog, int remembered) {
        store.together = true;
        return UnhurriedBilling.of(catalog, sandbox, store, sandbox.clock(), remembered, trouble -> {});
    }

    private void buy(int seats) {
        sandbox.pay(billing.startCheckout(ACME, Checkout.of("team").seats(seats)));
        billing.sync(ACME);
    }

    /** Asks for it while another tenant's is being read. */
    private CompletableFuture<TenantStatus> askMeanwhile(Billing node, TenantId tenant) {
        List<CompletableFuture<TenantStatus>> asked = new ArrayList<>();
        node.status(GLOBEX);
        store.before = () -> {
            store.before = () -> {};
            asked.add(node.status(tenant, turns::add));
        };
        node.status(new TenantId("not-remembered-" + System.nanoTime()), turns::add)
                .join();
        assertThat(asked.get(0)).isNotDone();
        return asked.get(0);
    }

    private void runTurns() {
        while (!turns.isEmpty()) turns.remove().run();
    }

    @Test
    void what_changes_before_the_reading_is_in_the_answer() {
        CompletableFuture<TenantStatus> waiting = askMeanwhile(billing, ACME);
        buy(3);
        runTurns();
        assertThat(waiting.join().seats()).isEqualTo(3);
    }

    @Test
    void what_changes_after_the_reading_is_in_the_next_answer_whatever_was_about_to_be_remembered() {
        buy(3);
        CompletableFuture<TenantStatus> waiting = askMeanwhile(billing, ACME);
        store.afterNext(() -> billing.change(ACME, Change.toSeats(5)));
        runTurns();
        assertThat(waiting.join().seats()).isEqualTo(3);
        assertThat(billing.status(ACME, turns::add).join().seats()).isEqualTo(5);
    }

    @Test
    void what_was_read_is_remembered_and_answered_at_once() {
        CompletableFuture<TenantStatus> waiting = askMeanwhile(billing, ACME);
        runTurns();
        assertThat(waiting.join().plan()).isEqualTo("free");
        assertThat(store.asked(
                        () -> assertThat(billing.status(ACME, turns::add)).isCompletedWithValue(waiting.join())))
                .isZero();
    }

    @Test
    void what_another_catalogue_derived_is_derived_again_on_a_turn_of_its_own() {
        sandbox.pay(billing.startCheckout(ACME, Checkout.of("pro")));
        billing.sync(ACME);
        PlanCatalog renamed = PlanCatalog.of(
                Plan.draft("free").rank(0), Plan.draft("gold").rank(1).monthly("price_pro_monthly", 2000, "usd"));
        Billing anew = on(renamed, 0);
        CompletableFuture<TenantStatus> waiting = askMeanwhile(anew, ACME);
        turns.remove().run();
        assertThat(waiting).as("those behind it are told first").isNotDone();
        runTurns();
        assertThat(waiting.join().plan()).isEqualTo("gold");
    }

    @Test
    void a_store_that_is_away_is_said_and_nothing_is_remembered() {
        CompletableFuture<TenantStatus> waiting = askMeanwhile(billing, ACME);
        store.away = true;
        runTurns();
        assertThatThrownBy(waiting::get).hasCauseInstanceOf(StoreException.class);
        store.away = false;
        assertThat(billing.status(ACME, turns::add).join().plan()).isEqualTo("free");
    }
}

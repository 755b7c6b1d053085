package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.store.JobState;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.store.StoredSubscription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A tenant that can't be held, by a fault of ours or since an operator holds its row: what that holds up of others. */
class FaultsOfOneTenantTest {
    /** Before the other wherever both are due. */
    private static final TenantId ACME = new TenantId("acme");

    private static final TenantId GLOBEX = new TenantId("globex");

    private static final PlanCatalog BEFORE =
            PlanCatalog.of(Plan.draft("free").rank(0), Plan.draft("pro").rank(1).monthly("price_pro", 2000, "usd"));
    private static final PlanCatalog AFTER = PlanCatalog.of(
            Plan.draft("free").rank(0),
            Plan.draft("pro").rank(1).monthly("price_pro", 2000, "usd"),
            Plan.draft("team").rank(2).monthly("price_team", 5000, "usd"));

    /** Past the first waits of a backoff, and well within a lease. */
    private static final Duration SOON = Duration.ofSeconds(20);

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final HeldStore store = new HeldStore();
    private final List<BillingEvent> told = new ArrayList<>();
    private final List<EventId> taken = new ArrayList<>();
    private boolean lossy;
    private final Billing billing = node(BEFORE);

    FaultsOfOneTenantTest() {
        // Its sweep is done for an hour.
        billing.runDue();
        stripe.onEvent(event -> {
            if (lossy) return;
            taken.add(event.id());
            billing.accept(Deliveries.of(event, event.id(), "{}"));
        });
    }

    private Billing node(PlanCatalog catalog) {
        return Billing.builder()
                .catalog(catalog)
                .provider(stripe)
                .store(store)
                .clock(stripe.clock())
                .onEvent(told::add)
                .build();
    }

    private void buyBoth() {
        stripe.pay(billing.startCheckout(ACME, Checkout.of("pro")));
        stripe.pay(billing.startCheckout(GLOBEX, Checkout.of("pro")));
    }

    private static StoreException held() {
        return new StoreException(StoreException.Kind.CONFLICT, "somebody holds it, in a test", null);
    }

    private static IllegalStateException broken() {
        return new IllegalStateException("a row that can't be read, in a test");
    }

    private String derivedBy(TenantId tenant) {
        return store.<Optional<StoredSubscription>>inTransaction(
                        tx -> tx.accounts().current(tenant))
                .orElseThrow()
                .catalogHash();
    }

    private InboxEvent stored(EventId id) {
        return store.<Optional<InboxEvent>>inTransaction(tx -> tx.inbox().event(id))
                .orElseThrow();
    }

    private long marked() {
        return store.<Long>inTransaction(tx -> tx.measures().backlog().marked());
    }

    private Instant purged() {
        return done(PurgeInbox.JOB);
    }

    private Instant swept() {
        return done(SweepProvider.JOB);
    }

    private Instant done(String name) {
        List<JobState> jobs = store.inTransaction(tx -> tx.measures().jobs());
        return jobs.stream()
                .filter(job -> job.name().equals(name))
                .findFirst()
                .flatMap(JobState::done)
                .orElseThrow();
    }

    @Test
    void one_that_can_not_be_derived_again_holds_up_neither_others_nor_what_else_is_due() {
        buyBoth();
        SubscriptionId other = stripe.pay(billing.startCheckout(new TenantId("other"), Checkout.of("pro")));
        billing.runDue();
        told.clear();
        stripe.cancelNow(other);
        stripe.advance(PurgeInbox.EVERY);
        Instant before = stripe.clock().instant();

        store.faults.put(ACME, FaultsOfOneTenantTest::broken);
        assertThatThrownBy(() -> node(AFTER).runDue())
                .as("told, once the rest is done")
                .hasMessageContaining("can't be read");
        assertThat(derivedBy(ACME)).isEqualTo(BEFORE.hash());
        assertThat(derivedBy(GLOBEX)).isEqualTo(AFTER.hash());
        assertThat(told).extracting(BillingEvent::tenant).contains(new TenantId("other"));
        assertThat(purged()).isAfterOrEqualTo(before);
    }

    @Test
    void a_page_of_those_that_can_not_be_derived_again_holds_up_none_behind_it_and_is_tried_again() {
        List<TenantId> page = IntStream.range(0, Rederive.BATCH)
                .mapToObj(number -> new TenantId("a-" + number))
                .toList();
        for (TenantId tenant : page) stripe.pay(billing.startCheckout(tenant, Checkout.of("pro")));
        stripe.pay(billing.startCheckout(GLOBEX, Checkout.of("pro")));
        billing.runDue();

        for (TenantId tenant : page) store.faults.put(tenant, FaultsOfOneTenantTest::broken);
        Billing after = node(AFTER);
        assertThatThrownBy(after::runDue).hasMessageContaining("can't be read");
        after.runDue();
        assertThat(derivedBy(GLOBEX)).isEqualTo(AFTER.hash());
        assertThatThrownBy(after::runDue).as("tried again").hasMessageContaining("can't be read");

        store.faults.clear();
        after.runDue();
        after.runDue();
        assertThat(page).allSatisfy(tenant -> assertThat(derivedBy(tenant)).isEqualTo(AFTER.hash()));
    }

    @Test
    void an_event_whose_tenant_somebody_holds_is_tried_later_and_those_behind_it_now() {
        var acme = billing.startCheckout(ACME, Checkout.of("pro"));
        var globex = billing.startCheckout(GLOBEX, Checkout.of("pro"));
        store.faults.put(ACME, FaultsOfOneTenantTest::broken);
        store.faults.put(GLOBEX, FaultsOfOneTenantTest::broken);
        stripe.pay(acme);
        int ofAcme = taken.size();
        stripe.pay(globex);
        List<EventId> failed = taken.stream()
                .filter(id -> stored(id).outcome() == EventOutcome.FAILED)
                .toList();
        assertThat(failed).containsAnyElementsOf(taken.subList(0, ofAcme));
        assertThat(failed).containsAnyElementsOf(taken.subList(ofAcme, taken.size()));

        store.faults.clear();
        store.faults.put(ACME, FaultsOfOneTenantTest::held);
        stripe.advance(SOON);
        billing.runDue();
        assertThat(failed)
                .allSatisfy(id -> assertThat(stored(id).outcome())
                        .isEqualTo(taken.indexOf(id) < ofAcme ? EventOutcome.FAILED : EventOutcome.APPLIED));
        assertThat(failed)
                .filteredOn(id -> taken.indexOf(id) < ofAcme)
                .as("somebody in the way is no fault of the event's")
                .allSatisfy(id -> assertThat(stored(id).attempts()).isOne());

        store.faults.clear();
        stripe.advance(SOON);
        billing.runDue();
        assertThat(failed).allSatisfy(id -> assertThat(stored(id).outcome()).isEqualTo(EventOutcome.APPLIED));
    }

    @Test
    void a_count_whose_tenant_somebody_holds_is_made_later_and_those_behind_it_now() {
        Billing shop = node(DefaultCatalog.withPlaceholderPrices());
        stripe.pay(shop.startCheckout(ACME, Checkout.of("team").seats(3)));
        stripe.pay(shop.startCheckout(GLOBEX, Checkout.of("team").seats(3)));
        shop.runDue();
        shop.pushSeats(ACME, 6);
        shop.pushSeats(GLOBEX, 6);
        stripe.advance(PushSeats.SETTLES);

        store.faults.put(ACME, FaultsOfOneTenantTest::held);
        shop.runDue();
        assertThat(shop.status(GLOBEX).seats()).isEqualTo(6);

        store.faults.clear();
        stripe.advance(SOON);
        shop.runDue();
        assertThat(shop.status(ACME).seats()).isEqualTo(6);
    }

    @Test
    void a_sweep_goes_on_past_one_that_somebody_holds_and_that_one_is_fetched_later() {
        SubscriptionId acme = stripe.pay(billing.startCheckout(ACME, Checkout.of("pro")));
        SubscriptionId globex = stripe.pay(billing.startCheckout(GLOBEX, Checkout.of("pro")));
        billing.runDue();
        lossy = true;
        stripe.cancelNow(acme);
        stripe.cancelNow(globex);
        SubscriptionId unheard = stripe.pay(billing.startCheckout(new TenantId("a-new-one"), Checkout.of("pro")));
        stripe.advance(Duration.ofHours(2));

        store.faults.put(ACME, FaultsOfOneTenantTest::held);
        store.faults.put(new TenantId("a-new-one"), FaultsOfOneTenantTest::held);
        Instant before = stripe.clock().instant();
        billing.runDue();
        assertThat(billing.status(GLOBEX).plan()).isEqualTo("free");
        assertThat(swept()).isAfterOrEqualTo(before);

        store.faults.clear();
        stripe.advance(SOON);
        billing.runDue();
        assertThat(billing.status(ACME).plan()).as("long before the next sweep").isEqualTo("free");
        assertThat(billing.status(new TenantId("a-new-one")).current().subscription())
                .contains(unheard);
    }

    @Test
    void a_page_of_a_sweep_waits_for_one_tenant_and_marks_the_rest_without_theirs() {
        buyBoth();
        billing.runDue();
        lossy = true;
        List<SubscriptionSnapshot> all = listed();
        all.forEach(one -> stripe.cancelNow(one.id()));
        for (TenantId tenant : List.of(ACME, GLOBEX)) store.faults.put(tenant, FaultsOfOneTenantTest::held);

        discover().compare(listed().subList(0, 1), true, Instant.MIN);
        int ofOne = store.waits;
        store.waits = 0;
        discover().compare(listed(), true, Instant.MIN);

        assertThat(ofOne).isPositive();
        assertThat(store.waits).isEqualTo(ofOne);
        assertThat(marked()).isEqualTo(2);
    }

    private List<SubscriptionSnapshot> listed() {
        return stripe.listSubscriptions(Optional.empty(), Optional.empty(), DiscoverSubscriptions.PAGE)
                .subscriptions();
    }

    private DiscoverSubscriptions discover() {
        Ownership ownership = new Ownership(stripe.name(), Optional.empty());
        Bookkeeping books = new Bookkeeping(BEFORE, stripe, () -> "an-id", tenant -> {});
        Adoption adoption = new Adoption(ownership, books);
        return new DiscoverSubscriptions(
                new Transactions(store, tenant -> {}), BEFORE, stripe, ownership, books, adoption, stripe.clock());
    }

    @Test
    void a_sweep_goes_on_past_one_whose_plan_is_wrong_while_somebody_holds_it() {
        buyBoth();
        billing.runDue();
        forgetPlans();
        stripe.advance(Duration.ofHours(2));

        store.faults.put(ACME, FaultsOfOneTenantTest::held);
        Instant before = stripe.clock().instant();
        billing.runDue();
        assertThat(billing.status(GLOBEX).plan()).isEqualTo("pro");
        assertThat(swept()).isAfterOrEqualTo(before);
    }

    /** As somebody may who writes into the table by hand. */
    private void forgetPlans() {
        store.inTransaction(tx -> {
            for (TenantId tenant : List.of(ACME, GLOBEX))
                tx.accounts()
                        .saveCurrent(
                                new StoredSubscription(
                                        tenant, Optional.empty(), CurrentSubscription.none(BEFORE), BEFORE.hash()),
                                stripe.clock().instant());
            return null;
        });
    }

    @Test
    void a_fetch_whose_tenant_somebody_holds_is_written_later_and_those_behind_it_now() {
        buyBoth();
        assertThat(marked()).isEqualTo(2);
        store.faults.put(ACME, FaultsOfOneTenantTest::held);
        billing.runDue();
        assertThat(marked()).as("the other's is written").isEqualTo(1);
        assertThat(billing.status(GLOBEX).current().provisional()).isFalse();

        store.faults.clear();
        stripe.advance(SOON);
        billing.runDue();
        assertThat(marked()).as("without waiting for a lease to end").isZero();
    }
}

package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.OperatedShop.ACME;
import static dev.missioncontrol.billing.usecase.OperatedShop.GLOBEX;
import static dev.missioncontrol.billing.usecase.OperatedShop.kinds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.Drift;
import dev.missioncontrol.billing.account.Drift.Kind;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.SubscriptionPage;
import dev.missioncontrol.billing.sandbox.CancelShape;
import dev.missioncontrol.billing.store.StoredSubscription;
import dev.missioncontrol.billing.usecase.Reconcile.Finding;
import dev.missioncontrol.billing.usecase.Reconcile.Finding.Done;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Both sides are compared to the end; what is safe is mended, and the rest is said. */
class ReconcileTest {
    private final OperatedShop shop = new OperatedShop();

    @Test
    void nothing_differs_after_all_events_came() {
        shop.buy(ACME, Checkout.of("team").seats(3));
        shop.buy(GLOBEX, Checkout.of("pro"));
        assertThat(shop.dryRun()).isEmpty();
        assertThat(shop.apply()).isEmpty();
    }

    @Test
    void a_dry_run_says_what_was_lost_and_changes_nothing() {
        SubscriptionId bought = shop.buy(ACME, Checkout.of("team").seats(3));
        shop.lossy = true;
        shop.stripe.cancelNow(bought);
        Finding found = OperatedShop.only(shop.dryRun());
        assertThat(found.drift().kind()).isEqualTo(Kind.STATUS);
        assertThat(found.drift().tenant()).contains(ACME);
        assertThat(found.drift().here()).isEqualTo("active");
        assertThat(found.drift().there()).isEqualTo("canceled");
        assertThat(found.done()).isEqualTo(Done.FOUND);
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("team");
        assertThat(kinds(shop.dryRun())).containsExactly(Kind.STATUS);
    }

    @Test
    void applying_mends_what_was_lost_and_the_next_run_finds_nothing() {
        SubscriptionId bought = shop.buy(ACME, Checkout.of("team").seats(3));
        shop.lossy = true;
        shop.stripe.cancelNow(bought);
        shop.buy(GLOBEX, Checkout.of("pro"));
        List<Finding> findings = shop.apply();
        assertThat(kinds(findings)).containsExactlyInAnyOrder(Kind.STATUS, Kind.MISSING_HERE);
        assertThat(findings).extracting(Finding::done).containsOnly(Done.MENDED);
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("free");
        assertThat(shop.billing.status(GLOBEX).plan()).isEqualTo("pro");
        assertThat(shop.apply()).isEmpty();
    }

    @Test
    void a_tenant_with_a_customer_and_no_row_of_what_it_has_is_found_by_its_customer() {
        CustomerId customer = shop.customer(ACME);
        shop.billing.bind(ACME, customer);
        shop.lossy = true;
        shop.subscription(ACME, customer, BillingMetadata.NONE);
        Finding found = OperatedShop.only(shop.apply());
        assertThat(found.drift().kind()).isEqualTo(Kind.MISSING_HERE);
        assertThat(found.drift().remedy()).isEqualTo(Drift.Remedy.BIND);
        assertThat(found.done()).isEqualTo(Done.MENDED);
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("pro");
    }

    @Test
    void each_way_of_a_lost_change_has_a_name() {
        SubscriptionId bought = shop.buy(ACME, Checkout.of("team").seats(3));
        shop.lossy = true;
        shop.stripe.changePrice(bought, price("team"), 7);
        assertThat(kinds(shop.dryRun())).containsExactly(Kind.SEATS);
        shop.stripe.changePrice(bought, price("pro"), 1);
        assertThat(kinds(shop.dryRun())).containsExactly(Kind.PLAN, Kind.SEATS);
        shop.apply();
        shop.stripe.cancelAtPeriodEnd(bought, CancelShape.FLEXIBLE);
        assertThat(kinds(shop.dryRun())).containsExactly(Kind.DETAIL);
        shop.apply();
        shop.stripe.resume(bought);
        shop.apply();
        shop.stripe.advance(Duration.ofDays(32));
        assertThat(kinds(shop.dryRun())).containsExactly(Kind.PERIOD);
    }

    @Test
    void seats_outside_of_a_plan_are_named_and_left_to_a_person_and_are_no_difference() {
        SubscriptionId bought = shop.buy(ACME, Checkout.of("team").seats(3));
        shop.stripe.changePrice(bought, price("team"), 1);
        Finding found = OperatedShop.only(shop.apply());
        assertThat(found.drift().kind()).isEqualTo(Kind.SEATS_OUTSIDE_PLAN);
        assertThat(found.done()).isEqualTo(Done.LEFT);

        List<WorkNote> notes = new ArrayList<>();
        Billing sweeping = Billing.builder()
                .catalog(shop.catalog)
                .provider(shop.stripe)
                .store(shop.store)
                .clock(shop.stripe.clock())
                .onWork(notes::add)
                .build();
        shop.stripe.advance(Duration.ofHours(2));
        sweeping.runDue();
        assertThat(notes).doesNotHaveAnyElementsOfTypes(WorkNote.Differs.class);
        assertThat(notes)
                .filteredOn(WorkNote.Swept.class::isInstance)
                .extracting(note -> ((WorkNote.Swept) note).words())
                .containsExactly("0 drift, 0 left");
    }

    private PriceId price(String plan) {
        return shop.catalog
                .named(plan)
                .orElseThrow()
                .prices()
                .get(BillingInterval.MONTH)
                .id();
    }

    @Test
    void a_live_subscription_of_nobody_is_named_and_left_to_a_person() {
        SubscriptionId foreign = shop.subscription(ACME, shop.customer(ACME), BillingMetadata.NONE);
        Finding found = OperatedShop.only(shop.apply());
        assertThat(found.drift().kind()).isEqualTo(Kind.OWNERLESS);
        assertThat(found.drift().subscription()).contains(foreign);
        assertThat(found.done()).isEqualTo(Done.LEFT);
    }

    @Test
    void an_ended_subscription_of_nobody_is_nobodys_business() {
        shop.lossy = true;
        shop.stripe.cancelNow(shop.subscription(ACME, shop.customer(ACME), BillingMetadata.NONE));
        assertThat(shop.apply()).isEmpty();
        List<SubscriptionId> known = shop.store.inTransaction(tx -> tx.refreshes()
                .notSweptSince(OperatedShop.JAN_1.plusSeconds(9), Optional.empty(), 9, 9)
                .subscriptions());
        assertThat(known).isEmpty();
    }

    @Test
    void a_tenant_that_pays_for_a_price_of_no_plan_is_named_until_the_catalogue_knows_it() {
        SubscriptionId forgotten = shop.buy(ACME, Checkout.of("team").seats(3));
        Billing knowingLess = Billing.builder()
                .catalog(PlanCatalog.of(
                        Plan.draft("free").rank(0),
                        Plan.draft("pro").rank(1).monthly("price_pro_monthly", 2000, "usd")))
                .provider(shop.stripe)
                .store(shop.store)
                .clock(shop.stripe.clock())
                .build();
        List<Finding> findings = new ArrayList<>();
        knowingLess.operations().reconcile(Reconcile.Request.toMend().fromTheBeginning(), findings::add, pause -> {});
        Finding named = findings.stream()
                .filter(one -> one.drift().kind() == Kind.UNKNOWN_PRICE)
                .findFirst()
                .orElseThrow();
        assertThat(named.drift().tenant()).contains(ACME);
        assertThat(named.drift().subscription()).contains(forgotten);
        assertThat(named.done()).isEqualTo(Done.LEFT);
        assertThat(shop.apply()).extracting(one -> one.drift().kind()).doesNotContain(Kind.UNKNOWN_PRICE);
    }

    @Test
    void two_live_subscriptions_of_a_tenant_are_left_to_a_person() {
        shop.buy(ACME, Checkout.of("pro"));
        CustomerId customer = shop.stripe.customerOf(ACME).orElseThrow();
        shop.subscription(ACME, customer, BillingMetadata.NONE);
        Finding found = OperatedShop.only(shop.apply());
        assertThat(found.drift().kind()).isEqualTo(Kind.DUPLICATE_LIVE);
        assertThat(found.drift().tenant()).contains(ACME);
        assertThat(found.done()).isEqualTo(Done.LEFT);
    }

    @Test
    void metadata_and_a_customer_of_another_tenant_are_said_and_move_nothing() {
        SubscriptionId bought = shop.buy(ACME, Checkout.of("pro"));
        shop.stripe.editMetadata(bought, Map.of(BillingMetadata.TENANT_KEY, "globex"));
        assertThat(kinds(shop.apply())).containsExactly(Kind.FOREIGN_METADATA);
        CustomerId customer = shop.stripe.customerOf(ACME).orElseThrow();
        shop.billing.bind(ACME, shop.customer(ACME));
        shop.billing.bind(GLOBEX, customer);
        assertThat(kinds(shop.apply())).containsExactly(Kind.CUSTOMER_ELSEWHERE, Kind.FOREIGN_METADATA);
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("pro");
        assertThat(shop.billing.status(GLOBEX).plan()).isEqualTo("free");
    }

    @Test
    void signs_that_disagree_are_left_to_a_person() {
        shop.quarantined();
        Finding found = OperatedShop.only(shop.apply());
        assertThat(found.drift().kind()).isEqualTo(Kind.QUARANTINED);
        assertThat(found.drift().reason()).contains("acme").contains("globex");
    }

    @Test
    void a_row_that_somebody_edited_is_derived_again() {
        shop.buy(ACME, Checkout.of("team").seats(3));
        shop.store.inTransaction(tx -> {
            StoredSubscription stored = tx.accounts().current(ACME).orElseThrow();
            tx.accounts()
                    .saveCurrent(
                            new StoredSubscription(
                                    ACME,
                                    stored.customer(),
                                    CurrentSubscription.none(shop.catalog),
                                    stored.catalogHash()),
                            OperatedShop.JAN_1);
            return 0;
        });
        assertThat(kinds(shop.dryRun())).containsExactly(Kind.DERIVED);
        assertThat(OperatedShop.only(shop.apply()).done()).isEqualTo(Done.MENDED);
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("team");
        assertThat(shop.dryRun()).isEmpty();
    }

    @Test
    void the_hourly_sweep_mends_by_the_same_steps_and_says_what_it_found() {
        shop.lossy = true;
        shop.buy(ACME, Checkout.of("pro"));
        shop.stripe.advance(Duration.ofHours(2));
        shop.billing.runDue();
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("pro");
        assertThat(shop.dryRun()).isEmpty();
    }

    @Test
    void a_key_that_finds_nothing_of_many_is_one_loud_finding_and_no_plan_changes() {
        for (int i = 0; i < 120; i++) shop.buy(new TenantId("tenant-" + i), Checkout.of("pro"));
        int[] asked = new int[1];
        Operations ofAnotherAccount = Billing.builder()
                .catalog(shop.catalog)
                .provider(anotherAccount(asked))
                .store(shop.store)
                .clock(shop.stripe.clock())
                .build()
                .operations();
        shop.stripe.advance(Duration.ofMinutes(1));
        List<Finding> findings = new ArrayList<>();
        ofAnotherAccount.reconcile(Reconcile.Request.toMend(), findings::add, OperatedShop::noPause);
        assertThat(kinds(findings)).containsExactly(Kind.NOTHING_THERE);
        assertThat(asked[0]).isEqualTo(CompareSides.ABSENT_BATCH);
        assertThat(shop.billing.status(new TenantId("tenant-7")).plan()).isEqualTo("pro");
        assertThat(shop.apply()).isEmpty();
    }

    /** The sandbox as it answers with a key of another account: it has nothing, and says so of every subscription. */
    private PaymentProvider anotherAccount(int[] asked) {
        return (PaymentProvider) Proxy.newProxyInstance(
                ReconcileTest.class.getClassLoader(),
                new Class<?>[] {PaymentProvider.class},
                (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "canFetch":
                            return true;
                        case "fetchSubscription":
                            asked[0]++;
                            return new FetchedSubscription.Missing("404");
                        case "listSubscriptions":
                            return new SubscriptionPage(
                                    List.of(), false, shop.stripe.clock().instant());
                        default:
                            return method.invoke(shop.stripe, arguments);
                    }
                });
    }
}

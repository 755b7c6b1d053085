package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.OperatedShop.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.BillingBuilder;
import dev.missioncontrol.billing.account.Drift;
import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.store.PublishedRow;
import dev.missioncontrol.billing.store.StoredSubscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever an operator types with an old copy of the catalogue: nobody loses what it does not know the price of, for not even a moment. */
class BesideNodesTest {
    private static final PriceId TEAM = new PriceId("price_team_monthly");

    /** What team is sold at now was not yet in it. */
    private static final PlanCatalog OLD = PlanCatalog.of(
            Plan.draft("free").rank(0),
            Plan.draft("pro").rank(1).seats(1, 1).monthly("price_pro_monthly", 2000, "usd"),
            Plan.draft("team").rank(2).seats(2, 50).monthly("price_team_2024", 1200, "usd"));

    private final OperatedShop shop = new OperatedShop();
    private final Operations typed = Billing.builder()
            .catalog(OLD)
            .provider(shop.stripe)
            .store(shop.store)
            .clock(shop.stripe.clock())
            .besideNodes()
            .build()
            .operations();

    private int published;

    private SubscriptionId team() {
        SubscriptionId bought = shop.buy(ACME, Checkout.of("team").seats(5));
        published = published();
        return bought;
    }

    private StoredSubscription stored() {
        return shop.store
                .<Optional<StoredSubscription>>inTransaction(tx -> tx.accounts().current(ACME))
                .orElseThrow();
    }

    private int published() {
        return shop.store
                .<List<PublishedRow>>inTransaction(tx -> tx.journal().published(0, 999))
                .size();
    }

    private boolean waitsForFetch(SubscriptionId id) {
        return shop.store.inTransaction(
                tx -> tx.accounts().subscription(id).orElseThrow().fetchDue());
    }

    @AfterEach
    void it_had_what_it_pays_for_all_the_while_and_has_it_once_a_node_was_at_work() {
        assertThat(stored().catalogHash()).isEqualTo(shop.catalog.hash());
        assertThat(stored().current().plan()).isEqualTo("team");
        assertThat(published()).as("no application was told of anything").isEqualTo(published);
        shop.billing.runDue();
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("team");
        assertThat(published()).isEqualTo(published);
    }

    @Test
    void an_explanation_writes_nothing_and_says_whose_word_it_is() {
        SubscriptionId bought = team();
        int decisions = shop.audit(ACME).size();
        Explanation explained = typed.explain(ACME);
        assertThat(explained.status().orElseThrow().plan()).isEqualTo("team");
        assertThat(explained.status().orElseThrow().seats()).isEqualTo(5);
        assertThat(explained.why()).last().isEqualTo(ExplainTenant.DERIVED_ELSEWHERE);
        assertThat(shop.audit(ACME)).hasSize(decisions);
        assertThat(waitsForFetch(bought)).isFalse();
        assertThat(shop.operations.explain(ACME).why()).doesNotContain(ExplainTenant.DERIVED_ELSEWHERE);
    }

    @Test
    void an_explanation_of_what_both_know_writes_nothing_either() {
        team();
        shop.buy(OperatedShop.GLOBEX, Checkout.of("pro"));
        published = published();
        typed.explain(OperatedShop.GLOBEX);
        assertThat(shop.store
                        .<Optional<StoredSubscription>>inTransaction(
                                tx -> tx.accounts().current(OperatedShop.GLOBEX))
                        .orElseThrow()
                        .catalogHash())
                .isEqualTo(shop.catalog.hash());
    }

    @Test
    void what_a_refresh_is_answered_is_derived_by_a_node() {
        SubscriptionId bought = team();
        shop.lossy = true;
        shop.stripe.changePrice(bought, TEAM, 7);
        RefreshTenant.Refreshed refreshed = typed.refresh(ACME, true, OperatedShop::noPause);
        assertThat(refreshed.waiting()).containsExactly(bought);
        assertThat(refreshed.settled()).isEmpty();
        assertThat(stored().current().seats()).isEqualTo(5);
        shop.billing.runDue();
        assertThat(shop.billing.status(ACME).seats()).isEqualTo(7);
        published++;
    }

    @Test
    void a_second_subscription_that_it_does_know_is_not_taken_for_all_there_is() {
        shop.buy(ACME, Checkout.of("pro"));
        SubscriptionId newer =
                shop.subscription(ACME, shop.stripe.customerOf(ACME).orElseThrow(), BillingMetadata.NONE);
        shop.stripe.changePrice(newer, TEAM, 5);
        published = published();
        assertThat(typed.refresh(ACME, true, OperatedShop::noPause).waiting()).hasSize(2);
        List<Reconcile.Finding> findings = new ArrayList<>();
        typed.reconcile(new Reconcile.Request(true, Optional.empty(), true), findings::add, OperatedShop::noPause);
        assertThat(OperatedShop.kinds(findings))
                .contains(Drift.Kind.UNKNOWN_PRICE)
                .doesNotContain(Drift.Kind.DERIVED);
    }

    /** As somebody puts a line together beside another by hand, at the provider. */
    private PaymentProvider withALineOfPro() {
        return Intercepted.port(PaymentProvider.class, shop.stripe, call -> {
            Object answer = call.proceed();
            if (!(answer instanceof FetchedSubscription.Found found)) return answer;
            SubscriptionSnapshot said = found.snapshot();
            ASnapshot two = ASnapshot.of(said.id(), said.created())
                    .customer(said.customer())
                    .item("price_pro_monthly", 1);
            said.items().forEach(two::item);
            return new FetchedSubscription.Found(two.said(), found.at());
        });
    }

    private Operations on(PlanCatalog catalog, PaymentProvider provider) {
        BillingBuilder builder = Billing.builder()
                .catalog(catalog)
                .provider(provider)
                .store(shop.store)
                .clock(shop.stripe.clock());
        return (catalog == OLD ? builder.besideNodes() : builder).build().operations();
    }

    @Test
    void a_line_that_it_does_not_know_beside_one_that_it_does_is_left_to_the_nodes_too() {
        SubscriptionId bought = team();
        PaymentProvider provider = withALineOfPro();
        on(shop.catalog, provider).refresh(ACME, true, OperatedShop::noPause);
        assertThat(stored().current().seats()).isEqualTo(5);
        published = published();

        assertThat(on(OLD, provider).refresh(ACME, true, OperatedShop::noPause).waiting())
                .containsExactly(bought);
        assertThat(waitsForFetch(bought)).isTrue();
    }

    @Test
    void a_customer_is_bound_and_its_tenant_keeps_what_it_has() {
        team();
        CustomerId customer = shop.stripe.customerOf(ACME).orElseThrow();
        assertThat(typed.bind(ACME, customer, "it was asked for", true, OperatedShop::noPause))
                .isInstanceOf(BindByOperator.Result.Bound.class);
    }

    @Test
    void a_subscription_is_adopted_and_its_tenant_keeps_what_it_has() {
        shop.lossy = true;
        CustomerId second = shop.customer(ACME);
        SubscriptionId unheard = shop.subscription(ACME, second, BillingMetadata.NONE);
        shop.lossy = false;
        shop.stripe.advance(Duration.ofSeconds(2));
        team();
        assertThat(typed.bind(ACME, second, "it was asked for", true, OperatedShop::noPause))
                .isInstanceOf(BindByOperator.Result.Bound.class);
        assertThat(shop.known(unheard)).isTrue();
    }

    @Test
    void a_customer_is_imported_and_its_tenant_keeps_what_it_has() {
        BillingMetadata acmes = new BillingMetadata(Optional.of("acme"), Optional.empty(), Optional.empty());
        CustomerId customer = shop.customer(ACME);
        SubscriptionId foreign = shop.subscription(ACME, customer, acmes);
        shop.stripe.changePrice(foreign, TEAM, 5);
        published = published();
        CustomerPairs file = new CustomerPairs(List.of(new CustomerPairs.Pair(2, ACME, customer)), List.of());
        var imported =
                typed.importCustomers(file, new ImportCustomers.Request(true, true), pair -> {}, OperatedShop::noPause);
        assertThat(imported).isEqualTo(new ImportCustomers.Result.Imported(1, 0, 0, 0));
        assertThat(waitsForFetch(foreign)).isTrue();
    }

    @Test
    void a_reconciliation_that_meets_a_row_which_waits_to_be_confirmed_leaves_it_to_a_node() {
        SubscriptionId bought = team();
        List<ProviderEvent> said = new ArrayList<>();
        shop.lossy = true;
        shop.stripe.onEvent(said::add);
        shop.stripe.advance(Duration.ofSeconds(2));
        shop.stripe.changePrice(bought, TEAM, 5);
        said.forEach(shop.billing::accept);
        assertThat(shop.store
                        .inTransaction(tx -> tx.accounts().subscription(bought).orElseThrow())
                        .provisional())
                .isTrue();
        typed.reconcile(new Reconcile.Request(true, Optional.empty(), true), finding -> {}, OperatedShop::noPause);
        assertThat(waitsForFetch(bought)).isTrue();
    }

    @Test
    void an_event_that_is_replayed_is_derived_by_a_node() {
        SubscriptionId bought = team();
        for (InboxEvent event : shop.operations
                .events(EventOutcome.APPLIED, Optional.empty(), 99)
                .events()) assertThat(typed.replay(event.id())).isInstanceOf(ReplayEvent.Result.Replayed.class);
        assertThat(waitsForFetch(bought)).isTrue();
    }
}

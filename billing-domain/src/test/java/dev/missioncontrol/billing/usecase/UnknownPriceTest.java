package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.OperatedShop.ACME;
import static dev.missioncontrol.billing.usecase.OperatedShop.kinds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.Drift;
import dev.missioncontrol.billing.account.Drift.Kind;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.sandbox.HostedPrice;
import dev.missioncontrol.billing.store.StoredSubscription;
import dev.missioncontrol.billing.usecase.Reconcile.Finding;
import dev.missioncontrol.billing.usecase.Reconcile.Finding.Done;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who pays at a price that no plan has is told to a person, keeps what another catalogue knew it for, and is ended by nobody by mistake. */
class UnknownPriceTest {
    private static final PriceId TEAM = new PriceId("price_team_monthly");
    private static final PriceId SUPPORT = new PriceId("price_premium_support");

    /** The price of the plan team went up, and nobody wrote the old one under those that are sold no more. */
    private static final PlanCatalog FORGETFUL = PlanCatalog.of(
            Plan.draft("free").rank(0),
            Plan.draft("pro").rank(1).seats(1, 1).monthly("price_pro_monthly", 2000, "usd"),
            Plan.draft("team").rank(2).seats(2, 50).monthly("price_team_2028", 2500, "usd"));

    private final OperatedShop shop = new OperatedShop();
    private final List<WorkNote> notes = new ArrayList<>();
    private final Billing forgetful = Billing.builder()
            .catalog(FORGETFUL)
            .provider(shop.stripe)
            .store(shop.store)
            .clock(shop.stripe.clock())
            .onWork(notes::add)
            .build();

    /** What an operator types, where the catalogue is an old copy of the server's. */
    private final Billing command = Billing.builder()
            .catalog(FORGETFUL)
            .provider(shop.stripe)
            .store(shop.store)
            .clock(shop.stripe.clock())
            .besideNodes()
            .build();

    private SubscriptionId team() {
        return shop.buy(ACME, Checkout.of("team").seats(5));
    }

    private List<Drift> swept() {
        notes.clear();
        shop.stripe.advance(Duration.ofHours(2));
        forgetful.runDue();
        return notes.stream()
                .filter(WorkNote.Differs.class::isInstance)
                .map(note -> ((WorkNote.Differs) note).drift())
                .toList();
    }

    private List<Finding> reconciled(boolean apply, Optional<TenantId> tenant) {
        List<Finding> findings = new ArrayList<>();
        Reconcile.Request all = apply ? Reconcile.Request.toMend() : Reconcile.Request.toLook();
        Reconcile.Request request = tenant.map(all::only).orElse(all).fromTheBeginning();
        command.operations().reconcile(request, findings::add, OperatedShop::noPause);
        return findings;
    }

    private StoredSubscription stored() {
        return shop.store
                .<Optional<StoredSubscription>>inTransaction(tx -> tx.accounts().current(ACME))
                .orElseThrow();
    }

    @Test
    void one_that_was_dropped_is_told_by_each_sweep_and_each_reconciliation_until_it_is_known_again() {
        SubscriptionId bought = team();
        for (int sweep = 0; sweep < 2; sweep++)
            assertThat(swept()).singleElement().satisfies(drift -> {
                assertThat(drift.kind()).isEqualTo(Kind.UNKNOWN_PRICE);
                assertThat(drift.remedy()).isEqualTo(Drift.Remedy.PERSON);
                assertThat(drift.tenant()).contains(ACME);
                assertThat(drift.subscription()).contains(bought);
                assertThat(drift.here()).isEqualTo("free active 1");
                assertThat(drift.there()).isEqualTo("active " + TEAM);
                assertThat(drift.reason()).contains("retiredPrices");
            });
        assertThat(kinds(reconciled(false, Optional.empty()))).containsExactly(Kind.UNKNOWN_PRICE);
        assertThat(reconciled(true, Optional.of(ACME))).singleElement().satisfies(found -> {
            assertThat(found.drift().kind()).isEqualTo(Kind.UNKNOWN_PRICE);
            assertThat(found.done()).isEqualTo(Done.LEFT);
        });

        shop.billing.runDue();
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("team");
        assertThat(shop.dryRun()).isEmpty();
    }

    @Test
    void one_that_somebody_gave_at_the_provider_is_told_though_its_tenant_keeps_what_it_had() {
        SubscriptionId bought = team();
        supportIsSold();
        shop.stripe.changePrice(bought, SUPPORT, 1);
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("team");
        assertThat(kinds(shop.dryRun())).containsExactly(Kind.UNKNOWN_PRICE);
        shop.stripe.cancelNow(bought);
        assertThat(shop.dryRun()).as("it has ended").isEmpty();
    }

    @Test
    void it_can_be_ended_and_kept_from_here_as_long_as_its_tenant_has_a_plan_for_it() {
        SubscriptionId bought = team();
        supportIsSold();
        shop.stripe.changePrice(bought, SUPPORT, 1);
        assertThat(shop.billing.cancel(ACME)).isInstanceOf(ChangeOutcome.Scheduled.class);
        assertThat(shop.billing.resume(ACME)).isNotInstanceOf(ChangeOutcome.Rejected.class);
        assertThat(((ChangeOutcome.Rejected) shop.billing.change(ACME, Change.toSeats(9)))
                        .rejection()
                        .code())
                .isEqualTo(Rejection.Code.NOT_CHANGEABLE);
    }

    @Test
    void the_newest_number_of_seats_counts_once_its_price_is_known_again() {
        SubscriptionId bought = team();
        shop.billing.pushSeats(ACME, 9);
        forgetful.runDue();
        assertThat(forgetful.status(ACME).plan()).isEqualTo("free");
        assertThat(forgetful.pushSeats(ACME, 4)).isInstanceOf(SeatPush.Accepted.class);

        shop.stripe.advance(Duration.ofHours(2));
        forgetful.runDue();
        shop.stripe.advance(Duration.ofHours(2));
        for (int run = 0; run < 5; run++) shop.billing.runDue();
        assertThat(shop.stripe.plannedChange(bought).map(PlannedChange::quantity))
                .as("fewer come with the next period")
                .contains(4L);
    }

    @Test
    void what_stands_beside_a_plan_is_told_as_that_alone() {
        SubscriptionId beside = shop.buy(ACME, Checkout.of("pro"));
        shop.subscription(ACME, shop.stripe.customerOf(ACME).orElseThrow(), BillingMetadata.NONE);
        supportIsSold();
        shop.stripe.changePrice(beside, SUPPORT, 1);
        assertThat(kinds(shop.dryRun())).containsExactly(Kind.UNKNOWN_PRICE);
        assertThat(shop.billing.openMatters(ACME).subscribedTwice())
                .as("a notice would hide what is to come of the plan")
                .isFalse();
    }

    private void supportIsSold() {
        shop.stripe
                .backOffice()
                .sell(new HostedPrice(SUPPORT, BillingInterval.MONTH, new Money(90_000, "usd"), "Premium support"));
    }

    @Test
    void it_is_neither_changed_nor_ended_from_here() {
        SubscriptionId bought = team();
        forgetful.runDue();
        assertThat(forgetful.status(ACME).plan()).isEqualTo("free");
        List<ChangeOutcome> refused = List.of(
                forgetful.cancel(ACME),
                forgetful.resume(ACME),
                forgetful.change(ACME, Change.to("pro")),
                forgetful.change(ACME, Change.toSeats(3)));
        assertThat(refused)
                .allSatisfy(outcome -> assertThat(
                                ((ChangeOutcome.Rejected) outcome).rejection().code())
                        .isEqualTo(Rejection.Code.NOT_CHANGEABLE));
        assertThat(((Preview.Rejected) forgetful.previewChange(ACME, Change.to("pro")))
                        .rejection()
                        .code())
                .isEqualTo(Rejection.Code.NOT_CHANGEABLE);
        assertThat(shop.stripe.subscription(bought).orElseThrow().cancelAt()).isEmpty();
        assertThat(shop.billing.cancel(ACME))
                .as("a catalogue that knows it may")
                .isInstanceOf(ChangeOutcome.Scheduled.class);
    }

    /** The server's has prices that an old copy of its file, on the machine of an operator, does not have. */
    @Test
    void a_reconciliation_with_another_catalogue_takes_from_nobody_what_it_does_not_know() {
        team();
        StoredSubscription before = stored();
        int decisions = shop.audit(ACME).size();
        for (Optional<TenantId> whose : List.of(Optional.<TenantId>empty(), Optional.of(ACME)))
            assertThat(reconciled(true, whose)).singleElement().satisfies(found -> {
                assertThat(found.drift().kind()).isEqualTo(Kind.UNKNOWN_PRICE);
                assertThat(found.drift().here()).isEqualTo("team active 5");
                assertThat(found.drift().reason()).contains("another catalogue");
                assertThat(found.done()).isEqualTo(Done.LEFT);
            });
        assertThat(stored()).isEqualTo(before);
        assertThat(shop.audit(ACME)).hasSize(decisions);
    }

    @Test
    void what_such_a_reconciliation_finds_is_fetched_by_the_server() {
        SubscriptionId bought = team();
        shop.lossy = true;
        shop.stripe.changePrice(bought, TEAM, 7);
        List<Finding> found = reconciled(true, Optional.empty());
        assertThat(found)
                .filteredOn(one -> one.drift().kind() == Kind.DETAIL)
                .singleElement()
                .satisfies(one -> assertThat(one.done()).isEqualTo(Done.WAITS));
        assertThat(stored().current().plan()).isEqualTo("team");
        shop.billing.runDue();
        assertThat(shop.billing.status(ACME).seats()).isEqualTo(7);
    }

    @Test
    void what_such_a_reconciliation_binds_is_derived_by_the_server() {
        team();
        shop.lossy = true;
        SubscriptionId second =
                shop.subscription(ACME, shop.stripe.customerOf(ACME).orElseThrow(), BillingMetadata.NONE);
        StoredSubscription before = stored();
        assertThat(kinds(reconciled(true, Optional.empty()))).contains(Kind.MISSING_HERE);
        assertThat(stored()).isEqualTo(before);
        assertThat(shop.known(second)).isTrue();
        shop.billing.runDue();
        assertThat(kinds(shop.dryRun())).containsExactly(Kind.DUPLICATE_LIVE);
    }

    @Test
    void a_row_that_only_the_server_can_derive_is_not_told_as_mended() {
        team();
        shop.subscription(ACME, shop.stripe.customerOf(ACME).orElseThrow(), BillingMetadata.NONE);
        StoredSubscription before = stored();
        StoredSubscription edited = new StoredSubscription(
                ACME, before.customer(), CurrentSubscription.none(shop.catalog), before.catalogHash());
        shop.store.inTransaction(tx -> {
            tx.accounts().saveCurrent(edited, OperatedShop.JAN_1);
            return null;
        });
        assertThat(reconciled(true, Optional.empty()))
                .filteredOn(one -> one.drift().kind() == Kind.DERIVED)
                .singleElement()
                .satisfies(one -> assertThat(one.done()).isEqualTo(Done.WAITS));
        assertThat(stored()).isEqualTo(edited);
        shop.billing.runDue();
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void what_both_catalogues_know_is_mended_with_either() {
        SubscriptionId bought = shop.buy(ACME, Checkout.of("pro"));
        shop.lossy = true;
        shop.stripe.cancelNow(bought);
        assertThat(reconciled(true, Optional.empty())).extracting(Finding::done).containsOnly(Done.MENDED);
        assertThat(stored().current().plan()).isEqualTo("free");
    }

    @Test
    void the_server_itself_gives_nothing_for_a_price_that_its_catalogue_dropped() {
        team();
        forgetful.runDue();
        assertThat(stored().current().plan()).isEqualTo("free");
    }
}

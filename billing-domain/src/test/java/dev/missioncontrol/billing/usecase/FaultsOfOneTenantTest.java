package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.HeldShop.ACME;
import static dev.missioncontrol.billing.usecase.HeldShop.GLOBEX;
import static dev.missioncontrol.billing.usecase.HeldShop.SOLD;
import static dev.missioncontrol.billing.usecase.HeldShop.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.store.StoredSubscription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A tenant that can't be held, by a fault of ours or since an operator holds its row: what that holds up of others. */
class FaultsOfOneTenantTest {
    private static final PlanCatalog AFTER = PlanCatalog.of(
            Plan.draft("free").rank(0),
            Plan.draft("pro").rank(1).monthly("price_pro", 2000, "usd"),
            Plan.draft("team").rank(2).monthly("price_team", 5000, "usd"));

    private final HeldShop shop = new HeldShop();
    private final SandboxPaymentProvider stripe = shop.stripe;
    private final Billing billing = shop.billing;

    @Test
    void one_that_can_not_be_derived_again_holds_up_neither_others_nor_what_else_is_due() {
        shop.buyBoth();
        SubscriptionId other = stripe.pay(billing.startCheckout(new TenantId("other"), Checkout.of("pro")));
        billing.runDue();
        shop.told.clear();
        stripe.cancelNow(other);
        stripe.advance(PurgeInbox.EVERY);
        Instant before = stripe.clock().instant();

        shop.damage(ACME);
        assertThatThrownBy(() -> shop.node(AFTER).runDue())
                .as("told, once the rest is done")
                .hasMessageContaining("can't be read");
        assertThat(derivedBy(ACME)).isEqualTo(SOLD.hash());
        assertThat(derivedBy(GLOBEX)).isEqualTo(AFTER.hash());
        assertThat(shop.told).extracting(BillingEvent::tenant).contains(new TenantId("other"));
        assertThat(shop.done(PurgeInbox.JOB)).isAfterOrEqualTo(before);
    }

    @Test
    void a_page_of_those_that_can_not_be_derived_again_holds_up_none_behind_it_and_is_tried_again() {
        List<TenantId> page = IntStream.range(0, Rederive.BATCH)
                .mapToObj(number -> new TenantId("a-" + number))
                .toList();
        for (TenantId tenant : page) stripe.pay(billing.startCheckout(tenant, Checkout.of("pro")));
        stripe.pay(billing.startCheckout(GLOBEX, Checkout.of("pro")));
        billing.runDue();

        for (TenantId tenant : page) shop.damage(tenant);
        Billing after = shop.node(AFTER);
        assertThatThrownBy(after::runDue).hasMessageContaining("can't be read");
        after.runDue();
        assertThat(derivedBy(GLOBEX)).isEqualTo(AFTER.hash());
        assertThatThrownBy(after::runDue).as("tried again").hasMessageContaining("can't be read");

        shop.store.faults.clear();
        after.runDue();
        after.runDue();
        assertThat(page).allSatisfy(tenant -> assertThat(derivedBy(tenant)).isEqualTo(AFTER.hash()));
    }

    private String derivedBy(TenantId tenant) {
        return shop.store
                .<Optional<StoredSubscription>>inTransaction(tx -> tx.accounts().current(tenant))
                .orElseThrow()
                .catalogHash();
    }

    @Test
    void an_event_whose_tenant_somebody_holds_is_tried_later_and_those_behind_it_now() {
        var acme = billing.startCheckout(ACME, Checkout.of("pro"));
        var globex = billing.startCheckout(GLOBEX, Checkout.of("pro"));
        shop.damage(ACME);
        shop.damage(GLOBEX);
        stripe.pay(acme);
        int ofAcme = shop.taken.size();
        stripe.pay(globex);
        List<EventId> failed = shop.taken.stream()
                .filter(id -> stored(id).outcome() == EventOutcome.FAILED)
                .toList();
        assertThat(failed).containsAnyElementsOf(shop.taken.subList(0, ofAcme));
        assertThat(failed).containsAnyElementsOf(shop.taken.subList(ofAcme, shop.taken.size()));

        shop.store.faults.clear();
        shop.hold(ACME);
        stripe.advance(SOON);
        billing.runDue();
        assertThat(failed)
                .allSatisfy(id -> assertThat(stored(id).outcome())
                        .isEqualTo(shop.taken.indexOf(id) < ofAcme ? EventOutcome.FAILED : EventOutcome.APPLIED));
        assertThat(failed)
                .filteredOn(id -> shop.taken.indexOf(id) < ofAcme)
                .as("somebody in the way is no fault of the event's")
                .allSatisfy(id -> assertThat(stored(id).attempts()).isOne());

        shop.store.faults.clear();
        stripe.advance(SOON);
        billing.runDue();
        assertThat(failed).allSatisfy(id -> assertThat(stored(id).outcome()).isEqualTo(EventOutcome.APPLIED));
    }

    /** As long as a store waits for a lock, each time: all else of a round waits with it. */
    @Test
    void events_whose_tenant_somebody_holds_are_waited_for_once_and_then_not_for_a_while() {
        var acme = billing.startCheckout(ACME, Checkout.of("pro"));
        shop.damage(ACME);
        stripe.pay(acme);
        List<EventId> failed = shop.taken.stream()
                .filter(id -> stored(id).outcome() == EventOutcome.FAILED)
                .toList();
        assertThat(failed).hasSizeGreaterThan(1);
        stripe.advance(SOON);

        Instant before = stripe.clock().instant();
        shop.store.faults.put(ACME, () -> {
            stripe.advance(Duration.ofSeconds(2));
            return StoreException.conflict("somebody holds it by hand, in a test");
        });
        shop.store.waits = 0;
        billing.runDue();
        assertThat(shop.store.waits).isOne();
        assertThat(Duration.between(before, stripe.clock().instant())).isEqualTo(Duration.ofSeconds(2));
        assertThat(failed).allSatisfy(id -> assertThat(stored(id).attempts()).isOne());
    }

    private InboxEvent stored(EventId id) {
        return shop.store
                .<Optional<InboxEvent>>inTransaction(tx -> tx.inbox().event(id))
                .orElseThrow();
    }

    @Test
    void a_count_whose_tenant_somebody_holds_is_made_later_and_those_behind_it_now() {
        Billing other = shop.node(DefaultCatalog.withPlaceholderPrices());
        stripe.pay(other.startCheckout(ACME, Checkout.of("team").seats(3)));
        stripe.pay(other.startCheckout(GLOBEX, Checkout.of("team").seats(3)));
        other.runDue();
        other.pushSeats(ACME, 6);
        other.pushSeats(GLOBEX, 6);
        stripe.advance(PushSeats.SETTLES);

        shop.hold(ACME);
        other.runDue();
        assertThat(other.status(GLOBEX).seats()).isEqualTo(6);

        shop.store.faults.clear();
        stripe.advance(SOON);
        other.runDue();
        assertThat(other.status(ACME).seats()).isEqualTo(6);
    }

    @Test
    void a_fetch_whose_tenant_somebody_holds_is_written_later_and_those_behind_it_now() {
        shop.buyBoth();
        assertThat(shop.marked()).isEqualTo(2);
        shop.hold(ACME);
        billing.runDue();
        assertThat(shop.marked()).as("the other's is written").isEqualTo(1);
        assertThat(billing.status(GLOBEX).current().provisional()).isFalse();

        shop.store.faults.clear();
        stripe.advance(SOON);
        billing.runDue();
        assertThat(shop.marked()).as("without waiting for a lease to end").isZero();
    }
}

package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.HeldShop.ACME;
import static dev.missioncontrol.billing.usecase.HeldShop.GLOBEX;
import static dev.missioncontrol.billing.usecase.HeldShop.SOLD;
import static dev.missioncontrol.billing.usecase.HeldShop.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.Drift;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.store.StoredSubscription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A sweep or a reconciliation that meets a tenant whom somebody holds, or whose rows can't be read: it goes on past that one, and comes back to it. */
class SweepPastOneTest {
    private final HeldShop shop = new HeldShop();
    private final SandboxPaymentProvider stripe = shop.stripe;
    private final Billing billing = shop.billing;

    /** Both buy and end, and no event tells of the ends. Returns acme's. */
    private SubscriptionId bothEndUnheard() {
        SubscriptionId acme = stripe.pay(billing.startCheckout(ACME, Checkout.of("pro")));
        SubscriptionId globex = stripe.pay(billing.startCheckout(GLOBEX, Checkout.of("pro")));
        billing.runDue();
        shop.lossy = true;
        stripe.cancelNow(acme);
        stripe.cancelNow(globex);
        return acme;
    }

    @Test
    void a_sweep_goes_on_past_one_that_somebody_holds_and_that_one_is_fetched_later() {
        bothEndUnheard();
        SubscriptionId unheard = stripe.pay(billing.startCheckout(new TenantId("a-new-one"), Checkout.of("pro")));
        stripe.advance(Duration.ofHours(2));

        shop.hold(ACME);
        shop.hold(new TenantId("a-new-one"));
        Instant before = stripe.clock().instant();
        billing.runDue();
        assertThat(billing.status(GLOBEX).plan()).isEqualTo("free");
        assertThat(shop.done(SweepProvider.JOB)).isAfterOrEqualTo(before);

        shop.store.faults.clear();
        stripe.advance(SOON);
        billing.runDue();
        assertThat(billing.status(ACME).plan()).as("long before the next sweep").isEqualTo("free");
        assertThat(billing.status(new TenantId("a-new-one")).current().subscription())
                .contains(unheard);
    }

    @Test
    void a_page_of_a_sweep_waits_for_one_tenant_and_marks_the_rest_without_theirs() {
        shop.buyBoth();
        billing.runDue();
        shop.lossy = true;
        List<SubscriptionSnapshot> all = listed();
        all.forEach(one -> stripe.cancelNow(one.id()));
        for (TenantId tenant : List.of(ACME, GLOBEX)) shop.hold(tenant);

        discover().compare(listed().subList(0, 1), Set.of(), true, Instant.MIN);
        int ofOne = shop.store.waits;
        shop.store.waits = 0;
        discover().compare(listed(), Set.of(), true, Instant.MIN);

        assertThat(ofOne).isPositive();
        assertThat(shop.store.waits).isEqualTo(ofOne);
        assertThat(shop.marked()).isEqualTo(2);
    }

    @Test
    void what_somebody_holds_is_waited_for_once_by_a_page_of_a_sweep() {
        shop.buyBoth();
        billing.runDue();
        shop.lossy = true;
        listed().forEach(one -> stripe.cancelNow(one.id()));
        for (TenantId tenant : List.of(ACME, GLOBEX))
            shop.store.faults.put(tenant, () -> {
                // As long as a store waits for a lock.
                stripe.advance(Duration.ofSeconds(2));
                return StoreException.conflict("somebody holds it, in a test");
            });

        discover().compare(listed(), Set.of(), true, Instant.MIN);
        assertThat(shop.store.waits).isOne();
        assertThat(shop.marked()).isEqualTo(2);
    }

    private List<SubscriptionSnapshot> listed() {
        return stripe.listSubscriptions(Optional.empty(), Optional.empty(), DiscoverSubscriptions.PAGE)
                .subscriptions();
    }

    private DiscoverSubscriptions discover() {
        Ownership ownership = new Ownership(stripe.name(), Optional.empty());
        Bookkeeping books = new Bookkeeping(SOLD, stripe, false, () -> "an-id", tenant -> {});
        Adoption adoption = new Adoption(ownership, books);
        return new DiscoverSubscriptions(
                new Transactions(shop.store, tenant -> {}), SOLD, stripe, ownership, books, adoption, stripe.clock());
    }

    @Test
    void a_sweep_goes_on_past_one_whose_plan_is_wrong_while_somebody_holds_it() {
        shop.buyBoth();
        billing.runDue();
        forgetPlans();
        stripe.advance(Duration.ofHours(2));

        shop.hold(ACME);
        Instant before = stripe.clock().instant();
        billing.runDue();
        assertThat(billing.status(GLOBEX).plan()).isEqualTo("pro");
        assertThat(shop.done(SweepProvider.JOB)).isAfterOrEqualTo(before);
    }

    @Test
    void a_sweep_goes_on_past_one_that_can_not_be_read_and_tells_it() {
        SubscriptionId acme = bothEndUnheard();
        stripe.advance(Duration.ofHours(2));

        shop.damage(ACME);
        Instant before = stripe.clock().instant();
        assertThatThrownBy(billing::runDue).as("told once the page is done").hasMessageContaining("can't be read");
        billing.runDue();
        assertThat(billing.status(GLOBEX).plan()).isEqualTo("free");
        assertThat(shop.done(SweepProvider.JOB)).isAfterOrEqualTo(before);
        assertThat(shop.notes)
                .filteredOn(note -> note instanceof WorkNote.Differs differs
                        && differs.drift().kind() == Drift.Kind.UNREADABLE)
                .extracting(note -> note.about().subscription())
                .as("told once a sweep")
                .containsExactly(Optional.of(acme));

        shop.store.faults.clear();
        stripe.advance(Duration.ofHours(2));
        billing.runDue();
        assertThat(billing.status(ACME).plan()).as("mended, and swept again").isEqualTo("free");
    }

    @Test
    void a_reconciliation_goes_on_past_one_that_somebody_holds_and_says_who_was_left_out() {
        shop.buyBoth();
        billing.runDue();
        shop.lossy = true;
        listed().forEach(one -> stripe.cancelNow(one.id()));

        shop.hold(ACME);
        List<Reconcile.Finding> findings = reconciled();
        assertThat(billing.status(GLOBEX).plan()).isEqualTo("free");
        assertThat(findings)
                .filteredOn(one -> one.drift().kind() == Drift.Kind.HELD)
                .extracting(one -> one.drift().tenant(), Reconcile.Finding::done)
                .as("told once, however often it was met")
                .containsExactly(tuple(Optional.of(ACME), Reconcile.Finding.Done.LEFT));

        shop.store.faults.clear();
        stripe.advance(SOON);
        billing.runDue();
        assertThat(billing.status(ACME).plan())
                .as("without waiting for a lease to end")
                .isEqualTo("free");
    }

    @Test
    void a_reconciliation_goes_on_past_one_whose_plan_is_wrong_while_somebody_holds_it() {
        shop.buyBoth();
        billing.runDue();
        forgetPlans();

        shop.hold(ACME);
        assertThat(reconciled())
                .extracting(one -> one.drift().tenant(), one -> one.drift().kind())
                .containsExactly(
                        tuple(Optional.of(ACME), Drift.Kind.HELD), tuple(Optional.of(GLOBEX), Drift.Kind.DERIVED));
        assertThat(billing.status(GLOBEX).plan()).isEqualTo("pro");
    }

    private List<Reconcile.Finding> reconciled() {
        List<Reconcile.Finding> findings = new ArrayList<>();
        Reconcile.Result result =
                billing.operations().reconcile(Reconcile.Request.toMend(), findings::add, OperatedShop::noPause);
        assertThat(result)
                .isInstanceOfSatisfying(
                        Reconcile.Result.Finished.class,
                        finished -> assertThat(finished.tally().left()).isPositive());
        return findings;
    }

    /** As somebody may who writes into the table by hand. */
    private void forgetPlans() {
        shop.store.inTransaction(tx -> {
            for (TenantId tenant : List.of(ACME, GLOBEX))
                tx.accounts()
                        .saveCurrent(
                                new StoredSubscription(
                                        tenant, Optional.empty(), CurrentSubscription.none(SOLD), SOLD.hash()),
                                stripe.clock().instant());
            return null;
        });
    }
}

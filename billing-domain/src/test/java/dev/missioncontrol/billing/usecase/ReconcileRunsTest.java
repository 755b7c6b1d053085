package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.OperatedShop.ACME;
import static dev.missioncontrol.billing.usecase.OperatedShop.GLOBEX;
import static dev.missioncontrol.billing.usecase.OperatedShop.kinds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.account.Drift.Kind;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.store.Jobs;
import dev.missioncontrol.billing.usecase.Reconcile.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run compares all or one tenant, alone, and goes on where an earlier one was stopped. */
class ReconcileRunsTest {
    private static final Duration LONGER_THAN_A_LEASE = Duration.ofMinutes(2);

    private final OperatedShop shop = new OperatedShop();

    @Test
    void one_tenant_alone_can_be_mended() {
        shop.lossy = true;
        shop.buy(ACME, Checkout.of("pro"));
        shop.buy(GLOBEX, Checkout.of("pro"));
        List<Finding> findings = new ArrayList<>();
        shop.operations.reconcile(Reconcile.Request.toMend().only(ACME), findings::add, OperatedShop::noPause);
        assertThat(kinds(findings)).containsExactly(Kind.MISSING_HERE);
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("pro");
        assertThat(shop.billing.status(GLOBEX).plan()).isEqualTo("free");
    }

    @Test
    void a_tenant_that_was_never_seen_is_not_made_by_looking() {
        TenantId nobody = new TenantId("nobody");
        var result = shop.operations.reconcile(
                Reconcile.Request.toMend().only(nobody), finding -> {}, OperatedShop::noPause);
        assertThat(((Reconcile.Result.Finished) result).tally().drift()).isZero();
        assertThat(shop.store.inTransaction(tx -> tx.accounts().tenant(nobody)).isPresent())
                .isFalse();
    }

    @Test
    void a_second_run_at_once_is_refused() {
        shop.store.inTransaction(tx -> tx.jobs().claim(Reconcile.MENDING, Duration.ofMinutes(1)));
        var result = shop.operations.reconcile(Reconcile.Request.toMend(), finding -> {}, OperatedShop::noPause);
        assertThat(result).isInstanceOf(Reconcile.Result.Busy.class);
    }

    @Test
    void a_run_that_was_stopped_goes_on_where_it_was_and_counts_on() {
        for (int i = 0; i < 150; i++) shop.buy(new TenantId("tenant-" + i), Checkout.of("pro"));
        shop.lossy = true;
        TenantId newest = new TenantId("tenant-149");
        TenantId oldest = new TenantId("tenant-0");
        for (TenantId tenant : List.of(newest, oldest))
            shop.stripe.cancelNow(shop.stripe.subscriptionOf(tenant).orElseThrow());
        List<Finding> first = new ArrayList<>();
        assertThatThrownBy(() -> shop.operations.reconcile(
                        Reconcile.Request.toLook(),
                        finding -> {
                            first.add(finding);
                            // The page is told of, and then the next one can't be had.
                            shop.stripe.goAway();
                        },
                        time -> {}))
                .isInstanceOf(ProviderException.class);
        assertThat(kinds(first)).containsExactly(Kind.STATUS);
        shop.stripe.comeBack();
        List<Finding> second = new ArrayList<>();
        var result = (Reconcile.Result.Finished)
                shop.operations.reconcile(Reconcile.Request.toLook(), second::add, OperatedShop::noPause);
        assertThat(second).hasSize(1);
        assertThat(second.get(0).drift().tenant()).contains(oldest);
        assertThat(result.goneOnFrom()).isPresent();
        assertThat(result.tally().listed()).isEqualTo(150);
        assertThat(result.tally().drift()).isEqualTo(2);
    }

    @Test
    void a_run_that_another_took_over_says_so_and_tells_nothing_twice() {
        for (int i = 0; i < 150; i++) shop.buy(new TenantId("tenant-" + i), Checkout.of("pro"));
        shop.lossy = true;
        for (TenantId tenant : List.of(new TenantId("tenant-149"), new TenantId("tenant-0")))
            shop.stripe.cancelNow(shop.stripe.subscriptionOf(tenant).orElseThrow());
        List<Finding> first = new ArrayList<>();
        List<Finding> second = new ArrayList<>();
        Reconcile.Result taken = shop.operations.reconcile(
                Reconcile.Request.toLook(),
                finding -> {
                    first.add(finding);
                    if (first.size() > 1) return;
                    shop.stripe.advance(LONGER_THAN_A_LEASE);
                    assertThat(shop.operations.reconcile(
                                    Reconcile.Request.toLook(), second::add, OperatedShop::noPause))
                            .isInstanceOf(Reconcile.Result.Finished.class);
                },
                OperatedShop::noPause);

        assertThat(taken).isEqualTo(new Reconcile.Result.Busy());
        assertThat(first).hasSize(1);
        assertThat(second).hasSize(2);
    }

    @Test
    void a_run_can_begin_anew_in_spite_of_an_earlier_one() {
        shop.buy(ACME, Checkout.of("pro"));
        Jobs.Run run = shop.store
                .inTransaction(tx -> tx.jobs().claim(Reconcile.LOOKING, Duration.ofMinutes(1)))
                .orElseThrow();
        shop.store.inTransaction(tx -> {
            tx.jobs().finish(run, "stopped", "9 9 9 9 9 TENANTS 2027-01-01T00:00:00Z", Duration.ZERO);
            return 0;
        });
        var result = (Reconcile.Result.Finished) shop.operations.reconcile(
                Reconcile.Request.toLook().fromTheBeginning(), finding -> {}, OperatedShop::noPause);
        assertThat(result.goneOnFrom()).isEmpty();
        assertThat(result.tally().listed()).isEqualTo(1);
    }

    private void stoppedAt(String job, String place) {
        shop.store.inTransaction(tx -> {
            Jobs.Run run = tx.jobs().claim(job, Duration.ofMinutes(1)).orElseThrow();
            tx.jobs().finish(run, "stopped", place, Duration.ZERO);
            return 0;
        });
    }

    private Reconcile.Result.Finished applied() {
        return (Reconcile.Result.Finished)
                shop.operations.reconcile(Reconcile.Request.toMend(), finding -> {}, OperatedShop::noPause);
    }

    /** Nothing tells whether the clock of who began it, or that of who goes on, was wrong. */
    @ParameterizedTest
    @ValueSource(strings = {"P1D", "P30D", "-P1D"})
    void a_run_that_was_begun_a_day_ago_or_longer_is_not_gone_on_with_and_all_is_compared(Duration ago) {
        shop.lossy = true;
        shop.buy(ACME, Checkout.of("pro"));
        Instant begun = OperatedShop.JAN_1.minus(ago);
        stoppedAt(Reconcile.MENDING, "9 9 9 9 0 TENANTS " + begun);
        Reconcile.Result.Finished result = applied();
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("pro");
        assertThat(result.goneOnFrom()).isEmpty();
        assertThat(result.leftBehind()).contains(begun);
        assertThat(result.tally().listed()).isEqualTo(1);
        assertThat(result.tally().left()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"LIST", "ABSENT", "TENANTS"})
    void a_run_that_is_told_to_end_gives_its_place_back_wherever_it_is_also_where_the_provider_is_not_asked(
            String phase) {
        shop.buy(ACME, Checkout.of("pro"));
        stoppedAt(Reconcile.LOOKING, "9 9 9 9 9 " + phase + " " + OperatedShop.JAN_1);
        assertThatThrownBy(() ->
                        shop.operations.reconcile(Reconcile.Request.toLook(), finding -> {}, OperatedShop::stopped))
                .hasMessage(OperatedShop.STOPPED);
        var again = (Reconcile.Result.Finished)
                shop.operations.reconcile(Reconcile.Request.toLook(), finding -> {}, OperatedShop::noPause);
        assertThat(again.goneOnFrom()).contains(OperatedShop.JAN_1);
    }

    @Test
    void a_run_that_was_begun_within_a_day_is_gone_on_with() {
        Instant begun = OperatedShop.JAN_1.minus(Duration.ofDays(1)).plusMillis(1);
        stoppedAt(Reconcile.MENDING, "9 9 9 9 9 TENANTS " + begun);
        Reconcile.Result.Finished result = applied();
        assertThat(result.goneOnFrom()).contains(begun);
        assertThat(result.leftBehind()).isEmpty();
        assertThat(result.tally().listed()).isEqualTo(9);
    }

    @Test
    void a_run_whose_place_the_provider_does_not_know_begins_anew() {
        shop.lossy = true;
        shop.buy(ACME, Checkout.of("pro"));
        stoppedAt(Reconcile.MENDING, "9 0 0 9 0 LIST " + OperatedShop.JAN_1 + " sub_of_another_account");
        Reconcile.Result.Finished result = applied();
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("pro");
        assertThat(result.goneOnFrom()).isEmpty();
        assertThat(result.leftBehind()).contains(OperatedShop.JAN_1);
        assertThat(result.tally().listed()).isEqualTo(1);
        assertThat(result.tally().left()).isZero();
    }
}

package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.BillingBuilder;
import dev.missioncontrol.billing.account.Access.Level;
import dev.missioncontrol.billing.account.SubscriptionStatus;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StatusCacheTest extends TwoNodesThatRemember {
    @Test
    void what_is_known_is_answered_without_a_query() {
        buy(billing, ACME, Checkout.of("team").seats(3));
        billing.status(ACME);
        billing.status(GLOBEX);
        int asked = store.asked(() -> {
            for (int i = 0; i < 1_000; i++) {
                assertThat(billing.status(ACME).seats()).isEqualTo(3);
                assertThat(billing.entitlements(ACME).has("export")).isTrue();
                assertThat(billing.entitlements(ACME).has("teleport")).isFalse();
                assertThat(billing.status(GLOBEX).plan()).isEqualTo("free");
            }
        });
        assertThat(asked).isZero();
        assertThat(billing.statusCache().hits()).isEqualTo(4_000);
        assertThat(billing.statusCache().size()).isEqualTo(2);
    }

    @Test
    void what_was_bought_ends_by_the_clock_alone() {
        buy(billing, ACME, Checkout.of("pro"));
        billing.cancel(ACME);
        assertThat(billing.status(ACME).access().until()).contains(FEB_1);
        now = FEB_1.minusMillis(1);
        assertThat(billing.entitlements(ACME).plan()).isEqualTo("pro");
        now = FEB_1;
        assertThat(store.asked(() -> {
                    assertThat(billing.status(ACME).access().level()).isEqualTo(Level.NONE);
                    assertThat(billing.entitlements(ACME).plan()).isEqualTo("free");
                    assertThat(billing.entitlements(ACME).has("export")).isFalse();
                }))
                .isZero();
    }

    @Test
    void grace_ends_by_the_clock_alone() {
        buy(billing, ACME, Checkout.of("pro"));
        sandbox.declineNextPayment(ACME);
        sandbox.onEvent(billing::accept);
        now = JAN_1.plus(Duration.ofDays(32));
        sandbox.advance(Duration.ofDays(32));
        billing.sync(ACME);
        TenantStatus grace = billing.status(ACME);
        assertThat(grace.access().level()).isEqualTo(Level.GRACE);
        now = grace.access().until().orElseThrow().minusMillis(1);
        assertThat(billing.status(ACME).access().level()).isEqualTo(Level.GRACE);
        pass(Duration.ofMillis(1));
        assertThat(store.asked(
                        () -> assertThat(billing.status(ACME).access().level()).isEqualTo(Level.NONE)))
                .isZero();
    }

    @Test
    void what_this_node_changes_counts_at_once() {
        assertThat(billing.status(ACME).plan()).isEqualTo("free");
        SubscriptionId bought = buy(billing, ACME, Checkout.of("team").seats(3));
        assertThat(billing.status(ACME).plan()).isEqualTo("team");
        billing.change(ACME, Change.toSeats(5));
        assertThat(billing.status(ACME).seats()).isEqualTo(5);
        sandbox.onEvent(billing::accept);
        sandbox.cancelNow(bought);
        assertThat(billing.status(ACME).plan()).isEqualTo("free");
    }

    @Test
    void what_another_node_changes_counts_within_two_seconds_and_for_its_tenant_alone() {
        billing.status(ACME);
        billing.status(GLOBEX);
        buy(other, ACME, Checkout.of("pro"));
        assertThat(billing.status(ACME).plan()).as("not seen yet").isEqualTo("free");
        pass(StatusCache.LONGEST_UNSEEN.plusMillis(1));
        assertThat(billing.status(ACME).plan()).isEqualTo("pro");
        assertThat(asked(GLOBEX)).as("nothing of it changed").isZero();
    }

    @Test
    void what_another_node_plans_for_later_counts_as_soon() {
        buy(billing, ACME, Checkout.of("team").seats(5));
        assertThat(billing.status(ACME).planned()).isEmpty();
        other.change(ACME, Change.toSeats(3));
        assertThat(other.status(ACME).planned()).isPresent();
        pass(StatusCache.LONGEST_UNSEEN.plusMillis(1));
        assertThat(billing.status(ACME).planned())
                .isEqualTo(other.status(ACME).planned())
                .isPresent();
        now = FEB_1;
        assertThat(billing.status(ACME).planned()).as("by the clock alone").isEmpty();
    }

    @Test
    void a_reader_looks_no_more_than_every_second() {
        billing.status(ACME);
        int asked = store.asked(() -> {
            for (int i = 0; i < 1_000; i++) {
                pass(Duration.ofMillis(10));
                billing.status(ACME);
            }
        });
        assertThat(asked).isBetween(1, 10);
        assertThat(billing.statusCache().misses()).isEqualTo(1);
    }

    @Test
    void workers_look_so_that_readers_need_not() {
        billing.status(ACME);
        for (int second = 0; second < 10; second++) {
            pass(Duration.ofSeconds(1));
            billing.runDue();
            assertThat(asked(ACME)).isZero();
        }
        buy(other, ACME, Checkout.of("pro"));
        pass(Duration.ofSeconds(1));
        billing.runDue();
        assertThat(billing.status(ACME).plan()).isEqualTo("pro");
    }

    @Test
    void a_reading_that_began_before_a_change_of_this_node_is_not_kept() {
        billing.status(GLOBEX);
        store.afterNext(() -> buy(billing, ACME, Checkout.of("pro")));
        assertThat(billing.status(ACME).plan()).as("read before").isEqualTo("free");
        assertThat(billing.status(ACME).plan()).isEqualTo("pro");
    }

    @Test
    void a_reading_that_began_before_a_change_of_another_node_is_not_kept_once_that_was_seen() {
        billing.status(GLOBEX);
        store.afterNext(() -> {
            buy(other, ACME, Checkout.of("pro"));
            pass(StatusCache.LONGEST_UNSEEN.plusMillis(1));
            billing.status(GLOBEX);
        });
        assertThat(billing.status(ACME).plan()).as("read before").isEqualTo("free");
        assertThat(billing.status(ACME).plan()).isEqualTo("pro");
    }

    @Test
    void a_sync_shows_what_another_node_did_already() {
        billing.status(ACME);
        buy(other, ACME, Checkout.of("pro"));
        billing.sync(ACME);
        assertThat(billing.status(ACME).plan()).isEqualTo("pro");
        assertThat(billing.operations().explain(ACME).status().orElseThrow().plan())
                .isEqualTo("pro");
    }

    @Test
    void another_catalogues_plan_is_derived_again_and_then_remembered() {
        buy(other, ACME, Checkout.of("pro"));
        PlanCatalog renamed = PlanCatalog.of(
                Plan.draft("free").rank(0), Plan.draft("gold").rank(1).monthly("price_pro_monthly", 2000, "usd"));
        Billing anew = node(store).catalog(renamed).rememberStatuses(10).build();
        assertThat(anew.status(ACME).plan()).isEqualTo("gold");
        anew.status(ACME);
        assertThat(store.asked(() -> anew.status(ACME))).isZero();
    }

    @Test
    void an_erased_tenant_is_forgotten_here_and_on_other_nodes() {
        SubscriptionId bought = buy(billing, ACME, Checkout.of("pro"));
        sandbox.onEvent(billing::accept);
        sandbox.cancelNow(bought);
        assertThat(billing.status(ACME).status()).isEqualTo(SubscriptionStatus.CANCELED);
        assertThat(other.status(ACME).status()).isEqualTo(SubscriptionStatus.CANCELED);
        other.operations().eraseTenant(ACME, EraseTenant.Request.because("asked for"), time -> {});
        assertThat(other.status(ACME).status()).isEqualTo(SubscriptionStatus.ACTIVE);
        pass(StatusCache.LONGEST_UNSEEN.plusMillis(1));
        assertThat(billing.status(ACME).status()).isEqualTo(SubscriptionStatus.ACTIVE);
    }

    @Test
    void no_more_are_remembered_than_were_asked_for() {
        Billing small = node(store).rememberStatuses(3).build();
        for (int i = 0; i < 100; i++) {
            TenantId tenant = new TenantId("tenant-" + i);
            small.status(tenant);
            assertThat(store.asked(() -> small.status(tenant))).isZero();
        }
        assertThat(small.statusCache().size()).isBetween(1L, 3L);
        assertThat(small.statusCache().evictions())
                .isEqualTo(100 - small.statusCache().size());
        assertThatThrownBy(() -> node(store).rememberStatuses(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> node(store).rememberStatuses(BillingBuilder.MOST_REMEMBERED + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void who_asks_for_no_memory_has_none() {
        Billing plain = node(store).build();
        plain.status(ACME);
        assertThat(store.asked(() -> plain.status(ACME))).isEqualTo(1);
        assertThat(plain.statusCache()).isEqualTo(new StatusCacheFigures(0, 0, 0, 0, 0));
    }
}

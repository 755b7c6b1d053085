package dev.missioncontrol.billing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Subscriptions of the provider, whoever's they are. */
abstract class SubscriptionsContract extends StoreContract {
    private static final CustomerId CUSTOMER = new CustomerId("cus_1");

    /** The same after its own payload named this customer. */
    static TrackedSubscription boughtBy(TrackedSubscription one, CustomerId customer, String status) {
        SubscriptionSnapshot said = ASnapshot.of(one.id(), NOW)
                .customer(Optional.of(customer))
                .status(status)
                .livemode(one.livemode())
                .said();
        return one.observe(said, NOW, true, DefaultCatalog.withPlaceholderPrices())
                .next();
    }

    private static List<String> shuffledEnds() {
        List<String> shuffled = new ArrayList<>(ENDS_IN_ORDER);
        Collections.shuffle(shuffled, new Random(7));
        return shuffled;
    }

    private static List<SubscriptionId> inOrder() {
        return ENDS_IN_ORDER.stream().map(StoreContract::sub).toList();
    }

    private TrackedSubscription held(SubscriptionId id, boolean livemode) {
        return get(tx -> tx.accounts().lockSubscription(id, livemode, NOW));
    }

    @Test
    void one_that_is_nobodys_is_forgotten_with_its_mark_and_its_plan() {
        mark(sub("1"), sub("other"));
        PlannedChange planned = new PlannedChange(new PriceId("price_1"), 1, NOW);
        run(tx -> tx.accounts().plan(sub("1"), Optional.of(planned)));
        run(tx -> {
            tx.accounts().lockSubscription(sub("1"), false, NOW);
            tx.accounts().forget(sub("1"));
            assertThat(tx.accounts().subscription(sub("1"))).isEmpty();
        });
        assertThat(find(tx -> tx.accounts().subscription(sub("1")))).isEmpty();
        assertThat(find(tx -> tx.accounts().planned(sub("1")))).isEmpty();
        List<Refreshes.Claim> due = list(tx -> tx.refreshes().claimDue(2, Duration.ofMinutes(1)));
        assertThat(due).extracting(Refreshes.Claim::subscription).containsExactly(sub("other"));
        mark(sub("1"));
        assertThat(find(tx -> tx.accounts().subscription(sub("1")))).isPresent();
    }

    @Test
    void a_tenants_is_not_forgotten() {
        known(ACME);
        change(sub("1"), one -> one.boundTo(ACME));
        assertThatThrownBy(() -> run(tx -> tx.accounts().forget(sub("1")))).isInstanceOf(IllegalStateException.class);
        assertThat(find(tx -> tx.accounts().subscription(sub("1")))).isPresent();
    }

    @Test
    void several_are_read_as_each_is_and_the_unknown_are_left_out() {
        mark(sub("a"), sub("b"), sub("c"));
        List<SubscriptionId> wanted = List.of(sub("c"), sub("unknown"), sub("a"));
        Map<SubscriptionId, TrackedSubscription> all = get(tx -> tx.accounts().subscriptions(wanted));
        assertThat(all).containsOnlyKeys(sub("a"), sub("c"));
        all.forEach((id, one) -> assertThat(one)
                .isEqualTo(find(tx -> tx.accounts().subscription(id)).orElseThrow()));
        Map<SubscriptionId, TrackedSubscription> none = get(tx -> tx.accounts().subscriptions(List.of()));
        assertThat(none).isEmpty();
    }

    @Test
    void several_are_read_as_written_a_moment_ago() {
        TrackedSubscription written = get(tx -> {
            TrackedSubscription held = tx.accounts().lockSubscription(sub("a"), false, NOW);
            tx.accounts().save(held.mark(), NOW);
            return tx.accounts().subscriptions(List.of(sub("a"))).get(sub("a"));
        });
        assertThat(written.dirty()).isEqualTo(1);
    }

    @Test
    void what_is_planned_is_remembered_replaced_and_forgotten_apart_from_all_else() {
        PlannedChange planned = new PlannedChange(new PriceId("price_1"), 3, NOW);
        run(tx -> tx.accounts().plan(sub("1"), Optional.of(planned)));
        assertThat(find(tx -> tx.accounts().planned(sub("1")))).isEmpty();
        mark(sub("1"), sub("2"));
        run(tx -> tx.accounts().plan(sub("1"), Optional.of(planned)));
        mark(sub("1"));
        assertThat(find(tx -> tx.accounts().planned(sub("1")))).contains(planned);
        assertThat(find(tx -> tx.accounts().planned(sub("2")))).isEmpty();
        PlannedChange other = new PlannedChange(new PriceId("price_2"), 999_999, NOW.plusSeconds(1));
        run(tx -> tx.accounts().plan(sub("1"), Optional.of(other)));
        assertThat(find(tx -> tx.accounts().planned(sub("1")))).contains(other);
        run(tx -> tx.accounts().plan(sub("1"), Optional.empty()));
        assertThat(find(tx -> tx.accounts().planned(sub("1")))).isEmpty();
    }

    @Test
    void what_is_planned_is_read_as_it_was_written_last_where_the_subscription_is_held() {
        run(tx -> tx.accounts().lockSubscription(sub("1"), false, NOW));
        PlannedChange planned = new PlannedChange(new PriceId("price_1"), 3, NOW);
        run(tx -> {
            tx.accounts().lockSubscription(sub("1"), false, NOW);
            assertThat(tx.accounts().planned(sub("1"))).isEmpty();
            tx.accounts().plan(sub("1"), Optional.of(planned));
            assertThat(tx.accounts().planned(sub("1"))).contains(planned);
        });
        run(tx -> {
            tx.accounts().lockSubscription(sub("1"), false, NOW);
            assertThat(tx.accounts().planned(sub("1"))).contains(planned);
            tx.accounts().plan(sub("1"), Optional.empty());
            assertThat(tx.accounts().planned(sub("1"))).isEmpty();
        });
        assertThat(find(tx -> tx.accounts().planned(sub("1")))).isEmpty();
    }

    @Test
    void whose_it_is_is_known_without_all_else() {
        assertThat(find(tx -> tx.accounts().ownerOf(sub("1")))).isEmpty();
        known(ACME);
        change(sub("1"), one -> boughtBy(one, CUSTOMER, "active").boundTo(ACME));
        mark(sub("2"));
        TrackedSubscription owned =
                find(tx -> tx.accounts().subscription(sub("1"))).orElseThrow();
        assertThat(find(tx -> tx.accounts().ownerOf(sub("1")))).contains(SubscriptionOwner.of(owned));
        assertThat(find(tx -> tx.accounts().ownerOf(sub("1"))).flatMap(SubscriptionOwner::tenant))
                .contains(ACME);
        assertThat(find(tx -> tx.accounts().ownerOf(sub("2"))).flatMap(SubscriptionOwner::tenant))
                .isEmpty();
    }

    @Test
    void a_new_one_is_unknown_and_nobodys_and_keeps_its_mode() {
        TrackedSubscription unknown = TrackedSubscription.unknown(sub("1"), true);
        assertThat(held(sub("1"), true)).isEqualTo(unknown);
        assertThat(held(sub("1"), false)).isEqualTo(unknown);
        assertThat(find(tx -> tx.accounts().subscription(sub("1")))).contains(unknown);
    }

    @Test
    void ids_that_differ_in_case_are_two() {
        mark(sub("a"));
        assertThat(find(tx -> tx.accounts().subscription(sub("A")))).isEmpty();
        mark(sub("A"), sub("A"));
        assertThat(find(tx -> tx.accounts().subscription(sub("a"))).map(TrackedSubscription::dirty))
                .contains(1L);
    }

    @Test
    void one_that_was_never_held_can_not_be_written() {
        assertThatThrownBy(() -> run(tx -> tx.accounts().save(TrackedSubscription.unknown(sub("1"), false), NOW)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(find(tx -> tx.accounts().subscription(sub("1")))).isEmpty();
    }

    @Test
    void every_field_survives() {
        known(ACME);
        for (long seed = 0; seed < 3 * SEEDS; seed++) {
            RandomRecords records = new RandomRecords(seed);
            Optional<TenantId> owner = records.maybe(() -> ACME);
            TrackedSubscription any = records.tracked(sub(Long.toString(seed % SEEDS)), owner);
            change(any.id(), one -> any);
            assertThat(find(tx -> tx.accounts().subscription(any.id())))
                    .as("seed %d", seed)
                    .contains(any);
            assertThat(held(any.id(), false)).as("seed %d", seed).isEqualTo(any);
        }
    }

    @Test
    void an_id_of_every_character_and_the_longest_survives() {
        StringBuilder all = new StringBuilder();
        for (char c = '!'; c <= '~'; c++) all.append(c);
        for (SubscriptionId id : List.of(new SubscriptionId(all.toString()), new SubscriptionId("s".repeat(255)))) {
            mark(id);
            assertThat(find(tx -> tx.accounts().subscription(id)))
                    .contains(TrackedSubscription.unknown(id, false).mark());
        }
    }

    @Test
    void a_tenants_come_by_id() {
        known(ACME, GLOBEX);
        for (String end : shuffledEnds()) change(sub(end), one -> one.boundTo(ACME));
        change(sub("theirs"), one -> one.boundTo(GLOBEX));
        mark(sub("nobodys"));
        assertThat(list(tx -> tx.accounts().subscriptionsOf(ACME)))
                .extracting(TrackedSubscription::id)
                .isEqualTo(inOrder());
        assertThat(list(tx -> {
                    hold(tx, ACME);
                    return tx.accounts().lockSubscriptionsOf(ACME);
                }))
                .extracting(TrackedSubscription::id)
                .isEqualTo(inOrder());
    }

    @Test
    void one_that_is_quarantined_is_nobodys_until_it_is_bound() {
        known(ACME);
        change(sub("1"), one -> one.boundTo(ACME));
        change(sub("1"), TrackedSubscription::quarantine);
        assertThat(list(tx -> tx.accounts().subscriptionsOf(ACME))).isEmpty();
        change(sub("1"), one -> one.boundTo(ACME));
        assertThat(list(tx -> tx.accounts().subscriptionsOf(ACME))).hasSize(1);
    }

    @Test
    void a_customers_come_by_id_whoever_owns_them() {
        known(ACME, GLOBEX);
        for (String end : shuffledEnds()) change(sub(end), one -> boughtBy(one, CUSTOMER, "active"));
        change(sub("A"), one -> one.boundTo(ACME));
        change(sub("a"), one -> one.boundTo(GLOBEX));
        change(sub("0"), TrackedSubscription::quarantine);
        change(sub("z"), one -> boughtBy(one, new CustomerId("CUS_1"), "active"));
        mark(sub("y"));
        assertThat(list(tx -> tx.accounts().subscriptionsOf(CUSTOMER, 99))).isEqualTo(inOrder());
        assertThat(list(tx -> tx.accounts().subscriptionsOf(CUSTOMER, 4)))
                .isEqualTo(inOrder().subList(0, 4));
        List<SubscriptionId> unowned = inOrder().stream()
                .filter(id -> !id.equals(sub("A")) && !id.equals(sub("a")))
                .toList();
        assertThat(list(tx -> tx.accounts().unownedOf(CUSTOMER, 99))).isEqualTo(unowned);
        assertThat(list(tx -> tx.accounts().unownedOf(CUSTOMER, 6))).isEqualTo(unowned.subList(0, 6));
    }

    @Test
    void the_customer_is_the_newest_snapshots() {
        CustomerId next = new CustomerId("cus_2");
        change(sub("1"), one -> boughtBy(one, CUSTOMER, "active"));
        change(sub("1"), one -> boughtBy(one, next, "canceled"));
        assertThat(list(tx -> tx.accounts().unownedOf(CUSTOMER, 9))).isEmpty();
        assertThat(list(tx -> tx.accounts().subscriptionsOf(CUSTOMER, 9))).isEmpty();
        assertThat(list(tx -> tx.accounts().unownedOf(next, 9))).containsExactly(sub("1"));
    }

    @Test
    void of_several_those_are_known_of_which_something_is_planned() {
        PlannedChange planned = new PlannedChange(new PriceId("price_1"), 3, NOW);
        mark(sub("1"), sub("2"), sub("3"));
        run(tx -> tx.accounts().plan(sub("1"), Optional.of(planned)));
        run(tx -> tx.accounts().plan(sub("3"), Optional.of(planned)));
        assertThat(this.<Set<SubscriptionId>>get(
                        tx -> tx.accounts().plannedAmong(List.of(sub("1"), sub("2"), sub("unknown")))))
                .containsExactly(sub("1"));
        assertThat(this.<Set<SubscriptionId>>get(tx -> tx.accounts().plannedAmong(List.of())))
                .isEmpty();
    }
}

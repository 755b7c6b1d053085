package dev.missioncontrol.billing.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderFreeTest {
    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
    private static final long SEED = 20270101;
    private final PlanCatalog catalog = DefaultCatalog.withPlaceholderPrices();

    private static SubscriptionSnapshot snapshot(String id, String status, String price, long seats, Instant created) {
        return ASnapshot.of(id, created)
                .customer("cus_1")
                .status(status)
                .item(price, seats)
                .said();
    }

    private record Said(SubscriptionSnapshot snapshot, Instant at) {}

    private TrackedSubscription after(List<Said> order) {
        TrackedSubscription tracked = TrackedSubscription.unknown(new SubscriptionId("sub_1"), false);
        for (Said said : order)
            tracked = tracked.observe(said.snapshot(), said.at(), true, catalog).next();
        return tracked;
    }

    @Test
    void every_order_of_a_seven_event_life_ends_in_one_state() {
        String[] statuses = {"incomplete", "active", "past_due", "active", "active", "past_due", "canceled"};
        long[] seats = {2, 2, 2, 3, 5, 5, 5};
        List<Said> life = new ArrayList<>();
        for (int i = 0; i < 7; i++)
            life.add(new Said(
                    snapshot("sub_1", statuses[i], "price_team_monthly", seats[i], START), START.plusSeconds(i)));
        Set<CurrentSubscription> ends = new HashSet<>();
        int orders = 0;
        for (List<Said> order : permutations(life)) {
            ends.add(CurrentSubscription.of(List.of(after(order)), catalog));
            orders++;
        }
        assertThat(orders).isEqualTo(5040);
        assertThat(ends).hasSize(1);
        assertThat(ends.iterator().next().status()).isEqualTo(SubscriptionStatus.CANCELED);
    }

    private static <T> List<List<T>> permutations(List<T> of) {
        if (of.isEmpty()) return List.of(List.of());
        List<List<T>> all = new ArrayList<>();
        for (int i = 0; i < of.size(); i++) {
            List<T> rest = new ArrayList<>(of);
            T first = rest.remove(i);
            for (List<T> tail : permutations(rest)) {
                List<T> one = new ArrayList<>(List.of(first));
                one.addAll(tail);
                all.add(one);
            }
        }
        return all;
    }

    @Test
    void nothing_revives_what_has_ended() {
        Said ended = new Said(snapshot("sub_1", "canceled", "price_pro_monthly", 1, START), START);
        Said later = new Said(snapshot("sub_1", "active", "price_pro_monthly", 1, START), START.plusSeconds(60));
        assertThat(after(List.of(ended, later)).ended()).isTrue();
        assertThat(after(List.of(later, ended)).ended()).isTrue();
    }

    @Test
    void late_cancellation_of_an_old_subscription_leaves_the_new_one() {
        TrackedSubscription old = TrackedSubscription.unknown(new SubscriptionId("sub_old"), false)
                .observe(
                        snapshot("sub_old", "canceled", "price_pro_monthly", 1, START),
                        START.plusSeconds(99),
                        true,
                        catalog)
                .next();
        TrackedSubscription current = TrackedSubscription.unknown(new SubscriptionId("sub_new"), false)
                .observe(
                        snapshot("sub_new", "active", "price_team_monthly", 4, START.plusSeconds(9)),
                        START.plusSeconds(10),
                        true,
                        catalog)
                .next();
        assertThat(CurrentSubscription.of(List.of(old, current), catalog).plan())
                .isEqualTo("team");
        assertThat(CurrentSubscription.of(List.of(current, old), catalog).plan())
                .isEqualTo("team");
    }

    @Test
    void unknown_statuses_and_prices_never_grant_more() {
        Said known = new Said(snapshot("sub_1", "active", "price_pro_monthly", 1, START), START);
        Said strange = new Said(snapshot("sub_1", "frozen", "price_team_monthly", 9, START), START.plusSeconds(5));
        Said foreign = new Said(snapshot("sub_1", "active", "price_elsewhere", 9, START), START.plusSeconds(9));
        assertThat(CurrentSubscription.of(List.of(after(List.of(known, strange))), catalog)
                        .plan())
                .isEqualTo("pro");
        assertThat(CurrentSubscription.of(List.of(after(List.of(known, foreign))), catalog)
                        .plan())
                .isEqualTo("pro");
        assertThat(CurrentSubscription.of(List.of(after(List.of(strange))), catalog)
                        .plan())
                .isEqualTo("free");
        assertThat(CurrentSubscription.of(List.of(after(List.of(foreign))), catalog)
                        .plan())
                .isEqualTo("free");
    }

    @Test
    void grace_gives_no_more_than_what_was_last_paid_for() {
        Said paid = new Said(snapshot("sub_1", "active", "price_pro_monthly", 1, START), START);
        Said unpaidUpgrade =
                new Said(snapshot("sub_1", "past_due", "price_team_monthly", 50, START), START.plusSeconds(5));
        CurrentSubscription current = CurrentSubscription.of(List.of(after(List.of(paid, unpaidUpgrade))), catalog);
        assertThat(current.plan()).isEqualTo("pro");
        assertThat(AccessPolicy.STANDARD.access(current, START.plusSeconds(9)).level())
                .isEqualTo(Access.Level.GRACE);
    }

    @Test
    void a_first_payload_that_is_past_due_keeps_what_it_holds_until_something_says_what_was_paid() {
        Said owing = new Said(snapshot("sub_1", "past_due", "price_team_monthly", 50, START), START.plusSeconds(5));
        Said paid = new Said(snapshot("sub_1", "active", "price_pro_monthly", 1, START), START);
        assertThat(CurrentSubscription.of(List.of(after(List.of(owing))), catalog)
                        .seats())
                .isEqualTo(50);
        assertThat(CurrentSubscription.of(List.of(after(List.of(owing, paid))), catalog)
                        .plan())
                .isEqualTo("pro");
    }

    @ParameterizedTest
    @EnumSource(ProviderStatus.class)
    void each_status_is_answered_by_the_table(ProviderStatus status) {
        Said said = new Said(snapshot("sub_1", status.word(), "price_pro_monthly", 1, START), START);
        CurrentSubscription current = CurrentSubscription.of(List.of(after(List.of(said))), catalog);
        Access access = AccessPolicy.STANDARD.access(current, START.plusSeconds(1));
        switch (status) {
            case ACTIVE, TRIALING -> {
                assertThat(current.status().word()).isEqualTo(status.word());
                assertThat(access.level()).isEqualTo(Access.Level.FULL);
            }
            case PAST_DUE -> assertThat(access.level()).isEqualTo(Access.Level.GRACE);
            case UNPAID, PAUSED -> {
                assertThat(current.status()).isEqualTo(SubscriptionStatus.PAST_DUE);
                assertThat(access.level()).isEqualTo(Access.Level.NONE);
            }
            case CANCELED -> {
                assertThat(current.status()).isEqualTo(SubscriptionStatus.CANCELED);
                assertThat(current.plan()).isEqualTo("free");
            }
            case INCOMPLETE, INCOMPLETE_EXPIRED -> assertThat(current).isEqualTo(CurrentSubscription.none(catalog));
        }
    }

    @Test
    void the_fold_does_not_depend_on_the_order_of_subscriptions() {
        Random random = new Random(SEED);
        String[] statuses = {"active", "past_due", "canceled", "paused", "incomplete", "frozen", "trialing"};
        String[] prices = {"price_pro_monthly", "price_team_yearly", "price_elsewhere"};
        for (int round = 0; round < 2000; round++) {
            List<TrackedSubscription> all = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(5); i++) {
                SubscriptionSnapshot one = snapshot(
                        "sub_" + i,
                        statuses[random.nextInt(statuses.length)],
                        prices[random.nextInt(prices.length)],
                        random.nextLong(),
                        START.plusSeconds(random.nextInt(3)));
                all.add(TrackedSubscription.unknown(one.id(), false)
                        .observe(one, START, true, catalog)
                        .next());
            }
            CurrentSubscription straight = CurrentSubscription.of(all, catalog);
            Collections.shuffle(all, random);
            assertThat(CurrentSubscription.of(all, catalog))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(straight);
            all.addAll(List.copyOf(all));
            assertThat(CurrentSubscription.of(all, catalog))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(straight);
            assertThat(straight.seats()).isBetween(1, 999_999);
        }
    }
}

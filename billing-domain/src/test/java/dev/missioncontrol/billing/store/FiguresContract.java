package dev.missioncontrol.billing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.account.SubscriptionStatus;
import dev.missioncontrol.billing.account.TenantGroup;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.Arrears;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import dev.missioncontrol.billing.store.Listings.TenantFilter;
import dev.missioncontrol.billing.store.Listings.TenantLine;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Figures over time, and the list of tenants that they lead to. */
abstract class FiguresContract extends StoreContract {
    private static final LocalDate DAY = LocalDate.parse("2027-01-01");
    private static final TenantFilter ALL = TenantFilter.ALL;

    private void has(String tenant, String plan, ProviderStatus standing, SubscriptionStatus status, int seats) {
        TenantId id = new TenantId(tenant);
        CurrentSubscription current = new CurrentSubscription(
                Optional.of(new SubscriptionId("sub_" + tenant)),
                plan,
                status,
                seats,
                Optional.of(BillingInterval.MONTH),
                Optional.of(NOW),
                Optional.of(standing.word()),
                Optional.of(standing),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.of(NOW));
        run(tx -> {
            hold(tx, id);
            tx.accounts().saveCurrent(new StoredSubscription(id, Optional.empty(), current, "hash"), NOW);
        });
    }

    private void someTenants() {
        has("a-1", "pro", ProviderStatus.ACTIVE, SubscriptionStatus.ACTIVE, 1);
        has("a-2", "team", ProviderStatus.ACTIVE, SubscriptionStatus.ACTIVE, 5);
        has("a-3", "team", ProviderStatus.PAST_DUE, SubscriptionStatus.PAST_DUE, 3);
        has("b-1", "team", ProviderStatus.ACTIVE, SubscriptionStatus.ACTIVE, 2);
        known(new TenantId("a-4"));
    }

    private static TenantGroup group(String plan, ProviderStatus standing, long tenants, long seats) {
        return new TenantGroup(plan, Optional.of(BillingInterval.MONTH), Optional.of(standing), tenants, seats);
    }

    private static Figures.Day day(LocalDate day, TenantGroup group, long minor) {
        return new Figures.Day(day, NOW, group, Optional.of(new Money(minor, "usd")));
    }

    private List<String> ids(TenantFilter filter, Optional<TenantId> after, int limit) {
        return list(tx -> tx.listings().tenants(filter, after, limit)).stream()
                .map(TenantRow::tenant)
                .toList();
    }

    private Figures.Counted counted(Optional<TenantId> after, int limit, String... retired) {
        Set<PriceId> prices = Stream.of(retired).map(PriceId::new).collect(Collectors.toSet());
        return get(tx -> tx.figures().count(after, prices, limit));
    }

    /** The subscription of this tenant has these lines. */
    private void holds(String tenant, String... prices) {
        holds(tenant, Optional.empty(), prices);
    }

    private void holds(String tenant, Optional<Arrears> owes, String... prices) {
        SubscriptionId id = sub(tenant);
        ASnapshot holding = ASnapshot.of(id, NOW).arrears(owes);
        for (String price : prices) holding.item(price, 1);
        change(
                id,
                one -> one.observe(holding.said(), NOW, true, DefaultCatalog.withPlaceholderPrices())
                        .next());
    }

    @Test
    void tenants_are_counted_in_groups_a_page_at_a_time_each_once() {
        assertThat(counted(Optional.empty(), 10)).isEqualTo(new Figures.Counted(List.of(), Optional.empty()));
        someTenants();
        Figures.Counted first = counted(Optional.empty(), 3);
        assertThat(first.groups())
                .containsExactlyInAnyOrder(
                        group("pro", ProviderStatus.ACTIVE, 1, 1),
                        group("team", ProviderStatus.ACTIVE, 1, 5),
                        group("team", ProviderStatus.PAST_DUE, 1, 3));
        assertThat(first.last()).contains(new TenantId("a-3"));
        Figures.Counted second = counted(first.last(), 3);
        assertThat(second.groups()).containsExactly(group("team", ProviderStatus.ACTIVE, 1, 2));
        assertThat(counted(second.last(), 3).last()).isEmpty();
    }

    @Test
    void who_keeps_a_price_that_is_sold_no_more_is_in_a_group_without_an_interval() {
        someTenants();
        holds("a-1", "price_pro_monthly");
        holds("a-2", "price_other", "price_\"old\"");
        holds("b-1", "price_\"old\"er");
        TenantGroup kept = new TenantGroup("team", Optional.empty(), Optional.of(ProviderStatus.ACTIVE), 1, 5);
        Figures.Counted all = counted(Optional.empty(), 10, "price_\"old\"", "price_older");
        assertThat(all.groups())
                .containsExactlyInAnyOrder(
                        kept,
                        group("pro", ProviderStatus.ACTIVE, 1, 1),
                        group("team", ProviderStatus.PAST_DUE, 1, 3),
                        group("team", ProviderStatus.ACTIVE, 1, 2));
        assertThat(all.last()).contains(new TenantId("b-1"));
        assertThat(counted(Optional.of(new TenantId("a-1")), 1, "price_\"old\"").groups())
                .containsExactly(kept);
        assertThat(counted(Optional.of(new TenantId("b-1")), 10, "price_\"old\"")
                        .last())
                .isEmpty();
    }

    @Test
    void who_paid_such_a_price_last_and_holds_another_now_is_counted_with_those_who_hold_that() {
        someTenants();
        SubscriptionItem paid = SubscriptionItem.of(new PriceId("price_old"), 1);
        holds("a-2", Optional.of(new Arrears(NOW, List.of(paid))), "price_team_monthly");
        assertThat(counted(Optional.of(new TenantId("a-1")), 1, "price_old").groups())
                .containsExactly(group("team", ProviderStatus.ACTIVE, 1, 5));
    }

    @Test
    void a_day_counted_again_says_what_was_counted_last() {
        assertThat(find(tx -> tx.figures().newestDay())).isEmpty();
        TenantGroup free = new TenantGroup("free", Optional.empty(), Optional.empty(), 7, 7);
        Figures.Day nothing = new Figures.Day(DAY, NOW, free, Optional.empty());
        Figures.Day team = day(DAY, group("team", ProviderStatus.ACTIVE, 2, 9), 13_500);
        run(tx -> tx.figures().saveDay(DAY, List.of(day(DAY, group("pro", ProviderStatus.ACTIVE, 1, 1), 2_000))));
        run(tx -> tx.figures().saveDay(DAY, List.of(nothing, team)));
        Figures.Day later = day(DAY.plusDays(2), group("team", ProviderStatus.ACTIVE, 3, 10), 15_000);
        run(tx -> tx.figures().saveDay(later.day(), List.of(later)));
        assertThat(list(tx -> tx.figures().days(DAY, DAY.plusDays(1)))).containsExactly(nothing, team);
        assertThat(list(tx -> tx.figures().days(DAY, DAY.plusDays(2)))).containsExactly(nothing, team, later);
        assertThat(list(tx -> tx.figures().days(DAY.plusDays(1), DAY.plusDays(1))))
                .isEmpty();
        assertThat(find(tx -> tx.figures().oldestDay())).contains(DAY);
        assertThat(find(tx -> tx.figures().newestDay())).contains(DAY.plusDays(2));
    }

    private void event(String id, Instant received, EventOutcome outcome) {
        ProviderEvent said = new ProviderEvent(
                new EventId("evt_" + id),
                "invoice.paid",
                NOW,
                false,
                Optional.empty(),
                Optional.empty(),
                new EventContent.OfInvoice(Optional.of(sub("1")), Optional.empty()),
                "{}");
        run(tx -> {
            tx.inbox().insert(said, received);
            tx.inbox().conclude(said.id(), outcome, "why", Optional.empty());
        });
    }

    @Test
    void events_are_counted_by_when_they_came_and_by_what_became_of_them() {
        event("before", NOW.minusNanos(1_000), EventOutcome.APPLIED);
        event("first", NOW, EventOutcome.APPLIED);
        event("second", NOW.plusSeconds(59), EventOutcome.APPLIED);
        event("odd", NOW.plusSeconds(59), EventOutcome.QUARANTINED);
        event("behind", NOW.plusSeconds(60), EventOutcome.APPLIED);
        Map<EventOutcome, Long> received = get(tx -> tx.figures().received(NOW, NOW.plusSeconds(60)));
        assertThat(received).isEqualTo(Map.of(EventOutcome.APPLIED, 2L, EventOutcome.QUARANTINED, 1L));
    }

    @Test
    void minutes_and_sweeps_come_in_order_once_and_are_forgotten_by_age() {
        Figures.Minute quiet = new Figures.Minute(NOW, Duration.ofMinutes(1), Map.of(), 0, Duration.ZERO);
        Figures.Minute busy = new Figures.Minute(
                NOW.plusSeconds(60),
                Duration.ofMillis(60_001),
                Map.of(EventOutcome.APPLIED, 7L, EventOutcome.DEAD, 1L),
                3,
                Duration.ofMillis(1_500));
        for (Figures.Minute one : List.of(busy, quiet, quiet))
            run(tx -> tx.figures().save(one));
        assertThat(list(tx -> tx.figures().minutes(NOW, 10))).containsExactly(quiet, busy);
        assertThat(list(tx -> tx.figures().minutes(NOW, 1))).containsExactly(quiet);
        assertThat(find(tx -> tx.figures().lastMinute())).contains(busy);
        Figures.Sweep old = new Figures.Sweep(NOW, 10, 2, 1);
        Figures.Sweep later = new Figures.Sweep(NOW.plusSeconds(3600), 11, 0, 0);
        for (Figures.Sweep one : List.of(later, old, old))
            run(tx -> tx.figures().save(one));
        assertThat(list(tx -> tx.figures().sweeps(10))).containsExactly(old, later);
        assertThat(list(tx -> tx.figures().sweeps(1))).containsExactly(later);
        assertThat(count(tx -> tx.figures().forget(NOW.plusSeconds(60), NOW.plusSeconds(1), 10)))
                .isEqualTo(2);
        assertThat(list(tx -> tx.figures().minutes(NOW, 10))).containsExactly(busy);
        assertThat(list(tx -> tx.figures().sweeps(10))).containsExactly(later);
    }

    @Test
    void tenants_come_with_what_they_have_and_those_that_never_had_anything_too() {
        someTenants();
        assertThat(ids(ALL, Optional.empty(), 10)).containsExactly("a-1", "a-2", "a-3", "a-4", "b-1");
        assertThat(ids(ALL, Optional.of(new TenantId("a-3")), 1)).containsExactly("a-4");
        List<TenantLine> lines = list(tx -> tx.listings().tenants(ALL, Optional.empty(), 10)).stream()
                .map(row -> ((TenantRow.Readable) row).line())
                .toList();
        assertThat(lines.get(1).has().map(one -> one.current().plan())).contains("team");
        assertThat(lines.get(3).has()).isEmpty();
    }

    @Test
    void a_filter_fits_by_the_beginning_of_ids_by_plan_and_by_status() {
        someTenants();
        known(new TenantId("a"), new TenantId("b"), new TenantId("a~"), new TenantId("A-1"));
        assertThat(ids(new TenantFilter("a-", Optional.empty(), Optional.empty()), Optional.empty(), 10))
                .containsExactly("a-1", "a-2", "a-3", "a-4");
        assertThat(ids(new TenantFilter("", Optional.of("a\0plan"), Optional.empty()), Optional.empty(), 10))
                .as("typed by somebody; no database holds it")
                .isEmpty();
        TenantFilter teams = new TenantFilter("", Optional.of("team"), Optional.empty());
        assertThat(ids(teams, Optional.empty(), 2)).containsExactly("a-2", "a-3");
        assertThat(ids(teams, Optional.of(new TenantId("a-3")), 2)).containsExactly("b-1");
        assertThat(ids(
                        new TenantFilter("", Optional.empty(), Optional.of(SubscriptionStatus.PAST_DUE)),
                        Optional.empty(),
                        10))
                .containsExactly("a-3");
        assertThat(ids(
                        new TenantFilter("a", Optional.of("team"), Optional.of(SubscriptionStatus.ACTIVE)),
                        Optional.empty(),
                        10))
                .containsExactly("a-2");
    }
}

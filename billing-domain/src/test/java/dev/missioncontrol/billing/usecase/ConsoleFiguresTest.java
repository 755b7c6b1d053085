package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.OperatedShop.ACME;
import static dev.missioncontrol.billing.usecase.OperatedShop.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.account.SubscriptionStatus;
import dev.missioncontrol.billing.account.TenantGroup;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.store.Figures;
import dev.missioncontrol.billing.store.Listings.TenantFilter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the console shows of a shop, and what its actions leave behind. */
class ConsoleFiguresTest {
    private static final OperatorsWord ANNA = new OperatorsWord("anna", "the customer called");

    private final OperatedShop shop = new OperatedShop();
    private final Operations operations = shop.operations;

    private List<String> rules(TenantId tenant) {
        return shop.store.inTransaction(tx -> tx.journal().audit(tenant, 1, 999)).stream()
                .filter(entry -> entry.actor().equals("operator"))
                .map(AuditEntry::rule)
                .toList();
    }

    private void pass(Duration time) {
        shop.stripe.advance(time);
        shop.billing.runDue();
    }

    @Test
    void what_was_bought_is_counted_within_a_minute_with_what_it_brings_a_month() {
        shop.buy(ACME, Checkout.of("team").seats(3).yearly());
        pass(CountTenants.EVERY);
        Overview overview = operations.overview(30);
        assertThat(overview.now()).hasSize(1);
        Figures.Day team = overview.now().get(0);
        assertThat(team.group())
                .isEqualTo(new TenantGroup(
                        "team", Optional.of(BillingInterval.YEAR), Optional.of(ProviderStatus.ACTIVE), 1, 3));
        Money year = shop.catalog
                .plan("team")
                .orElseThrow()
                .price(BillingInterval.YEAR)
                .orElseThrow()
                .unitAmount();
        assertThat(team.revenue()).contains(new Money(year.times(3).minorUnits() / 12, "usd"));
        assertThat(overview.countedSince()).contains(LocalDate.parse("2027-01-01"));
    }

    @Test
    void nothing_at_all_is_a_figure_too() {
        pass(CountTenants.EVERY);
        Overview overview = operations.overview(30);
        assertThat(overview.countedAt()).isPresent();
        assertThat(overview.now()).singleElement().satisfies(one -> {
            assertThat(one.group().tenants()).isZero();
            assertThat(one.revenue()).isEmpty();
        });
    }

    @Test
    void each_day_keeps_what_it_came_to_last() {
        shop.buy(ACME, Checkout.of("pro"));
        pass(Duration.ofHours(1));
        pass(Duration.ofDays(1));
        shop.buy(GLOBEX, Checkout.of("pro"));
        pass(Duration.ofHours(1));
        List<Figures.Day> days = operations.overview(30).days();
        assertThat(days.stream().map(one -> one.day() + " " + one.group().tenants()))
                .containsExactly("2027-01-01 1", "2027-01-02 2");
    }

    @Test
    void what_came_in_a_minute_is_told_by_what_became_of_it() {
        pass(SampleTraffic.EVERY);
        shop.buy(ACME, Checkout.of("pro"));
        pass(SampleTraffic.EVERY);
        List<Figures.Minute> minutes = operations.overview(1).minutes();
        long applied = minutes.stream()
                .mapToLong(one -> one.received().getOrDefault(EventOutcome.APPLIED, 0L))
                .sum();
        assertThat(applied)
                .isEqualTo(operations
                        .events(EventOutcome.APPLIED, Optional.empty(), 999)
                        .events()
                        .size());
    }

    @Test
    void a_sweep_tells_what_it_found_and_mended() {
        SubscriptionId bought = shop.buy(ACME, Checkout.of("pro"));
        shop.lossy = true;
        shop.stripe.cancelNow(bought);
        shop.lossy = false;
        pass(Duration.ofHours(2));
        List<Figures.Sweep> sweeps = operations.overview(1).sweeps();
        Figures.Sweep last = sweeps.get(sweeps.size() - 1);
        assertThat(last.drift()).isPositive();
        assertThat(last.mended()).isEqualTo(last.drift());
    }

    @Test
    void a_count_goes_on_where_another_node_stopped() {
        TenantCountCursor begun = TenantCountCursor.begin(Instant.parse("2027-01-01T00:00:00Z"))
                .and(new Figures.Counted(
                        List.of(new TenantGroup("free", Optional.empty(), Optional.empty(), 3, 3)), Optional.of(ACME)));
        assertThat(TenantCountCursor.parse(begun.text())).contains(begun);
        TenantCountCursor twice = begun.and(new Figures.Counted(begun.groups(), Optional.of(GLOBEX)));
        assertThat(TenantCountCursor.parse(twice.text()).orElseThrow().groups())
                .containsExactly(new TenantGroup("free", Optional.empty(), Optional.empty(), 6, 6));
        for (String odd : List.of("", "x", "1 2 3", "2027-01-01T00:00:00Z acme free,-,-,1", "a b c d"))
            assertThat(TenantCountCursor.parse(odd)).isEmpty();
    }

    @Test
    void counting_rests_twenty_times_as_long_as_it_took() {
        Instant start = Instant.parse("2027-01-01T00:00:00Z");
        assertThat(CountTenants.rest(start, start.plusSeconds(1))).isEqualTo(CountTenants.EVERY);
        assertThat(CountTenants.rest(start, start.plusSeconds(30))).isEqualTo(Duration.ofMinutes(10));
        assertThat(CountTenants.rest(start, start.plusSeconds(86_400))).isEqualTo(CountTenants.RARELY);
        assertThat(CountTenants.rest(start, start.minusSeconds(5))).isEqualTo(CountTenants.EVERY);
    }

    @Test
    void a_tenant_is_found_by_its_own_id_and_by_every_id_of_the_provider() {
        SubscriptionId bought = shop.buy(ACME, Checkout.of("pro"));
        String customer =
                operations.explain(ACME).customer().orElseThrow().customer().value();
        for (String id : List.of(bought.value(), customer, " " + customer + " "))
            assertThat(operations.findByProvidersId(id).tenants())
                    .singleElement()
                    .satisfies(line -> assertThat(line.tenant()).isEqualTo(ACME));
        assertThat(operations.findByProvidersId("nobody knows").tenants()).isEmpty();
        TenantFilter begins = new TenantFilter("ac", Optional.empty(), Optional.of(SubscriptionStatus.ACTIVE));
        assertThat(operations.tenants(begins, Optional.empty(), 10).tenants()).hasSize(1);
    }

    @Test
    void a_subscription_that_is_nobodys_is_found_as_such() {
        CustomerId customer = shop.customer(ACME);
        shop.billing.bind(ACME, customer);
        SubscriptionId disputed = shop.subscription(
                ACME, customer, new BillingMetadata(Optional.of("globex"), Optional.empty(), Optional.empty()));
        assertThat(operations
                        .findByProvidersId(disputed.value())
                        .nobodys()
                        .orElseThrow()
                        .quarantined())
                .isTrue();
    }

    @Test
    void pages_end_where_there_is_no_more() {
        for (String name : List.of("a", "b", "c")) shop.buy(new TenantId(name), Checkout.of("pro"));
        FindTenants.Page first = operations.tenants(TenantFilter.ALL, Optional.empty(), 2);
        assertThat(first.tenants()).hasSize(2);
        FindTenants.Page second = operations.tenants(TenantFilter.ALL, first.next(), 2);
        assertThat(second.tenants()).hasSize(1);
        assertThat(second.next()).isEmpty();
    }

    @Test
    void every_action_leaves_who_asked_for_it_and_why() {
        shop.buy(ACME, Checkout.of("pro"));
        operations.refresh(ACME, ANNA, true, OperatedShop::noPause);
        var event = operations
                .events(EventOutcome.APPLIED, Optional.empty(), 99)
                .events()
                .get(0);
        operations.replay(event.id(), ANNA);
        CustomerId customer = shop.customer(GLOBEX);
        operations.bind(GLOBEX, customer, ANNA, true, OperatedShop::noPause);
        assertThat(rules(ACME))
                .containsExactly(
                        "a refresh was asked for by anna: the customer called",
                        "the event, which was applied, was replayed by anna: the customer called");
        assertThat(rules(GLOBEX))
                .containsExactly("bound to the customer " + customer + " by anna: the customer called");
    }

    private EventId quarantined() {
        shop.quarantined();
        return operations
                .events(EventOutcome.QUARANTINED, Optional.empty(), 9)
                .events()
                .get(0)
                .id();
    }

    @Test
    void who_replays_an_event_that_stays_nobodys_is_said_beside_it() {
        EventId event = quarantined();
        operations.replay(event, ANNA);
        assertThat(shop.stored(event).reason()).endsWith("; was quarantined; replayed by anna: the customer called");
    }

    @Test
    void that_an_event_was_dead_is_said_beside_it_where_it_stays_nobodys_whoever_replays_it() {
        EventId event = quarantined();
        shop.store.inTransaction(tx -> {
            tx.inbox().fail(event, EventOutcome.DEAD, "a fault of ours", 8, Optional.empty());
            return null;
        });
        operations.replay(event);
        assertThat(shop.stored(event).outcome()).isEqualTo(EventOutcome.QUARANTINED);
        assertThat(shop.stored(event).reason()).endsWith("; was dead; replayed");
    }

    @Test
    void an_operator_has_a_name_and_a_reason() {
        for (String reason : List.of("", "  ", "x".repeat(OperatorsWord.LONGEST_REASON + 1)))
            assertThatThrownBy(() -> new OperatorsWord("anna", reason)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OperatorsWord(" ", "why")).isInstanceOf(IllegalArgumentException.class);
    }
}

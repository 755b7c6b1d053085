package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.WebhookAnswer;
import dev.missioncontrol.billing.id.AttemptId;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.store.Expected;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events that arrive while others are being stored share a transaction, and nobody can tell. */
class EventsTogetherTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final int EVENTS = 60;
    private static final int SEEDS = 12;

    private static final String[] STATES = {
        "select tenant_id, stripe_customer_id, stripe_subscription_id, plan, seats, status, current_period_end,"
                + " provider_status, cancel_at, provisional, as_of from billing.subscriptions order by 1",
        "select subscription_id, tenant_id, customer_id, quarantined, ended, snapshot, basis, provisional, registers,"
                + " dirty, synced, row_version, look_again_at is null from billing.tracked_subscriptions order by 1",
        "select subscription_id from billing.marked_subscriptions order by 1",
        "select event_id, event_type, subscription_id, tenant_id, outcome, reason, attempts, retry_at is null"
                + " from billing.webhook_events order by 1",
        "select tenant_id, sequence_no, actor, event_id, decision_rule, before_state, after_state"
                + " from billing.billing_audit order by 1, 2",
        "select tenant_id, sequence_no, transition from billing.billing_outbox order by 1, 2",
        "select tenant_id, audit_length, event_length from billing.tenants order by 1"
    };

    /** A store that counts the transactions of events. */
    private static final class Counted implements BillingStore {
        private final BillingStore store;
        private int groups;

        Counted(BillingStore store) {
            this.store = store;
        }

        @Override
        public <T> T inTransaction(Function<BillingTransaction, T> work) {
            return store.inTransaction(work);
        }

        @Override
        public <T> T inTransaction(Expected expected, Function<BillingTransaction, T> work) {
            groups++;
            return store.inTransaction(expected, work);
        }
    }

    private record Told(List<String> answers, List<String> rows, int groups) {}

    @ParameterizedTest
    @EnumSource
    void what_is_taken_together_ends_as_what_is_taken_one_by_one(RealDatabase database) throws Exception {
        for (long seed = 1; seed <= SEEDS; seed++) {
            List<ProviderEvent> events = events(seed);
            Told oneByOne = oneByOne(database, events);
            Told together = together(database, events);
            for (int row = 0;
                    row < Math.min(together.rows().size(), oneByOne.rows().size());
                    row++)
                assertThat(together.rows().get(row))
                        .as("seed %d", seed)
                        .isEqualTo(oneByOne.rows().get(row));
            assertThat(together.rows()).as("seed %d", seed).hasSameSizeAs(oneByOne.rows());
            assertThat(together.answers()).as("seed %d", seed).isEqualTo(oneByOne.answers());
            assertThat(together.groups()).as("they were taken together").isLessThan(EVENTS / 4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_is_nobodys_in_one_group_is_held_in_the_next(RealDatabase database) throws Exception {
        List<ProviderEvent> events = nobodys();
        Told together = together(database, events);
        assertThat(together.groups()).as("more than one has them").isBetween(3, 5);
        assertThat(together.rows()).isEqualTo(oneByOne(database, events).rows());
    }

    @ParameterizedTest
    @EnumSource
    void a_tenant_that_only_seemed_to_own_something_is_not_made(RealDatabase database) throws Exception {
        Told together = together(database, anotherNamedLater());
        assertThat(together.rows())
                .filteredOn(row -> row.startsWith("tenant"))
                .isNotEmpty()
                .allMatch(row -> row.startsWith("tenant100 "));
    }

    @Test
    void a_driver_that_rewrites_batches_loses_nothing() throws SQLException {
        List<ProviderEvent> events = events(1);
        try (HikariDataSource source = StoreOnDatabase.migrated(RealDatabase.POSTGRESQL);
                HikariDataSource rewriting =
                        BillingPool.open(source.getJdbcUrl() + "?reWriteBatchedInserts=true", "postgres", "postgres")) {
            List<String> answers = bring(JdbiBillingStore.on(rewriting), events);
            assertThat(answers).doesNotContain("store_unavailable").hasSize(EVENTS);
            execute(source, "delete from billing.webhook_events where event_id in ('evt_first', 'evt_second')");
            assertThat(rows(source))
                    .isEqualTo(oneByOne(RealDatabase.POSTGRESQL, events).rows());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_checkout_that_ends_while_its_tenant_is_waited_for_is_seen_as_it_ended(RealDatabase database) {
        TenantId tenant = new TenantId("tenant0");
        CheckoutAttempt open = new CheckoutAttempt(
                new AttemptId("0123456789abcdef0123456789abcdef"),
                tenant,
                "team",
                BillingInterval.MONTH,
                2,
                Optional.empty(),
                1,
                Optional.of(new CheckoutSessionId("cs_1")),
                Optional.empty(),
                Optional.empty(),
                CheckoutAttempt.State.OPEN,
                NOON);
        CheckoutAttempt completed = open.in(CheckoutAttempt.State.COMPLETED);
        Expected expected = new Expected(
                "sandbox", Set.of(), Set.of(), Set.of(), Set.of(open.session().get()), Set.of(open.id()));
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            BillingStore store = JdbiBillingStore.on(source);
            save(store, open);
            for (boolean together : new boolean[] {true, false}) {
                save(store, open);
                Optional<CheckoutAttempt> seen = store.inTransaction(expected, tx -> {
                    assertThat(tx.checkouts().attempt(open.id())).contains(open);
                    CompletableFuture.runAsync(() -> save(store, completed)).join();
                    if (together) tx.accounts().lockTenants(new TreeMap<>(Map.of(tenant, "p")), NOON);
                    else tx.accounts().lockTenant(tenant, "p", NOON);
                    return tx.checkouts().attempt(open.id());
                });
                assertThat(seen).contains(completed);
            }
        }
    }

    private static void save(BillingStore store, CheckoutAttempt attempt) {
        store.inTransaction(tx -> {
            tx.accounts().lockTenant(attempt.tenant(), "p", NOON);
            tx.checkouts().save(attempt);
            return null;
        });
    }

    /** One subscription that names one tenant and then another, whose it does not become. */
    private static List<ProviderEvent> anotherNamedLater() {
        return List.of(
                event("evt_names_one", new EventContent.OfSubscription(named(100, 1)), 0, false),
                event("evt_names_another", new EventContent.OfSubscription(named(101, 1)), 1, false));
    }

    /** About one that nothing names a tenant for, and one that has one: more than one group takes. */
    private static List<ProviderEvent> nobodys() {
        EventContent nobodys = new EventContent.OfInvoice(Optional.of(new SubscriptionId("sub_200")), Optional.empty());
        List<ProviderEvent> events = new ArrayList<>();
        for (int number = 0; number < 2 * EVENTS; number++)
            events.add(event(
                    "evt_nobodys_" + number,
                    number % 2 == 0 ? nobodys : new EventContent.OfSubscription(named(100, 1)),
                    0,
                    false));
        return events;
    }

    static SubscriptionSnapshot named(int tenant, int seats) {
        SubscriptionItem item = new SubscriptionItem(
                new PriceId(PRICES.get(0)),
                OptionalLong.of(seats),
                Optional.of(BillingInterval.MONTH),
                Optional.of(NOON.plus(Duration.ofDays(30))));
        return new SubscriptionSnapshot(
                new SubscriptionId("sub_100"),
                Optional.empty(),
                "active",
                List.of(item),
                NOON,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new BillingMetadata(Optional.of("tenant" + tenant), Optional.empty(), Optional.empty()),
                false,
                Optional.empty());
    }

    private static Told oneByOne(RealDatabase database, List<ProviderEvent> events) throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            Counted store = new Counted(JdbiBillingStore.on(source));
            Billing billing = billing(store);
            List<String> answers =
                    events.stream().map(event -> billing.accept(event).code()).toList();
            return new Told(answers, rows(source), store.groups);
        }
    }

    private static Told together(RealDatabase database, List<ProviderEvent> events) throws Exception {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            Counted store = new Counted(JdbiBillingStore.on(source));
            List<String> answers = bring(store, events);
            execute(source, "delete from billing.webhook_events where event_id in ('evt_first', 'evt_second')");
            return new Told(answers, rows(source), store.groups);
        }
    }

    /** What a node sends to its store where events come together. */
    static void bringSome(BillingStore store) {
        bring(store, anotherNamedLater());
        bring(store, nobodys());
        for (long seed = 1; seed <= SEEDS; seed++) bring(store, events(seed));
    }

    /** Two that are nobody's have the turns; the others queue up behind them, and all go with the first. */
    private static List<String> bring(BillingStore store, List<ProviderEvent> events) {
        Billing billing = billing(store);
        Deque<Runnable> turns = new ArrayDeque<>();
        billing.accept(event("evt_first", new EventContent.Other(), 0, false), turns::add);
        billing.accept(event("evt_second", new EventContent.Other(), 0, false), turns::add);
        List<CompletableFuture<WebhookAnswer>> all =
                events.stream().map(event -> billing.accept(event, turns::add)).toList();
        while (!turns.isEmpty()) turns.remove().run();
        return all.stream().map(one -> one.join().code()).toList();
    }

    static Billing billing(BillingStore store) {
        SandboxPaymentProvider sandbox = SandboxPaymentProvider.startingAt(NOON);
        return Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(sandbox)
                .store(store)
                .clock(sandbox.clock())
                .returnTo(URI.create("https://app.example/billing"))
                .build();
    }

    private static List<ProviderEvent> events(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<ProviderEvent> events = new ArrayList<>();
        while (events.size() < EVENTS) {
            if (!events.isEmpty() && random.nextInt(8) == 0) events.add(events.get(random.nextInt(events.size())));
            else
                events.add(event(
                        "evt_" + random.nextInt(1_000_000),
                        content(random),
                        random.nextInt(6),
                        random.nextInt(15) == 0));
        }
        return events;
    }

    private static EventContent content(RandomGenerator random) {
        int number = random.nextInt(9);
        Optional<CustomerId> customer = Optional.of(new CustomerId("cus_" + number));
        return switch (random.nextInt(9)) {
            case 0 -> new EventContent.OfInvoice(Optional.of(new SubscriptionId("sub_" + number)), customer);
            case 1 -> new EventContent.OfCustomer(customer.get(), random.nextBoolean());
            case 2 -> new EventContent.Other();
            case 3 -> new EventContent.OfCheckout(checkout(random, number, customer));
            default -> new EventContent.OfSubscription(snapshot(random, number, customer));
        };
    }

    private static CheckoutSession checkout(RandomGenerator random, int number, Optional<CustomerId> customer) {
        boolean paid = random.nextBoolean();
        return new CheckoutSession(
                new CheckoutSessionId("cs_" + number),
                paid ? CheckoutSession.State.COMPLETE : CheckoutSession.State.EXPIRED,
                Optional.empty(),
                customer,
                paid ? Optional.of(new SubscriptionId("sub_" + number)) : Optional.empty(),
                Optional.of("tenant" + number % 4),
                new BillingMetadata(Optional.of("tenant" + number % 4), Optional.empty(), Optional.empty()),
                random.nextInt(5) > 0,
                paid ? "paid" : "unpaid",
                Optional.empty());
    }

    /** Every third is nobody's until metadata says so; now and then metadata names another tenant. */
    private static SubscriptionSnapshot snapshot(RandomGenerator random, int number, Optional<CustomerId> customer) {
        boolean silent = number % 3 == 0 && random.nextInt(3) > 0;
        int owner = random.nextInt(6) == 0 ? random.nextInt(4) : number % 4;
        String status = List.of("active", "trialing", "past_due", "incomplete", "unpaid", "canceled")
                .get(random.nextInt(6));
        SubscriptionItem item = new SubscriptionItem(
                new PriceId(random.nextInt(5) == 0 ? "price_unknown" : PRICES.get(random.nextInt(PRICES.size()))),
                OptionalLong.of(1 + random.nextInt(9)),
                Optional.of(BillingInterval.MONTH),
                Optional.of(NOON.plus(Duration.ofDays(1 + random.nextInt(40)))));
        return new SubscriptionSnapshot(
                new SubscriptionId("sub_" + number),
                customer,
                status,
                List.of(item),
                NOON,
                Optional.empty(),
                Optional.empty(),
                status.equals("canceled") ? Optional.of(NOON) : Optional.empty(),
                silent
                        ? BillingMetadata.NONE
                        : new BillingMetadata(Optional.of("tenant" + owner), Optional.empty(), Optional.empty()),
                false,
                Optional.empty());
    }

    private static final List<String> PRICES = DefaultCatalog.withPlaceholderPrices().plans().stream()
            .flatMap(plan -> plan.prices().values().stream())
            .map(price -> price.id().value())
            .toList();

    static ProviderEvent event(String id, EventContent content, int second, boolean livemode) {
        return new ProviderEvent(
                new EventId(id),
                "an.event",
                NOON.plusSeconds(second),
                livemode,
                Optional.empty(),
                Optional.empty(),
                content,
                "{}");
    }

    private static List<String> rows(HikariDataSource source) throws SQLException {
        List<String> all = new ArrayList<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String query : STATES) {
                ResultSet rows = statement.executeQuery(query);
                while (rows.next()) {
                    StringBuilder row = new StringBuilder();
                    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++)
                        row.append(rows.getString(column)).append(" | ");
                    all.add(row.toString());
                }
            }
        }
        return all;
    }

    private static void execute(HikariDataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

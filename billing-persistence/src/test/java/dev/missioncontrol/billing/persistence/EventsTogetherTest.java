package dev.missioncontrol.billing.persistence;

import static dev.missioncontrol.billing.persistence.MadeUpEvents.EVENTS;
import static dev.missioncontrol.billing.persistence.MadeUpEvents.NOON;
import static dev.missioncontrol.billing.persistence.MadeUpEvents.SEEDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.store.Attempts;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.store.Expected;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events that arrive while others are being stored share a transaction, and nobody can tell. */
class EventsTogetherTest {
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
        "select tenant_id, audit_length, event_length from billing.tenants order by 1",
        "select attempt_id, tenant_id, open_tenant, plan, billing_interval, seats, generation, session_id, url, expires_at,"
                + " state, created_at, promotion_code_id, price_id, trial_days, customer_id from billing.checkout_attempts order by 1"
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
            List<ProviderEvent> events = MadeUpEvents.ofSeed(seed);
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
        List<ProviderEvent> events = MadeUpEvents.nobodys();
        Told together = together(database, events);
        assertThat(together.groups()).as("more than one has them").isBetween(3, 5);
        assertThat(together.rows()).isEqualTo(oneByOne(database, events).rows());
    }

    @ParameterizedTest
    @EnumSource
    void a_tenant_that_only_seemed_to_own_something_is_not_made(RealDatabase database) throws Exception {
        Told together = together(database, MadeUpEvents.anotherNamedLater());
        assertThat(together.rows())
                .filteredOn(row -> row.startsWith("tenant10"))
                .isNotEmpty()
                .allMatch(row -> row.startsWith("tenant100 "));
    }

    @Test
    void a_driver_that_rewrites_batches_loses_nothing() throws SQLException {
        List<ProviderEvent> events = MadeUpEvents.ofSeed(1);
        try (HikariDataSource source = StoreOnDatabase.migrated(RealDatabase.POSTGRESQL);
                HikariDataSource rewriting =
                        BillingPool.open(source.getJdbcUrl() + "?reWriteBatchedInserts=true", "postgres", "postgres")) {
            CrowdedNode.begin(JdbiBillingStore.on(rewriting), MadeUpEvents.begunCheckouts());
            List<String> answers = CrowdedNode.bring(JdbiBillingStore.on(rewriting), events);
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
        CheckoutAttempt open = Attempts.attempt("1", tenant, 1, CheckoutAttempt.State.OPEN, NOON);
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

    private static Told oneByOne(RealDatabase database, List<ProviderEvent> events) throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            Counted store = new Counted(JdbiBillingStore.on(source));
            CrowdedNode.begin(store, MadeUpEvents.begunCheckouts());
            Billing billing = CrowdedNode.billing(store);
            List<String> answers =
                    events.stream().map(event -> billing.accept(event).code()).toList();
            return new Told(answers, rows(source), store.groups);
        }
    }

    private static Told together(RealDatabase database, List<ProviderEvent> events) throws Exception {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            Counted store = new Counted(JdbiBillingStore.on(source));
            CrowdedNode.begin(store, MadeUpEvents.begunCheckouts());
            List<String> answers = CrowdedNode.bring(store, events);
            execute(source, "delete from billing.webhook_events where event_id in ('evt_first', 'evt_second')");
            return new Told(answers, rows(source), store.groups);
        }
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

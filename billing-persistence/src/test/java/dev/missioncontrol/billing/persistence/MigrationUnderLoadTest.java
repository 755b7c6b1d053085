package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a later version's migration does to nodes of this one that are running. */
class MigrationUnderLoadTest {
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final SchemaName SCHEMA = new SchemaName("billing");

    /** How often the migration is met as it waits for a table that somebody holds: an analyst's query, a backup. */
    private static final int MET = 2;

    /** Threads that bring events at the same time. */
    private static final int BRINGING = 8;

    /** As often as use cases try. */
    private static final int MOST_TRIES = 5;

    private static Migrations later(HikariDataSource source) {
        return new Migrations(source, SCHEMA, Migrations.SCRIPTS, "classpath:later");
    }

    /** As use cases do: run again where the migration and we were in each other's way. */
    private static boolean taken(BillingStore store, int number) {
        for (int tries = 1; ; tries++) {
            try {
                return store.inTransaction(tx -> take(tx, number));
            } catch (StoreException e) {
                if (e.kind() != StoreException.Kind.CONFLICT || tries == MOST_TRIES) throw e;
            }
        }
    }

    private static boolean take(BillingTransaction tx, int number) {
        EventId id = new EventId("evt_" + number);
        tx.accounts().lockTenant(new TenantId("tenant" + number % 10), "pseudonym" + number % 10, NOW);
        boolean isNew = tx.inbox()
                .insert(
                        new ProviderEvent(
                                id,
                                "test",
                                NOW,
                                false,
                                Optional.empty(),
                                Optional.empty(),
                                new EventContent.Other(),
                                "{}"),
                        NOW);
        tx.inbox().conclude(id, EventOutcome.IGNORED, "", Optional.empty());
        return isNew;
    }

    @ParameterizedTest
    @EnumSource
    void a_node_of_this_version_goes_on_with_the_schema_of_a_later_one(RealDatabase database) {
        try (HikariDataSource source = database.open()) {
            JdbiBillingStore.migrate(source);
            BillingStore store = JdbiBillingStore.on(source);
            assertThat(store.<Boolean>inTransaction(tx -> take(tx, 1))).isTrue();

            assertThat(later(source).run()).isEqualTo(SchemaState.UP_TO_DATE);

            assertThat(store.<Boolean>inTransaction(tx -> take(tx, 1))).isFalse();
            assertThat(store.<Boolean>inTransaction(tx -> take(tx, 2))).isTrue();
            assertThat(JdbiBillingStore.schemaState(source)).isEqualTo(SchemaState.NEWER);
        }
    }

    @Test
    void a_migration_that_has_to_wait_lets_everybody_else_through() throws Exception {
        ExecutorService migrating = Executors.newSingleThreadExecutor();
        try (HikariDataSource source = RealDatabase.POSTGRESQL.open();
                Connection held = source.getConnection();
                Statement holding = held.createStatement()) {
            JdbiBillingStore.migrate(source);
            BillingStore store = JdbiBillingStore.on(source);
            held.setAutoCommit(false);
            holding.execute("lock table billing.webhook_events in access share mode");

            Future<SchemaState> done = migrating.submit(() -> later(source).run());
            int taken = 0;
            while (taken < MET) {
                Awaitility.await().atMost(RealDatabase.PATIENCE).until(() -> waiting(source) > 0);
                assertThat(taken(store, taken++)).isTrue();
            }
            assertThat(done.isDone()).isFalse();
            held.commit();

            while (!done.isDone()) assertThat(taken(store, taken++)).isTrue();
            assertThat(done.get()).isEqualTo(SchemaState.UP_TO_DATE);
        } finally {
            migrating.shutdownNow();
        }
    }

    /** Those who wait to have the table of events to themselves. */
    private static long waiting(HikariDataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return Long.parseLong(Database.answer(
                    connection,
                    "select count(*) from pg_locks where not granted and mode = 'AccessExclusiveLock' and relation ="
                            + " 'billing.webhook_events'::regclass"));
        }
    }

    /** What the migrations that are to be run again have made, undone. */
    private static final List<String> BACK_TO_NINE = Stream.concat(
                    MigrationTest.BACK_TO_TWELVE.stream(),
                    Stream.of(
                            "drop index billing.webhook_events_open",
                            "drop index billing.webhook_events_open_of",
                            "create index webhook_events_by_outcome on billing.webhook_events (outcome, received_at, event_id)",
                            "create index webhook_events_by_subscription on billing.webhook_events (subscription_id, outcome)",
                            "create index billing_outbox_published_of on billing.billing_outbox (tenant_id, published_no)",
                            "delete from billing." + Migrations.HISTORY + " where version in ('10', '11', '12')"))
            .toList();

    /** Who is told to come again does, as the provider would. */
    @Test
    void nobody_stands_in_a_circle_with_a_migration_of_events() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(BRINGING + 1);
        try (HikariDataSource source = StoreOnDatabase.migrated(RealDatabase.POSTGRESQL)) {
            ManyTenants.fill(source, 20_000);
            for (String sql : BACK_TO_NINE) {
                try (Connection connection = source.getConnection()) {
                    Database.execute(connection, sql);
                }
            }
            Billing billing = CrowdedNode.billing(JdbiBillingStore.on(source));
            Future<SchemaState> done = threads.submit(() -> JdbiBillingStore.migrate(source));
            List<Future<Integer>> brought = new ArrayList<>();
            for (int thread = 0; thread < BRINGING; thread++) {
                String name = "evt_" + thread + "_";
                brought.add(threads.submit(() -> {
                    int number = 0;
                    while (number < 50 || !done.isDone()) bring(billing, name + number++);
                    return number;
                }));
            }
            for (Future<Integer> one : brought)
                assertThat(one.get(5, TimeUnit.MINUTES)).isGreaterThanOrEqualTo(50);
            assertThat(done.get()).isEqualTo(SchemaState.UP_TO_DATE);
            try (Connection connection = source.getConnection()) {
                assertThat(Database.answer(
                                connection,
                                "select deadlocks from pg_stat_database where datname = current_database()"))
                        .isEqualTo("0");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void bring(Billing billing, String id) {
        // Of no subscription: this version marks in a table that is not there yet.
        ProviderEvent event = MadeUpEvents.event(id, new EventContent.Other(), 0, false);
        String told;
        do told = billing.accept(event).code();
        while (told.equals("store_unavailable"));
        assertThat(told).isIn("ignored", "duplicate");
    }

    /** Behind PgBouncer each statement may reach another session, which keeps what it was told. */
    @Test
    void who_only_looks_at_the_schema_sets_nothing_on_a_session() throws Exception {
        try (HikariDataSource pool = RealDatabase.POSTGRESQL.open()) {
            List<String> sent = new CopyOnWriteArrayList<>();
            DataSource source = NotedStatements.of(pool, sent);
            JdbiBillingStore.migrate(source);
            assertThat(sent).as("what is sent is seen").anyMatch(sql -> sql.startsWith("set lock_timeout"));
            sent.clear();

            assertThat(JdbiBillingStore.schemaState(source)).isEqualTo(SchemaState.UP_TO_DATE);
            assertThat(JdbiBillingStore.migrate(source)).isEqualTo(SchemaState.UP_TO_DATE);

            assertThat(sent).isNotEmpty().noneMatch(sql -> sql.startsWith("set ") || sql.contains("set_config"));
            sent.clear();
            assertThat(new Migrations(source, SCHEMA).known().pending()).isEmpty();
            assertThat(sent).isNotEmpty().noneMatch(sql -> sql.startsWith("set ") || sql.contains("set_config"));
        }
    }

    @Test
    void connections_are_given_back_as_they_came() throws Exception {
        try (HikariDataSource source = RealDatabase.POSTGRESQL.open()) {
            List<Connection> all = new ArrayList<>();
            for (int i = 0; i < BillingPool.MOST_CONNECTIONS; i++) all.add(source.getConnection());
            for (Connection one : all) {
                Database.execute(one, "set lock_timeout = 4321; set default_transaction_isolation = 'serializable'");
                one.close();
            }
            all.clear();

            try (Connection migrating = new MigrationSource(source).getConnection()) {
                assertThat(Database.answer(migrating, "show transaction_isolation"))
                        .as("sees what others wrote while it waited")
                        .isEqualTo("read committed");
            }
            JdbiBillingStore.migrate(source);

            for (int i = 0; i < BillingPool.MOST_CONNECTIONS; i++) all.add(source.getConnection());
            for (Connection one : all) {
                assertThat(Database.answer(one, "show lock_timeout")).isEqualTo("4321ms");
                assertThat(Database.answer(one, "show default_transaction_isolation"))
                        .isEqualTo("serializable");
                one.close();
            }
        }
    }
}

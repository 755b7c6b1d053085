package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.store.Refreshes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an event changes stays in its page of PostgreSQL, and what was applied is in few indexes. */
class RoomForChangesTest {
    private static final int TENANTS = 2_000;

    /** As {@link ManyTenants} makes them. */
    private static final long EVENTS_EACH = 3;

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final PlanCatalog CATALOG = DefaultCatalog.withPlaceholderPrices();

    private static HikariDataSource source;

    @BeforeAll
    static void fill() throws Exception {
        source = ManyTenants.on(TENANTS);
    }

    @AfterAll
    static void close() {
        source.close();
    }

    @ParameterizedTest
    @CsvSource({
        "tenants, 'audit_head = ''next'', audit_length = audit_length + 1, event_length = event_length + 1'",
        "subscriptions, 'seats = seats + 1, as_of = now(), provisional = true, updated_at = now()'",
        "tracked_subscriptions, 'registers = ''{1}'', dirty = dirty + 1, row_version = row_version + 1, updated_at = now()'"
    })
    void a_change_of_one_tenant_in_twenty_tells_no_index(String table, String change) throws Exception {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            int changed = statement.executeUpdate("update billing." + table + " set " + change
                    + " where cast(substr(tenant_id, 8) as integer) % 20 = 7");
            assertThat(changed).isEqualTo(TENANTS / 20);
            try (ResultSet counted = statement.executeQuery(
                    "select n_tup_upd, n_tup_hot_upd from pg_stat_xact_user_tables where relname = '" + table + "'")) {
                counted.next();
                assertThat(counted.getLong(1)).isEqualTo(changed);
                assertThat(counted.getLong(2)).as("in its page").isEqualTo(changed);
            }
            connection.rollback();
        }
    }

    @Test
    void neither_a_mark_nor_its_answer_tells_an_index_of_the_subscription() throws Exception {
        try (Connection connection = source.getConnection()) {
            JdbiBillingStore store = JdbiBillingStore.on(HostConnectionTest.always(connection));
            // What was filled in has a customer without a snapshot, which is written as none.
            for (int tenant = 20; tenant < TENANTS; tenant += 20)
                save(store, new SubscriptionId("sub_" + tenant), UnaryOperator.identity());
            long changed = count(connection, "n_tup_upd");
            long inItsPage = count(connection, "n_tup_hot_upd");
            for (int tenant = 20; tenant < TENANTS; tenant += 20) {
                SubscriptionId id = new SubscriptionId("sub_" + tenant);
                save(store, id, TrackedSubscription::mark);
                Refreshes.Claim claim = store.inTransaction(tx -> tx.refreshes().claim(List.of(id), LEASE))
                        .get(0);
                save(
                        store,
                        id,
                        one -> one.settle(new FetchedSubscription.Unaskable(""), claim.dirty(), CATALOG)
                                .next());
            }
            long marked = TENANTS / 20 - 1;
            assertThat(count(connection, "n_tup_upd") - changed).isEqualTo(3 * marked);
            assertThat(count(connection, "n_tup_hot_upd") - inItsPage)
                    .as("in its page")
                    .isEqualTo(3 * marked);
        }
    }

    private static void save(JdbiBillingStore store, SubscriptionId id, UnaryOperator<TrackedSubscription> change) {
        store.inTransaction(tx -> {
            Instant now = Instant.parse("2027-01-01T00:00:00Z");
            TrackedSubscription held = tx.accounts().lockSubscription(id, false, now);
            tx.accounts().save(change.apply(held), now);
            return held;
        });
    }

    private static long count(Connection connection, String column) throws SQLException {
        // What this session did is in the statistics with the end of its next transaction.
        Database.execute(connection, "select pg_stat_force_next_flush()");
        return Long.parseLong(Database.answer(
                connection, "select " + column + " from pg_stat_user_tables where relname = 'tracked_subscriptions'"));
    }

    @Test
    void an_index_of_what_was_not_applied_holds_nothing_else() throws Exception {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // Beside those of the first tenant, which are quarantined.
            statement.execute("update billing.webhook_events set outcome = case tenant_id when 'tenant-7' then 'dead'"
                    + " else 'ignored' end where tenant_id in ('tenant-7', 'tenant-8')");
            statement.execute("reindex table billing.webhook_events");
            assertThat(entries(statement, "webhook_events_open")).isEqualTo(2 * EVENTS_EACH);
            assertThat(entries(statement, "webhook_events_open_of")).isEqualTo(3 * EVENTS_EACH);
            connection.rollback();
        }
    }

    private static long entries(Statement statement, String index) throws SQLException {
        try (ResultSet counted =
                statement.executeQuery("select reltuples from pg_class where relname = '" + index + "'")) {
            counted.next();
            return counted.getLong(1);
        }
    }

    @Test
    void nothing_is_found_out_of_documents_and_hashes_by_which_nothing_is_looked_for() throws Exception {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("analyze");
            try (ResultSet wide = statement.executeQuery("select tablename || '.' || attname from pg_stats"
                    + " where schemaname = 'billing' and avg_width >= 64 and tablename not like '%history'")) {
                List<String> analyzed = new ArrayList<>();
                while (wide.next()) analyzed.add(wide.getString(1));
                assertThat(analyzed).containsExactlyInAnyOrder("subscriptions.catalog_hash");
            }
        }
    }
}

package dev.missioncontrol.billing.persistence;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.Expected;
import dev.missioncontrol.billing.store.StoreUnderTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/** A store in a database of the kind, emptied before each test, whose clock is waited for. */
final class StoreOnDatabase implements StoreUnderTest {
    private static final String[] TABLES = {
        "seat_pushes",
        "browser_sessions",
        "erased_references",
        "billing_outbox",
        "billing_audit",
        "billing_changes",
        "billing_jobs",
        "checkout_attempts",
        "webhook_events",
        "marked_subscriptions",
        "planned_changes",
        "tracked_subscriptions",
        "customers",
        "subscriptions",
        "tenants"
    };

    private static final String EMPTY =
            Stream.of(TABLES).map(table -> "delete from billing." + table).collect(Collectors.joining(";"));

    private static final Expected NOTHING = new Expected("sandbox", Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

    private final HikariDataSource source;
    private final BillingStore store;

    private StoreOnDatabase(HikariDataSource source, DataSource storesOwn) {
        this.source = source;
        store = JdbiBillingStore.on(storesOwn);
    }

    /** The same store, with every transaction as it is when told what to expect: nothing in particular here. */
    StoreUnderTest folded() {
        return new StoreUnderTest() {
            @Override
            public BillingStore store() {
                return new BillingStore() {
                    @Override
                    public <T> T inTransaction(Function<BillingTransaction, T> work) {
                        return store.inTransaction(NOTHING, work);
                    }
                };
            }

            @Override
            public void letPass(Duration time) {
                StoreOnDatabase.this.letPass(time);
            }
        };
    }

    /** @param source migrated; stays open */
    static StoreOnDatabase emptied(HikariDataSource source) {
        return emptied(source, source);
    }

    /** @param storesOwn the same database, as the store is given it */
    static StoreOnDatabase emptied(HikariDataSource source, DataSource storesOwn) {
        StoreOnDatabase opened = new StoreOnDatabase(source, storesOwn);
        opened.empty();
        return opened;
    }

    /** Deletes, which is faster for a few rows than to truncate. */
    void empty() {
        execute(EMPTY);
    }

    static HikariDataSource migrated(RealDatabase database) {
        HikariDataSource source = database.open();
        JdbiBillingStore.migrate(source);
        return source;
    }

    @Override
    public BillingStore store() {
        return store;
    }

    @Override
    public void letPass(Duration time) {
        Instant end = now().plus(time);
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(RealDatabase.PATIENCE)
                .until(() -> now().isAfter(end));
    }

    private Instant now() {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select current_timestamp")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

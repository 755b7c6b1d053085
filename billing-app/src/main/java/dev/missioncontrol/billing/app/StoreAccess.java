package dev.missioncontrol.billing.app;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.app.config.Database;
import dev.missioncontrol.billing.http.ReadyCheck;
import dev.missioncontrol.billing.persistence.BillingPool;
import dev.missioncontrol.billing.persistence.JdbiBillingStore;
import dev.missioncontrol.billing.persistence.SchemaState;
import dev.missioncontrol.billing.store.StoreException;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the database that a configuration names to a store that can be used. */
public final class StoreAccess {
    private static final Logger LOG = LoggerFactory.getLogger(StoreAccess.class);

    private StoreAccess() {}

    /** The pool that a configuration names. */
    public static HikariDataSource pool(Database database) {
        return BillingPool.open(
                database.url(), database.user(), database.password().value());
    }

    /** The store in a database, with the locks that were asked for. */
    public static JdbiBillingStore store(DataSource source, Database database, String schema) {
        JdbiBillingStore store = JdbiBillingStore.on(source, schema);
        return database.rowSecurity() ? store.withRowSecurity() : store;
    }

    /**
     * What has to be waited for before a store can be used.
     *
     * @param what for everybody
     * @param why for an operator
     */
    record Waiting(ReadyCheck.WaitsFor what, String why) {}

    /**
     * Sees to it that the schema can be used. A database that is away is waited for, unless it is to be migrated.
     *
     * @param migrate whether to bring the schema up to date first
     * @return absent where it can be used
     * @throws IllegalStateException if the schema can't be used as it is, saying what to do
     */
    static Optional<Waiting> prepare(HikariDataSource source, Database database, String schema, boolean migrate) {
        try {
            SchemaState state =
                    migrate ? JdbiBillingStore.migrate(source, schema) : JdbiBillingStore.schemaState(source, schema);
            if (state != SchemaState.UP_TO_DATE) throw unusable(state, schema);
            if (!secured(source, database, schema)) throw unsecured(schema);
            requireSight(source, database, schema);
            return Optional.empty();
        } catch (StoreException e) {
            if (migrate) throw e;
            LOG.warn("The database can't be reached yet; requests are answered 503 until it can: {}", e.getMessage());
            return Optional.of(away(e));
        }
    }

    /**
     * Behind policies that we say nothing to, no row is seen: every tenant would have the free plan, and an audit without a row
     * in it would be in order.
     *
     * @throws IllegalStateException if that is so, saying what to do
     * @throws StoreException if the database can't be reached
     */
    static void requireSight(HikariDataSource source, Database database, String schema) {
        if (!database.rowSecurity() && JdbiBillingStore.rowSecurityHides(source, schema))
            throw new IllegalStateException(
                    "DATABASE_ROW_SECURITY is off, and row security shows the role that we connect"
                            + " with no row of the schema " + schema
                            + ": set it to true, or connect as the tables' owner.");
    }

    /**
     * Whether the schema can be used by now, of a database that was away when {@link #prepare} looked. What {@code migrate} puts right is
     * waited for: whoever waits already goes on with it, without a restart.
     *
     * @return absent where it can be used
     * @throws IllegalStateException if this version never works on it as it is, saying what to do
     */
    static Optional<Waiting> lookAgain(HikariDataSource source, Database database, String schema) {
        try {
            SchemaState state = JdbiBillingStore.schemaState(source, schema);
            if (state == SchemaState.NEWER || state == SchemaState.BROKEN) throw unusable(state, schema);
            if (state != SchemaState.UP_TO_DATE) return Optional.of(unfit(unusable(state, schema)));
            if (!secured(source, database, schema)) return Optional.of(unfit(unsecured(schema)));
            requireSight(source, database, schema);
            return Optional.empty();
        } catch (StoreException e) {
            return Optional.of(away(e));
        }
    }

    private static Waiting away(StoreException e) {
        return new Waiting(ReadyCheck.WaitsFor.DATABASE, String.valueOf(e.getMessage()));
    }

    private static Waiting unfit(IllegalStateException what) {
        return new Waiting(ReadyCheck.WaitsFor.SCHEMA, String.valueOf(what.getMessage()));
    }

    private static boolean secured(HikariDataSource source, Database database, String schema) {
        return !database.rowSecurity() || JdbiBillingStore.rowSecurityBinds(source, schema);
    }

    private static IllegalStateException unusable(SchemaState state, String schema) {
        return new IllegalStateException("The schema " + schema + remedy(state));
    }

    private static IllegalStateException unsecured(String schema) {
        return new IllegalStateException("DATABASE_ROW_SECURITY is on, but the role that we connect with sees all rows"
                + " of the schema " + schema
                + ": run migrate with it as the tables' owner, and serve as another role.");
    }

    /** What to do about a schema, as the end of a sentence that names it. */
    static String remedy(SchemaState state) {
        return switch (state) {
            case ABSENT -> " is not there yet: run migrate.";
            case BEHIND -> " is behind this version: run migrate.";
            case NEWER -> " is ahead of this version: start the version that migrated it, or a later one.";
            case BROKEN ->
                " is broken: a migration failed, or was changed after it ran; see its table"
                        + " billing_schema_history.";
            case UP_TO_DATE -> " is up to date.";
        };
    }
}

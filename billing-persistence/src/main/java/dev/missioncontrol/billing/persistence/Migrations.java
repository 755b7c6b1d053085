package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/**
 * Brings the schema to this version with Flyway, beside a host's own: another schema, another history table, another
 * place for the scripts.
 */
final class Migrations {
    /** Where Flyway remembers what it ran; a host's Flyway has its own. */
    static final String HISTORY = "billing_schema_history";

    /**
     * How much of a page, in percent, new rows fill in tables whose rows events change: what is left holds what replaces two
     * subscriptions of the provider, some six tenants.
     */
    private static final String FILLED = "alter table %1$s.tenants set (fillfactor = 85);"
            + " alter table %1$s.tracked_subscriptions set (fillfactor = 80);"
            + " alter table %1$s.subscriptions set (fillfactor = 85)";

    static final String SCRIPTS = "classpath:dev/missioncontrol/billing/persistence/migration";

    /** How often it is begun again where another node made the schema at the same moment, or somebody held a table. */
    private static final int MOST_TRIES = 30;

    /** Between two tries, so that those who waited behind it get through. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final String MEANWHILE = ": another node migrated it at the same time";

    /**
     * H2 commits at every statement that makes a table, so two threads there could each run half of a script; and it lives in
     * one process, where a lock is enough. PostgreSQL is locked by Flyway, for all nodes.
     */
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    /** For what changes the schema. */
    private final DataSource changing;

    /** For what only looks, and leaves a connection as it is: behind a pool of sessions it may be another's at the next statement. */
    private final DataSource looking;

    private final SchemaName schema;
    private final String[] scripts;

    /** Whether a try has changed something: the next one may find a later version's work on top of it. */
    private boolean begun;

    Migrations(DataSource source, SchemaName schema) {
        this(source, schema, SCRIPTS);
    }

    /** @param scripts where migrations are: those of a later version too, in a test of what that does to this one */
    Migrations(DataSource source, SchemaName schema, String... scripts) {
        this.changing = new MigrationSource(source);
        this.looking = MigrationSource.looking(source);
        this.schema = schema;
        this.scripts = scripts;
    }

    /**
     * @throws IllegalStateException if the schema is of a later version, or broken: then nothing was changed. Or where a later version
     *     migrated it while this one did: each migration that was made is whole
     */
    SchemaState run() {
        requireDialect();
        ONE_AT_A_TIME.lock();
        try {
            return patiently(this::runOnce);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    private void requireDialect() {
        try (Connection connection = looking.getConnection()) {
            if (Database.of(connection) == Database.H2) H2Dialect.require(connection);
        } catch (SQLException e) {
            throw SqlFault.unavailable(e);
        }
    }

    /** Tries again where somebody was in the way; each try waits only as long as {@link MigrationSource} lets it. */
    static <T> T patiently(Supplier<T> once) {
        for (int tries = 1; ; tries++) {
            try {
                return once.get();
            } catch (StoreException e) {
                if (e.kind() != StoreException.Kind.CONFLICT || tries == MOST_TRIES) throw e;
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private SchemaState runOnce() {
        if (upToDate()) return SchemaState.UP_TO_DATE;
        Flyway flyway = flyway(changing);
        SchemaState before = state(flyway);
        if (before == SchemaState.UP_TO_DATE) return before;
        if (before == SchemaState.NEWER) throw newer(begun ? MEANWHILE : ", and was left as it is");
        if (before == SchemaState.BROKEN)
            throw new IllegalStateException("schema " + schema
                    + " is broken: a migration failed, or was changed after it ran; see its table " + HISTORY);
        begun = true;
        try {
            flyway.migrate();
        } catch (FlywayException e) {
            throw translate(e);
        }
        SchemaState after = state(flyway);
        if (after == SchemaState.NEWER) throw newer(MEANWHILE);
        return after;
    }

    /** Who goes on after this takes the schema for its own, and writes what it may misunderstand. */
    private IllegalStateException newer(String how) {
        return new IllegalStateException("The schema " + schema + " is ahead of this version" + how
                + ". Start the version that migrated it, or a later one");
    }

    SchemaState state() {
        return upToDate() ? SchemaState.UP_TO_DATE : state(flyway(looking));
    }

    /** Whether that is plain to see. False where Flyway has to look. */
    private boolean upToDate() {
        if (!List.of(scripts).equals(List.of(SCRIPTS))) return false;
        try (Connection connection = looking.getConnection()) {
            Database.of(connection);
            return WrittenMigrations.areWhatRan(connection, schema);
        } catch (SQLException e) {
            throw SqlFault.unavailable(e);
        }
    }

    /** Those that are not as this version knows them. */
    SchemaMigrations known() {
        if (upToDate()) return new SchemaMigrations(List.of(), List.of(), List.of());
        try {
            List<MigrationInfo> all = List.of(flyway(looking).info().all());
            return new SchemaMigrations(
                    named(
                            all,
                            one -> !one.getState().isApplied()
                                    && !one.getState().isFailed()),
                    named(all, one -> one.getState() == MigrationState.FUTURE_SUCCESS),
                    named(
                            all,
                            one -> one.getState().isFailed() || one.getState().isApplied() && !fits(one)));
        } catch (FlywayException e) {
            throw translate(e);
        }
    }

    /** One of a later version has nothing here to be compared with. */
    private static boolean fits(MigrationInfo one) {
        return one.getState() == MigrationState.FUTURE_SUCCESS || one.isChecksumMatching();
    }

    private static List<String> named(List<MigrationInfo> all, Predicate<MigrationInfo> which) {
        return all.stream()
                .filter(which)
                .filter(one -> one.getVersion() != null)
                .map(one -> one.getVersion() + ": " + one.getDescription())
                .toList();
    }

    private static SchemaState state(Flyway flyway) {
        try {
            MigrationInfo[] all = flyway.info().all();
            if (any(all, MigrationState.FAILED, MigrationState.FUTURE_FAILED)) return SchemaState.BROKEN;
            if (flyway.info().applied().length == 0) return SchemaState.ABSENT;
            if (Arrays.stream(all).anyMatch(one -> one.getState().isApplied() && !one.isChecksumMatching()))
                return SchemaState.BROKEN;
            if (any(all, MigrationState.PENDING, MigrationState.ABOVE_TARGET)) return SchemaState.BEHIND;
            return any(all, MigrationState.FUTURE_SUCCESS) ? SchemaState.NEWER : SchemaState.UP_TO_DATE;
        } catch (FlywayException e) {
            throw translate(e);
        }
    }

    private static boolean any(MigrationInfo[] all, MigrationState... states) {
        return Arrays.stream(all).anyMatch(one -> Arrays.asList(states).contains(one.getState()));
    }

    private Flyway flyway(DataSource source) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(source)
                .schemas(schema.value())
                .defaultSchema(schema.value())
                .createSchemas(true)
                .table(HISTORY)
                .locations(scripts)
                .placeholders(placeholders(database()))
                .load();
    }

    private Map<String, String> placeholders(Database database) {
        boolean postgresql = database == Database.POSTGRESQL;
        return Map.of(
                "schema", schema.quoted(),
                "bytes", postgresql ? "collate \"C\"" : "",
                "only", postgresql ? "" : "/*",
                "end", postgresql ? "" : "*/",
                "compress_payloads", postgresql ? compressPayloads() : "select 1",
                "leave_room", postgresql ? FILLED.formatted(schema.quoted()) : "select 1");
    }

    /** From PostgreSQL 14, where it was built with LZ4; elsewhere payloads are compressed as before. */
    private String compressPayloads() {
        return "do $$ begin alter table " + schema.quoted()
                + ".webhook_events alter column payload set compression lz4;"
                + " exception when feature_not_supported or syntax_error then null; end $$";
    }

    private Database database() {
        try (Connection connection = looking.getConnection()) {
            return Database.of(connection);
        } catch (SQLException e) {
            throw SqlFault.unavailable(e);
        }
    }

    private static RuntimeException translate(FlywayException failure) {
        for (Throwable one = failure; one != null; one = one.getCause())
            if (one instanceof SQLException refused) return SqlFault.translate(refused);
        return new IllegalStateException("a migration failed: " + failure.getMessage(), failure);
    }
}

package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.store.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What a database says of itself, for who has to tell whether billing can live in it. Asked in a few short statements that
 * write nothing.
 *
 * @param product PostgreSQL or H2
 * @param version as the driver says it
 * @param latency the fastest of a few answers: the network's way there and back
 * @param clockAhead how far its clock is ahead of this machine's; negative where it is behind. As exact as half the latency
 * @param writable whether it can be written to: a standby can't
 * @param durable whether a commit that was answered is on disk
 * @param superuser whether we are connected as one who may do anything
 * @param missingRights what may not be done, as {@code table: right}; empty where nothing is there yet
 * @param schema how the schema stands to this version
 * @param migrations what is to be run, what a later version ran, and what does not fit, by version
 * @param connections how many it allows, and has; absent in H2, which has no bound
 */
public record DatabaseCheckup(
        String product,
        String version,
        Duration latency,
        Duration clockAhead,
        boolean writable,
        boolean durable,
        boolean superuser,
        List<String> missingRights,
        SchemaState schema,
        SchemaMigrations migrations,
        Optional<Connections> connections) {
    /**
     * Connections of the server.
     *
     * @param most how many it allows to all but superusers
     * @param open how many are open now, of all its clients
     */
    public record Connections(int most, int open) {}

    /** How often the time there and back is taken: the first one pays for what is not loaded yet. */
    private static final int PINGS = 5;

    /** By the catalogue: a role's {@code information_schema} leaves out the very tables on which it has no right at all. */
    private static final String RIGHTS = "select c.relname || ': ' || r.name from pg_class c"
            + " join pg_namespace n on n.oid = c.relnamespace"
            + " cross join (values ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE')) r(name)"
            + " where n.nspname = '%s' and c.relkind in ('r', 'p') and not has_table_privilege(c.oid, r.name) order by 1";

    /**
     * Of another role's session PostgreSQL tells everybody no more than whose it is and in which database. That leaves out the
     * server's own processes; who replicates from a database, and what helps others with a query, is counted.
     */
    private static final String OPEN = "select count(*) from pg_stat_activity where backend_type = 'client backend'"
            + " or backend_type is null and usesysid is not null and datid is not null";

    /** Copies the list. */
    public DatabaseCheckup {
        missingRights = List.copyOf(missingRights);
    }

    /**
     * Looks at a database.
     *
     * @param clock this machine's
     * @throws StoreException if it can't be reached, or does not answer
     */
    public static DatabaseCheckup of(DataSource source, String schema, InstantSource clock) {
        SchemaName name = new SchemaName(schema);
        Migrations migrations = new Migrations(source, name);
        SchemaState state = migrations.state();
        SchemaMigrations known = migrations.known();
        try (Connection connection = source.getConnection()) {
            return of(connection, name, clock, state, known);
        } catch (SQLException e) {
            throw SqlFault.unavailable(e);
        }
    }

    private static DatabaseCheckup of(
            Connection connection, SchemaName schema, InstantSource clock, SchemaState state, SchemaMigrations known)
            throws SQLException {
        Duration latency = Duration.ofDays(1);
        Duration ahead = Duration.ZERO;
        for (int i = 0; i < PINGS; i++) {
            Instant before = clock.instant();
            Instant theirs = moment(connection);
            Instant after = clock.instant();
            Duration took = Duration.between(before, after);
            if (took.compareTo(latency) >= 0) continue;
            latency = took;
            ahead = Duration.between(before.plus(took.dividedBy(2)), theirs);
        }
        boolean postgresql = Database.of(connection) == Database.POSTGRESQL;
        return new DatabaseCheckup(
                connection.getMetaData().getDatabaseProductName(),
                connection.getMetaData().getDatabaseProductVersion(),
                latency,
                ahead,
                !connection.isReadOnly() && !(postgresql && says(connection, "show transaction_read_only", "on")),
                !postgresql
                        || !says(connection, "show synchronous_commit", "off")
                                && !says(connection, "show fsync", "off"),
                postgresql && says(connection, "show is_superuser", "on"),
                postgresql ? all(connection, String.format(RIGHTS, schema.value())) : List.of(),
                state,
                known,
                postgresql ? Optional.of(connections(connection)) : Optional.empty());
    }

    private static Connections connections(Connection connection) throws SQLException {
        int most = Integer.parseInt(one(connection, "show max_connections"))
                - Integer.parseInt(one(connection, "show superuser_reserved_connections"));
        return new Connections(most, Integer.parseInt(one(connection, OPEN)));
    }

    private static Instant moment(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select current_timestamp")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    private static boolean says(Connection connection, String query, String answer) throws SQLException {
        return one(connection, query).equals(answer);
    }

    private static String one(Connection connection, String query) throws SQLException {
        return all(connection, query).get(0);
    }

    private static List<String> all(Connection connection, String query) throws SQLException {
        List<String> all = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) all.add(rows.getString(1));
        }
        return all;
    }
}

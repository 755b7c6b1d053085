package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.Expected;
import dev.missioncontrol.billing.store.Standing;
import dev.missioncontrol.billing.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * The store in PostgreSQL, or in H2 opened with {@code MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH}.
 *
 * <p>All tables live in a schema of their own, named in every statement. Each transaction takes a connection, commits on
 * it, and gives it back as it came; one that a host has a transaction under way on is refused, never joined. No wait is
 * without a bound: 2 s for a lock, 5 s for a statement. Leases and due times go by the database's clock at the start of a
 * transaction, so a lease may be shorter by as long as its transaction waited, and never longer.
 *
 * <p>Safe for many threads. It opens no connection before the first transaction, and keeps none after.
 */
public final class JdbiBillingStore implements BillingStore {
    /** The schema where none is named. */
    public static final String DEFAULT_SCHEMA = "billing";

    private final DataSource source;
    private final Jdbi onPostgresql;
    private final Jdbi onH2;
    private final ThreadLocal<Optional<OwnConnection>> current = ThreadLocal.withInitial(Optional::empty);

    private final SchemaName schema;
    private final StandingQuery standings;
    private final Pipeline.Texts texts;
    private final boolean rowSecurity;

    private JdbiBillingStore(DataSource source, SchemaName schema, boolean rowSecurity) {
        this.source = source;
        this.schema = schema;
        standings = new StandingQuery(schema);
        texts = new Pipeline.Texts(schema);
        this.rowSecurity = rowSecurity;
        onPostgresql = jdbi(schema).installPlugin(new PostgresPlugin());
        onH2 = jdbi(schema);
    }

    /** Whether this can be the name of a schema: a small letter, then small letters, digits and underscores, at most 63. */
    public static boolean isSchemaName(String name) {
        return SchemaName.is(name);
    }

    private Jdbi jdbi(SchemaName schema) {
        Jdbi jdbi = Jdbi.create(new CurrentConnection());
        jdbi.getConfig(SqlStatements.class).setSqlParser(new NamedParameters());
        jdbi.setTemplateEngine((sql, context) -> sql.replace("{schema}", schema.quoted()));
        // OwnConnection ends transactions.
        jdbi.getConfig(Handles.class).setForceEndTransactions(false);
        return jdbi;
    }

    /** The store in the schema {@value #DEFAULT_SCHEMA}. */
    public static JdbiBillingStore on(DataSource source) {
        return on(source, DEFAULT_SCHEMA);
    }

    /**
     * The store in this schema.
     *
     * @param schema a lower-case letter, then up to 62 lower-case letters, digits or underscores
     * @throws IllegalArgumentException if the schema's name is another
     */
    public static JdbiBillingStore on(DataSource source, String schema) {
        return new JdbiBillingStore(source, new SchemaName(schema), false);
    }

    /**
     * The same store, each of whose transactions says whose rows it is about, for the policies of {@link #secureRows}: without
     * it, nothing is seen behind them. On PostgreSQL only.
     */
    public JdbiBillingStore withRowSecurity() {
        return new JdbiBillingStore(source, schema, true);
    }

    /**
     * Puts PostgreSQL's row-level security on every table that has a tenant in it; as often as one likes, and again after a
     * migration. Needs the tables' owner, whom it does not bind: the server needs a role of its own.
     *
     * @throws StoreException if the database can't be reached
     */
    public static void secureRows(DataSource source, String schema) {
        new RowSecurity(source, new SchemaName(schema)).apply();
    }

    /**
     * Whether row-level security is on every table with a tenant in it, and binds the role that the DataSource connects with.
     *
     * @throws StoreException if the database can't be reached
     */
    public static boolean rowSecurityBinds(DataSource source, String schema) {
        return new RowSecurity(source, new SchemaName(schema)).binds();
    }

    /**
     * Whether the policies of {@link #secureRows} bind the role that the DataSource connects with, on one table at least: then a store
     * without {@link #withRowSecurity} finds nothing there, and takes every tenant for one that never bought. Never on H2.
     *
     * @throws StoreException if the database can't be reached
     */
    public static boolean rowSecurityHides(DataSource source, String schema) {
        return new RowSecurity(source, new SchemaName(schema)).hides();
    }

    /** Brings the schema {@value #DEFAULT_SCHEMA} up to date, as {@link #migrate(DataSource, String)} does. */
    public static SchemaState migrate(DataSource source) {
        return migrate(source, DEFAULT_SCHEMA);
    }

    /**
     * Makes the schema and brings it up to date. Nodes may do so at once: one does it, the others wait. Needs sessions of
     * its own for as long as it runs, two at a time: not through a pooler in transaction mode, nor from a pool of one connection.
     * Flyway, which does it, logs what it does.
     *
     * <p>A host calls it where it starts, and does not start where it throws: on the schema of a later version ({@link
     * SchemaState#NEWER}) this one may misunderstand what it reads and writes. A node that runs already goes on meanwhile.
     *
     * @return {@link SchemaState#UP_TO_DATE}
     * @throws StoreException if the database can't be reached
     * @throws IllegalStateException if the schema is of a later version or broken, and then nothing was changed; if a migration
     *     failed; or if an H2 lacks settings in its URL; saying which
     */
    public static SchemaState migrate(DataSource source, String schema) {
        return new Migrations(source, new SchemaName(schema)).run();
    }

    /** How the schema {@value #DEFAULT_SCHEMA} stands to this version, as {@link #schemaState(DataSource, String)} does. */
    public static SchemaState schemaState(DataSource source) {
        return schemaState(source, DEFAULT_SCHEMA);
    }

    /**
     * How a schema stands to this version: one look at the database, changing nothing.
     *
     * @throws StoreException if the database can't be reached
     */
    public static SchemaState schemaState(DataSource source, String schema) {
        return new Migrations(source, new SchemaName(schema)).state();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if called inside a transaction of this store, or if the DataSource hands out a
     *     connection that is inside a transaction of the host
     */
    @Override
    public <T> T inTransaction(Function<BillingTransaction, T> work) {
        return begin(Optional.empty(), handle -> work.apply(new JdbiTransaction(handle)));
    }

    /** {@inheritDoc} Where row security is on, the database shows it no other tenant's rows. */
    @Override
    public <T> T inTransaction(TenantId tenant, Function<BillingTransaction, T> work) {
        return begin(Optional.of(tenant), handle -> work.apply(new JdbiTransaction(handle)));
    }

    /** {@inheritDoc} Reads and writes with one statement for each kind of thing, and with few round trips. */
    @Override
    public <T> T inTransaction(Expected expected, Function<BillingTransaction, T> work) {
        // Whose rows it is about is said by a query of its own, and bounds come before any query.
        Taking taking = rowSecurity ? OwnConnection::begin : OwnConnection::beginUnbounded;
        return on(
                taking,
                own -> run(own, Optional.empty(), handle -> {
                    FoldedTransaction folded = new FoldedTransaction(handle, new Pipeline(own, texts), expected);
                    T result = work.apply(folded);
                    folded.end();
                    return result;
                }));
    }

    private <T> T begin(Optional<TenantId> tenant, Function<Handle, T> work) {
        return on(OwnConnection::begin, own -> run(own, tenant, work));
    }

    /**
     * {@inheritDoc}
     *
     * <p>One statement that commits by itself, within 2 s on PostgreSQL (3 s where that has fallen silent), and waits for no row: a
     * transaction with its bounds would be two round trips more. Where row security is on it is a transaction: that is where it is said whose rows are asked for.
     */
    @Override
    public Optional<Standing> standing(TenantId tenant) {
        return rowSecurity
                ? BillingStore.super.standing(tenant)
                : on(OwnConnection::forOneStatement, own -> read(() -> standings.of(tenant, own)));
    }

    /** {@inheritDoc} As {@link #standing}, with one statement for all of them. */
    @Override
    public Map<TenantId, Standing> standings(Set<TenantId> tenants) {
        return rowSecurity
                ? BillingStore.super.standings(tenants)
                : on(OwnConnection::forOneStatement, own -> read(() -> standings.of(tenants, own)));
    }

    /** {@inheritDoc} Not where row security is on: there, a statement sees one tenant. */
    @Override
    public boolean readsTogether() {
        return !rowSecurity;
    }

    /** A statement by itself. */
    @FunctionalInterface
    private interface Reading<T> {
        T rows() throws SQLException;
    }

    private static <T> T read(Reading<T> reading) {
        try {
            return reading.rows();
        } catch (SQLException e) {
            throw SqlFault.translate(e);
        }
    }

    /** How a connection is taken. */
    @FunctionalInterface
    private interface Taking {
        OwnConnection from(DataSource source) throws SQLException;
    }

    private <T> T on(Taking taking, Function<OwnConnection, T> work) {
        if (current.get().isPresent())
            throw new IllegalStateException("a transaction of this store is already under way in this thread");
        try (OwnConnection own = taking.from(source)) {
            current.set(Optional.of(own));
            return work.apply(own);
        } catch (SQLException e) {
            throw SqlFault.unavailable(e);
        } finally {
            current.remove();
        }
    }

    private Handle open(OwnConnection own) {
        return (own.database() == Database.POSTGRESQL ? onPostgresql : onH2).open();
    }

    private <T> T run(OwnConnection own, Optional<TenantId> tenant, Function<Handle, T> work) {
        try (Handle handle = open(own)) {
            if (rowSecurity) RowSecurity.bind(own.connection(), tenant);
            T result = work.apply(handle);
            own.commit();
            return result;
        } catch (SQLException e) {
            own.rollbackAfter(e);
            throw SqlFault.translate(e);
        } catch (JdbiException e) {
            own.rollbackAfter(e);
            throw SqlFault.of(e);
        } catch (RuntimeException | Error e) {
            own.rollbackAfter(e);
            throw e;
        }
    }

    /** What the thread's transaction runs on: closed by its owner, not with the handle. */
    private final class CurrentConnection implements ConnectionFactory {
        @Override
        public Connection openConnection() {
            return current.get().orElseThrow().connection();
        }

        @Override
        public void closeConnection(Connection connection) {
            // OwnConnection gives it back, once it has ended the transaction.
        }
    }
}

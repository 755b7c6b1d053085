package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.id.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * PostgreSQL's row-level security as a second lock: a transaction for one tenant sees that tenant's rows alone, whatever a
 * statement of ours forgets to say. Each transaction says whose it is in a setting that ends with it, which is safe behind a
 * pooler; where it says nothing, no row is seen. Tables' owners and superusers are not bound: the server needs a role of its own.
 */
final class RowSecurity {
    /** Whose rows a transaction may see: a tenant's, or {@value #ALL} for work that is about many. No tenant is called so. */
    private static final String SETTING = "billing.tenant";

    private static final String ALL = "*";

    private static final String POLICY = "billing_tenant";

    private static final String WHOSE = "coalesce(current_setting('" + SETTING + "', true), '')";

    private static final String CONDITION = WHOSE + " in ('" + ALL + "', tenant_id)";

    /** The same as PostgreSQL tells it, but for its casts, brackets and blanks. */
    private static final String TOLD = bare(WHOSE + " = '" + ALL + "' or " + WHOSE + " = tenant_id");

    private final DataSource source;
    private final SchemaName schema;

    RowSecurity(DataSource source, SchemaName schema) {
        this.source = source;
        this.schema = schema;
    }

    /** Says whose the transaction under way on this connection is; nobody's in particular if absent. */
    static void bind(Connection connection, Optional<TenantId> tenant) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement("select set_config('" + SETTING + "', ?, true)")) {
            set.setString(1, tenant.map(TenantId::value).orElse(ALL));
            set.execute();
        }
    }

    /**
     * Puts the policy on every table that has a tenant in it and does not have it yet; as often as one likes. Needs the tables'
     * owner. A table is held alone for it, and waited for as migrations wait: in the order of no others, and nobody fails
     * behind it.
     */
    void apply() {
        for (Table table : Migrations.patiently(this::tables))
            if (!table.secured()) Migrations.patiently(() -> secure(table));
    }

    private Table secure(Table table) {
        try (Connection connection = new MigrationSource(source).getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                String name = name(table);
                statement.execute("alter table " + name + " enable row level security");
                statement.execute("drop policy if exists " + POLICY + " on " + name);
                statement.execute("create policy " + POLICY + " on " + name + " using (" + CONDITION + ")");
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(autoCommit);
            }
            return table;
        } catch (SQLException e) {
            throw SqlFault.translate(e);
        }
    }

    private String name(Table table) {
        return schema.quoted() + ".\"" + table.name() + '"';
    }

    /** Whether every table with a tenant in it has the policy, and the role that we connect with is bound by it. */
    boolean binds() {
        List<Table> tables = tables();
        try (Connection connection = source.getConnection()) {
            for (Table table : tables) if (!binds(connection, table)) return false;
            return true;
        } catch (SQLException e) {
            throw SqlFault.translate(e);
        }
    }

    private boolean binds(Connection connection, Table table) throws SQLException {
        try (PreparedStatement ask = connection.prepareStatement("select row_security_active(?)")) {
            ask.setString(1, name(table));
            try (ResultSet row = ask.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** Whether our policy binds the role that we connect with, on one table at least: who does not say whose rows it wants sees none there. */
    boolean hides() {
        try (Connection connection = source.getConnection()) {
            return Database.of(connection) == Database.POSTGRESQL && hides(connection);
        } catch (SQLException e) {
            throw SqlFault.translate(e);
        }
    }

    private boolean hides(Connection connection) throws SQLException {
        try (PreparedStatement ask = connection.prepareStatement("select exists (select 1 from pg_policy p"
                + " join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace"
                + " where n.nspname = ? and p.polname = '" + POLICY + "' and row_security_active(c.oid))")) {
            ask.setString(1, schema.value());
            try (ResultSet row = ask.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /**
     * A table that has a tenant in it.
     *
     * @param secured whether row security is on, by the very policy that {@link #apply} makes
     */
    private record Table(String name, boolean secured) {}

    private List<Table> tables() {
        List<Table> tables = new ArrayList<>();
        try (Connection connection = source.getConnection();
                PreparedStatement ask =
                        connection.prepareStatement("select c.relname, c.relrowsecurity and p.polcmd = '*'"
                                + " and p.polpermissive and p.polroles = '{0}' and p.polwithcheck is null,"
                                + " pg_get_expr(p.polqual, p.polrelid) from pg_class c"
                                + " join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid"
                                + " left join pg_policy p on p.polrelid = c.oid and p.polname = '" + POLICY + "'"
                                + " where n.nspname = ? and c.relkind in ('r', 'p') and a.attname = 'tenant_id'"
                                + " and not a.attisdropped order by 1")) {
            ask.setString(1, schema.value());
            try (ResultSet rows = ask.executeQuery()) {
                while (rows.next())
                    tables.add(new Table(rows.getString(1), rows.getBoolean(2) && isOurs(rows.getString(3))));
            }
            return tables;
        } catch (SQLException e) {
            throw SqlFault.translate(e);
        }
    }

    /** Whether it is our condition, in PostgreSQL's words. A version that has others gets the policy anew each time. */
    private static boolean isOurs(String told) {
        return bare(told).equalsIgnoreCase(TOLD);
    }

    private static String bare(String condition) {
        return condition.replaceAll("::text|::character varying|[\\s()]", "");
    }
}

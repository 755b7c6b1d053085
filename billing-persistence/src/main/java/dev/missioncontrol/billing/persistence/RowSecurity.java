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

    /** Puts the policy on every table that has a tenant in it; as often as one likes. Needs the tables' owner. */
    void apply() {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String table : tables(connection)) {
                String name = schema.quoted() + ".\"" + table + '"';
                statement.execute("alter table " + name + " enable row level security");
                statement.execute("drop policy if exists " + POLICY + " on " + name);
                statement.execute("create policy " + POLICY + " on " + name + " using (coalesce(current_setting('"
                        + SETTING + "', true), '') in ('" + ALL + "', tenant_id))");
            }
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw SqlFault.translate(e);
        }
    }

    /** Whether every table with a tenant in it has the policy, and the role that we connect with is bound by it. */
    boolean binds() {
        try (Connection connection = source.getConnection()) {
            for (String table : tables(connection)) if (!binds(connection, table)) return false;
            return true;
        } catch (SQLException e) {
            throw SqlFault.translate(e);
        }
    }

    private boolean binds(Connection connection, String table) throws SQLException {
        try (PreparedStatement ask = connection.prepareStatement("select row_security_active(?)")) {
            ask.setString(1, schema.quoted() + ".\"" + table + '"');
            try (ResultSet row = ask.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (PreparedStatement ask = connection.prepareStatement("select c.relname from pg_class c"
                + " join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid"
                + " where n.nspname = ? and c.relkind in ('r', 'p') and a.attname = 'tenant_id'"
                + " and not a.attisdropped order by 1")) {
            ask.setString(1, schema.value());
            try (ResultSet rows = ask.executeQuery()) {
                while (rows.next()) tables.add(rows.getString(1));
            }
        }
        return tables;
    }
}

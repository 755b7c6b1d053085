package dev.missioncontrol.billing.persistence;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/** A statement with its values, to be sent alone or with others by a {@link Pipeline}. */
final class BoundStatement {
    private final Sql sql;
    private final Map<String, Value> values = new HashMap<>();

    BoundStatement(Sql sql) {
        this.sql = sql;
    }

    /** Reads one row. */
    @FunctionalInterface
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    BoundStatement with(String name, Value value) {
        values.put(name, value);
        return this;
    }

    Sql sql() {
        return sql;
    }

    /** Puts the values in their places, and says which place is next. */
    int put(PreparedStatement statement, int first) throws SQLException {
        int position = first;
        for (String name : sql.names()) {
            Value value = values.get(name);
            if (value == null) throw new IllegalStateException("nothing is given for :" + name);
            value.put(position++, statement);
        }
        return position;
    }

    /** Sends it alone, and says how many rows it wrote. */
    int execute(Handle handle) {
        Update update = handle.createUpdate(sql.named());
        values.forEach(update::bind);
        return update.execute();
    }

    /** Asks it alone. */
    <T> List<T> rows(Handle handle, Row<T> row) {
        Query query = handle.createQuery(sql.named());
        values.forEach(query::bind);
        return query.map((found, context) -> row.of(found)).list();
    }
}

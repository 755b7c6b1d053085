package dev.missioncontrol.billing.persistence;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.StatementContext;

/** What a statement is given in one place; the same whether JDBI puts it there or we do. */
@FunctionalInterface
interface Value extends Argument {
    void put(int position, PreparedStatement statement) throws SQLException;

    @Override
    default void apply(int position, PreparedStatement statement, StatementContext context) throws SQLException {
        put(position, statement);
    }

    static Value number(long number) {
        return (position, statement) -> statement.setLong(position, number);
    }

    static Value maybeNumber(Optional<Long> number) {
        return (position, statement) -> {
            if (number.isPresent()) statement.setLong(position, number.get());
            else statement.setNull(position, Types.BIGINT);
        };
    }

    static Value text(String text) {
        return (position, statement) -> statement.setString(position, text);
    }
}

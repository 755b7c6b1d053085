package dev.missioncontrol.billing.persistence;

import java.util.List;
import org.jdbi.v3.core.statement.ParsedSql;

/** A statement with names for its values, read once: JDBI takes it with its names, {@link Pipeline} with their places. */
final class Sql {
    private final String named;
    private final ParsedSql parsed;

    Sql(String named) {
        this.named = named;
        parsed = NamedParameters.parse(named);
    }

    /** With a name, such as {@code :tenant}, for each value. */
    String named() {
        return named;
    }

    /** With a question mark for each value. */
    String placed() {
        return parsed.getSql();
    }

    /** Which value stands in which place. */
    List<String> names() {
        return parsed.getParameters().getParameterNames();
    }

    BoundStatement with(String name, Value value) {
        return new BoundStatement(this).with(name, value);
    }

    @Override
    public String toString() {
        return named;
    }
}

package dev.missioncontrol.billing.persistence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows that one statement takes together, however many they are: an array for each column. To the database it is one statement
 * to plan and to run, and one count of what it wrote, where a batch is as many as there are rows.
 *
 * @param <T> what a row is made of
 */
final class Columns<T> {
    private final List<Column<T>> all;

    private record Column<T>(String name, Kind kind, Function<T, @Nullable Object> value) {}

    private enum Kind {
        TEXT("varchar", "varchar", String[]::new),
        NUMBER("bigint", "bigint", Long[]::new),
        FLAG("boolean", "boolean", Boolean[]::new),
        TIME("timestamp with time zone", "timestamptz", Object[]::new);

        private final String type;
        private final String element;
        private final IntFunction<Object[]> array;

        /**
         * @param type what both databases call it
         * @param element what the driver calls it
         */
        Kind(String type, String element, IntFunction<Object[]> array) {
            this.type = type;
            this.element = element;
            this.array = array;
        }

        /** An array of the very type of its elements, which the driver sends as bytes: text would be quoted, and read again. */
        <T> Value of(Collection<T> rows, Function<T, ? extends @Nullable Object> value) {
            Object[] values = array.apply(rows.size());
            int next = 0;
            for (T row : rows) values[next++] = value.apply(row);
            return (position, statement) ->
                    statement.setArray(position, statement.getConnection().createArrayOf(element, values));
        }
    }

    private Columns(List<Column<T>> all) {
        this.all = all;
    }

    /** Begins a row with its key. */
    static <T> Columns<T> key(String name, Function<T, String> value) {
        return new Columns<T>(List.of()).text(name, value::apply);
    }

    /** One column of texts, without rows around it. */
    static <T> Value texts(Collection<T> of, Function<T, String> value) {
        return Kind.TEXT.of(of, value);
    }

    Columns<T> text(String name, Function<T, @Nullable String> value) {
        return with(name, Kind.TEXT, value::apply);
    }

    Columns<T> number(String name, ToLongFunction<T> value) {
        return with(name, Kind.NUMBER, value::applyAsLong);
    }

    Columns<T> maybeNumber(String name, Function<T, OptionalInt> value) {
        return with(name, Kind.NUMBER, row -> {
            OptionalInt number = value.apply(row);
            return number.isPresent() ? (long) number.getAsInt() : null;
        });
    }

    Columns<T> flag(String name, Predicate<T> value) {
        return with(name, Kind.FLAG, value::test);
    }

    Columns<T> time(String name, Function<T, Instant> value) {
        return maybeTime(name, row -> Optional.of(value.apply(row)));
    }

    Columns<T> maybeTime(String name, Function<T, Optional<Instant>> value) {
        return with(name, Kind.TIME, row -> value.apply(row).map(Utc::column).orElse(null));
    }

    private Columns<T> with(String name, Kind kind, Function<T, @Nullable Object> value) {
        List<Column<T>> more = new ArrayList<>(all);
        more.add(new Column<>(name, kind, value));
        return new Columns<>(List.copyOf(more));
    }

    /** The names, for a list of columns in SQL. */
    String names() {
        return names("");
    }

    /** The names behind {@code given}, for what is chosen from {@link #given}. */
    String namesGiven() {
        return names("given.");
    }

    /** {@code name = given.name}, for all but the key, which comes first. */
    String assignments() {
        return all.stream()
                .skip(1)
                .map(one -> one.name() + " = given." + one.name())
                .collect(Collectors.joining(", "));
    }

    private String names(String prefix) {
        return all.stream().map(one -> prefix + one.name()).collect(Collectors.joining(", "));
    }

    /** The rows as a table of the name {@code given}. */
    String given() {
        return all.stream()
                        .map(one -> "cast(:" + one.name() + " as " + one.kind().type + " array)")
                        .collect(Collectors.joining(", ", "unnest(", ")"))
                + " as given (" + names() + ")";
    }

    /** The rows, given to the statement that {@link #given} is part of. */
    BoundStatement in(Sql statement, Collection<T> rows) {
        BoundStatement bound = new BoundStatement(statement);
        for (Column<T> one : all) bound.with(one.name(), one.kind().of(rows, one.value()));
        return bound;
    }
}

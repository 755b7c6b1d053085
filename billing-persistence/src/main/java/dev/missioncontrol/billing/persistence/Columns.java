package dev.missioncontrol.billing.persistence;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Rows that one statement takes together, however many they are: an array for each column. To the database it is one statement
 * to plan and to run, and one count of what it wrote, where a batch is as many as there are rows.
 *
 * @param <T> what a row is made of
 */
final class Columns<T> {
    private final List<Column<T>> all;

    /**
     * A column.
     *
     * @param type what the database calls it
     * @param element what the driver is given
     */
    private record Column<T>(String name, String type, Class<?> element, Function<T, @Nullable Object> value) {}

    private Columns(List<Column<T>> all) {
        this.all = all;
    }

    /** Begins a row with its key. */
    static <T> Columns<T> key(String name, Function<T, String> value) {
        return new Columns<T>(List.of()).text(name, value::apply);
    }

    /** Lets arrays of what columns are made of be bound. */
    static void register(Jdbi jdbi) {
        jdbi.registerArrayType(String.class, "varchar");
        jdbi.registerArrayType(Long.class, "bigint");
        jdbi.registerArrayType(Boolean.class, "boolean");
        jdbi.registerArrayType(OffsetDateTime.class, "timestamptz");
    }

    Columns<T> text(String name, Function<T, @Nullable String> value) {
        return with(name, "varchar", String.class, value::apply);
    }

    Columns<T> number(String name, ToLongFunction<T> value) {
        return with(name, "bigint", Long.class, value::applyAsLong);
    }

    Columns<T> flag(String name, Predicate<T> value) {
        return with(name, "boolean", Boolean.class, value::test);
    }

    Columns<T> time(String name, Function<T, Instant> value) {
        return maybeTime(name, row -> Optional.of(value.apply(row)));
    }

    Columns<T> maybeTime(String name, Function<T, Optional<Instant>> value) {
        return with(
                name,
                "timestamp with time zone",
                OffsetDateTime.class,
                row -> value.apply(row).map(Utc::column).orElse(null));
    }

    private Columns<T> with(String name, String type, Class<?> element, Function<T, @Nullable Object> value) {
        List<Column<T>> more = new ArrayList<>(all);
        more.add(new Column<>(name, type, element, value));
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
                        .map(one -> "cast(:" + one.name() + " as " + one.type() + " array)")
                        .collect(Collectors.joining(", ", "unnest(", ")"))
                + " as given (" + names() + ")";
    }

    /** The rows, bound to the statement that {@link #given} is part of. */
    <S extends SqlStatement<S>> S bind(S statement, Collection<T> rows) {
        for (Column<T> one : all) {
            Stream<@Nullable Object> values = rows.stream().map(one.value());
            statement.bindArray(one.name(), one.element(), values.toArray());
        }
        return statement;
    }
}

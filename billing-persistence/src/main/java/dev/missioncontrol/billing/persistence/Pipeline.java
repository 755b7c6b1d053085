package dev.missioncontrol.billing.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/**
 * Statements that go out behind one another, in the order that they were brought, without waiting for the answers in between:
 * on PostgreSQL one round trip, however many they are; on H2 one by one. Each sees what those before it did, as if it had been
 * sent alone. The first that fails is the last that is run.
 */
final class Pipeline {
    private final Connection connection;
    private final Database database;
    private final Texts texts;
    private final List<Step> waiting = new ArrayList<>();

    /** One that begins with the bounds of its transaction, if they were left to it, and with how its statements are planned. */
    Pipeline(OwnConnection own, Texts texts) {
        connection = own.connection();
        database = own.database();
        this.texts = texts;
        for (Sql bound : own.boundsDue()) write(new BoundStatement(bound), done -> {});
        for (Sql plans : database.plansForKeys()) write(new BoundStatement(plans), done -> {});
    }

    /** Statements as they are sent, put together once: as many as the code has ways to send some behind one another. */
    static final class Texts {
        private final Map<List<Sql>, String> known = new ConcurrentHashMap<>();
        private final SchemaName schema;

        Texts(SchemaName schema) {
            this.schema = schema;
        }

        private String of(List<Step> steps) {
            return known.computeIfAbsent(
                    steps.stream().map(one -> one.bound().sql()).toList(),
                    all -> all.stream()
                            .map(Sql::placed)
                            .collect(Collectors.joining(";"))
                            .replace("{schema}", schema.quoted()));
        }
    }

    /** Reads what one statement answers; what it returns is done once everything that was sent with it is read. */
    @FunctionalInterface
    private interface Reading {
        Runnable of(PreparedStatement answers) throws SQLException;
    }

    private record Step(BoundStatement bound, Reading reading) {}

    /** @param then given all rows, once everything that is sent with it was answered */
    <T> void ask(BoundStatement question, BoundStatement.Row<T> row, Consumer<List<T>> then) {
        waiting.add(new Step(question, answers -> {
            List<T> found = new ArrayList<>();
            try (ResultSet rows = answers.getResultSet()) {
                while (rows.next()) found.add(row.of(rows));
            }
            return () -> then.accept(found);
        }));
    }

    /** @param then given the number of rows written; throws if it is not what it must be */
    void write(BoundStatement change, IntConsumer then) {
        waiting.add(new Step(change, answers -> {
            int written = answers.getUpdateCount();
            return () -> then.accept(written);
        }));
    }

    /**
     * Sends all that waits.
     *
     * @throws dev.missioncontrol.billing.store.StoreException as a single statement would
     */
    void send() {
        List<Step> steps = List.copyOf(waiting);
        waiting.clear();
        if (steps.isEmpty()) return;
        List<Runnable> then = new ArrayList<>();
        try {
            if (database == Database.POSTGRESQL) send(steps, then);
            else for (Step one : steps) send(List.of(one), then);
        } catch (SQLException e) {
            throw SqlFault.translate(e);
        }
        then.forEach(Runnable::run);
    }

    private void send(List<Step> steps, List<Runnable> then) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(texts.of(steps))) {
            // All rows at once: of a statement that stops after some, the rest would be locked after those behind it
            // were run.
            statement.setFetchSize(0);
            int position = 1;
            for (Step one : steps) position = one.bound().put(statement, position);
            statement.execute();
            for (int one = 0; one < steps.size(); one++) {
                if (one > 0) statement.getMoreResults();
                then.add(steps.get(one).reading().of(statement));
            }
        }
    }
}

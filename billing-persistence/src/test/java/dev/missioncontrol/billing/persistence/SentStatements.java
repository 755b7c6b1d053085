package dev.missioncontrol.billing.persistence;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.PGStatement;

/** The statements that were really sent to a PostgreSQL, each with values that it was sent with, and from which line of ours. */
final class SentStatements {
    /** Of one statement: a plan may be another for other values. */
    private static final int MOST_EXAMPLES = 8;

    private static final String OURS = SentStatements.class.getPackageName() + ".";

    private final Map<String, Set<String>> examples = Collections.synchronizedMap(new TreeMap<>());
    private final AtomicInteger count = new AtomicInteger();
    private final Set<String> senders = Collections.synchronizedSet(new LinkedHashSet<>());

    /** The same DataSource, with its prepared statements noted. */
    DataSource watching(DataSource source) {
        return proxy(DataSource.class, source, (proxy, method, arguments) -> {
            Object answer = call(source, method, arguments);
            return answer instanceof Connection connection ? watching(connection) : answer;
        });
    }

    private Connection watching(Connection connection) {
        return proxy(Connection.class, connection, (proxy, method, arguments) -> {
            Object answer = call(connection, method, arguments);
            return answer instanceof PreparedStatement statement ? watching(statement, (String) arguments[0]) : answer;
        });
    }

    private PreparedStatement watching(PreparedStatement statement, String sql) {
        Map<Integer, Array> arrays = new TreeMap<>();
        return proxy(PreparedStatement.class, statement, (proxy, method, arguments) -> {
            switch (method.getName()) {
                case "setArray" -> arrays.put((Integer) arguments[0], (Array) arguments[1]);
                case "execute", "executeQuery", "executeUpdate" -> note(sql, statement, arrays, MOST_EXAMPLES);
                // Those that follow are written one behind the other.
                case "addBatch" -> note(sql, statement, arrays, 1);
                default -> {}
            }
            return call(statement, method, arguments);
        });
    }

    /** The driver writes a statement with its values in place. */
    private void note(String sql, PreparedStatement statement, Map<Integer, Array> arrays, int most)
            throws SQLException {
        count.incrementAndGet();
        List<String> several = each(sql);
        List<String> readable = each(readable(statement, arrays));
        for (int one = 0; one < several.size(); one++) {
            Set<String> known = examples.computeIfAbsent(
                    several.get(one), any -> Collections.synchronizedSet(new LinkedHashSet<>()));
            if (known.size() < most) known.add(readable.get(one));
        }
        Arrays.stream(new Throwable().getStackTrace())
                .filter(frame -> frame.getClassName().startsWith(OURS))
                .forEach(frame -> senders.add(frame.getFileName() + ":" + frame.getLineNumber()));
    }

    /** Statements that are sent behind one another. */
    private static List<String> each(String sql) {
        List<String> each = new ArrayList<>();
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < sql.length(); i++) {
            if (sql.charAt(i) == '\'') quoted = !quoted;
            if (sql.charAt(i) != ';' || quoted) continue;
            each.add(sql.substring(begin, i));
            begin = i + 1;
        }
        each.add(sql.substring(begin));
        return each;
    }

    /** An array goes out as bytes, which the driver does not show. */
    private static String readable(PreparedStatement statement, Map<Integer, Array> arrays) throws SQLException {
        for (Map.Entry<Integer, Array> one : arrays.entrySet())
            statement.setObject(one.getKey(), one.getValue().toString(), Types.OTHER);
        String readable = statement.unwrap(PGStatement.class).toString();
        for (Map.Entry<Integer, Array> one : arrays.entrySet()) statement.setArray(one.getKey(), one.getValue());
        return readable;
    }

    /** All of them that can be explained, with values in place. */
    List<String> all() {
        synchronized (examples) {
            return examples.values().stream()
                    .flatMap(Set::stream)
                    .filter(one -> !one.startsWith("set "))
                    .toList();
        }
    }

    /** How often something was sent, several statements behind one another counting once. */
    int count() {
        return count.get();
    }

    /** Whether this one was sent. */
    boolean sent(Sql sql) {
        return examples.containsKey(sql.placed().replace("{schema}", "\"billing\""));
    }

    /** Whether one was sent from these lines of a file of ours. */
    boolean sentFrom(String file, int firstLine, int lastLine) {
        return Stream.iterate(firstLine, line -> line <= lastLine, line -> line + 1)
                .anyMatch(line -> senders.contains(file + ":" + line));
    }

    private static Object call(Object on, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, T watched, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(watched.getClass().getClassLoader(), new Class<?>[] {type}, handler));
    }
}

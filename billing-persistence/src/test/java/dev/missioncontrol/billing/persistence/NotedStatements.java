package dev.missioncontrol.billing.persistence;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;

/** A database of whose statements every text is noted, whoever sends it: prepared or not, ours or a library's. */
final class NotedStatements {
    private NotedStatements() {}

    /** @param sent is added to, in small letters */
    static DataSource of(DataSource source, List<String> sent) {
        return proxy(DataSource.class, source, (proxy, method, arguments) -> {
            Object answer = call(source, method, arguments);
            return answer instanceof Connection connection ? noting(connection, sent) : answer;
        });
    }

    private static Connection noting(Connection connection, List<String> sent) {
        return proxy(Connection.class, connection, (proxy, method, arguments) -> {
            note(sent, arguments);
            Object answer = call(connection, method, arguments);
            if (!(answer instanceof Statement statement) || answer instanceof PreparedStatement) return answer;
            return proxy(Statement.class, statement, (one, called, values) -> {
                note(sent, values);
                return call(statement, called, values);
            });
        });
    }

    private static void note(List<String> sent, Object[] arguments) {
        if (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql)
            sent.add(sql.strip().toLowerCase(Locale.ROOT));
    }

    private static Object call(Object on, Method method, Object[] arguments) throws Throwable {
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

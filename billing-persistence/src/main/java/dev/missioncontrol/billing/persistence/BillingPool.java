package dev.missioncontrol.billing.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A pool of connections with bounds on every wait, for a server of its own; a host that embeds has its own pool. */
public final class BillingPool {
    /** Most connections of one node: a few for each processor are what a database works fastest with. */
    public static final int MOST_CONNECTIONS = 10;

    /** Longest wait for a connection: who waits is better answered 503 soon, and asks again, than late. */
    public static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    /**
     * Longest wait for a connection that was idle to say that it is there, within the wait for one: the pool's own is 5 s, for which whoever
     * takes a connection to a server that has fallen silent would wait.
     */
    private static final Duration LONGEST_CHECK = Duration.ofSeconds(1);

    /** Longest wait to reach the server. */
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(2);

    /**
     * Longest silence on a connection in use, over the longest statement: then the server is gone. Several that are sent together are
     * answered together; if they take longer, they are given up and rolled back, and nobody waits for them any more.
     */
    static final Duration LONGEST_SILENCE = TransactionBounds.LONGEST_STATEMENT.multipliedBy(4);

    /** A connection's life: short enough that a failover behind a name is followed. */
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(10);

    /** A database in memory is gone with its last connection otherwise. */
    private static final String KEEP_IN_MEMORY = ";DB_CLOSE_DELAY=-1";

    /** What makes H2 understand PostgreSQL's dialect; and a commit on disk when it is done, not half a second later. */
    private static final List<String> H2_SETTINGS =
            List.of(";MODE=PostgreSQL", ";DATABASE_TO_LOWER=TRUE", ";DEFAULT_NULL_ORDERING=HIGH", ";WRITE_DELAY=0");

    private BillingPool() {}

    /**
     * Opens a pool. It comes up while the database is away too, and connects once that is back.
     *
     * @param url JDBC URL of PostgreSQL or H2, which is told the dialect; its own parameters win over ours
     * @param user empty if the URL says it
     * @param password empty if the URL says it, or none is needed
     */
    public static HikariDataSource open(String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("billing");
        config.setJdbcUrl(url.startsWith("jdbc:h2:") ? withDialect(url) : url);
        if (!user.isEmpty()) config.setUsername(user);
        if (!password.isEmpty()) config.setPassword(password);
        config.setMaximumPoolSize(MOST_CONNECTIONS);
        config.setConnectionTimeout(LONGEST_WAIT.toMillis());
        config.setValidationTimeout(LONGEST_CHECK.toMillis());
        config.setMaxLifetime(LONGEST_LIFE.toMillis());
        // Negative: don't fail at start while the database is away.
        config.setInitializationFailTimeout(-1);
        if (url.startsWith("jdbc:postgresql:")) {
            // As texts: what is none the driver leaves out, and says nothing.
            config.addDataSourceProperty("connectTimeout", seconds(LONGEST_CONNECT));
            config.addDataSourceProperty("socketTimeout", seconds(LONGEST_SILENCE));
            config.addDataSourceProperty("cancelSignalTimeout", seconds(TransactionBounds.LONGEST_CANCEL));
            config.addDataSourceProperty("tcpKeepAlive", "true");
            if (namesSeveralHosts(url)) config.addDataSourceProperty("targetServerType", "primary");
            config.setExceptionOverride(new Demoted());
            config.addDataSourceProperty("ApplicationName", "billing");
        }
        return new HikariDataSource(config);
    }

    private static String seconds(Duration time) {
        return Long.toString(time.toSeconds());
    }

    /**
     * Then the driver takes the one that can write, which it asks when it connects. With one host it has no choice: there, a
     * standby is better read than not reached.
     */
    private static boolean namesSeveralHosts(String url) {
        int path = url.indexOf('/', "jdbc:postgresql://".length());
        return url.substring(0, path < 0 ? url.length() : path).contains(",");
    }

    /**
     * A connection whose server can't write any more is let go: after a failover the next one is to the server that can, behind
     * a name or at another host. The pool lets go by itself of those alone that broke.
     */
    private static final class Demoted implements SQLExceptionOverride {
        private static final String READ_ONLY = "25006";

        @java.lang.Override
        public Override adjudicate(SQLException refused) {
            return READ_ONLY.equals(refused.getSQLState()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
        }
    }

    private static String withDialect(String url) {
        String upper = url.toUpperCase(Locale.ROOT);
        String kept =
                upper.startsWith("JDBC:H2:MEM:") && !upper.contains("DB_CLOSE_DELAY=") ? url + KEEP_IN_MEMORY : url;
        return H2_SETTINGS.stream()
                .filter(setting -> !upper.contains(setting.substring(0, setting.indexOf('=') + 1)))
                .reduce(kept, String::concat);
    }
}

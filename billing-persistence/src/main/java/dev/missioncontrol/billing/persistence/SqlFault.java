package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.store.StoreException.Kind;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.h2.api.ErrorCode;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What a database's refusal means to the domain, in words that hold none of the values. */
final class SqlFault {
    /** Classes of SQLSTATE: connection, out of something (disk, memory, connections), the system below. */
    private static final Set<String> UNAVAILABLE_CLASSES = Set.of("08", "53", "58", "28");

    /**
     * A shutdown, a crash, a database dropped; a statement or a pause over its bound; a standby that can't write; a schema
     * that is not there yet or may not be used: all pass without us, once an operator or a failover has done its part.
     */
    private static final Set<String> UNAVAILABLE = Set.of(
            "57P01", "57P02", "57P03", "57P04", "57P05", "57014", "25P03", "25006", "3D000", "3F000", "42P01", "42703",
            "42501", "42S02", "42S22", "90079");

    private static final String NO_SCHEMA =
            "its schema is not there, or of an older version than this: migrate it first";

    /** What states mean that somebody can do something about, for who reads them in the log at night. */
    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("3F000", NO_SCHEMA),
            Map.entry("42P01", NO_SCHEMA),
            Map.entry("42703", NO_SCHEMA),
            Map.entry("42S02", NO_SCHEMA),
            Map.entry("42S22", NO_SCHEMA),
            Map.entry("90079", NO_SCHEMA),
            Map.entry("08001", "nobody answers there, or no connection was free in time"),
            Map.entry("08006", "the connection broke off"),
            Map.entry("25006", "it only reads, as a standby does"),
            Map.entry("28000", "this user may not connect"),
            Map.entry("28P01", "the user or its password is refused"),
            Map.entry("3D000", "there is no such database"),
            Map.entry("42501", "the user lacks a right"),
            Map.entry("53100", "its disk is full"),
            Map.entry("53200", "its memory is used up"),
            Map.entry("53300", "it has no connection left"),
            Map.entry("57014", "a statement took too long"),
            Map.entry("57P01", "it is being stopped"),
            Map.entry("57P03", "it is starting or stopping"));

    private static final Set<Integer> UNAVAILABLE_ON_H2 = Set.of(
            ErrorCode.DATABASE_IS_CLOSED,
            ErrorCode.DATABASE_CALLED_AT_SHUTDOWN,
            ErrorCode.DATABASE_ALREADY_OPEN_1,
            ErrorCode.DATABASE_NOT_FOUND_WITH_IF_EXISTS_1,
            ErrorCode.CONNECTION_BROKEN_1,
            ErrorCode.OBJECT_CLOSED,
            ErrorCode.IO_EXCEPTION_1,
            ErrorCode.IO_EXCEPTION_2,
            ErrorCode.FILE_CORRUPTED_1,
            ErrorCode.DATABASE_IS_READ_ONLY);

    /**
     * Serialisation, deadlock, a lock waited for too long. A duplicate key too: every write looks first, so somebody else
     * wrote in between, and the next run sees it.
     */
    private static final Set<String> CONFLICT = Set.of("40001", "40P01", "55P03", "23505");

    private static final Set<Integer> CONFLICT_ON_H2 = Set.of(
            ErrorCode.LOCK_TIMEOUT_1,
            ErrorCode.DEADLOCK_1,
            ErrorCode.CONCURRENT_UPDATE_1,
            ErrorCode.ROW_NOT_FOUND_WHEN_DELETING_1);

    private SqlFault() {}

    /** The database's refusal that made a statement fail, translated. */
    static RuntimeException of(JdbiException failure) {
        for (Throwable one = failure; one != null; one = one.getCause())
            if (one instanceof SQLException refused) return translate(refused);
        return new IllegalStateException(
                "a statement could not be run or read: " + failure.getClass().getSimpleName());
    }

    static RuntimeException translate(SQLException refused) {
        String state = Optional.ofNullable(refused.getSQLState()).orElse("");
        int code = refused.getErrorCode();
        if (CONFLICT.contains(state) || CONFLICT_ON_H2.contains(code) || migratedMeanwhile(refused))
            return new StoreException(
                    Kind.CONFLICT, "another transaction is in the way" + words(refused), plain(refused));
        if (unavailable(refused, state, code)) return unavailable(refused);
        return new IllegalStateException("the database refused a statement" + words(refused), plain(refused));
    }

    /** Whatever it is, there is no connection. */
    static StoreException unavailable(SQLException refused) {
        return new StoreException(
                Kind.UNAVAILABLE,
                "the database can't be reached or used now" + meaning(refused) + words(refused),
                plain(refused));
    }

    /**
     * A later version's migration added a column to a table that this connection has read: PostgreSQL refuses the prepared
     * statement once ("cached plan must not change result type"), the driver prepares it anew, and the next run succeeds.
     */
    private static boolean migratedMeanwhile(SQLException refused) {
        return message(refused)
                .map(ServerErrorMessage::getRoutine)
                .filter("RevalidateCachedQuery"::equals)
                .isPresent();
    }

    private static Optional<ServerErrorMessage> message(SQLException refused) {
        return Optional.of(refused)
                .filter(PSQLException.class::isInstance)
                .map(one -> ((PSQLException) one).getServerErrorMessage());
    }

    private static boolean unavailable(SQLException refused, String state, int code) {
        return refused instanceof SQLTransientConnectionException
                || refused instanceof SQLNonTransientConnectionException
                || refused instanceof SQLRecoverableException
                || UNAVAILABLE.contains(state)
                || UNAVAILABLE_ON_H2.contains(code)
                || UNAVAILABLE_CLASSES.stream().anyMatch(state::startsWith);
    }

    private static String meaning(SQLException refused) {
        // A pool that has none to give says so by the type alone.
        Optional<String> noneFree = refused.getSQLState() == null && refused instanceof SQLTransientConnectionException
                ? Optional.of("no connection was free in time")
                : Optional.empty();
        return Optional.ofNullable(refused.getSQLState())
                .map(MEANINGS::get)
                .or(() -> noneFree)
                .map(": "::concat)
                .orElse("");
    }

    /** State, code and, where the server names one, the constraint: enough to look it up, and nobody's data. */
    private static String words(SQLException refused) {
        String constraint = message(refused)
                .map(ServerErrorMessage::getConstraint)
                .map(name -> ", constraint " + name)
                .orElse("");
        return " (SQLSTATE " + refused.getSQLState() + ", code " + refused.getErrorCode() + constraint + ")";
    }

    /** Where it happened, without the driver's message: that quotes statements and rows. */
    private static SQLException plain(SQLException refused) {
        SQLException plain =
                new SQLException(refused.getClass().getSimpleName(), refused.getSQLState(), refused.getErrorCode());
        plain.setStackTrace(refused.getStackTrace());
        return plain;
    }
}

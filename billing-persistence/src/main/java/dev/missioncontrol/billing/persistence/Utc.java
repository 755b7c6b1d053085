package dev.missioncontrol.billing.persistence;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A moment in a column: UTC, cut to microseconds (a driver would round up, into the future). Not by way of
 * {@code java.sql.Timestamp}, which has no answer for the hour that a local clock shows twice.
 */
record Utc(Optional<Instant> moment) implements Value {
    /** What both databases and every reader's calendar can hold; a provider's wilder numbers are cut to it. */
    static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    static Utc of(Instant moment) {
        return new Utc(Optional.of(moment));
    }

    @Override
    public void put(int position, PreparedStatement statement) throws SQLException {
        if (moment.isEmpty()) statement.setNull(position, Types.TIMESTAMP_WITH_TIMEZONE);
        else statement.setObject(position, column(moment.get()));
    }

    /** What a column is given. */
    static OffsetDateTime column(Instant moment) {
        Instant within = moment.isBefore(EARLIEST) ? EARLIEST : moment.isAfter(LATEST) ? LATEST : moment;
        return within.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    /** The moment in a column that may be empty. */
    static Optional<Instant> read(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    /** The moment in a column that is never empty. */
    static Instant readAlways(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}

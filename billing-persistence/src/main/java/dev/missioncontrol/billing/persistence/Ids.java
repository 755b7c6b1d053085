package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;

/** Ids out of columns that may be empty, and into arrays. */
final class Ids {
    private Ids() {}

    static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    static Optional<TenantId> tenant(ResultSet row) throws SQLException {
        return text(row, "tenant_id").map(TenantId::new);
    }

    static Optional<CustomerId> customer(ResultSet row, String column) throws SQLException {
        return text(row, column).map(CustomerId::new);
    }

    static Optional<SubscriptionId> subscription(ResultSet row, String column) throws SQLException {
        return text(row, column).map(SubscriptionId::new);
    }

    /** As an array to be bound. */
    static <T> Value all(Collection<T> ids, Function<T, String> value) {
        return Columns.texts(ids, value);
    }
}

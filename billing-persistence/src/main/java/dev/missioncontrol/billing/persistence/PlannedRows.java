package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.PlannedChange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What subscriptions are going to become, in three columns of their rows that are empty together. */
final class PlannedRows {
    private final Handle handle;

    PlannedRows(Handle handle) {
        this.handle = handle;
    }

    Optional<PlannedChange> of(SubscriptionId id) {
        return handle.createQuery(
                        "select planned_price, planned_quantity, planned_at from {schema}.tracked_subscriptions"
                                + " where subscription_id = :subscription and planned_price is not null")
                .bind("subscription", id.value())
                .map((row, context) -> planned(row))
                .findOne();
    }

    /** Of a row in which there may be none. */
    static Optional<PlannedChange> read(ResultSet row) throws SQLException {
        return row.getString("planned_price") == null ? Optional.empty() : Optional.of(planned(row));
    }

    private static PlannedChange planned(ResultSet row) throws SQLException {
        return new PlannedChange(
                new PriceId(row.getString("planned_price")),
                row.getLong("planned_quantity"),
                Utc.readAlways(row, "planned_at"));
    }

    void save(SubscriptionId id, Optional<PlannedChange> planned, Instant now) {
        handle.createUpdate("update {schema}.tracked_subscriptions set planned_price = :price,"
                        + " planned_quantity = :quantity, planned_at = :at, updated_at = :now"
                        + " where subscription_id = :subscription")
                .bind("subscription", id.value())
                .bind("price", planned.map(one -> one.price().value()).orElse(null))
                .bind("quantity", planned.map(PlannedChange::quantity).orElse(null))
                .bind("at", new Utc(planned.map(PlannedChange::at)))
                .bind("now", Utc.of(now))
                .execute();
    }
}

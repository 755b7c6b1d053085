package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.PlannedChange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What subscriptions are going to become, a row for each that does not stay as it is: few, so that who asks for it meets a small table. */
final class PlannedRows {
    private final Handle handle;

    PlannedRows(Handle handle) {
        this.handle = handle;
    }

    /** Where row-level security hides the subscription, this is hidden with it: here is no tenant by which it could. */
    Optional<PlannedChange> of(SubscriptionId id) {
        return handle.createQuery(
                        "select planned_price, planned_quantity, planned_at from {schema}.planned_changes planned"
                                + " where subscription_id = :subscription and exists (select 1 from"
                                + " {schema}.tracked_subscriptions known"
                                + " where known.subscription_id = planned.subscription_id)")
                .bind("subscription", id.value())
                .map((row, context) -> planned(row))
                .findOne();
    }

    private static final Sql OF_ALL = new Sql("select subscription_id, planned_price, planned_quantity, planned_at from"
            + " {schema}.planned_changes planned where subscription_id = any(:subscriptions) and exists (select 1"
            + " from {schema}.tracked_subscriptions known"
            + " where known.subscription_id = planned.subscription_id)");

    /** A row of {@link #ofAll}. */
    record Of(SubscriptionId id, PlannedChange planned) {
        static Of row(ResultSet row) throws SQLException {
            return new Of(new SubscriptionId(row.getString("subscription_id")), PlannedRows.planned(row));
        }
    }

    /** Those of these that have a row, hidden as above. */
    static BoundStatement ofAll(Collection<SubscriptionId> ids) {
        return OF_ALL.with("subscriptions", Ids.all(ids, SubscriptionId::value));
    }

    /** Which of these have one. */
    Set<SubscriptionId> among(Collection<SubscriptionId> ids) {
        if (ids.isEmpty()) return Set.of();
        return ofAll(ids).rows(handle, Of::row).stream().map(Of::id).collect(Collectors.toSet());
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

    /** With the subscription held, so that nobody else writes it meanwhile. */
    void save(SubscriptionId id, Optional<PlannedChange> planned) {
        handle.createUpdate("delete from {schema}.planned_changes where subscription_id = :subscription")
                .bind("subscription", id.value())
                .execute();
        planned.ifPresent(change -> handle.createUpdate("insert into {schema}.planned_changes (subscription_id,"
                        + " planned_price, planned_quantity, planned_at) select subscription_id, :price, :quantity, :at"
                        + " from {schema}.tracked_subscriptions where subscription_id = :subscription")
                .bind("subscription", id.value())
                .bind("price", change.price().value())
                .bind("quantity", change.quantity())
                .bind("at", Utc.of(change.at()))
                .execute());
    }
}

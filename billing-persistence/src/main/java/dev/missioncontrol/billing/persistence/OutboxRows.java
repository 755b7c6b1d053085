package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.OutboxRow;
import dev.missioncontrol.billing.store.PublishedRow;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Rows of the outbox as they are read. */
final class OutboxRows {
    private OutboxRows() {}

    /** One that can't be read keeps none of other tenants from being. */
    static OutboxRow row(ResultSet row) throws SQLException {
        try {
            return new OutboxRow.Readable(event(row));
        } catch (RuntimeException fault) {
            return new OutboxRow.Unreadable(row.getString("tenant_id"), row.getLong("sequence_no"), fault);
        }
    }

    /** One that was delivered. */
    static PublishedRow published(ResultSet row) throws SQLException {
        return new PublishedRow(row.getLong("published_no"), row(row));
    }

    private static BillingEvent event(ResultSet row) throws SQLException {
        return new BillingEvent(
                row.getString("event_id"),
                new TenantId(row.getString("tenant_id")),
                row.getLong("sequence_no"),
                Utc.readAlways(row, "decided_at"),
                CurrentJson.readTransition(row.getString("transition")));
    }
}

package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.AuditRow;
import dev.missioncontrol.billing.store.InboxRow;
import dev.missioncontrol.billing.store.Listings;
import dev.missioncontrol.billing.store.StorableText;
import dev.missioncontrol.billing.store.SubscriptionRow;
import dev.missioncontrol.billing.store.TenantPage;
import dev.missioncontrol.billing.store.TenantRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** {@link Listings} over the tables, each page by an index. */
final class JdbiListings implements Listings {
    private static final String NEWEST_FIRST = " order by received_at desc, event_id desc limit :limit";

    /** Comes after every character that an id may hold. */
    private static final String BEHIND_ALL_IDS = "\u007f";

    private final Handle handle;

    JdbiListings(Handle handle) {
        this.handle = handle;
    }

    @Override
    public TenantPage tenants(Optional<TenantId> after, int limit) {
        List<String> ids = handle.createQuery("select tenant_id from {schema}.tenants where tenant_id > :after"
                        + " order by tenant_id limit :limit")
                .bind("after", after.map(TenantId::value).orElse(""))
                .bind("limit", limit)
                .map((row, context) -> row.getString(1))
                .list();
        return TenantPage.of(ids, limit);
    }

    @Override
    public List<TenantRow> tenants(TenantFilter filter, Optional<TenantId> after, int limit) {
        // Bounded on both sides: a merge of the two would else begin at the first tenant of all.
        String rows = filter.byWhatTheyHave()
                ? "{schema}.subscriptions t"
                : "{schema}.tenants t left join {schema}.subscriptions s on s.tenant_id = t.tenant_id"
                        + " and s.tenant_id > :after";
        String has = filter.byWhatTheyHave() ? "t.*" : "t.tenant_id as id, s.*";
        String which = (filter.prefix().isEmpty() ? "" : " and t.tenant_id >= :prefix and t.tenant_id < :behind")
                + filter.plan().map(any -> " and t.plan = :plan").orElse("")
                + filter.status().map(any -> " and t.status = :status").orElse("");
        Query query = handle.createQuery("select " + has + " from " + rows + " where t.tenant_id > :after" + which
                        + " order by t.tenant_id limit :limit")
                .bind("after", after.map(TenantId::value).orElse(""))
                .bind("limit", limit);
        if (!filter.prefix().isEmpty())
            query.bind("prefix", filter.prefix()).bind("behind", filter.prefix() + BEHIND_ALL_IDS);
        filter.plan().ifPresent(plan -> query.bind("plan", StorableText.of(plan)));
        filter.status().ifPresent(status -> query.bind("status", status.word()));
        String id = filter.byWhatTheyHave() ? "tenant_id" : "id";
        return query.map((row, context) -> tenant(row, id)).list();
    }

    /** One that can't be read hides none of the others. */
    private static TenantRow tenant(ResultSet row, String id) throws SQLException {
        try {
            TenantId tenant = new TenantId(row.getString(id));
            boolean derived = row.getString("plan") != null;
            return new TenantRow.Readable(
                    new TenantLine(tenant, derived ? Optional.of(CurrentRows.stored(tenant, row)) : Optional.empty()));
        } catch (RuntimeException fault) {
            return new TenantRow.Unreadable(row.getString(id), fault);
        }
    }

    @Override
    public List<InboxRow> events(EventOutcome outcome, Optional<EventPlace> after, int limit) {
        String behind = after.isEmpty()
                ? ""
                : " and received_at >= :received and (received_at > :received or event_id > :event)";
        // As a word of the statement: an index of some outcomes has to be known to hold all that are asked for.
        Query query = handle.createQuery("select * from {schema}.webhook_events where outcome = '" + outcome.word()
                        + "'" + behind + " order by received_at, event_id limit :limit")
                .bind("limit", limit);
        after.ifPresent(place -> query.bind("received", Utc.of(place.received()))
                .bind("event", place.id().value()));
        return list(query);
    }

    @Override
    public Optional<InboxRow> event(EventId id) {
        return JdbiInbox.byId(handle, id, (row, context) -> JdbiInbox.row(row));
    }

    private static final String OPEN_OF = "(select * from {schema}.webhook_events where subscription_id = :subscription"
            + " and outcome <> '" + EventOutcome.APPLIED.word() + "'" + NEWEST_FIRST + ")";

    private static final String APPLIED_OF =
            "(select * from {schema}.webhook_events where tenant_id = (select tenant_id"
                    + " from {schema}.tracked_subscriptions where subscription_id = :subscription)"
                    + " and subscription_id = :subscription and outcome = '" + EventOutcome.APPLIED.word() + "'"
                    + NEWEST_FIRST + ")";

    @Override
    public List<InboxRow> eventsOf(TenantId tenant, int limit) {
        return list(handle.createQuery("select * from {schema}.webhook_events where tenant_id = :tenant" + NEWEST_FIRST)
                .bind("tenant", tenant.value())
                .bind("limit", limit));
    }

    /** Those that are not applied, by an index that holds just them; the others by their tenant. */
    @Override
    public List<InboxRow> eventsOf(SubscriptionId subscription, int limit) {
        return list(
                handle.createQuery("select * from (" + OPEN_OF + " union all " + APPLIED_OF + ") events" + NEWEST_FIRST)
                        .bind("subscription", subscription.value())
                        .bind("limit", limit));
    }

    private static List<InboxRow> list(Query query) {
        return query.map((row, context) -> JdbiInbox.row(row)).list();
    }

    @Override
    public List<AuditRow> decisionsOf(TenantId tenant, long fromSequence, int limit) {
        return JdbiJournal.audit(handle, tenant, fromSequence, limit, (row, context) -> JdbiJournal.row(tenant, row));
    }

    @Override
    public List<SubscriptionRow> quarantined(Optional<SubscriptionId> after, int limit) {
        return handle.createQuery("select * from {schema}.tracked_subscriptions where quarantined = true"
                        + " and tenant_id is null and subscription_id > :after order by subscription_id limit :limit")
                .bind("after", after.map(SubscriptionId::value).orElse(""))
                .bind("limit", limit)
                .map((row, context) -> TrackedRows.row(row))
                .list();
    }

    @Override
    public List<SubscriptionRow> subscriptionsOf(TenantId tenant) {
        return handle.createQuery(TrackedRows.OF_TENANT)
                .bind("tenant", tenant.value())
                .map((row, context) -> TrackedRows.row(row))
                .list();
    }
}

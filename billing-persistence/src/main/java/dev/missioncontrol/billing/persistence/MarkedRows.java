package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.SubscriptionId;
import java.util.Collection;

/**
 * Subscriptions that wait for a fetch, a row each for as long as they do: when it is due, and since when it is wanted. What is known
 * of a subscription is in {@link TrackedRows}, whose row is held before one of these is written.
 */
final class MarkedRows {
    private static final Columns<SubscriptionId> GIVEN = Columns.key("subscription_id", SubscriptionId::value);

    private static final Sql MARK =
            new Sql("insert into {schema}.marked_subscriptions (subscription_id, marked_since, due_at)"
                    + " select subscription_id, current_timestamp, current_timestamp from " + GIVEN.given()
                    + " on conflict do nothing");

    private static final Sql ANSWERED =
            new Sql("delete from {schema}.marked_subscriptions where subscription_id = any(:subscriptions)");

    private static final Sql ANSWERED_SINCE = new Sql("delete from {schema}.marked_subscriptions marked"
            + " where subscription_id = :subscription and exists (select 1 from {schema}.tracked_subscriptions known"
            + " where known.subscription_id = marked.subscription_id and known.synced <> :synced)");

    private MarkedRows() {}

    /** A first mark makes a fetch due at once; later ones leave the time that a failure has put it off to. */
    static BoundStatement mark(Collection<SubscriptionId> ids) {
        return GIVEN.in(MARK, ids);
    }

    /** No fetch is wanted of these, or another one than was. */
    static BoundStatement answered(Collection<SubscriptionId> ids) {
        return ANSWERED.with("subscriptions", Ids.all(ids, SubscriptionId::value));
    }

    /** The same of one that is about to be written, where its row does not know the answer yet. */
    static BoundStatement answered(TrackedSubscription next) {
        return ANSWERED_SINCE
                .with("subscription", Value.text(next.id().value()))
                .with("synced", Value.number(next.synced()));
    }
}

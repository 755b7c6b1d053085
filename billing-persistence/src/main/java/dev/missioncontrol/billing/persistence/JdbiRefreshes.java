package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.store.Refreshes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.Query;

/** {@link Refreshes} of what is in {@link MarkedRows}: by the database's clock, past rows that others hold. */
final class JdbiRefreshes implements Refreshes {
    private static final String FREE = " and (lease_until is null or lease_until <= current_timestamp)";

    /** A lease that ran out still fences, until another takes it. */
    private static final String CLAIMED =
            " where subscription_id = :subscription and token = :token and lease_until is not null";

    /** What a claim is begun on, of {@code known}, and when it is to be due if that is not yet. */
    private static final String CLAIMABLE = "select known.*,"
            + " case when marked.due_at > current_timestamp then marked.due_at end as early"
            + " from {schema}.marked_subscriptions marked join {schema}.tracked_subscriptions known"
            + " on known.subscription_id = marked.subscription_id";

    private final Handle handle;

    JdbiRefreshes(Handle handle) {
        this.handle = handle;
    }

    @Override
    public List<Claim> claimDue(int limit, Duration lease) {
        return claim(
                handle.createQuery(CLAIMABLE
                                + " where marked.due_at <= current_timestamp" + FREE
                                + " order by marked.due_at, marked.subscription_id limit :limit"
                                + " for update skip locked")
                        .bind("limit", limit),
                lease);
    }

    @Override
    public List<Claim> claim(List<SubscriptionId> subscriptions, Duration lease) {
        if (subscriptions.isEmpty()) return List.of();
        return claim(
                handle.createQuery(CLAIMABLE + " where marked.subscription_id = any(:wanted) and dirty > synced" + FREE
                                + " order by marked.subscription_id for update skip locked")
                        .bind("wanted", Ids.all(subscriptions, SubscriptionId::value)),
                lease);
    }

    /** The row comes first, as everywhere; who may hold its mark then claims what is due, and waits for nobody. */
    @Override
    public Optional<Claim> takeOver(SubscriptionId subscription, Duration lease) {
        handle.createQuery("select 1 from {schema}.tracked_subscriptions where subscription_id = :wanted for update")
                .bind("wanted", subscription.value())
                .mapTo(Integer.class)
                .list();
        Query marked = handle.createQuery(
                        CLAIMABLE + " where marked.subscription_id = :wanted and dirty > synced for update")
                .bind("wanted", subscription.value());
        return claim(marked, lease).stream().findFirst();
    }

    private List<Claim> claim(Query free, Duration lease) {
        List<Claim> claims = free.map((row, context) -> claim(row)).list();
        if (claims.isEmpty()) return claims;
        Argument claimed = Ids.all(claims, one -> one.subscription().value());
        handle.createUpdate("update {schema}.tracked_subscriptions set token = token + 1, lease_until = "
                        + JdbiTransaction.IN_MILLIS + " where subscription_id = any(:claimed)")
                .bind("millis", lease.toMillis())
                .bind("claimed", claimed)
                .execute();
        return claims;
    }

    private static Claim claim(ResultSet row) throws SQLException {
        return new Claim(
                new SubscriptionId(row.getString("subscription_id")),
                Ids.tenant(row),
                row.getBoolean("livemode"),
                row.getLong("token") + 1,
                row.getLong("dirty"),
                row.getLong("row_version"),
                row.getInt("attempts"),
                Utc.read(row, "early"));
    }

    private static final Sql LEASED = new Sql("select subscription_id, token from {schema}.tracked_subscriptions"
            + " where subscription_id = any(:subscriptions) and lease_until is not null");

    /** Which claim has one of them. */
    record Leased(SubscriptionId id, long token) {
        static Leased row(ResultSet row) throws SQLException {
            return new Leased(new SubscriptionId(row.getString("subscription_id")), row.getLong("token"));
        }
    }

    /** Those of these that are claimed. */
    static BoundStatement leased(Collection<SubscriptionId> ids) {
        return LEASED.with("subscriptions", Ids.all(ids, SubscriptionId::value));
    }

    private static final Sql RELEASE = new Sql("update {schema}.tracked_subscriptions set lease_until = null,"
            + " attempts = 0 where subscription_id = any(:subscriptions)");

    private static final Sql DUE_AT_ONCE = new Sql("update {schema}.marked_subscriptions set due_at = current_timestamp"
            + " where subscription_id = any(:subscriptions)");

    /** Ends the claims of these, which are held, as {@link #release} does. */
    static BoundStatement releasing(Collection<SubscriptionId> claimed) {
        return RELEASE.with("subscriptions", Ids.all(claimed, SubscriptionId::value));
    }

    /** Has those fetched again at once that are marked still. */
    static BoundStatement dueAtOnce(Collection<SubscriptionId> released) {
        return DUE_AT_ONCE.with("subscriptions", Ids.all(released, SubscriptionId::value));
    }

    @Override
    public boolean holds(Claim claim) {
        return handle.createQuery(
                        "select 1 from {schema}.tracked_subscriptions" + CLAIMED + " and row_version = :version")
                .bind("subscription", claim.subscription().value())
                .bind("token", claim.token())
                .bind("version", claim.rowVersion())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    @Override
    public void release(Claim claim) {
        end(claim, "0", Optional.empty(), Duration.ZERO);
    }

    @Override
    public void postpone(Claim claim, Duration delay) {
        putOff(claim, delay, Duration.ZERO, "attempts + 1");
    }

    @Override
    public void fail(Claim claim, Duration delay, Duration pause) {
        putOff(claim, delay, pause, "attempts + case when attempts < " + MOST_FAILURES + " then 1 else 0 end");
    }

    private void putOff(Claim claim, Duration delay, Duration pause, String more) {
        boolean early = claim.early().isPresent();
        end(claim, early ? "attempts" : more, claim.early(), early ? pause : delay);
    }

    /** @param due no sooner than so, nor than after the delay */
    private void end(Claim claim, String attempts, Optional<Instant> due, Duration delay) {
        int ended = handle.createUpdate("update {schema}.tracked_subscriptions set lease_until = null, attempts = "
                        + attempts + CLAIMED)
                .bind("subscription", claim.subscription().value())
                .bind("token", claim.token())
                .execute();
        if (ended == 0) return;
        handle.createUpdate(
                        "update {schema}.marked_subscriptions set due_at = greatest(coalesce(cast(:due as timestamp(6) with time zone), current_timestamp), "
                                + JdbiTransaction.IN_MILLIS + ") where subscription_id = :subscription")
                .bind("subscription", claim.subscription().value())
                .bind("due", new Utc(due))
                .bind("millis", delay.toMillis())
                .execute();
    }

    @Override
    public void lookAgain(SubscriptionId subscription, int tries, Optional<Duration> delay) {
        TrackedRows.lookingAgain(List.of(subscription), tries, delay).execute(handle);
    }

    @Override
    public List<Unowned> unownedDue(int limit) {
        return handle.createQuery(
                        "select subscription_id, customer_id, unowned_tries from {schema}.tracked_subscriptions"
                                + " where look_again_at <= current_timestamp and tenant_id is null and not quarantined"
                                + " order by look_again_at, subscription_id limit :limit for update skip locked")
                .bind("limit", limit)
                .map((row, context) -> new Unowned(
                        new SubscriptionId(row.getString(1)), Ids.customer(row, "customer_id"), row.getInt(3)))
                .list();
    }

    @Override
    public void swept(Collection<SubscriptionId> subscriptions, Instant at) {
        // An update by itself waits for each that it finds held, with all that it found before it in its hands.
        // Of what has ended nobody asks when it was seen.
        List<String> free = handle.createQuery("select subscription_id from {schema}.tracked_subscriptions"
                        + " where subscription_id = any(:seen) and ended = false"
                        + " order by subscription_id for update skip locked")
                .bind("seen", Ids.all(subscriptions, SubscriptionId::value))
                .mapTo(String.class)
                .list();
        if (free.isEmpty()) return;
        handle.createUpdate(
                        "update {schema}.tracked_subscriptions set swept_at = :at where subscription_id = any(:seen)")
                .bind("seen", Columns.texts(free, Function.identity()))
                .bind("at", Utc.of(at))
                .execute();
    }

    @Override
    public Unseen notSweptSince(Instant since, Optional<SubscriptionId> after, int looked, int limit) {
        // No condition but those of the index: a sweep has seen nearly all, and one that finds few would read
        // all for them.
        List<Living> page = handle.createQuery("select subscription_id, swept_at is null or swept_at < :since"
                        + " from {schema}.tracked_subscriptions where ended = false and subscription_id > :after"
                        + " order by subscription_id limit :looked")
                .bind("since", Utc.of(since))
                .bind("after", after.map(SubscriptionId::value).orElse(""))
                .bind("looked", looked)
                .map((row, context) -> new Living(new SubscriptionId(row.getString(1)), row.getBoolean(2)))
                .list();
        List<SubscriptionId> unseen = new ArrayList<>();
        for (Living one : page) {
            if (one.unseen) unseen.add(one.id);
            if (unseen.size() == limit) return new Unseen(unseen, Optional.of(one.id));
        }
        return new Unseen(unseen, page.size() < looked ? Optional.empty() : Optional.of(page.get(looked - 1).id));
    }

    private record Living(SubscriptionId id, boolean unseen) {}
}

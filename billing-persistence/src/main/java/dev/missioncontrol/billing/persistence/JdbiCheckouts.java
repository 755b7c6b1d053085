package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.id.AttemptId;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.PromotionCodeId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.store.CheckoutAttempt.State;
import dev.missioncontrol.billing.store.CheckoutAttempts;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;

/** {@link CheckoutAttempts} in a table, whose unique nullable column allows each tenant one open attempt. */
final class JdbiCheckouts implements CheckoutAttempts {
    private static final String SELECT = "select * from {schema}.checkout_attempts where ";

    private static final String NEWEST = " order by generation desc, created_at desc, attempt_id desc limit 1";

    private final Handle handle;

    JdbiCheckouts(Handle handle) {
        this.handle = handle;
    }

    @Override
    public Optional<CheckoutAttempt> open(TenantId tenant) {
        return first("open_tenant = :id", tenant.value());
    }

    @Override
    public Optional<CheckoutAttempt> newest(TenantId tenant) {
        return first("tenant_id = :id" + NEWEST, tenant.value());
    }

    @Override
    public Optional<CheckoutAttempt> newestNot(TenantId tenant, State state) {
        return handle.createQuery(SELECT + "tenant_id = :tenant and state <> :state" + NEWEST)
                .bind("tenant", tenant.value())
                .bind("state", state.word())
                .map((row, context) -> attempt(row))
                .findOne();
    }

    @Override
    public List<CheckoutAttempt> unexpired(TenantId tenant, Instant now) {
        return handle.createQuery(SELECT + "tenant_id = :tenant and state <> :expired and session_id is not null"
                        + " and (expires_at is null or expires_at > :now) order by generation, created_at, attempt_id")
                .bind("tenant", tenant.value())
                .bind("expired", State.EXPIRED.word())
                .bind("now", Utc.of(now))
                .map((row, context) -> attempt(row))
                .list();
    }

    @Override
    public Optional<CheckoutAttempt> attempt(AttemptId id) {
        return first("attempt_id = :id", id.value());
    }

    @Override
    public Optional<CheckoutAttempt> bySession(CheckoutSessionId session) {
        return first("session_id = :id order by attempt_id limit 1", session.value());
    }

    private static final Sql ALL =
            new Sql(SELECT + "attempt_id = any(:attempts) or session_id = any(:sessions) order by attempt_id");

    /** Those of these ids and of these sessions, by id. */
    static BoundStatement all(Collection<AttemptId> ids, Collection<CheckoutSessionId> sessions) {
        return ALL.with("attempts", Ids.all(ids, AttemptId::value))
                .with("sessions", Ids.all(sessions, CheckoutSessionId::value));
    }

    private Optional<CheckoutAttempt> first(String condition, String id) {
        return handle.createQuery(SELECT + condition)
                .bind("id", id)
                .map((row, context) -> attempt(row))
                .findOne();
    }

    @Override
    public void save(CheckoutAttempt attempt) {
        boolean taken = attempt.state() == State.OPEN
                && open(attempt.tenant())
                        .filter(one -> !one.id().equals(attempt.id()))
                        .isPresent();
        if (taken) throw new IllegalStateException("another checkout of the tenant is open");
        if (update(List.of(attempt)).execute(handle) == 0)
            ROWS.in(INSERT, List.of(attempt)).execute(handle);
    }

    private static final Columns<CheckoutAttempt> ROWS = Columns.<CheckoutAttempt>key(
                    "attempt_id", one -> one.id().value())
            .text("tenant_id", one -> one.tenant().value())
            .text("open_tenant", one -> one.state() == State.OPEN ? one.tenant().value() : null)
            .text("plan", CheckoutAttempt::plan)
            .text("billing_interval", one -> one.interval().word())
            .number("seats", CheckoutAttempt::seats)
            .text(
                    "promotion_code_id",
                    one -> one.promotion().map(PromotionCodeId::value).orElse(null))
            .text("price_id", one -> one.price().map(PriceId::value).orElse(null))
            .maybeNumber("trial_days", CheckoutAttempt::trialDays)
            .number("generation", CheckoutAttempt::generation)
            .text("customer_id", one -> one.customer().map(CustomerId::value).orElse(null))
            .text(
                    "session_id",
                    one -> one.session().map(CheckoutSessionId::value).orElse(null))
            .text("url", one -> one.url().map(URI::toString).orElse(null))
            .maybeTime("expires_at", CheckoutAttempt::expiresAt)
            .text("state", one -> one.state().word())
            .time("created_at", CheckoutAttempt::created);

    private static final Sql UPDATE =
            new Sql("update {schema}.checkout_attempts kept set " + ROWS.assignments() + " from " + ROWS.given()
                    + " where kept.attempt_id = given.attempt_id and kept.tenant_id = given.tenant_id");

    private static final Sql INSERT = new Sql("insert into {schema}.checkout_attempts (" + ROWS.names() + ") select "
            + ROWS.namesGiven() + " from " + ROWS.given());

    /** Writes those that are known; to be called only where none of them becomes open. */
    static BoundStatement update(Collection<CheckoutAttempt> known) {
        return ROWS.in(UPDATE, known);
    }

    @Override
    public List<Open> openSince(Instant before, int limit) {
        return handle.createQuery("select attempt_id, tenant_id from {schema}.checkout_attempts"
                        + " where state = :open and created_at < :before"
                        + " order by created_at, attempt_id limit :limit")
                .bind("open", State.OPEN.word())
                .bind("before", Utc.of(before))
                .bind("limit", limit)
                .map((row, context) ->
                        new Open(new AttemptId(row.getString("attempt_id")), new TenantId(row.getString("tenant_id"))))
                .list();
    }

    @Override
    public Forgotten forgetEnded(Duration age, Optional<Place> after, int looked) {
        // No condition but those of the index: nearly all that are old stay, and to find a few others would be to read
        // them all.
        List<Place> page = handle.createQuery("select created_at, attempt_id from {schema}.checkout_attempts"
                        + " where created_at < " + JdbiTransaction.IN_MILLIS
                        + " and (created_at, attempt_id) > (:created, :attempt)"
                        + " order by created_at, attempt_id limit :looked")
                .bind("millis", -age.toMillis())
                .bind("created", Utc.of(after.map(Place::created).orElse(Instant.EPOCH)))
                .bind("attempt", after.map(one -> one.id().value()).orElse(""))
                .bind("looked", looked)
                .map((row, context) ->
                        new Place(Utc.readAlways(row, "created_at"), new AttemptId(row.getString("attempt_id"))))
                .list();
        if (page.isEmpty()) return new Forgotten(0, Optional.empty());
        // The newest of each is asked for by the index, one after the other, instead of joined with the whole table.
        int removed = handle.createUpdate("delete from {schema}.checkout_attempts old where attempt_id = any(:page)"
                        + " and state <> :open and generation < (select max(generation) from {schema}.checkout_attempts"
                        + " newer where newer.tenant_id = old.tenant_id)")
                .bind("page", Ids.all(page, one -> one.id().value()))
                .bind("open", State.OPEN.word())
                .execute();
        return new Forgotten(removed, page.size() < looked ? Optional.empty() : Optional.of(page.get(looked - 1)));
    }

    static CheckoutAttempt attempt(ResultSet row) throws SQLException {
        return new CheckoutAttempt(
                new AttemptId(row.getString("attempt_id")),
                new TenantId(row.getString("tenant_id")),
                row.getString("plan"),
                BillingInterval.of(row.getString("billing_interval"))
                        .orElseThrow(() -> new IllegalStateException("a checkout is by an interval that is unknown")),
                row.getInt("seats"),
                Ids.text(row, "promotion_code_id").map(PromotionCodeId::new),
                Ids.text(row, "price_id").map(PriceId::new),
                trialDays(row),
                row.getInt("generation"),
                Ids.customer(row, "customer_id"),
                Ids.text(row, "session_id").map(CheckoutSessionId::new),
                Ids.text(row, "url").map(URI::create),
                Utc.read(row, "expires_at"),
                state(row.getString("state")),
                Utc.readAlways(row, "created_at"));
    }

    private static OptionalInt trialDays(ResultSet row) throws SQLException {
        int days = row.getInt("trial_days");
        return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(days);
    }

    /** A word of a newer version is at least not open. */
    private static State state(String word) {
        return Arrays.stream(State.values())
                .filter(known -> known.word().equals(word))
                .findFirst()
                .orElse(State.SUPERSEDED);
    }
}

package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.SeatPushes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.Update;

/** {@link SeatPushes} in a table, a row for each tenant: by the database's clock, past rows that others hold. */
final class JdbiSeatPushes implements SeatPushes {
    /** A lease that ran out still fences, until another takes it. */
    private static final String CLAIMED = " where tenant_id = :tenant and token = :token and lease_until is not null";

    private final Handle handle;

    JdbiSeatPushes(Handle handle) {
        this.handle = handle;
    }

    @Override
    public void push(TenantId tenant, long seats, Duration settle) {
        handle.createUpdate("insert into {schema}.seat_pushes (tenant_id, seats, pushes, token, attempts)"
                        + " select tenant_id, :seats, 0, 0, 0 from {schema}.tenants where tenant_id = :tenant"
                        + " on conflict do nothing")
                .bind("tenant", tenant.value())
                .bind("seats", seats)
                .execute();
        String settled = JdbiTransaction.IN_MILLIS;
        int written = handle.createUpdate("update {schema}.seat_pushes set seats = :seats, pushes = pushes + 1,"
                        + " due_at = coalesce(due_at, case when not_before > " + settled + " then not_before else "
                        + settled + " end), refused_since = case when due_at is not null then refused_since end"
                        + " where tenant_id = :tenant")
                .bind("tenant", tenant.value())
                .bind("seats", seats)
                .bind("millis", settle.toMillis())
                .execute();
        Written.one(written, tenant.value());
    }

    @Override
    public List<Claim> claimDue(int limit, Duration lease) {
        List<Claim> claims = handle.createQuery("select * from {schema}.seat_pushes where due_at <= current_timestamp"
                        + " and (lease_until is null or lease_until <= current_timestamp)"
                        + " order by due_at, tenant_id limit :limit for update skip locked")
                .bind("limit", limit)
                .map((row, context) -> claim(row))
                .list();
        if (claims.isEmpty()) return claims;
        Argument claimed = Ids.all(claims, claim -> claim.tenant().value());
        handle.createUpdate("update {schema}.seat_pushes set token = token + 1,"
                        + " attempts = attempts + case when lease_until is null then 0 else 1 end, lease_until = "
                        + JdbiTransaction.IN_MILLIS + " where tenant_id = any(:claimed)")
                .bind("millis", lease.toMillis())
                .bind("claimed", claimed)
                .execute();
        return claims;
    }

    private static Claim claim(ResultSet row) throws SQLException {
        boolean ranOut = row.getObject("lease_until") != null;
        return new Claim(
                new TenantId(row.getString("tenant_id")),
                row.getLong("seats"),
                row.getLong("pushes"),
                row.getLong("token") + 1,
                row.getInt("attempts") + (ranOut ? 1 : 0),
                row.getObject("refused_since") != null);
    }

    @Override
    public void conclude(Claim claim, Duration window) {
        claimed(
                        "update {schema}.seat_pushes set lease_until = null, attempts = 0, refused_since = null,"
                                + " not_before = "
                                + JdbiTransaction.IN_MILLIS + ", due_at = case when pushes > :pushes then "
                                + JdbiTransaction.IN_MILLIS + " end" + CLAIMED,
                        claim)
                .bind("pushes", claim.pushes())
                .bind("millis", window.toMillis())
                .execute();
    }

    @Override
    public void postpone(Claim claim, Duration delay) {
        claimed(
                        "update {schema}.seat_pushes set lease_until = null, attempts = attempts + 1,"
                                + " refused_since = null, due_at = " + JdbiTransaction.IN_MILLIS + CLAIMED,
                        claim)
                .bind("millis", delay.toMillis())
                .execute();
    }

    @Override
    public void refuse(Claim claim, Duration delay) {
        claimed(
                        "update {schema}.seat_pushes set lease_until = null, attempts = attempts + 1,"
                                + " refused_since = coalesce(refused_since, current_timestamp), due_at = "
                                + JdbiTransaction.IN_MILLIS + CLAIMED,
                        claim)
                .bind("millis", delay.toMillis())
                .execute();
    }

    private Update claimed(String statement, Claim claim) {
        return handle.createUpdate(statement)
                .bind("tenant", claim.tenant().value())
                .bind("token", claim.token());
    }
}

package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.BrowserSession;
import dev.missioncontrol.billing.store.BrowserSessions;
import dev.missioncontrol.billing.store.StorableText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** {@link BrowserSessions} in a table, by the database's clock. */
final class JdbiBrowserSessions implements BrowserSessions {
    private final Handle handle;

    JdbiBrowserSessions(Handle handle) {
        this.handle = handle;
    }

    @Override
    public void open(BrowserSession.Kind kind, String hash, BrowserSession session, Duration lasts, int most) {
        makeRoom(kind, session.tenant(), most);
        handle.createUpdate(
                        "insert into {schema}.browser_sessions (session_hash, kind, tenant_id, operator_name, manage,"
                                + " language_tag, seats_in_use, ends_at) values (:hash, :kind, :tenant, :operator, :manage,"
                                + " :language, :seats, " + JdbiTransaction.IN_MILLIS + ")")
                .bind("hash", hash)
                .bind("kind", kind.word())
                .bind("tenant", session.tenant().map(TenantId::value).orElse(null))
                .bind("operator", StorableText.of(session.operator()))
                .bind("manage", session.manage())
                .bind("language", session.locale().map(Locale::toLanguageTag).orElse(null))
                .bind(
                        "seats",
                        session.seatsInUse().isPresent()
                                ? (Long) session.seatsInUse().getAsLong()
                                : null)
                .bind("millis", lasts.toMillis())
                .execute();
    }

    /** The newest of the kind stay, one fewer than are kept. */
    private void makeRoom(BrowserSession.Kind kind, Optional<TenantId> tenant, int most) {
        if (tenant.isPresent())
            handle.createUpdate("delete from {schema}.browser_sessions where session_hash in (select session_hash from"
                            + " {schema}.browser_sessions where tenant_id = :tenant and kind = :kind"
                            + " order by ends_at desc, session_hash desc offset :kept rows)")
                    .bind("tenant", tenant.get().value())
                    .bind("kind", kind.word())
                    .bind("kept", most - 1)
                    .execute();
        else
            handle.createUpdate("delete from {schema}.browser_sessions where session_hash in (select session_hash from"
                            + " {schema}.browser_sessions where tenant_id is null and kind = :kind"
                            + " order by ends_at desc, session_hash desc offset :kept rows)")
                    .bind("kind", kind.word())
                    .bind("kept", most - 1)
                    .execute();
    }

    @Override
    public Optional<BrowserSession> find(BrowserSession.Kind kind, String hash) {
        return handle.createQuery("select * from {schema}.browser_sessions where session_hash = :hash and kind = :kind"
                        + " and ends_at > current_timestamp")
                .bind("hash", hash)
                .bind("kind", kind.word())
                .map((row, context) -> session(row))
                .findOne();
    }

    private static BrowserSession session(ResultSet row) throws SQLException {
        long seats = row.getLong("seats_in_use");
        boolean counted = !row.wasNull();
        return new BrowserSession(
                Optional.ofNullable(row.getString("tenant_id")).map(TenantId::new),
                row.getString("operator_name"),
                row.getBoolean("manage"),
                Optional.ofNullable(row.getString("language_tag")).map(Locale::forLanguageTag),
                counted ? OptionalLong.of(seats) : OptionalLong.empty());
    }

    @Override
    public Optional<BrowserSession> take(BrowserSession.Kind kind, String hash) {
        Optional<BrowserSession> found = find(kind, hash);
        // Another may have found it too: who removes it has it.
        return found.filter(one -> removed(hash));
    }

    private boolean removed(String hash) {
        return handle.createUpdate("delete from {schema}.browser_sessions where session_hash = :hash")
                        .bind("hash", hash)
                        .execute()
                == 1;
    }

    @Override
    public int forget(int limit) {
        // Not in one statement, which reads the table to its end for as many.
        List<String> over = handle.createQuery("select session_hash from {schema}.browser_sessions"
                        + " where ends_at <= current_timestamp order by ends_at limit :limit for update skip locked")
                .bind("limit", limit)
                .mapTo(String.class)
                .list();
        if (over.isEmpty()) return 0;
        return handle.createUpdate("delete from {schema}.browser_sessions where session_hash = any(:over)")
                .bind("over", Columns.texts(over, Function.identity()))
                .execute();
    }
}

package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.id.AttemptId;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.store.CheckoutAttempts;
import dev.missioncontrol.billing.store.Expected;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@link CheckoutAttempts} whose expected attempts are read at once; writes are few, and go through. */
final class FoldedCheckouts implements CheckoutAttempts {
    private final CheckoutAttempts plain;
    private final Pipeline pipeline;
    private final Expected expected;
    private final Runnable flushAll;
    private final Map<AttemptId, Optional<CheckoutAttempt>> byId = new HashMap<>();
    private final Map<CheckoutSessionId, Optional<CheckoutAttempt>> bySession = new HashMap<>();

    FoldedCheckouts(Pipeline pipeline, CheckoutAttempts plain, Expected expected, Runnable flushAll) {
        this.plain = plain;
        this.flushAll = flushAll;
        this.expected = expected;
        this.pipeline = pipeline;
        ask();
    }

    /** Asks for those that are expected; once more when their tenants are held, since they may have been changed while it waited. */
    void ask() {
        if (expected.attempts().isEmpty() && expected.sessions().isEmpty()) return;
        pipeline.ask(JdbiCheckouts.all(expected.attempts(), expected.sessions()), JdbiCheckouts::attempt, this::keep);
    }

    private void keep(List<CheckoutAttempt> found) {
        expected.attempts().forEach(id -> byId.put(id, Optional.empty()));
        expected.sessions().forEach(id -> bySession.put(id, Optional.empty()));
        for (CheckoutAttempt one : found) {
            byId.put(one.id(), Optional.of(one));
            one.session()
                    .ifPresent(
                            session -> bySession.merge(session, Optional.of(one), (had, next) -> had.or(() -> next)));
        }
    }

    private void forget() {
        byId.clear();
        bySession.clear();
    }

    @Override
    public Optional<CheckoutAttempt> attempt(AttemptId id) {
        Optional<CheckoutAttempt> known = byId.get(id);
        return known == null ? plain.attempt(id) : known;
    }

    @Override
    public Optional<CheckoutAttempt> bySession(CheckoutSessionId session) {
        Optional<CheckoutAttempt> known = bySession.get(session);
        return known == null ? plain.bySession(session) : known;
    }

    @Override
    public void save(CheckoutAttempt attempt) {
        flushAll.run();
        plain.save(attempt);
        forget();
    }

    @Override
    public Optional<CheckoutAttempt> open(TenantId tenant) {
        flushAll.run();
        return plain.open(tenant);
    }

    @Override
    public Optional<CheckoutAttempt> newest(TenantId tenant) {
        flushAll.run();
        return plain.newest(tenant);
    }

    @Override
    public Optional<CheckoutAttempt> newestNot(TenantId tenant, CheckoutAttempt.State state) {
        flushAll.run();
        return plain.newestNot(tenant, state);
    }

    @Override
    public List<CheckoutAttempt> unexpired(TenantId tenant, Instant now) {
        flushAll.run();
        return plain.unexpired(tenant, now);
    }

    @Override
    public List<Open> openSince(Instant before, int limit) {
        flushAll.run();
        return plain.openSince(before, limit);
    }

    @Override
    public Forgotten forgetEnded(Duration age, Optional<Place> after, int looked) {
        flushAll.run();
        return plain.forgetEnded(age, after, looked);
    }
}

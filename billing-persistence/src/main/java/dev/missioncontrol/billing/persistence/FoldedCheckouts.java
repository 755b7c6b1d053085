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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * {@link CheckoutAttempts} whose expected attempts are read at once, and written at the end once they are over; one that is new, or opens, goes
 * through.
 */
final class FoldedCheckouts implements CheckoutAttempts {
    private final CheckoutAttempts plain;
    private final Pipeline pipeline;
    private final Expected expected;
    private final Predicate<TenantId> held;
    private final Runnable flushAll;
    private final SortedMap<AttemptId, CheckoutAttempt> toSave = new TreeMap<>();
    private final Map<AttemptId, Optional<CheckoutAttempt>> byId = new HashMap<>();
    private final Map<CheckoutSessionId, Optional<CheckoutAttempt>> bySession = new HashMap<>();

    /** @param held whether this transaction holds a tenant: what its attempts are can change no more then */
    FoldedCheckouts(
            Pipeline pipeline, CheckoutAttempts plain, Expected expected, Predicate<TenantId> held, Runnable flushAll) {
        this.plain = plain;
        this.held = held;
        this.flushAll = flushAll;
        this.expected = expected;
        this.pipeline = pipeline;
        ask();
    }

    /** Asks for those that are expected; once more when their tenants are held, since they may have been changed while it waited. */
    void ask() {
        if (expected.attempts().isEmpty() && expected.sessions().isEmpty()) return;
        write();
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
        if (ends(attempt)) {
            Optional<CheckoutAttempt> ended = Optional.of(attempt);
            toSave.put(attempt.id(), attempt);
            byId.put(attempt.id(), ended);
            bySession.replaceAll((session, one) -> is(one, attempt) ? ended : one);
            return;
        }
        flushAll.run();
        plain.save(attempt);
        forget();
    }

    /** Whether it is one that was read, of a tenant that is held, and is found by the same as before. */
    private boolean ends(CheckoutAttempt attempt) {
        Optional<CheckoutAttempt> had = byId.getOrDefault(attempt.id(), Optional.empty());
        return attempt.state() != CheckoutAttempt.State.OPEN
                && held.test(attempt.tenant())
                && had.filter(one -> one.tenant().equals(attempt.tenant())
                                && one.session().equals(attempt.session()))
                        .isPresent();
    }

    private static boolean is(Optional<CheckoutAttempt> one, CheckoutAttempt attempt) {
        return one.filter(known -> known.id().equals(attempt.id())).isPresent();
    }

    /** Brings what waits to be written. */
    void write() {
        if (toSave.isEmpty()) return;
        int ended = toSave.size();
        pipeline.write(
                JdbiCheckouts.update(toSave.values()),
                written -> Written.all(written, ended, "checkouts that are over"));
        toSave.clear();
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

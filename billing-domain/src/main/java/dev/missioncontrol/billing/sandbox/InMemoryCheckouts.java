package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.AttemptId;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.store.CheckoutAttempts;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** {@link CheckoutAttempts} in memory. */
final class InMemoryCheckouts implements CheckoutAttempts {
    private static final Comparator<CheckoutAttempt> OLDEST_FIRST =
            Comparator.comparing(CheckoutAttempt::created).thenComparing(CheckoutAttempt::id);
    private static final Comparator<CheckoutAttempt> BY_GENERATION =
            Comparator.comparingInt(CheckoutAttempt::generation).thenComparing(OLDEST_FIRST);

    private final InMemoryTenants tenants;
    private final InMemoryClock clock;
    private final InMemoryTable<AttemptId, CheckoutAttempt> attempts;
    private final InMemoryIndex<TenantId, AttemptId, CheckoutAttempt> byTenant;
    private final InMemoryIndex<TenantId, AttemptId, CheckoutAttempt> openByTenant;
    private final InMemoryIndex<CheckoutSessionId, AttemptId, CheckoutAttempt> bySession;
    private final InMemoryIndex<CheckoutAttempt.State, AttemptId, CheckoutAttempt> allOpen;

    InMemoryCheckouts(InMemoryTenants tenants, InMemoryClock clock, InMemoryUndo undo) {
        this.tenants = tenants;
        this.clock = clock;
        attempts = new InMemoryTable<>(undo);
        byTenant = attempts.indexBy(one -> Optional.of(one.tenant()));
        openByTenant = attempts.indexBy(one -> Optional.of(one.tenant()).filter(of -> isOpen(one)));
        bySession = attempts.indexBy(CheckoutAttempt::session);
        allOpen = attempts.indexBy(one -> Optional.of(one.state()).filter(of -> isOpen(one)));
    }

    @Override
    public Optional<CheckoutAttempt> open(TenantId tenant) {
        return attempts.rows(openByTenant.keys(tenant)).findFirst();
    }

    @Override
    public Optional<CheckoutAttempt> newest(TenantId tenant) {
        return attempts.rows(byTenant.keys(tenant)).max(BY_GENERATION);
    }

    @Override
    public Optional<CheckoutAttempt> newestNot(TenantId tenant, CheckoutAttempt.State state) {
        return attempts.rows(byTenant.keys(tenant))
                .filter(one -> one.state() != state)
                .max(BY_GENERATION);
    }

    @Override
    public List<CheckoutAttempt> unexpired(TenantId tenant, Instant now) {
        return attempts.rows(byTenant.keys(tenant))
                .filter(one -> one.state() != CheckoutAttempt.State.EXPIRED
                        && one.session().isPresent()
                        && one.expiresAt().filter(end -> !end.isAfter(now)).isEmpty())
                .sorted(BY_GENERATION)
                .toList();
    }

    @Override
    public Optional<CheckoutAttempt> attempt(AttemptId id) {
        return attempts.get(id);
    }

    @Override
    public Optional<CheckoutAttempt> bySession(CheckoutSessionId session) {
        return attempts.rows(bySession.keys(session)).findFirst();
    }

    @Override
    public void save(CheckoutAttempt attempt) {
        tenants.require(attempt.tenant());
        boolean taken = open(attempt.tenant())
                .filter(one -> !one.id().equals(attempt.id()))
                .isPresent();
        if (taken && isOpen(attempt)) throw new IllegalStateException("another checkout of the tenant is open");
        attempts.put(attempt.id(), attempt);
    }

    @Override
    public List<Open> openSince(Instant before, int limit) {
        return attempts.rows(allOpen.keys(CheckoutAttempt.State.OPEN))
                .filter(one -> one.created().isBefore(before))
                .sorted(OLDEST_FIRST)
                .limit(limit)
                .map(one -> new Open(one.id(), one.tenant()))
                .toList();
    }

    @Override
    public Forgotten forgetEnded(Duration age, Optional<Place> after, int looked) {
        Instant before = clock.now().minus(age);
        List<CheckoutAttempt> page = attempts.all().stream()
                .filter(one -> one.created().isBefore(before))
                .filter(one -> after.isEmpty() || isBehind(one, after.get()))
                .sorted(OLDEST_FIRST)
                .limit(looked)
                .toList();
        List<CheckoutAttempt> over = page.stream()
                .filter(one ->
                        !isOpen(one) && newest(one.tenant()).orElseThrow().generation() > one.generation())
                .toList();
        for (CheckoutAttempt one : over) attempts.remove(one.id());
        return new Forgotten(
                over.size(),
                page.size() < looked
                        ? Optional.empty()
                        : Optional.of(page.get(looked - 1)).map(one -> new Place(one.created(), one.id())));
    }

    private static boolean isBehind(CheckoutAttempt one, Place place) {
        int byTime = one.created().compareTo(place.created());
        return byTime > 0 || byTime == 0 && one.id().compareTo(place.id()) > 0;
    }

    List<CheckoutAttempt> of(TenantId tenant) {
        return attempts.rows(byTenant.keys(tenant)).toList();
    }

    void remove(TenantId tenant) {
        of(tenant).forEach(one -> attempts.remove(one.id()));
    }

    private static boolean isOpen(CheckoutAttempt attempt) {
        return attempt.state() == CheckoutAttempt.State.OPEN;
    }
}

package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.SeatPushes;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** {@link SeatPushes} in memory. */
final class InMemorySeatPushes implements SeatPushes {
    record Row(
            TenantId tenant,
            long seats,
            long pushes,
            long token,
            Instant leasedUntil,
            Optional<Instant> dueAt,
            Instant notBefore,
            int attempts,
            Optional<Instant> refusedSince) {
        Claim claim() {
            return new Claim(tenant, seats, pushes, token, attempts, refusedSince.isPresent());
        }

        Row ended(Optional<Instant> due, Instant before, int tries, Optional<Instant> refused) {
            return new Row(tenant, seats, pushes, token, InMemoryClock.AT_ONCE, due, before, tries, refused);
        }
    }

    private final InMemoryTenants tenants;
    private final InMemoryTable<TenantId, Row> table;
    private final InMemoryClock clock;

    InMemorySeatPushes(InMemoryTenants tenants, InMemoryClock clock, InMemoryUndo undo) {
        this.tenants = tenants;
        this.clock = clock;
        table = new InMemoryTable<>(undo);
    }

    /** The tenant's newest push, as one row. */
    Optional<? extends Record> of(TenantId tenant) {
        return table.get(tenant);
    }

    void remove(TenantId tenant) {
        if (table.get(tenant).isPresent()) table.remove(tenant);
    }

    @Override
    public void push(TenantId tenant, long seats, Duration settle) {
        tenants.require(tenant);
        Row had = table.get(tenant)
                .orElseGet(() -> new Row(
                        tenant,
                        seats,
                        0,
                        0,
                        InMemoryClock.AT_ONCE,
                        Optional.empty(),
                        InMemoryClock.AT_ONCE,
                        0,
                        Optional.empty()));
        Instant settled = clock.in(settle);
        Instant due = had.dueAt.orElse(settled.isBefore(had.notBefore) ? had.notBefore : settled);
        table.put(
                tenant,
                new Row(
                        tenant,
                        seats,
                        had.pushes + 1,
                        had.token,
                        had.leasedUntil,
                        Optional.of(due),
                        had.notBefore,
                        had.attempts,
                        had.refusedSince));
    }

    @Override
    public List<Claim> claimDue(int limit, Duration lease) {
        if (table.all().isEmpty()) return List.of();
        Instant now = clock.now();
        List<Row> due = table.all().stream()
                .filter(row -> row.dueAt.filter(at -> !at.isAfter(now)).isPresent() && !row.leasedUntil.isAfter(now))
                .sorted(Comparator.comparing((Row row) -> row.dueAt.orElseThrow())
                        .thenComparing(Row::tenant))
                .limit(limit)
                .toList();
        return due.stream().map(row -> claim(row, now.plus(lease))).toList();
    }

    private Claim claim(Row row, Instant until) {
        int attempts = row.leasedUntil.equals(InMemoryClock.AT_ONCE) ? row.attempts : row.attempts + 1;
        Row claimed = new Row(
                row.tenant,
                row.seats,
                row.pushes,
                row.token + 1,
                until,
                row.dueAt,
                row.notBefore,
                attempts,
                row.refusedSince);
        table.put(row.tenant, claimed);
        return claimed.claim();
    }

    @Override
    public void conclude(Claim claim, Duration window) {
        Instant after = clock.in(window);
        held(claim)
                .ifPresent(row -> table.put(
                        row.tenant,
                        row.ended(
                                row.pushes > claim.pushes() ? Optional.of(after) : Optional.empty(),
                                after,
                                0,
                                Optional.empty())));
    }

    @Override
    public void postpone(Claim claim, Duration delay) {
        held(claim).ifPresent(row -> later(row, delay, Optional.empty()));
    }

    @Override
    public void refuse(Claim claim, Duration delay) {
        held(claim)
                .ifPresent(row ->
                        later(row, delay, row.refusedSince.isPresent() ? row.refusedSince : Optional.of(clock.now())));
    }

    private void later(Row row, Duration delay, Optional<Instant> refused) {
        table.put(row.tenant, row.ended(Optional.of(clock.in(delay)), row.notBefore, row.attempts + 1, refused));
    }

    /** Since when the provider refuses the one that it has refused for longest. */
    Optional<Instant> refusedSince() {
        return table.all().stream().flatMap(row -> row.refusedSince.stream()).min(Comparator.naturalOrder());
    }

    private Optional<Row> held(Claim claim) {
        return table.get(claim.tenant())
                .filter(row -> row.token == claim.token() && !row.leasedUntil.equals(InMemoryClock.AT_ONCE));
    }
}

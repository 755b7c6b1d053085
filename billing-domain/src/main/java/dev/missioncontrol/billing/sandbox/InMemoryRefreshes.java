package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.store.Refreshes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.stream.Stream;

/** {@link Refreshes} in memory. */
final class InMemoryRefreshes implements Refreshes {
    private static final Comparator<InMemoryTracked> LONGEST_DUE_FIRST = Comparator.comparing(InMemoryTracked::dueAt)
            .thenComparing(row -> row.value().id());

    private final InMemorySubscriptions subscriptions;
    private final InMemoryClock clock;

    InMemoryRefreshes(InMemorySubscriptions subscriptions, InMemoryClock clock) {
        this.subscriptions = subscriptions;
        this.clock = clock;
    }

    @Override
    public List<Claim> claimDue(int limit, Duration lease) {
        Instant now = clock.now();
        return claim(
                free(subscriptions.table.rows(subscriptions.fetchDue()), now)
                        .filter(row -> !row.dueAt().isAfter(now))
                        .sorted(LONGEST_DUE_FIRST)
                        .limit(limit),
                now,
                lease);
    }

    @Override
    public List<Claim> claim(List<SubscriptionId> wanted, Duration lease) {
        Instant now = clock.now();
        Stream<InMemoryTracked> marked = wanted.stream()
                .distinct()
                .sorted()
                .flatMap(id -> subscriptions.table.get(id).stream())
                .filter(row -> row.value().fetchDue());
        return claim(free(marked, now), now, lease);
    }

    @Override
    public Optional<Claim> takeOver(SubscriptionId wanted, Duration lease) {
        Instant now = clock.now();
        return claim(subscriptions.table.get(wanted).filter(row -> row.value().fetchDue()).stream(), now, lease)
                .stream()
                .findFirst();
    }

    private static Stream<InMemoryTracked> free(Stream<InMemoryTracked> rows, Instant now) {
        return rows.filter(row -> !row.leasedUntil().isAfter(now));
    }

    private List<Claim> claim(Stream<InMemoryTracked> rows, Instant now, Duration lease) {
        return rows.toList().stream()
                .map(row -> claim(row.claimedUntil(now.plus(lease)), now))
                .toList();
    }

    private Claim claim(InMemoryTracked row, Instant now) {
        write(row);
        return new Claim(
                row.value().id(),
                row.value().tenant(),
                row.value().livemode(),
                row.token(),
                row.value().dirty(),
                row.value().rowVersion(),
                row.attempts(),
                Optional.of(row.dueAt()).filter(due -> due.isAfter(now)));
    }

    @Override
    public boolean holds(Claim claim) {
        return claimed(claim)
                .filter(row -> row.value().rowVersion() == claim.rowVersion())
                .isPresent();
    }

    @Override
    public void release(Claim claim) {
        claimed(claim).ifPresent(row -> write(row.freed(clock.now(), 0)));
    }

    @Override
    public void postpone(Claim claim, Duration delay) {
        putOff(claim, delay, Duration.ZERO, Integer.MAX_VALUE);
    }

    @Override
    public void fail(Claim claim, Duration delay, Duration pause) {
        putOff(claim, delay, pause, MOST_FAILURES);
    }

    private void putOff(Claim claim, Duration delay, Duration pause, int most) {
        Instant least = clock.in(claim.early().isPresent() ? pause : delay);
        Instant due = claim.early().filter(at -> at.isAfter(least)).orElse(least);
        claimed(claim).ifPresent(row -> {
            int more = claim.early().isPresent() || row.attempts() >= most ? 0 : 1;
            write(row.freed(due, row.attempts() + more));
        });
    }

    /** The row, while its claim is this one: a lease that ran out still fences until another takes it. */
    private Optional<InMemoryTracked> claimed(Claim claim) {
        return subscriptions
                .table
                .get(claim.subscription())
                .filter(row -> row.leased() && row.token() == claim.token());
    }

    @Override
    public void lookAgain(SubscriptionId subscription, int tries, Optional<Duration> delay) {
        subscriptions.table.get(subscription).ifPresent(row -> write(row.lookedAt(tries, clock.in(delay))));
    }

    @Override
    public List<Unowned> unownedDue(int limit) {
        return subscriptions
                .table
                .rows(subscriptions.unowned())
                .filter(row -> clock.reached(row.lookAgainAt()))
                .limit(limit)
                .map(row -> new Unowned(
                        row.value().id(), row.value().snapshot().flatMap(SubscriptionSnapshot::customer), row.tries()))
                .toList();
    }

    @Override
    public void swept(Collection<SubscriptionId> seen, Instant at) {
        for (SubscriptionId one : seen) subscriptions.table.get(one).ifPresent(row -> write(row.sweptAt(at)));
    }

    @Override
    public Unseen notSweptSince(Instant since, Optional<SubscriptionId> after, int looked, int limit) {
        NavigableSet<SubscriptionId> notEnded = subscriptions.notEnded();
        List<SubscriptionId> page = after.map(id -> notEnded.tailSet(id, false)).orElse(notEnded).stream()
                .limit(looked)
                .toList();
        List<SubscriptionId> unseen = new ArrayList<>();
        for (SubscriptionId id : page) {
            if (subscriptions.table.row(id).sweptAt().isBefore(since)) unseen.add(id);
            if (unseen.size() == limit) return new Unseen(unseen, Optional.of(id));
        }
        return new Unseen(unseen, page.size() < looked ? Optional.empty() : Optional.of(page.get(looked - 1)));
    }

    private void write(InMemoryTracked row) {
        subscriptions.table.put(row.value().id(), row);
    }
}

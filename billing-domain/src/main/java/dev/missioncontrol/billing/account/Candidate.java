package dev.missioncontrol.billing.account;

import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.Arrears;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One tracked subscription, and how it compares with the tenant's others. Most lose: what one would give its tenant is worked out
 * only where it is asked for.
 *
 * @param grant what one that is alive grants
 */
record Candidate(
        Liveness liveness,
        TrackedSubscription tracked,
        SubscriptionSnapshot snapshot,
        ProviderStatus standing,
        Optional<Grant> grant) {
    /** How much alive a subscription is, least first. */
    enum Liveness {
        ENDED,
        /** Alive, but the catalogue knows none of its prices and never did: it grants nothing. */
        UNKNOWN_PRICE,
        WITHOUT_ACCESS,
        PAST_DUE,
        PAID
    }

    static final Comparator<Candidate> BEST = Comparator.<Candidate, Liveness>comparing(one -> one.liveness())
            .thenComparing(one -> one.snapshot().created())
            .thenComparing(one -> one.tracked().id());

    /** Nothing for one that was only mentioned, never had a status that we know, or never began. */
    static Optional<Candidate> of(TrackedSubscription tracked, PlanCatalog catalog) {
        Optional<ProviderStatus> standing = tracked.standing();
        if (tracked.snapshot().isEmpty() || standing.isEmpty()) return Optional.empty();
        SubscriptionSnapshot snapshot = tracked.snapshot().get();
        return switch (standing.get()) {
            case INCOMPLETE, INCOMPLETE_EXPIRED -> Optional.empty();
            case CANCELED ->
                Optional.of(
                        new Candidate(Liveness.ENDED, tracked, snapshot, ProviderStatus.CANCELED, Optional.empty()));
            default -> Optional.of(alive(tracked, snapshot, standing.get(), catalog));
        };
    }

    private static Candidate alive(
            TrackedSubscription tracked, SubscriptionSnapshot snapshot, ProviderStatus standing, PlanCatalog catalog) {
        Optional<Grant> grant = granted(tracked, catalog);
        return new Candidate(liveness(standing, grant, neverPaid(tracked)), tracked, snapshot, standing, grant);
    }

    /** The best of these, if one counts at all. Most tenants have one: loops, as in {@link Grant}. */
    static Optional<Candidate> best(
            Collection<TrackedSubscription> tracked, PlanCatalog catalog, Predicate<Candidate> among) {
        Optional<Candidate> best = Optional.empty();
        for (TrackedSubscription one : tracked) {
            Optional<Candidate> other = of(one, catalog);
            boolean better = other.isPresent()
                    && among.test(other.get())
                    && (best.isEmpty() || BEST.compare(other.get(), best.get()) > 0);
            if (better) best = other;
        }
        return best;
    }

    /**
     * Whether the other one is paid for as well, goes on for longer, and gives no less: then its tenant loses nothing when this one ends.
     */
    boolean isOutlastedBy(Candidate other) {
        return ends()
                && other.liveness == Liveness.PAID
                && other.snapshot.cancelAt().filter(this::lastsUntil).isEmpty()
                && Grant.BY_WORTH.compare(other.grant.orElseThrow(), grant.orElseThrow()) >= 0;
    }

    /** Whether it is paid for, and is going to end. */
    boolean ends() {
        return liveness == Liveness.PAID && snapshot.cancelAt().isPresent();
    }

    private boolean lastsUntil(Instant end) {
        return !snapshot.cancelAt().orElseThrow().isBefore(end);
    }

    /** What it gives its tenant, where no other is better. */
    CurrentSubscription current(PlanCatalog catalog) {
        return liveness == Liveness.ENDED ? ended(catalog) : alive(catalog);
    }

    private CurrentSubscription ended(PlanCatalog catalog) {
        Plan free = catalog.free();
        return new CurrentSubscription(
                Optional.of(tracked.id()),
                free.key(),
                SubscriptionStatus.CANCELED,
                free.seats().min(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(snapshot.status()),
                Optional.of(ProviderStatus.CANCELED),
                snapshot.endedAt().or(snapshot::cancelAt),
                snapshot.trialEnd(),
                Optional.empty(),
                granted(tracked, catalog).map(had -> had.plan().key()),
                tracked.provisional(),
                tracked.basis());
    }

    private CurrentSubscription alive(PlanCatalog catalog) {
        Plan free = catalog.free();
        return new CurrentSubscription(
                Optional.of(tracked.id()),
                grant.map(Grant::plan).orElse(free).key(),
                answered(standing),
                grant.isPresent() ? grant.get().seats() : free.seats().min(),
                grant.flatMap(Grant::interval),
                grant.flatMap(Grant::periodEnd),
                Optional.of(snapshot.status()),
                Optional.of(standing),
                snapshot.cancelAt(),
                snapshot.trialEnd(),
                // Grace counts from here: there is none for what was never paid for.
                tracked.pastDueSince().filter(since -> !neverPaid(tracked)),
                Optional.empty(),
                tracked.provisional(),
                tracked.basis());
    }

    private static Liveness liveness(ProviderStatus standing, Optional<Grant> grant, boolean neverPaid) {
        if (grant.isEmpty()) return Liveness.UNKNOWN_PRICE;
        if (standing.paid()) return Liveness.PAID;
        return standing == ProviderStatus.PAST_DUE && !neverPaid ? Liveness.PAST_DUE : Liveness.WITHOUT_ACCESS;
    }

    /** By its invoices, if they were asked: what was seen active before its first payment failed was not paid for either. */
    private static boolean neverPaid(TrackedSubscription tracked) {
        return tracked.snapshot()
                .flatMap(SubscriptionSnapshot::arrears)
                .filter(Arrears::neverPaid)
                .isPresent();
    }

    private static SubscriptionStatus answered(ProviderStatus standing) {
        return switch (standing) {
            case ACTIVE -> SubscriptionStatus.ACTIVE;
            case TRIALING -> SubscriptionStatus.TRIALING;
            case PAST_DUE, UNPAID, PAUSED -> SubscriptionStatus.PAST_DUE;
            case CANCELED, INCOMPLETE, INCOMPLETE_EXPIRED -> SubscriptionStatus.CANCELED;
        };
    }

    /** What it grants, bounded wherever something is unknown or unpaid by what is known to have been granted or paid. */
    private static Optional<Grant> granted(TrackedSubscription tracked, PlanCatalog catalog) {
        SubscriptionSnapshot snapshot = tracked.snapshot().orElseThrow();
        Optional<Grant> now = Grant.of(snapshot.items(), catalog);
        if (now.isEmpty()) now = knownBefore(tracked, catalog);
        else if (snapshot.knownStatus().isEmpty()) now = least(now, knownBefore(tracked, catalog));
        boolean owes = tracked.standing()
                .filter(status -> status == ProviderStatus.PAST_DUE)
                .isPresent();
        return owes && paidIsKnown(tracked, catalog) ? least(now, lastPaid(tracked, catalog)) : now;
    }

    private static Optional<Grant> knownBefore(TrackedSubscription tracked, PlanCatalog catalog) {
        return tracked.registers().knownItems().flatMap(seen -> Grant.of(seen.value(), catalog));
    }

    /**
     * Whether anything says what was last paid for. Where nothing does, as of the first payload of a subscription that we hear
     * of, or of one whose paid invoices bill no plan of ours, it keeps what it holds: it was paid for once, or it would not be past due.
     */
    private static boolean paidIsKnown(TrackedSubscription tracked, PlanCatalog catalog) {
        return tracked.registers().paidItems().isPresent()
                || tracked.snapshot()
                        .flatMap(SubscriptionSnapshot::arrears)
                        .filter(arrears -> arrears.neverPaid() || Grant.knows(arrears.lastPaid(), catalog))
                        .isPresent();
    }

    /** By its invoices, if they were asked; else by what was seen while it was paid for. */
    private static Optional<Grant> lastPaid(TrackedSubscription tracked, PlanCatalog catalog) {
        Optional<Grant> byInvoices = tracked.snapshot()
                .flatMap(SubscriptionSnapshot::arrears)
                .map(Arrears::lastPaid)
                .flatMap(items -> Grant.of(items, catalog));
        return byInvoices.or(() -> tracked.registers().paidItems().flatMap(seen -> Grant.of(seen.value(), catalog)));
    }

    private static Optional<Grant> least(Optional<Grant> grant, Optional<Grant> limit) {
        return grant.flatMap(had -> limit.map(had::atMost));
    }
}

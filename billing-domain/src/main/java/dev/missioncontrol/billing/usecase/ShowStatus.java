package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.AccessPolicy;
import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.Entitlements;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.store.Standing;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.usecase.Successors.Held;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** Says what a tenant has now. Never asks the provider, and the store only where it is not known what it would say. */
public final class ShowStatus {
    private final Transactions transactions;
    private final PlanCatalog catalog;
    private final AccessPolicy policy;
    private final Rederive rederive;
    private final Successors successors;
    private final StatusCache cache;
    private final FoldReads reads;
    private final InstantSource clock;

    ShowStatus(
            Transactions transactions,
            PlanCatalog catalog,
            AccessPolicy policy,
            Rederive rederive,
            Successors successors,
            StatusCache cache,
            FoldReads reads,
            InstantSource clock) {
        this.transactions = transactions;
        this.catalog = catalog;
        this.policy = policy;
        this.rederive = rederive;
        this.successors = successors;
        this.cache = cache;
        this.reads = reads;
        this.clock = clock;
    }

    /**
     * All of a tenant's status that depends on no time.
     *
     * @param first what it has
     * @param after what it has once that is over, and so on; empty where what it has is not known to end
     * @param lasting whether it stays so until the tenant is noted as changed: not where another catalogue derived it
     */
    record Known(Held first, List<Held> after, boolean lasting) {
        Known(CurrentSubscription current, Optional<PlannedChange> planned, boolean lasting) {
            this(new Held(current, planned), List.of(), lasting);
        }

        CurrentSubscription current() {
            return first.current();
        }

        Held at(Instant now) {
            if (after.isEmpty() || !first.over(now)) return first;
            return after.stream().filter(next -> !next.over(now)).findFirst().orElse(first);
        }

        boolean ends() {
            return current().live() && current().cancelAt().isPresent();
        }
    }

    /** What the tenant has; one that was never seen has the free plan. */
    public TenantStatus status(TenantId tenant) {
        return at(cache.of(tenant, () -> stored(tenant)), clock.instant());
    }

    /**
     * The same without waiting for the store where others are asked for: all who come meanwhile share its next answer.
     *
     * @param turns runs what asks for several, and all that was to be done with the answer
     * @return fails with a {@link StoreException} if the store is away or does not answer in time
     */
    public CompletableFuture<TenantStatus> status(TenantId tenant, Executor turns) {
        return cache.later(tenant, () -> stored(tenant, turns)).thenApply(known -> at(known, clock.instant()));
    }

    /** The same, asked of the store whatever is remembered; beside nodes as one of them last derived it. */
    TenantStatus statusInStore(TenantId tenant) {
        return at(stored(tenant), clock.instant());
    }

    /** The same, of what was last derived, by whatever catalogue. */
    TenantStatus asLastDerived(CurrentSubscription current, Optional<PlannedChange> planned) {
        return at(new Known(current, planned, false), clock.instant());
    }

    private TenantStatus at(Known known, Instant now) {
        Held held = known.at(now);
        CurrentSubscription current = held.current();
        // What should have come by now waits for the provider to say that it did.
        Optional<Planned> planned = held.planned()
                .filter(change -> current.live() && change.at().isAfter(now))
                .flatMap(change -> Planned.of(change, catalog));
        return new TenantStatus(current, policy.access(current, now), planned);
    }

    private Known stored(TenantId tenant) {
        Known known = read(tenant);
        return isWhole(known) ? known : completed(tenant, known);
    }

    private CompletableFuture<Known> stored(TenantId tenant, Executor turns) {
        return reads.standing(tenant, turns)
                .thenApply(this::known)
                .thenCompose(known -> isWhole(known)
                        ? CompletableFuture.completedFuture(known)
                        : elsewhere(() -> completed(tenant, known), turns));
    }

    /** Whether one look at the store told all, as nearly always. */
    private boolean isWhole(Known known) {
        return known.lasting() && !needsSuccessors(known);
    }

    /** Also before that is over, where it is remembered: it ends by the clock, with nobody asking the store. */
    private boolean needsSuccessors(Known known) {
        return cache.remembers() ? known.ends() : known.first().over(clock.instant());
    }

    private Known completed(TenantId tenant, Known read) {
        Known known = read.lasting() || rederive.isForNodes() ? read : rederived(tenant);
        return needsSuccessors(known) ? new Known(known.first(), successors.of(tenant), known.lasting()) : known;
    }

    /** Not where others still wait to be told. */
    private static CompletableFuture<Known> elsewhere(Supplier<Known> work, Executor turns) {
        try {
            return CompletableFuture.supplyAsync(work, turns);
        } catch (RejectedExecutionException e) {
            throw StoreException.unavailable("nobody takes turns: " + e);
        }
    }

    private Known rederived(TenantId tenant) {
        rederive.tenant(tenant);
        return read(tenant);
    }

    private Known read(TenantId tenant) {
        return known(transactions.standing(tenant));
    }

    private Known known(Optional<Standing> standing) {
        return standing.map(found -> new Known(
                        found.stored().current(),
                        found.planned(),
                        found.stored().catalogHash().equals(catalog.hash())))
                .orElseGet(() -> new Known(CurrentSubscription.none(catalog), Optional.empty(), true));
    }

    /** What the tenant may use. */
    public Entitlements entitlements(TenantId tenant) {
        TenantStatus status = status(tenant);
        return Entitlements.of(status.current(), status.access(), catalog);
    }
}

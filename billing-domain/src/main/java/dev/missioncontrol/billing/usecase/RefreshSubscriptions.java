package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.store.Refreshes.Claim;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Asks the provider how marked subscriptions are, and writes the answer where nothing was written meanwhile. */
public final class RefreshSubscriptions {
    /** Most subscriptions claimed at once: where nobody helps, each waits for the ones before it, and none may outlive its lease. */
    public static final int MOST_CLAIMED = 10;

    /** Most times that the provider is asked how a change came out: who waits for the answer sees an older state after that. */
    static final int MOST_ASKED = 3;

    private static final BooleanSupplier ALWAYS = () -> true;

    private final Transactions transactions;
    private final PlanCatalog catalog;
    private final PaymentProvider provider;
    private final SettleFetched settle;
    private final InstantSource clock;
    private final Duration lease;
    private final WatchDuplicates duplicates;
    private final Consumer<WorkNote> notes;
    private final LostPlans lostPlans;
    private final PostponeFetch puttingOff;
    private final UnreleasedClaims<Claim> unreturned;

    RefreshSubscriptions(
            Transactions transactions,
            PlanCatalog catalog,
            PaymentProvider provider,
            Ownership ownership,
            Bookkeeping books,
            Adoption adoption,
            InstantSource clock,
            Duration lease,
            WatchDuplicates duplicates,
            Consumer<WorkNote> notes) {
        this.transactions = transactions;
        this.catalog = catalog;
        this.provider = provider;
        settle = new SettleFetched(catalog, ownership, books, adoption);
        this.clock = clock;
        this.lease = lease;
        this.duplicates = duplicates;
        this.notes = notes;
        lostPlans = new LostPlans(provider);
        puttingOff = new PostponeFetch(transactions, clock, notes);
        unreturned = new UnreleasedClaims<>(puttingOff::giveBack);
    }

    /** What became of one fetch. */
    public enum Outcome {
        /** The answer is written. */
        SETTLED,
        /** Something newer was written meanwhile: it will be fetched again. */
        REFUSED,
        /** The provider could not be asked, or what follows from its answer is for a node to derive: it will be tried again later. */
        POSTPONED
    }

    /**
     * Claims what is due, at most {@code limit}, and fetches it, for as long as it may go on: the rest of the claims is given
     * back, for another node to take at once. Returns how many were claimed.
     *
     * @param beside has the provider asked for several at once: it takes its time for each, and answers some hundred a second
     * @throws RuntimeException the first fault of ours, once all the others are done: it is tried again later
     */
    int refreshDue(int limit, BooleanSupplier goOn, ParallelCalls beside) {
        unreturned.giveBack();
        List<Claim> claims = transactions.run(tx -> tx.refreshes().claimDue(Math.min(limit, MOST_CLAIMED), lease));
        FaultIsolation faults = new FaultIsolation();
        try {
            beside.each(
                    claims,
                    claim -> goOn.getAsBoolean() ? fetch(claim) : new Fetch.NotAsked(claim),
                    fetches -> conclude(fetches, faults));
        } catch (RuntimeException fault) {
            unreturned.keep(fault, claims);
            throw fault;
        }
        faults.end();
        return claims.size();
    }

    /**
     * What was answered together is written together. What is written is told first, whatever becomes of the others: nobody fetches it
     * again.
     */
    private void conclude(List<Fetch> fetches, FaultIsolation faults) {
        List<Fetch.Answered> answered = fetches.stream()
                .filter(Fetch.Answered.class::isInstance)
                .map(Fetch.Answered.class::cast)
                .toList();
        List<SettleFetched.Written> written = writeTogether(answered);
        FaultIsolation told = FaultIsolation.pastBoundsOfTime();
        for (int one = 0; one < written.size(); one++) {
            Fetch.Answered fetch = answered.get(one);
            SettleFetched.Written became = written.get(one);
            told.run(() -> guard(fetch.claim(), faults, () -> tell(fetch, became, soon())));
        }
        told.end();
        for (Fetch one : fetches)
            if (written.isEmpty() || !(one instanceof Fetch.Answered))
                guard(one.claim(), faults, () -> {
                    if (one instanceof Fetch.NotAsked) giveBack(one.claim());
                    else conclude(one, soon());
                });
    }

    private void guard(Claim claim, FaultIsolation faults, Runnable concluding) {
        try {
            concluding.run();
        } catch (RuntimeException fault) {
            if (FaultIsolation.isAway(fault)) throw fault;
            faults.run(() -> later(claim, fault));
        }
    }

    /** Who holds its tenant by hand holds up all that a worker does. */
    private BooleanSupplier soon() {
        Instant until = clock.instant().plus(BoundedRetry.PATIENCE);
        return () -> clock.instant().isBefore(until);
    }

    /**
     * In one transaction, which is tried once: who is in the way of one holds up all of them. None where they can't be written
     * together, for that reason or since one of them is at fault: written one by one, that one is met again, and the others are not.
     */
    private List<SettleFetched.Written> writeTogether(List<Fetch.Answered> answered) {
        if (answered.size() < 2) return List.of();
        try {
            return write(answered, () -> false);
        } catch (RuntimeException fault) {
            if (FaultIsolation.isAway(fault)) throw fault;
            return List.of();
        }
    }

    private List<SettleFetched.Written> write(List<Fetch.Answered> answered, BooleanSupplier inTime) {
        return transactions.run(
                Prefetch.fetched(answered, provider.name()), inTime, tx -> settle.write(tx, answered, clock.instant()));
    }

    /** Who holds its tenant by hand, say, is no fault of ours: it is written later. */
    private void later(Claim claim, RuntimeException fault) {
        puttingOff.postpone(claim, PostponeFetch.again(claim), fault);
        if (!FaultIsolation.isConflict(fault)) throw fault;
    }

    private void giveBack(Claim claim) {
        transactions.run(tx -> {
            tx.refreshes().release(claim);
            return null;
        });
    }

    /**
     * Claims these where they are marked and free, and fetches them now. What fails before it is due is due when it was to be, or
     * when the provider may be asked again, and does not count: who asks again and again does not use up the workers' tries.
     *
     * @throws RuntimeException a fault of ours, or that of a store in which somebody is in the way: a worker tries it again
     */
    public List<Outcome> refreshNow(List<SubscriptionId> subscriptions) {
        List<Claim> claims = transactions.run(tx -> tx.refreshes().claim(subscriptions, lease));
        try {
            return claims.stream().map(this::fetchNow).toList();
        } catch (RuntimeException fault) {
            unreturned.keep(fault, claims);
            throw fault;
        }
    }

    /**
     * Fetches this after it was changed, if that is still to be done: also where somebody is at it, who may have asked before the
     * change, and once more where something else was written meanwhile, an event about the change say.
     *
     * @throws RuntimeException as {@link #refreshNow}
     */
    void refreshChanged(SubscriptionId subscription) {
        for (int asked = 0; asked < MOST_ASKED; asked++) {
            Optional<Claim> claim = transactions.run(tx -> tx.refreshes().takeOver(subscription, lease));
            if (claim.isEmpty() || fetchNow(claim.get()) != Outcome.REFUSED) return;
        }
    }

    /**
     * Fetches this as {@link #refreshChanged}, for a caller that must know the answer before it sells.
     *
     * @throws ProviderException if the provider could not be asked: a worker tries it again
     */
    void refreshForSale(SubscriptionId subscription) {
        for (int asked = 0; asked < MOST_ASKED; asked++) {
            Optional<Claim> claim = transactions.run(tx -> tx.refreshes().takeOver(subscription, lease));
            if (claim.isEmpty()) return;
            Fetch fetch = fetch(claim.get());
            Outcome outcome = concludeNow(fetch);
            if (fetch instanceof Fetch.Failed failed && failed.why() instanceof ProviderException e) throw e;
            if (outcome != Outcome.REFUSED) return;
        }
    }

    private Outcome fetchNow(Claim claim) {
        return concludeNow(fetch(claim));
    }

    /** What fails is given back: claimed it would wait for its lease to end. */
    private Outcome concludeNow(Fetch fetch) {
        Claim claim = fetch.claim();
        try {
            return conclude(fetch, ALWAYS);
        } catch (RuntimeException fault) {
            if (FaultIsolation.isAway(fault)) unreturned.keep(fault, List.of(claim));
            else postpone(claim, fault);
            throw fault;
        }
    }

    private void postpone(Claim claim, RuntimeException fault) {
        try {
            puttingOff.postpone(claim, PostponeFetch.again(claim), fault);
        } catch (RuntimeException away) {
            unreturned.keep(away, List.of(claim));
            throw away;
        }
    }

    /** Asks, in no transaction and on any thread. */
    private Fetch fetch(Claim claim) {
        try {
            return new Fetch.Answered(
                    claim,
                    provider.canFetch(claim.subscription(), claim.livemode())
                            ? provider.fetchSubscription(claim.subscription())
                            : new FetchedSubscription.Unaskable(
                                    "not a subscription that " + provider.name() + " can be asked for"),
                    Optional.empty());
        } catch (RuntimeException e) {
            return new Fetch.Failed(claim, e);
        }
    }

    /** @param inTime whether another try is worth it where somebody was in the way */
    private Outcome conclude(Fetch fetch, BooleanSupplier inTime) {
        Claim claim = fetch.claim();
        if (fetch instanceof Fetch.Failed failed) {
            if (!(failed.why() instanceof ProviderException e)) throw failed.why();
            Duration delay =
                    Backoff.after(claim.attempts() + 1, claim.subscription().value(), e);
            puttingOff.postpone(claim, delay, e);
            return Outcome.POSTPONED;
        }
        Fetch.Answered answered = (Fetch.Answered) fetch;
        return tell(answered, write(List.of(answered), inTime).get(0), inTime);
    }

    private Outcome tell(Fetch.Answered answered, SettleFetched.Written written, BooleanSupplier inTime) {
        Claim claim = answered.claim();
        if (written.lost().isPresent())
            return conclude(planAgain(answered, written.lost().get()), inTime);
        notes.accept(written.note(claim));
        written.account()
                .ifPresent(account ->
                        account.duplicates(catalog).ifPresent(found -> duplicates.found(account.tenant(), found)));
        return written.outcome();
    }

    /**
     * Has what is planned no more planned again where it should be, and asks anew how things are, unless that can't be told yet. What
     * was planned again is noted at once: whatever comes of the second answer.
     */
    private Fetch planAgain(Fetch.Answered first, LostPlans.Lost lost) {
        Claim claim = first.claim();
        LostPlans.Became became = lostPlans.restore(claim);
        if (became instanceof LostPlans.Became.Unknown unknown) {
            int attempts = claim.attempts() + (claim.early().isPresent() ? 0 : 1);
            unknown.why().ifPresent(why -> puttingOff.tell(claim, attempts, unknown.again(), Duration.ZERO, why));
            return new Fetch.Answered(claim, first.answer(), Optional.of(became));
        }
        if (became instanceof LostPlans.Became.PlannedAgain)
            transactions.run(tx -> {
                settle.notePlannedAgain(tx, claim, lost, clock.instant());
                return null;
            });
        Fetch again = fetch(claim);
        return again instanceof Fetch.Answered answered
                ? new Fetch.Answered(claim, answered.answer(), Optional.of(became))
                : again;
    }
}

package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.BillingAccount;
import dev.missioncontrol.billing.account.TenantSigns.Owner;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.store.BillingTransaction;
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

    /** Newest rows of a tenant's audit that are looked through for a finding: behind so many it may be said again. */
    private static final int LOOKED_BACK = 100;

    private final Transactions transactions;
    private final PlanCatalog catalog;
    private final PaymentProvider provider;
    private final Ownership ownership;
    private final Bookkeeping books;
    private final Adoption adoption;
    private final InstantSource clock;
    private final Duration lease;
    private final WatchDuplicates duplicates;
    private final Consumer<WorkNote> notes;
    private final LostPlans lostPlans;

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
        this.ownership = ownership;
        this.books = books;
        this.adoption = adoption;
        this.clock = clock;
        this.lease = lease;
        this.duplicates = duplicates;
        this.notes = notes;
        lostPlans = new LostPlans(provider);
    }

    /** What became of one fetch. */
    public enum Outcome {
        /** The answer is written. */
        SETTLED,
        /** Something newer was written meanwhile: it will be fetched again. */
        REFUSED,
        /** The provider could not be asked: it will be tried again later. */
        POSTPONED
    }

    /**
     * Claims what is due, at most {@code limit}, and fetches it, for as long as it may go on: the rest of the claims is given
     * back, for another node to take at once. Returns how many were claimed.
     *
     * @param beside has the provider asked for several at once: it takes its time for each, and answers some hundred a second
     * @throws RuntimeException the first fault of ours, once all the others are done: it is tried again later
     */
    int refreshDue(int limit, BooleanSupplier goOn, AskBeside beside) {
        List<Claim> claims = transactions.run(tx -> tx.refreshes().claimDue(Math.min(limit, MOST_CLAIMED), lease));
        EachAlone faults = new EachAlone();
        beside.each(
                claims,
                claim -> goOn.getAsBoolean() ? fetch(claim) : new Fetch.NotAsked(claim),
                fetch -> conclude(fetch, faults));
        faults.end();
        return claims.size();
    }

    private void conclude(Fetch fetch, EachAlone faults) {
        Claim claim = fetch.claim();
        try {
            if (fetch instanceof Fetch.NotAsked) giveBack(claim);
            else conclude(fetch);
        } catch (RuntimeException fault) {
            if (EachAlone.isAway(fault)) throw fault;
            faults.run(() -> later(claim, fault));
        }
    }

    /** Who holds its tenant by hand, say, is no fault of ours: it is written later. */
    private void later(Claim claim, RuntimeException fault) {
        postpone(claim, again(claim), fault);
        if (!EachAlone.isConflict(fault)) throw fault;
    }

    private void giveBack(Claim claim) {
        transactions.run(tx -> {
            tx.refreshes().release(claim);
            return null;
        });
    }

    /**
     * Claims these where they are marked and free, and fetches them now.
     *
     * @throws RuntimeException a fault of ours, or that of a store in which somebody is in the way: a worker tries it again
     */
    public List<Outcome> refreshNow(List<SubscriptionId> subscriptions) {
        List<Claim> claims = transactions.run(tx -> tx.refreshes().claim(subscriptions, lease));
        return claims.stream().map(this::fetchNow).toList();
    }

    /** What fails is given back: claimed it would wait for its lease to end. */
    private Outcome fetchNow(Claim claim) {
        try {
            return conclude(fetch(claim));
        } catch (RuntimeException fault) {
            if (!EachAlone.isAway(fault)) postpone(claim, again(claim), fault);
            throw fault;
        }
    }

    private static Duration again(Claim claim) {
        return Backoff.after(claim.attempts() + 1, claim.subscription().value());
    }

    /** What the provider said of a claim. */
    private sealed interface Fetch {
        Claim claim();

        /** @param plan what became of a plan that it did not find any more, for the audit; absent where nobody asked for it */
        record Answered(Claim claim, FetchedSubscription answer, Optional<String> plan) implements Fetch {}

        record Failed(Claim claim, RuntimeException why) implements Fetch {}

        record NotAsked(Claim claim) implements Fetch {}
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

    private Outcome conclude(Fetch fetch) {
        Claim claim = fetch.claim();
        if (fetch instanceof Fetch.Failed failed) {
            if (!(failed.why() instanceof ProviderException e)) throw failed.why();
            Duration own = again(claim);
            Duration delay =
                    e.retryAfter().filter(asked -> asked.compareTo(own) > 0).orElse(own);
            postpone(claim, delay, e);
            return Outcome.POSTPONED;
        }
        Fetch.Answered answered = (Fetch.Answered) fetch;
        Optional<Written> done = transactions.run(tx -> write(tx, answered, clock.instant()));
        if (done.isEmpty()) return conclude(planAgain(claim));
        Written written = done.get();
        Optional<TenantId> whose = written.account().map(BillingAccount::tenant).or(claim::tenant);
        notes.accept(new WorkNote.Fetched(WorkNote.About.subscription(whose, claim.subscription()), written.outcome()));
        written.account()
                .ifPresent(account ->
                        account.duplicates(catalog).ifPresent(found -> duplicates.found(account.tenant(), found)));
        return written.outcome();
    }

    /** Has what is planned no more planned again where it should be, and asks anew how things are. */
    private Fetch planAgain(Claim claim) {
        String became;
        try {
            became = lostPlans.restore(claim);
        } catch (ProviderException e) {
            return new Fetch.Failed(claim, e);
        }
        Fetch again = fetch(claim);
        return again instanceof Fetch.Answered answered
                ? new Fetch.Answered(claim, answered.answer(), Optional.of(became))
                : again;
    }

    /** What became of it, and the account that it was written to. */
    private record Written(Outcome outcome, Optional<BillingAccount> account) {}

    private void postpone(Claim claim, Duration delay, RuntimeException why) {
        transactions.run(tx -> {
            tx.refreshes().postpone(claim, delay);
            return null;
        });
        WorkNote.About about = WorkNote.About.subscription(claim.tenant(), claim.subscription());
        notes.accept(new WorkNote.FetchFailed(about, claim.attempts() + 1, delay, why));
    }

    /** Writes it; nothing where it does not find what was planned any more, and nobody has asked for that yet. */
    private Optional<Written> write(BillingTransaction tx, Fetch.Answered fetch, Instant now) {
        Claim claim = fetch.claim();
        FetchedSubscription fetched = fetch.answer();
        // Its tenant was erased meanwhile: locking it would make it anew.
        if (tx.accounts().subscription(claim.subscription()).isEmpty())
            return Optional.of(new Written(Outcome.REFUSED, Optional.empty()));
        Owner owner = ownership.ownerOf(tx, traces(tx, claim, fetched));
        Optional<Bookkeeping.Held> held = owner instanceof Owner.Bound bound
                ? Optional.of(books.hold(tx, bound.tenant(), now))
                        .filter(one -> one.record().deleted().isEmpty())
                : Optional.empty();
        TrackedSubscription subject = tx.accounts().lockSubscription(claim.subscription(), claim.livemode(), now);
        boolean moved = !subject.tenant().equals(claim.tenant());
        if (moved || !tx.refreshes().holds(claim) || subject.rowVersion() != claim.rowVersion()) {
            tx.refreshes().release(claim);
            return Optional.of(new Written(Outcome.REFUSED, Optional.empty()));
        }
        Optional<PlannedChange> remembered = tx.accounts().planned(claim.subscription());
        if (held.isPresent()
                && fetch.plan().isEmpty()
                && remembered.filter(plan -> LostPlans.isLost(plan, fetched)).isPresent()) return Optional.empty();
        Optional<BillingAccount> account = Optional.empty();
        if (held.isPresent()) account = Optional.of(settle(tx, held.get(), subject, fetch, remembered, now));
        else {
            TrackedSubscription next =
                    subject.settle(fetched, claim.dirty(), catalog).next();
            Bookkeeping.keep(tx, owner instanceof Owner.Disputed ? next.quarantine() : next, now);
        }
        if (fetched instanceof FetchedSubscription.Found found)
            plan(tx, claim.subscription(), held.map(Bookkeeping.Held::tenant), remembered, found);
        tx.refreshes().release(claim);
        return Optional.of(new Written(Outcome.SETTLED, account));
    }

    /** While a change waits for its payment all is as before, and so is what it took the place of. */
    private static void plan(
            BillingTransaction tx,
            SubscriptionId id,
            Optional<TenantId> tenant,
            Optional<PlannedChange> remembered,
            FetchedSubscription.Found found) {
        if (found.awaitsPayment() && found.planned().isEmpty()) return;
        if (remembered.equals(found.planned())) return;
        tx.accounts().plan(id, found.planned());
        tenant.ifPresent(tx.changeLog()::note);
    }

    private BillingAccount settle(
            BillingTransaction tx,
            Bookkeeping.Held held,
            TrackedSubscription subject,
            Fetch.Answered fetch,
            Optional<PlannedChange> remembered,
            Instant now) {
        FetchedSubscription fetched = fetch.answer();
        Bookkeeping.Cause cause = new Bookkeeping.Cause("refresh", Optional.empty(), now);
        var decision = held.account().settle(subject, fetched, fetch.claim().dirty(), catalog);
        held = books.write(tx, held, decision, cause);
        if (subject.tenant().isEmpty()) adoption.concludeWaiting(tx, subject.id(), held.tenant());
        if (fetched instanceof FetchedSubscription.Missing && !toldMissing(tx, held, subject))
            held = books.note(tx, held, missing(subject) + decision.reason(), cause);
        if (fetch.plan().isPresent() && remembered.isPresent())
            held = books.note(tx, held, fetch.plan().get() + LostPlans.words(remembered.get()), cause);
        return held.account();
    }

    /**
     * Whether the audit says so already, and nothing was read of it since. One that is not there is asked for with each sweep,
     * since missing is never an end, and the audit keeps all rows for ever.
     */
    private static boolean toldMissing(BillingTransaction tx, Bookkeeping.Held held, TrackedSubscription subject) {
        long from = Math.max(1, held.record().auditLength() - LOOKED_BACK + 1);
        return tx.journal().audit(held.tenant(), from, LOOKED_BACK).stream()
                .filter(entry -> entry.rule().startsWith(missing(subject)))
                .anyMatch(entry -> subject.basis()
                        .filter(known -> known.isAfter(entry.at()))
                        .isEmpty());
    }

    private static String missing(TrackedSubscription subject) {
        return "finding: " + subject.id() + " is ";
    }

    /** The newest signs: those of the answer, or what is known already. */
    private static Ownership.Traces traces(BillingTransaction tx, Claim claim, FetchedSubscription fetched) {
        if (fetched instanceof FetchedSubscription.Found found) return Ownership.Traces.of(found.snapshot());
        return tx.accounts()
                .subscription(claim.subscription())
                .map(Ownership.Traces::of)
                .orElseThrow(() -> new IllegalStateException("a claimed subscription is not stored"));
    }
}

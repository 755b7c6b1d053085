package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.BillingAccount;
import dev.missioncontrol.billing.account.Drift;
import dev.missioncontrol.billing.account.DriftCheck;
import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.account.TenantSigns.Owner;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.Refreshes.Claim;
import dev.missioncontrol.billing.usecase.LostPlans.Became;
import dev.missioncontrol.billing.usecase.LostPlans.Lost;
import dev.missioncontrol.billing.usecase.RefreshSubscriptions.Outcome;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes what was fetched where nothing was written meanwhile, inside a transaction. */
final class SettleFetched {
    /** Newest rows of a tenant's audit that are looked through for a finding: behind so many it may be said again. */
    private static final int LOOKED_BACK = 100;

    private final PlanCatalog catalog;
    private final Ownership ownership;
    private final Bookkeeping books;
    private final Adoption adoption;

    SettleFetched(PlanCatalog catalog, Ownership ownership, Bookkeeping books, Adoption adoption) {
        this.catalog = catalog;
        this.ownership = ownership;
        this.books = books;
        this.adoption = adoption;
    }

    /**
     * What became of it, and the account that it was written to.
     *
     * @param lost what was planned and is not found any more: nothing is written, and what became of it is to be asked first
     * @param missing that the provider does not have it, where that is written, it is a tenant's and has not ended
     */
    record Written(Outcome outcome, Optional<BillingAccount> account, Optional<Lost> lost, Optional<Drift> missing) {
        private static Written of(Outcome outcome) {
            return new Written(outcome, Optional.empty(), Optional.empty(), Optional.empty());
        }

        /** What there is to tell of it: that it is missing is no answer as the others are. */
        WorkNote note(Claim claim) {
            Optional<TenantId> whose = account.map(BillingAccount::tenant).or(claim::tenant);
            WorkNote.About about = WorkNote.About.subscription(whose, claim.subscription());
            return missing.<WorkNote>map(drift -> new WorkNote.Differs(about, drift))
                    .orElseGet(() -> new WorkNote.Fetched(about, outcome));
        }
    }

    /** What became of each of several, in their order, of which each is decided by itself. */
    List<Written> write(BillingTransaction tx, List<Fetch.Answered> fetched, Instant now) {
        Set<TenantId> tenants = new HashSet<>();
        for (Fetch.Answered one : fetched) ownerOf(tx, one).ifPresent(tenants::add);
        books.hold(tx, tenants, now);
        return fetched.stream().map(one -> write(tx, one, now)).toList();
    }

    /** Whose it seems to be: it is looked at again once that tenant is held. */
    private Optional<TenantId> ownerOf(BillingTransaction tx, Fetch.Answered fetch) {
        Claim claim = fetch.claim();
        if (tx.accounts().ownerOf(claim.subscription()).isEmpty()) return Optional.empty();
        Owner owner = ownership.ownerOf(tx, traces(tx, claim, fetch.answer()));
        return owner instanceof Owner.Bound bound ? Optional.of(bound.tenant()) : Optional.empty();
    }

    private Written write(BillingTransaction tx, Fetch.Answered fetch, Instant now) {
        Claim claim = fetch.claim();
        FetchedSubscription fetched = fetch.answer();
        // Its tenant was erased meanwhile: locking it would make it anew.
        if (tx.accounts().subscription(claim.subscription()).isEmpty()) return Written.of(Outcome.REFUSED);
        Owner owner = ownership.ownerOf(tx, traces(tx, claim, fetched));
        Optional<Bookkeeping.Held> held = owner instanceof Owner.Bound bound
                ? Optional.of(books.hold(tx, bound.tenant(), now))
                        .filter(one -> one.record().deleted().isEmpty())
                : Optional.empty();
        TrackedSubscription subject = tx.accounts().lockSubscription(claim.subscription(), claim.livemode(), now);
        if (isMadeBy(subject)) {
            tx.accounts().forget(subject.id());
            return Written.of(Outcome.REFUSED);
        }
        boolean moved = !subject.tenant().equals(claim.tenant());
        if (moved || !tx.refreshes().holds(claim) || subject.rowVersion() != claim.rowVersion()) {
            tx.refreshes().release(claim);
            return Written.of(Outcome.REFUSED);
        }
        Optional<PlannedChange> remembered = tx.accounts().planned(claim.subscription());
        Optional<Lost> lost = held.flatMap(one ->
                remembered.filter(plan -> LostPlans.isLost(plan, fetched)).map(plan -> new Lost(one.tenant(), plan)));
        if (lost.isPresent() && fetch.plan().isEmpty())
            return new Written(Outcome.POSTPONED, Optional.empty(), lost, Optional.empty());
        Optional<BillingAccount> account = Optional.empty();
        if (held.isPresent()) account = Optional.of(settle(tx, held.get(), subject, fetch, lost, now));
        else if (owner instanceof Owner.Unknown && ofAnotherInstallation(fetched)) {
            forget(tx, claim, Ownership.OF_ANOTHER_INSTALLATION);
            return Written.of(Outcome.SETTLED);
        } else if (ofErasedTenant(tx, subject, owner, fetch)) {
            forget(tx, claim, Ownership.OF_ERASED_TENANT);
            return Written.of(Outcome.SETTLED);
        } else {
            TrackedSubscription next =
                    subject.settle(fetched, claim.dirty(), catalog).next();
            Bookkeeping.keep(tx, owner instanceof Owner.Disputed ? next.quarantine() : next, now);
        }
        if (lost.isPresent() && fetch.plan().get() instanceof Became.Unknown unknown) askAgain(tx, claim, unknown, now);
        else {
            if (fetched instanceof FetchedSubscription.Found found)
                plan(tx, claim.subscription(), held.map(Bookkeeping.Held::tenant), remembered, found);
            tx.refreshes().release(claim);
        }
        boolean left = account.filter(one -> books.isLeftToNodes(tx, one)).isPresent();
        Optional<Drift> missing = held.flatMap(one -> missing(subject, fetched));
        return new Written(left ? Outcome.POSTPONED : Outcome.SETTLED, account, Optional.empty(), missing);
    }

    /** Of a tenant's own: told with each fetch, which every sweep asks for anew. An ended one takes nothing from anybody. */
    private static Optional<Drift> missing(TrackedSubscription subject, FetchedSubscription fetched) {
        return fetched instanceof FetchedSubscription.Missing missing && !subject.ended()
                ? Optional.of(DriftCheck.missingThere(subject, missing.detail()))
                : Optional.empty();
    }

    /** Holding one that was forgotten since it was looked at makes it anew: whatever is fetched was marked once. */
    private static boolean isMadeBy(TrackedSubscription held) {
        return held.dirty() == 0 && held.tenant().isEmpty();
    }

    private boolean ofAnotherInstallation(FetchedSubscription fetched) {
        return fetched instanceof FetchedSubscription.Found found
                && ownership.ofAnotherInstallation(found.snapshot().metadata());
    }

    /** Whoever looked at it while its tenant was being erased made its row anew: what it said of the tenant must not come back. */
    private boolean ofErasedTenant(
            BillingTransaction tx, TrackedSubscription subject, Owner owner, Fetch.Answered fetch) {
        if (subject.tenant().isPresent() || owner instanceof Owner.Disputed) return false;
        return owner instanceof Owner.Bound || ownership.erased(tx, traces(tx, fetch.claim(), fetch.answer()));
    }

    /** Nobody here has to do with it, nor will: it is not looked for, counted or offered to be bound. */
    private static void forget(BillingTransaction tx, Claim claim, String why) {
        tx.inbox().concludeWaiting(claim.subscription(), EventOutcome.IGNORED, why, Optional.empty());
        tx.accounts().forget(claim.subscription());
    }

    /** What the fetch found is settled, and what was planned stays remembered until another one can tell. */
    private static void askAgain(BillingTransaction tx, Claim claim, Became.Unknown unknown, Instant now) {
        TrackedSubscription row = tx.accounts().lockSubscription(claim.subscription(), claim.livemode(), now);
        tx.accounts().save(row.mark(), now);
        tx.refreshes().postpone(claim, unknown.again());
    }

    /** Nothing where its tenant was erased meanwhile: holding it would make it anew. */
    void notePlannedAgain(BillingTransaction tx, Claim claim, Lost lost, Instant now) {
        if (tx.accounts().subscription(claim.subscription()).isEmpty()) return;
        Bookkeeping.Held held = books.hold(tx, lost.tenant(), now);
        books.note(tx, held, LostPlans.again(lost), Bookkeeping.Cause.by(Actor.REFRESH, now));
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
            Optional<Lost> lost,
            Instant now) {
        FetchedSubscription fetched = fetch.answer();
        Bookkeeping.Cause cause = Bookkeeping.Cause.by(Actor.REFRESH, now);
        var decision = held.account().settle(subject, fetched, fetch.claim().dirty(), catalog);
        held = books.write(tx, held, decision, cause);
        if (subject.tenant().isEmpty()) adoption.concludeWaiting(tx, subject.id(), held.tenant());
        if (fetched instanceof FetchedSubscription.Missing && !toldMissing(tx, held, subject))
            held = books.note(tx, held, missing(subject) + decision.reason(), cause);
        if (lost.isPresent() && !(fetch.plan().get() instanceof Became.Unknown))
            held = books.note(
                    tx, held, LostPlans.noMore(fetch.plan().get(), lost.get().plan()), cause);
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

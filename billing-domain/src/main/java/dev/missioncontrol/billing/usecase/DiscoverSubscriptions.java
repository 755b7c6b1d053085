package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.Drift;
import dev.missioncontrol.billing.account.DriftCheck;
import dev.missioncontrol.billing.account.TenantSigns;
import dev.missioncontrol.billing.account.TenantSigns.Owner;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.SubscriptionPage;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.SubscriptionOwner;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Compares what the provider says of subscriptions with what we know, and marks for a fetch what differs. */
final class DiscoverSubscriptions {
    /** Subscriptions a page: the most that Stripe gives. */
    static final int PAGE = 100;

    private final Transactions transactions;
    private final PlanCatalog catalog;
    private final PaymentProvider provider;
    private final Ownership ownership;
    private final Bookkeeping books;
    private final Adoption adoption;
    private final InstantSource clock;
    private final BoundedRetry briefly;

    DiscoverSubscriptions(
            Transactions transactions,
            PlanCatalog catalog,
            PaymentProvider provider,
            Ownership ownership,
            Bookkeeping books,
            Adoption adoption,
            InstantSource clock) {
        this.transactions = transactions;
        this.catalog = catalog;
        this.provider = provider;
        this.ownership = ownership;
        this.books = books;
        this.adoption = adoption;
        this.clock = clock;
        briefly = new BoundedRetry(transactions, clock);
    }

    /**
     * What comparing one subscription came to; those of the other mode are left out.
     *
     * @param id which
     * @param drift in what the two sides differ
     * @param marked whether it waits for a fetch now
     */
    record Compared(SubscriptionId id, List<Drift> drift, boolean marked) {
        private static Compared leftOut(SubscriptionId id, Drift why) {
            return new Compared(id, List.of(why), false);
        }

        private void requireReadable() {
            for (Drift one : drift)
                if (one.kind() == Drift.Kind.UNREADABLE)
                    throw new IllegalStateException("the subscription " + id + " can't be compared: " + one.reason());
        }
    }

    /**
     * A customer's subscriptions.
     *
     * @param marked those that wait for a fetch now
     * @param over those that have ended
     */
    record Listed(List<SubscriptionId> marked, List<SubscriptionId> over) {}

    /**
     * The first page of a customer's subscriptions. Returns those that are marked now.
     *
     * @throws IllegalStateException if one of them can't be read, once all the others are marked: nobody comes back to it by itself
     */
    List<SubscriptionId> of(TenantId tenant, CustomerId customer) {
        return list(customer).marked();
    }

    /** The same, and which of them are over. */
    Listed list(CustomerId customer) {
        SubscriptionPage page = provider.listSubscriptions(Optional.of(customer), Optional.empty(), PAGE);
        List<Compared> compared = compare(page.subscriptions(), page.unplanned(), true, Instant.MIN);
        compared.forEach(Compared::requireReadable);
        List<SubscriptionId> marked =
                compared.stream().filter(Compared::marked).map(Compared::id).toList();
        List<SubscriptionId> over = page.subscriptions().stream()
                .filter(SubscriptionSnapshot::terminal)
                .map(SubscriptionSnapshot::id)
                .toList();
        return new Listed(marked, over);
    }

    /**
     * Compares each: all are read in one transaction, those alike are noted as seen in another, and each that is to be marked
     * has one of its own. One whose tenant somebody holds holds up none of the others: it is fetched once that is over. Nor does one
     * that can't be read: that is all that is said of it.
     *
     * @param unplanned those of which the provider says that nothing is planned, nor waits for its payment
     * @param mark whether to mark what differs, or only to look
     * @param begun when the sweep that this is for began: what it saw was seen then or later, whatever this node's clock
     */
    List<Compared> compare(
            List<SubscriptionSnapshot> listed, Set<SubscriptionId> unplanned, boolean mark, Instant begun) {
        List<SubscriptionSnapshot> ours = listed.stream()
                .filter(one -> one.livemode() == provider.livemode())
                .toList();
        List<Compared> all = look(ours, unplanned, mark);
        Instant now = clock.instant();
        Instant seen = now.isAfter(begun) ? now : begun;
        List<SubscriptionId> alike =
                all.stream().filter(one -> !one.marked()).map(Compared::id).toList();
        if (!alike.isEmpty())
            transactions.run(tx -> {
                tx.refreshes().swept(alike, seen);
                return null;
            });
        List<SubscriptionSnapshot> wanted = IntStream.range(0, all.size())
                .filter(one -> all.get(one).marked())
                .mapToObj(ours::get)
                .toList();
        Map<SubscriptionId, Drift> leftOut = markAll(wanted, now, seen);
        return all.stream()
                .map(one -> leftOut.containsKey(one.id()) ? Compared.leftOut(one.id(), leftOut.get(one.id())) : one)
                .toList();
    }

    /** Where one of them can't be read, each is read by itself. */
    private List<Compared> look(List<SubscriptionSnapshot> listed, Set<SubscriptionId> unplanned, boolean mark) {
        List<Compared> all = new ArrayList<>();
        Optional<SubscriptionId> only =
                listed.size() == 1 ? Optional.of(listed.get(0).id()) : Optional.empty();
        Optional<Drift> leftOut = LeftOut.unlessUnreadable(
                Optional.empty(),
                only,
                () -> all.addAll(transactions.run(
                        Prefetch.listed(listed, provider.name()), tx -> look(tx, listed, unplanned, mark))));
        if (leftOut.isEmpty()) return all;
        if (only.isPresent()) return List.of(Compared.leftOut(only.get(), leftOut.get()));
        return listed.stream()
                .flatMap(one -> look(List.of(one), unplanned, mark).stream())
                .toList();
    }

    /**
     * Each is waited for once. Once somebody holds the tenant of one, the rest is marked without its tenants: waiting for one after the other takes longer than
     * a sweep has its turn. What is held itself is left to the next sweep. Returns which could not be marked, since a row of their
     * tenant can't be read.
     */
    private Map<SubscriptionId, Drift> markAll(List<SubscriptionSnapshot> wanted, Instant now, Instant seen) {
        Map<SubscriptionId, Drift> unreadable = new HashMap<>();
        boolean tenantsHeld = false;
        int rowsHeld = 0;
        for (SubscriptionSnapshot one : wanted) {
            if (!tenantsHeld) tenantsHeld = !marked(one, now, seen, unreadable);
            if (tenantsHeld
                    && rowsHeld < BoundedRetry.MOST_HELD
                    && !FaultIsolation.unlessInTheWay(() -> briefly.run(tx -> remember(tx, one, now)))) rowsHeld++;
        }
        return unreadable;
    }

    /** Returns whether nobody was in the way. */
    private boolean marked(SubscriptionSnapshot one, Instant now, Instant seen, Map<SubscriptionId, Drift> unreadable) {
        try {
            return FaultIsolation.unlessInTheWay(() -> briefly.run(tx -> mark(tx, one, now, seen)));
        } catch (RuntimeException fault) {
            unreadable.put(one.id(), LeftOut.unreadable(Optional.empty(), Optional.of(one.id()), fault));
            // Or the same sweep comes to it once more, and tells it again.
            transactions.run(tx -> {
                tx.refreshes().swept(List.of(one.id()), seen);
                return null;
            });
            return true;
        }
    }

    /**
     * Marks it as it is known, without its tenant: the fetch finds that out, and waits for it. Not noted as seen, so that this sweep
     * comes back to it where even its own row is held.
     */
    private static boolean remember(BillingTransaction tx, SubscriptionSnapshot listed, Instant now) {
        tx.accounts()
                .save(
                        tx.accounts()
                                .lockSubscription(listed.id(), listed.livemode(), now)
                                .mark(),
                        now);
        return true;
    }

    private List<Compared> look(
            BillingTransaction tx, List<SubscriptionSnapshot> listed, Set<SubscriptionId> unplanned, boolean mark) {
        Map<SubscriptionId, TrackedSubscription> known = tx.accounts()
                .subscriptions(listed.stream().map(SubscriptionSnapshot::id).toList());
        Set<SubscriptionId> plansGone = plansGone(tx, listed, unplanned, known.keySet());
        return listed.stream()
                .map(one -> look(tx, one, Optional.ofNullable(known.get(one.id())), plansGone.contains(one.id()), mark))
                .toList();
    }

    /** Of which a plan is remembered that the provider has no more: a snapshot does not say. Of what ended none is shown. */
    private static Set<SubscriptionId> plansGone(
            BillingTransaction tx,
            List<SubscriptionSnapshot> listed,
            Set<SubscriptionId> unplanned,
            Set<SubscriptionId> known) {
        List<SubscriptionId> live = listed.stream()
                .filter(one -> !one.terminal())
                .map(SubscriptionSnapshot::id)
                .filter(id -> unplanned.contains(id) && known.contains(id))
                .toList();
        return live.isEmpty() ? Set.of() : tx.accounts().plannedAmong(live);
    }

    private Compared look(
            BillingTransaction tx,
            SubscriptionSnapshot listed,
            Optional<TrackedSubscription> known,
            boolean planGone,
            boolean mark) {
        TenantSigns signs = ownership.signs(tx, Ownership.Traces.of(listed), known.map(SubscriptionOwner::of));
        boolean notOurs = signs.owner() instanceof Owner.Unknown && ownership.ofAnotherInstallation(listed.metadata());
        if (notOurs) return new Compared(listed.id(), List.of(), false);
        if (known.flatMap(TrackedSubscription::tenant).isEmpty()
                && ownership.ofErasedTenant(tx, Ownership.Traces.of(listed), signs))
            return new Compared(listed.id(), DriftCheck.ofErased(listed), false);
        List<Drift> drift = new ArrayList<>(DriftCheck.of(known, signs, listed, catalog));
        if (planGone && !differs(drift)) drift.add(DriftCheck.plannedNoMore(known.orElseThrow(), listed));
        boolean unsure = known.filter(TrackedSubscription::provisional).isPresent();
        boolean fetch = mark && (unsure || known.isEmpty() || differs(drift)) && worthKnowing(known, signs, listed);
        return new Compared(listed.id(), drift, fetch);
    }

    private static boolean differs(List<Drift> drift) {
        return drift.stream().anyMatch(one -> one.remedy() == Drift.Remedy.FETCH || one.remedy() == Drift.Remedy.BIND);
    }

    /** What ended before anybody owned it is nobody's business: an account may hold a million of those. */
    private static boolean worthKnowing(
            Optional<TrackedSubscription> known, TenantSigns signs, SubscriptionSnapshot listed) {
        return known.isPresent() || !listed.terminal() || !(signs.owner() instanceof Owner.Unknown);
    }

    private boolean mark(BillingTransaction tx, SubscriptionSnapshot listed, Instant now, Instant seen) {
        mark(tx, listed, now);
        tx.refreshes().swept(List.of(listed.id()), seen);
        return true;
    }

    private void mark(BillingTransaction tx, SubscriptionSnapshot listed, Instant now) {
        Owner owner = ownership.ownerOf(tx, Ownership.Traces.of(listed));
        if (owner instanceof Owner.Bound bound) {
            Bookkeeping.Held held = books.hold(tx, bound.tenant(), now);
            if (held.record().deleted().isPresent()) return;
            TrackedSubscription subject = tx.accounts().lockSubscription(listed.id(), listed.livemode(), now);
            if (subject.tenant().isPresent()) tx.accounts().save(subject.mark(), now);
            else adoption.adopt(tx, held, subject.mark(), Bookkeeping.Cause.by(Actor.SWEEP, now));
            return;
        }
        TrackedSubscription subject =
                adoption.holdUnowned(tx, listed.id(), listed.livemode(), now).mark();
        Bookkeeping.keep(tx, owner instanceof Owner.Disputed ? subject.quarantine() : subject, now);
    }
}

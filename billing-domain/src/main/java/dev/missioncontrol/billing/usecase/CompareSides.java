package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.Drift;
import dev.missioncontrol.billing.account.DriftCheck;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.SubscriptionPage;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.Refreshes;
import dev.missioncontrol.billing.store.TenantPage;
import dev.missioncontrol.billing.usecase.SweepCursor.Phase;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares the store with the provider, one page at a time: what both the hourly sweep and a reconciliation do. First what
 * the provider lists, then what we know and it did not list, then what tenants have stored. Its memory is one page.
 */
final class CompareSides {
    /** Subscriptions looked at in one step because no page had them: each may cost a call. */
    static final int ABSENT_BATCH = 100;

    /** Living subscriptions read in one step to find those: nearly all are in some page, and a step is a moment. */
    static final int LIVING_BATCH = 1_000;

    /** Tenants looked at in one step. */
    static final int TENANTS_BATCH = 100;

    /** What to do about what differs. */
    enum Mode {
        /** Nothing: every absent one is asked for, and only the time at which a subscription was seen is written. */
        LOOK,
        /** As {@link #LOOK}, and what differs is marked for a fetch. */
        MEND,
        /** Mark what differs or is absent, and leave the rest to the workers. */
        MARK
    }

    /**
     * What one step came to.
     *
     * @param next where to go on; the checkouts' phase is the caller's
     * @param calls how many calls of the provider it cost
     * @param looked how many subscriptions or tenants were compared
     * @param drift what differs
     * @param marked what waits for a fetch now
     */
    record Step(SweepCursor next, int calls, int looked, List<Drift> drift, List<SubscriptionId> marked) {}

    private final Transactions transactions;
    private final PaymentProvider provider;
    private final Bookkeeping books;
    private final DiscoverSubscriptions discover;
    private final Rederive rederive;
    private final InstantSource clock;

    CompareSides(
            Transactions transactions,
            PaymentProvider provider,
            Bookkeeping books,
            DiscoverSubscriptions discover,
            Rederive rederive,
            InstantSource clock) {
        this.transactions = transactions;
        this.provider = provider;
        this.books = books;
        this.discover = discover;
        this.rederive = rederive;
        this.clock = clock;
    }

    /** @param permit run before every call of the provider */
    Step step(SweepCursor cursor, Mode mode, Runnable permit) {
        return switch (cursor.phase()) {
            case LIST -> list(cursor, mode, permit);
            case ABSENT -> mode == Mode.MARK ? markAbsent(cursor) : askAbsent(cursor, mode, permit);
            case TENANTS -> tenants(cursor, mode);
            case CHECKOUTS -> throw new IllegalArgumentException("checkouts are not compared here");
        };
    }

    private Step list(SweepCursor cursor, Mode mode, Runnable permit) {
        permit.run();
        SubscriptionPage page = provider.listSubscriptions(
                Optional.empty(), cursor.after().map(SubscriptionId::new), DiscoverSubscriptions.PAGE);
        List<SubscriptionSnapshot> listed = page.subscriptions();
        boolean last = !page.more() || listed.isEmpty();
        SweepCursor next = last
                ? cursor.in(Phase.ABSENT)
                : cursor.after(listed.get(listed.size() - 1).id().value());
        return step(next, 1, discover.compare(listed, page.unplanned(), mode != Mode.LOOK, cursor.started()));
    }

    static Step step(SweepCursor next, int calls, List<DiscoverSubscriptions.Compared> compared) {
        List<Drift> drift = new ArrayList<>();
        List<SubscriptionId> marked = new ArrayList<>();
        for (DiscoverSubscriptions.Compared one : compared) {
            drift.addAll(one.drift());
            if (one.marked()) marked.add(one.id());
        }
        return new Step(next, calls, compared.size(), drift, marked);
    }

    /** What the list did not have is fetched: it may be of another mode, or on a test clock. */
    private Step markAbsent(SweepCursor cursor) {
        Refreshes.Unseen unseen = absent(cursor);
        List<SubscriptionId> ids = unseen.subscriptions();
        List<Drift> drift = new ArrayList<>();
        for (SubscriptionId id : ids)
            pass(
                            Mode.MARK,
                            Optional.empty(),
                            Optional.of(id),
                            () -> transactions.run(tx -> mark(tx, id)).ifPresent(drift::add))
                    .ifPresent(drift::add);
        return new Step(behind(cursor, unseen), 0, ids.size(), drift, List.of());
    }

    private Optional<Drift> mark(BillingTransaction tx, SubscriptionId id) {
        Optional<TrackedSubscription> stored = tx.accounts().subscription(id);
        if (stored.isEmpty()) return Optional.empty();
        TrackedSubscription known = stored.get();
        if (!provider.canFetch(id, known.livemode())) return otherMode(known);
        known.tenant().ifPresent(tenant -> books.hold(tx, tenant, clock.instant()));
        tx.accounts()
                .save(
                        tx.accounts()
                                .lockSubscription(id, known.livemode(), clock.instant())
                                .mark(),
                        clock.instant());
        return Optional.empty();
    }

    private Optional<Drift> otherMode(TrackedSubscription known) {
        return known.livemode() == provider.livemode() ? Optional.empty() : Optional.of(DriftCheck.otherMode(known));
    }

    private Step askAbsent(SweepCursor cursor, Mode mode, Runnable permit) {
        Refreshes.Unseen unseen = absent(cursor);
        List<SubscriptionId> ids = unseen.subscriptions();
        Absent asked = ask(ids, cursor, mode, permit);
        Step step = asked.step(behind(cursor, unseen));
        if (asked.missing < ABSENT_BATCH) return step;
        // None of so many: asking for the rest would only repeat it, for hours.
        Drift loud = new Drift(
                Drift.Kind.NOTHING_THERE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ids.size() + " known",
                "none of them",
                Drift.Remedy.PERSON,
                "the key, mode or account is very likely another; the rest were not asked for, and nothing was changed");
        return new Step(cursor.in(Phase.TENANTS), step.calls(), step.looked(), List.of(loud), List.of());
    }

    /** Asks for each of these by itself. */
    Absent ask(List<SubscriptionId> ids, SweepCursor cursor, Mode mode, Runnable permit) {
        Absent asked = new Absent();
        for (SubscriptionId id : ids) {
            Optional<TrackedSubscription> stored = stored(id, asked);
            if (stored.isEmpty()) continue;
            TrackedSubscription known = stored.get();
            if (!provider.canFetch(id, known.livemode())) {
                otherMode(known)
                        .ifPresent(drift ->
                                asked.compared.add(new DiscoverSubscriptions.Compared(id, List.of(drift), false)));
                continue;
            }
            permit.run();
            asked.calls++;
            FetchedSubscription fetched = provider.fetchSubscription(id);
            if (fetched instanceof FetchedSubscription.Found found)
                asked.compared.addAll(discover.compare(
                        List.of(found.snapshot()), unplanned(found), mode != Mode.LOOK, cursor.started()));
            if (fetched instanceof FetchedSubscription.Missing missing) {
                asked.missing++;
                asked.compared.add(new DiscoverSubscriptions.Compared(
                        id, List.of(DriftCheck.missingThere(known, missing.detail())), false));
            }
        }
        return asked;
    }

    private static Set<SubscriptionId> unplanned(FetchedSubscription.Found found) {
        boolean none = found.planned().isEmpty() && !found.awaitsPayment();
        return none ? Set.of(found.snapshot().id()) : Set.of();
    }

    private Optional<TrackedSubscription> stored(SubscriptionId id, Absent asked) {
        List<TrackedSubscription> known = new ArrayList<>();
        LeftOut.unlessUnreadable(
                        Optional.empty(),
                        Optional.of(id),
                        () -> transactions
                                .run(tx -> tx.accounts().subscription(id))
                                .ifPresent(known::add))
                .ifPresent(drift -> asked.compared.add(new DiscoverSubscriptions.Compared(id, List.of(drift), false)));
        return known.stream().findFirst();
    }

    /** What asking one by one came to. */
    static final class Absent {
        private final List<DiscoverSubscriptions.Compared> compared = new ArrayList<>();
        private int calls;
        private int missing;

        Step step(SweepCursor next) {
            return CompareSides.step(next, calls, compared);
        }
    }

    private Refreshes.Unseen absent(SweepCursor cursor) {
        return transactions.run(tx -> tx.refreshes()
                .notSweptSince(cursor.started(), cursor.after().map(SubscriptionId::new), LIVING_BATCH, ABSENT_BATCH));
    }

    private static SweepCursor behind(SweepCursor cursor, Refreshes.Unseen unseen) {
        return unseen.last().map(last -> cursor.after(last.value())).orElseGet(() -> cursor.in(Phase.TENANTS));
    }

    private Step tenants(SweepCursor cursor, Mode mode) {
        TenantPage page =
                transactions.run(tx -> tx.listings().tenants(cursor.after().map(TenantId::new), TENANTS_BATCH));
        List<Drift> drift = new ArrayList<>();
        for (String id : page.unreadable()) drift.add(LeftOut.tenant(id));
        for (TenantId tenant : suspects(page.tenants())) drift.addAll(derived(tenant, mode));
        SweepCursor next =
                page.next().map(last -> cursor.after(last.value())).orElseGet(() -> cursor.in(Phase.CHECKOUTS));
        return new Step(next, 0, page.tenants().size() + page.unreadable().size(), drift, List.of());
    }

    /** Where one of them can't be read, all are looked at, each by itself. */
    private List<TenantId> suspects(List<TenantId> page) {
        List<TenantId> suspects = new ArrayList<>();
        boolean read = LeftOut.unlessUnreadable(
                        Optional.empty(), Optional.empty(), () -> suspects.addAll(rederive.suspects(page)))
                .isEmpty();
        return read ? suspects : page;
    }

    /** Whether a tenant has what its subscriptions amount to, or that it could not be compared. */
    List<Drift> derived(TenantId tenant, Mode mode) {
        List<Drift> drift = new ArrayList<>();
        pass(
                        mode,
                        Optional.of(tenant),
                        Optional.empty(),
                        () -> drift.addAll(rederive.compare(tenant, mode != Mode.LOOK)))
                .ifPresent(drift::add);
        return drift;
    }

    /** An operator is told who holds one; the sweep comes again. */
    private static Optional<Drift> pass(
            Mode mode, Optional<TenantId> tenant, Optional<SubscriptionId> id, Runnable one) {
        return mode == Mode.MARK
                ? LeftOut.unlessUnreadable(tenant, id, () -> FaultIsolation.unlessInTheWay(one))
                : LeftOut.unlessHindered(tenant, id, one);
    }
}

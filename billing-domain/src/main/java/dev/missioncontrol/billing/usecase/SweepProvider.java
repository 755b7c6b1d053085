package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.SubscriptionPage;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.store.Jobs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Compares everything with the provider, a page at a time, and marks what differs: so a lost event is noticed within one
 * sweep. One node does it at a time and another goes on where it stopped.
 */
public final class SweepProvider {
    /** Name of the job. */
    static final String JOB = "sweep";

    /** Subscriptions marked at once because no page had them. */
    static final int ABSENT_BATCH = 100;

    /** Open checkouts asked about in one sweep; a session lives a day, so the next sweep takes the rest in time. */
    static final int MOST_CHECKOUTS = 100;

    /** How long a checkout may be open before a sweep asks about it: its buyer is likely still at it. */
    static final Duration CHECKOUT_AGE = Duration.ofHours(1);

    private final Transactions transactions;
    private final PaymentProvider provider;
    private final Bookkeeping books;
    private final EnsureCustomer customers;
    private final DiscoverSubscriptions discover;
    private final BillingSettings settings;
    private final InstantSource clock;

    SweepProvider(
            Transactions transactions,
            PaymentProvider provider,
            Bookkeeping books,
            EnsureCustomer customers,
            DiscoverSubscriptions discover,
            BillingSettings settings,
            InstantSource clock) {
        this.transactions = transactions;
        this.provider = provider;
        this.books = books;
        this.customers = customers;
        this.discover = discover;
        this.settings = settings;
        this.clock = clock;
    }

    /** Does one step of a sweep, at most one page: a step costs one permit. Returns whether there was one to do. */
    public boolean step() {
        Optional<Jobs.Run> run = transactions.run(tx -> tx.jobs().claim(JOB, settings.lease()));
        if (run.isEmpty()) return false;
        SweepCursor cursor = SweepCursor.parse(run.get().cursor()).orElseGet(() -> SweepCursor.begin(clock.instant()));
        Optional<SweepCursor> next = switch (cursor.phase()) {
            case LIST -> list(cursor);
            case ABSENT -> absent(cursor);
            case CHECKOUTS -> checkouts(cursor);
        };
        Duration delay = next.isPresent() ? Duration.ZERO : settings.sweepInterval();
        String position = next.map(SweepCursor::text).orElse("");
        transactions.run(tx -> {
            tx.jobs().finish(run.get(), next.isPresent() ? "under way" : "done", position, delay);
            return null;
        });
        return true;
    }

    private Optional<SweepCursor> list(SweepCursor cursor) {
        SubscriptionPage page = provider.listSubscriptions(
                Optional.empty(), cursor.after().map(SubscriptionId::new), DiscoverSubscriptions.PAGE);
        discover.compare(page);
        int size = page.subscriptions().size();
        if (!page.more() || size == 0) return Optional.of(cursor.in(SweepCursor.Phase.ABSENT));
        return Optional.of(cursor.after(page.subscriptions().get(size - 1).id().value()));
    }

    /** What the list did not have is fetched: it may be of another mode, or on a test clock. */
    private Optional<SweepCursor> absent(SweepCursor cursor) {
        List<SubscriptionId> ids = transactions.run(tx ->
                tx.refreshes().notSweptSince(cursor.started(), cursor.after().map(SubscriptionId::new), ABSENT_BATCH));
        for (SubscriptionId id : ids) transactions.run(tx -> mark(tx, id, clock.instant()));
        if (ids.size() < ABSENT_BATCH) return Optional.of(cursor.in(SweepCursor.Phase.CHECKOUTS));
        return Optional.of(cursor.after(ids.get(ids.size() - 1).value()));
    }

    private boolean mark(BillingTransaction tx, SubscriptionId id, Instant now) {
        var known = tx.accounts().subscription(id).orElseThrow();
        if (!provider.canFetch(id, known.livemode())) return false;
        known.tenant().ifPresent(tenant -> books.hold(tx, tenant, now));
        tx.accounts()
                .save(tx.accounts().lockSubscription(id, known.livemode(), now).mark(), now);
        return true;
    }

    private Optional<SweepCursor> checkouts(SweepCursor cursor) {
        Instant before = clock.instant().minus(CHECKOUT_AGE);
        for (CheckoutAttempt attempt : transactions.run(tx -> tx.checkouts().openSince(before, MOST_CHECKOUTS))) {
            Optional<CheckoutSession> session = attempt.session().flatMap(provider::fetchCheckoutSession);
            transactions.run(tx -> conclude(tx, attempt, session, clock.instant()));
        }
        return Optional.empty();
    }

    private boolean conclude(
            BillingTransaction tx, CheckoutAttempt attempt, Optional<CheckoutSession> session, Instant now) {
        Bookkeeping.Held held = books.hold(tx, attempt.tenant(), now);
        CheckoutAttempt current = tx.checkouts().attempt(attempt.id()).orElseThrow();
        if (current.state() != CheckoutAttempt.State.OPEN || !current.session().equals(attempt.session())) return false;
        if (session.isEmpty()) tx.checkouts().save(current.in(CheckoutAttempt.State.EXPIRED));
        session.ifPresent(one -> ApplyEvent.end(tx, current, one));
        session.flatMap(CheckoutSession::subscription).ifPresent(id -> customers.mention(tx, held, id, now));
        return true;
    }
}

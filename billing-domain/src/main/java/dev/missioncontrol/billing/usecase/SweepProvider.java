package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.Drift;
import dev.missioncontrol.billing.account.DriftCheck;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.store.CheckoutAttempts;
import dev.missioncontrol.billing.store.Figures;
import dev.missioncontrol.billing.store.Jobs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Compares everything with the provider, a page at a time, and marks what differs: so a lost event is noticed within one
 * sweep. One node does it at a time and another goes on where it stopped.
 */
public final class SweepProvider {
    /** Name of the job. */
    public static final String JOB = "sweep";

    /** A sweep takes its time after it is due, so that the last one is late only after several intervals. */
    private static final int LATE_AFTER_INTERVALS = 3;

    /** Open checkouts asked about in one sweep; a session lives a day, so the next sweep takes the rest in time. */
    static final int MOST_CHECKOUTS = 100;

    /** How long a checkout may be open before a sweep asks about it: its buyer is likely still at it. */
    static final Duration CHECKOUT_AGE = Duration.ofHours(1);

    /** Of as many on a page one at least can be read, or it is no single row that is broken; fewer may be all that there are. */
    static final int LEAST_OF_A_PAGE = 20;

    private final Transactions transactions;
    private final PaymentProvider provider;
    private final Bookkeeping books;
    private final EnsureCustomer customers;
    private final CompareSides sides;
    private final BillingSettings settings;
    private final InstantSource clock;
    private final Consumer<WorkNote> notes;

    SweepProvider(
            Transactions transactions,
            PaymentProvider provider,
            Bookkeeping books,
            EnsureCustomer customers,
            CompareSides sides,
            BillingSettings settings,
            InstantSource clock,
            Consumer<WorkNote> notes) {
        this.transactions = transactions;
        this.provider = provider;
        this.books = books;
        this.customers = customers;
        this.sides = sides;
        this.settings = settings;
        this.clock = clock;
        this.notes = notes;
    }

    /**
     * How long after the end of one sweep the next must have ended: later, and events that were lost go unnoticed. The console and
     * {@code doctor} go by it; the alert has a bound of its own, the interval and two hours more, which is the same by the hour.
     *
     * @param interval how often a sweep is due
     */
    public static Duration lateAfter(Duration interval) {
        return interval.multipliedBy(LATE_AFTER_INTERVALS);
    }

    /**
     * Does one step of a sweep, at most one page. Returns whether one was due.
     *
     * @param goOn asked before every checkout is asked about
     * @param asking run before every call of the provider
     * @throws RuntimeException if there was something in it that can't be read, once the step is done and the sweep is past it; where
     *     nothing of a page can be, the sweep stays where it is
     */
    boolean step(BooleanSupplier goOn, Runnable asking) {
        Optional<Jobs.Run> run = transactions.run(tx -> tx.jobs().claim(JOB, settings.lease()));
        if (run.isEmpty()) return false;
        Tally.Place place = Tally.Place.parse(run.get().cursor())
                .orElseGet(() -> new Tally.Place(Tally.NOTHING, SweepCursor.begin(clock.instant())));
        if (place.cursor().phase() == SweepCursor.Phase.CHECKOUTS) {
            checkouts(run.get(), place, goOn, asking);
            return true;
        }
        CompareSides.Step step;
        try {
            step = sides.step(place.cursor(), CompareSides.Mode.MARK, asking);
        } catch (ProviderException e) {
            if (!place.cursor().isLost(e)) throw e;
            Tally.Place anew = new Tally.Place(Tally.NOTHING, SweepCursor.begin(clock.instant()));
            finish(run.get(), "begins anew: the provider does not know where it was", anew.text(), settings.lease());
            return true;
        }
        requireSomeReadable(step);
        Tally tally = place.tally().and(place.cursor().phase(), step.looked());
        for (Drift drift : step.drift()) tally = tally.and(drift, drift.remedy().safe());
        finish(run.get(), "under way: " + tally.words(), new Tally.Place(tally, step.next()).text(), Duration.ZERO);
        tell(step.drift());
        return true;
    }

    /** Each of a million would be told, and the sweep then be taken for done: it is late instead, and tells one of them a lease. */
    private static void requireSomeReadable(CompareSides.Step step) {
        List<Drift> unreadable = unreadable(step.drift());
        if (step.looked() >= LEAST_OF_A_PAGE && unreadable.size() >= step.looked())
            throw new IllegalStateException("a sweep stopped: of " + step.looked()
                    + " none can be read, which is no fault of theirs. The first: "
                    + unreadable.get(0).reason());
    }

    private static List<Drift> unreadable(List<Drift> found) {
        return found.stream()
                .filter(drift -> drift.kind() == Drift.Kind.UNREADABLE)
                .toList();
    }

    /**
     * How many are of the other mode is told once, at the end: they stay what they are, and each was told with each sweep. So do seats
     * outside of a plan, all that it has once its fewest are raised: a reconciliation tells each.
     */
    private void tell(List<Drift> found) {
        for (Drift drift : found)
            if (drift.kind() != Drift.Kind.OTHER_MODE && drift.kind() != Drift.Kind.SEATS_OUTSIDE_PLAN) tell(drift);
        int unreadable = unreadable(found).size();
        if (unreadable > 0)
            throw new IllegalStateException(
                    "a sweep went past " + unreadable + " of which something can't be read; each is told beside this");
    }

    private void tell(Drift drift) {
        notes.accept(new WorkNote.Differs(
                new WorkNote.About(drift.tenant(), drift.subscription(), Optional.empty()), drift));
    }

    private void finishAll(Jobs.Run run, Tally tally) {
        Figures.Sweep figures = new Figures.Sweep(clock.instant(), tally.listed(), tally.drift(), tally.mended());
        transactions.run(tx -> {
            tx.figures().save(figures);
            tx.jobs().finish(run, "done: " + tally.words(), "", settings.sweepInterval());
            return null;
        });
        if (tally.otherMode() > 0) tell(DriftCheck.otherMode(tally.otherMode(), provider.livemode()));
        notes.accept(new WorkNote.Swept(WorkNote.About.NOTHING, tally.words()));
    }

    private void finish(Jobs.Run run, String result, String position, Duration delay) {
        transactions.run(tx -> {
            tx.jobs().finish(run, result, position, delay);
            return null;
        });
    }

    /**
     * The last step, of as many calls as there are checkouts: held anew before each of them, or another node would take it over in the
     * middle, and begin at the first one again. Who has lost it leaves the sweep to that node; who is to stop hands it back.
     */
    private void checkouts(Jobs.Run run, Tally.Place place, BooleanSupplier goOn, Runnable asking) {
        boolean[] going = {true};
        boolean[] held = {true};
        List<Drift> leftOut = checkouts(() -> {
            going[0] = goOn.getAsBoolean();
            held[0] = transactions.run(tx -> tx.jobs().proceed(run, place.text(), settings.lease()));
            if (going[0] && held[0]) asking.run();
            return going[0] && held[0];
        });
        if (!held[0]) return;
        Tally whole = place.tally();
        for (Drift drift : leftOut) whole = whole.and(drift, false);
        if (going[0]) finishAll(run, whole);
        else finish(run, "under way: " + place.tally().words(), place.text(), Duration.ZERO);
        tell(leftOut);
    }

    /**
     * Asks how the oldest open checkouts ended, each after a permit, and no more of them once there is none. Returns what can't be read, or
     * is not answered.
     */
    List<Drift> checkouts(BooleanSupplier permit) {
        Instant before = clock.instant().minus(CHECKOUT_AGE);
        List<Drift> leftOut = new ArrayList<>();
        for (CheckoutAttempts.Open open : transactions.run(tx -> tx.checkouts().openSince(before, MOST_CHECKOUTS))) {
            Optional<CheckoutAttempt> attempt = stored(open, leftOut);
            if (attempt.isEmpty()) continue;
            if (attempt.get().session().isPresent() && !permit.getAsBoolean()) break;
            Optional<CheckoutSession> session;
            try {
                session = attempt.get().session().flatMap(provider::fetchCheckoutSession);
            } catch (ProviderException refused) {
                // Asked again it says the same: no sweep would come to its end, nor another one begin.
                if (refused.retryable()) throw refused;
                leftOut.add(LeftOut.unanswered(open.tenant(), refused));
                if (refused.kind() == ProviderException.Kind.AUTHENTICATION) break;
                continue;
            }
            LeftOut.unlessUnreadable(
                            Optional.of(open.tenant()),
                            Optional.empty(),
                            () -> FaultIsolation.unlessInTheWay(() ->
                                    transactions.run(tx -> conclude(tx, attempt.get(), session, clock.instant()))))
                    .ifPresent(leftOut::add);
        }
        return leftOut;
    }

    /** Each by itself, or one that can't be read hides all the others. */
    private Optional<CheckoutAttempt> stored(CheckoutAttempts.Open open, List<Drift> leftOut) {
        List<CheckoutAttempt> stored = new ArrayList<>();
        LeftOut.unlessUnreadable(
                        Optional.of(open.tenant()),
                        Optional.empty(),
                        () -> transactions
                                .run(tx -> tx.checkouts().attempt(open.id()))
                                .ifPresent(stored::add))
                .ifPresent(leftOut::add);
        return stored.stream().findFirst();
    }

    private boolean conclude(
            BillingTransaction tx, CheckoutAttempt attempt, Optional<CheckoutSession> session, Instant now) {
        Bookkeeping.Held held = books.hold(tx, attempt.tenant(), now);
        Optional<CheckoutAttempt> stored = tx.checkouts().attempt(attempt.id());
        if (stored.isEmpty()) return false;
        CheckoutAttempt current = stored.get();
        if (current.state() != CheckoutAttempt.State.OPEN || !current.session().equals(attempt.session())) return false;
        if (session.isEmpty()) tx.checkouts().save(current.in(SupersededCheckout.UNANSWERED));
        session.ifPresent(one -> ApplyEvent.end(tx, current, one));
        session.flatMap(CheckoutSession::subscription).ifPresent(id -> customers.mention(tx, held, id, now));
        return true;
    }
}

package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.FetchedSubscription.Found;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.store.SeatPushes.Claim;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Makes the numbers of seats that were pushed: the newest of each tenant, at most one in the window, within the plan's policy
 * and never below the seats in use. More seats are paid at once, fewer come with the next period.
 *
 * <p>What a person has planned is not undone by a count: while another plan or interval is scheduled, pushes wait for it, also
 * where only the provider knows of it yet. A push whose payment is declined, or is not confirmed in time, is over; the next one
 * tries again. One to a subscription that owes waits, and so do fewer seats of one that is going to end: more are used until then.
 * So does one that is refused, that nothing can be charged for at once, or whose subscription is not ours to change just now: nobody
 * pushes it again once that is over.
 */
final class ApplySeats {
    /** Most pushes claimed at once: each waits for the ones before it, and none may outlive its lease. */
    static final int MOST_CLAIMED = 5;

    /** What a count may change. */
    private record Line(PriceId price, OptionalLong seats) {}

    private final PushedClaims pushes;
    private final ChangeDesk desk;
    private final PlanCatalog catalog;
    private final AskForSeats asked;
    private final PaymentProvider provider;
    private final ChangePolicy policy;
    private final Duration lease;
    private final Consumer<WorkNote> notes;

    ApplySeats(
            Transactions transactions,
            ChangeDesk desk,
            PlanCatalog catalog,
            ChangeSubscription change,
            PaymentProvider provider,
            ChangePolicy policy,
            Duration lease,
            Consumer<WorkNote> notes) {
        pushes = new PushedClaims(transactions);
        this.desk = desk;
        this.catalog = catalog;
        asked = new AskForSeats(desk, change, provider);
        this.provider = provider;
        this.policy = policy;
        this.lease = lease;
        this.notes = notes;
    }

    /**
     * Makes what is due, at most {@code limit}, for as long as it may go on. Returns how many were claimed.
     *
     * @throws RuntimeException the first fault of ours, once all the others are done: it is tried again later
     */
    int applyDue(int limit, BooleanSupplier goOn) {
        List<Claim> claims = pushes.due(Math.min(limit, MOST_CLAIMED), lease);
        FaultIsolation faults = new FaultIsolation();
        try {
            for (Claim claim : claims) applyDue(claim, goOn, faults);
        } catch (RuntimeException away) {
            throw pushes.left(away, claims);
        }
        faults.end();
        return claims.size();
    }

    /** @throws RuntimeException that the store is away, met at whatever step */
    private void applyDue(Claim claim, BooleanSupplier goOn, FaultIsolation faults) {
        try {
            if (goOn.getAsBoolean()) apply(claim);
            else pushes.tryAgain(claim, Duration.ZERO);
        } catch (RuntimeException fault) {
            if (FaultIsolation.isAway(fault)) throw fault;
            faults.run(() -> later(claim, fault));
        }
    }

    /** Who holds its tenant by hand, say, is no fault of ours. */
    private void later(Claim claim, RuntimeException fault) {
        pushes.tryAgain(claim, PushedClaims.backoff(claim));
        if (!FaultIsolation.isConflict(fault)) throw fault;
    }

    private void apply(Claim claim) {
        ChangeSubject.Found found = desk.find(claim.tenant(), Conditions.NONE);
        if (found instanceof ChangeSubject.Found.Refused no) {
            // One that this key can't ask for is there all the same: nobody pushes its seats again once the key
            // is mended.
            boolean there = no.rejection().code() == Rejection.Code.NOT_CHANGEABLE;
            if (there) notChangeable(claim);
            else pushes.conclude(claim, Duration.ZERO);
            return;
        }
        ChangeSubject subject = ((ChangeSubject.Found.Subject) found).subject();
        CurrentSubscription current = subject.current();
        // The seats are those that were paid last: others may be on the open invoice, and stay once it is paid.
        if (ChangeTerms.unpaid(current).isPresent()) {
            pushes.postpone(claim, policy.seatWindow());
            return;
        }
        Optional<PlannedChange> planned = subject.planned();
        SeatTarget target = SeatTarget.of(
                claim.seats(),
                SeatsInUse.of(claim.tenant(), policy.seatUsage(), OptionalLong.empty()),
                catalog.plan(current.plan()).orElseThrow().seats(),
                subject.charged(catalog),
                current.cancelAt().isPresent());
        if (target.waits() || planned.filter(next -> another(next, subject)).isPresent())
            pushes.postpone(claim, policy.seatWindow());
        else if (target.isThere() && sure(claim, subject)) pushes.conclude(claim, Duration.ZERO);
        else make(claim, subject, target.seats());
    }

    /**
     * Whether it is more than another number of seats: somebody's decision. As the provider sees it, whatever the catalogue sells by
     * now: a price that is sold no more is in it without its interval.
     */
    private static boolean another(PlannedChange planned, ChangeSubject subject) {
        return known(subject).stream().noneMatch(line -> line.price().equals(planned.price()));
    }

    private void make(Claim claim, ChangeSubject subject, int seats) {
        try {
            Optional<Found> now = look(claim, subject);
            if (now.filter(Found::awaitsPayment).isPresent()) pushes.postpone(claim, policy.seatWindow());
            else if (now.filter(found -> !lines(found.snapshot()).equals(known(subject)))
                    .isPresent()) hear(claim, subject);
            else if (now.filter(found -> isSo(found, subject, seats)).isPresent())
                pushes.conclude(claim, madeBefore(claim, subject));
            else if (isByHand(subject, seats)) notChangeable(claim);
            else ask(claim, subject, seats);
        } catch (ProviderException e) {
            if (e.retryable()) pushes.tryAgain(claim, Backoff.after(claim.attempts() + 1, claim.tenant(), e));
            else refused(claim, subject, SeatRefusal.of(e));
        }
    }

    /** It passes by nothing but what somebody does: that is told once, and it is tried for as long as it takes. */
    private void refused(Claim claim, ChangeSubject subject, SeatRefusal why) {
        Duration again = policy.seatWindow();
        if (!claim.refused()) desk.note(claim.tenant(), notMade(claim, why.word()));
        pushes.refuse(claim, again);
        if (claim.refused()) return;
        var about = WorkNote.About.subscription(Optional.of(claim.tenant()), subject.subscription());
        notes.accept(new WorkNote.SeatsRefused(about, claim.seats(), again, why.told()));
    }

    /** It is not ours to change just now, as somebody made it so: it waits, and the audit says once for what. */
    private void notChangeable(Claim claim) {
        desk.noteOnce(
                claim.tenant(),
                notMade(claim, Rejection.Code.NOT_CHANGEABLE.name().toLowerCase(Locale.ROOT)));
        pushes.postpone(claim, policy.seatWindow());
    }

    private static String notMade(Claim claim, String why) {
        return "the seats that were pushed can't be made, " + claim.seats() + ": " + why;
    }

    /**
     * Whether what is known can be counted on: what is remembered as planned may have given way to a change that waits for its
     * payment, and so may the push before this one; and what waits for its fetch may be another number by now.
     */
    private static boolean sure(Claim claim, ChangeSubject subject) {
        return subject.planned().isEmpty()
                && claim.attempts() == 0
                && !subject.tracked().fetchDue();
    }

    /** The window of what an earlier try may have made; there is none where nothing was tried and nothing is planned. */
    private Duration madeBefore(Claim claim, ChangeSubject subject) {
        return subject.planned().isEmpty() && claim.attempts() == 0 ? Duration.ZERO : policy.seatWindow();
    }

    /** What the provider has now, asked only where what is known can't be counted on. */
    private Optional<Found> look(Claim claim, ChangeSubject subject) {
        if (sure(claim, subject)) return Optional.empty();
        return provider.fetchSubscription(subject.subscription()) instanceof Found found
                ? Optional.of(found)
                : Optional.empty();
    }

    /** Only once it is known what was paid for meanwhile, these are known to be more or fewer. */
    private void hear(Claim claim, ChangeSubject subject) {
        desk.hear(subject);
        pushes.tryAgain(claim, PushedClaims.backoff(claim));
    }

    private static List<Line> known(ChangeSubject subject) {
        return lines(subject.tracked().snapshot().orElseThrow());
    }

    private static List<Line> lines(SubscriptionSnapshot snapshot) {
        return snapshot.items().stream()
                .map(item -> new Line(item.price(), item.quantity()))
                .toList();
    }

    private boolean isSo(Found found, ChangeSubject subject, int seats) {
        long comes = found.planned().map(PlannedChange::quantity).orElseGet(() -> subject.charged(catalog));
        return comes == seats && found.planned().equals(subject.planned());
    }

    /** Whether it is another number of what was put together by hand, and so has no one line for it. */
    private boolean isByHand(ChangeSubject subject, int seats) {
        return seats != subject.charged(catalog) && subject.line(catalog).isEmpty();
    }

    private void ask(Claim claim, ChangeSubject subject, int seats) {
        ChangeOutcome outcome = asked.make(claim, seats, subject.charged(catalog));
        Optional<SeatRefusal> refusal = SeatRefusal.in(outcome);
        if (SeatOutcome.usedUp(outcome)) pushes.tryAgain(claim, PushedClaims.backoff(claim));
        else if (refusal.isPresent()) {
            if (seats != subject.charged(catalog)) asked.fewerNoMore(claim, subject, seats);
            refused(claim, subject, refusal.get());
        } else if (lapsed(claim, subject, outcome)) {
            desk.note(claim.tenant(), "nobody paid in time for the seats that were pushed, " + seats);
            pushes.conclude(claim, policy.seatWindow());
        } else if (SeatOutcome.changedMeanwhile(outcome)) pushes.tryAgain(claim, soon(claim));
        else if (SeatOutcome.waits(outcome)) pushes.postpone(claim, policy.seatWindow());
        else pushes.conclude(claim, policy.seatWindow());
    }

    /** Whether the provider says again what it said of the same push before, though nothing waits for its payment any more. */
    private boolean lapsed(Claim claim, ChangeSubject subject, ChangeOutcome outcome) {
        return outcome instanceof ChangeOutcome.PaymentNeeded
                && look(claim, subject).filter(found -> !found.awaitsPayment()).isPresent();
    }

    /** What changed it is known by then, or what was under way is over: only who decided otherwise is waited for for longer. */
    private Duration soon(Claim claim) {
        Duration own = PushedClaims.backoff(claim);
        return own.compareTo(LostPlans.ASKED_AGAIN) > 0 ? own : LostPlans.ASKED_AGAIN;
    }
}

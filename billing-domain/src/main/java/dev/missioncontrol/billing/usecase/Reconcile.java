package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.Drift;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.store.Jobs;
import dev.missioncontrol.billing.usecase.CompareSides.Mode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Compares both sides on an operator's word, tells every difference, and mends what is safe: the hourly sweep's own steps,
 * with the fetches done at once. One run at a time; one that was stopped within a day goes on where it was.
 */
public final class Reconcile {
    /** Names of the jobs that remember how far a run came: looking and mending go on apart. */
    static final String LOOKING = "reconcile-dry-run";

    static final String MENDING = "reconcile-apply";

    /**
     * How long after its beginning a run that was stopped is gone on with: what it compared is not looked at again, and what differs there
     * since then not found. The largest reconciliation takes hours.
     */
    static final Duration LONGEST_STOPPED = Duration.ofDays(1);

    private final Transactions transactions;
    private final CompareSides sides;
    private final CompareTenant oneTenant;
    private final SweepProvider sweep;
    private final RefreshSubscriptions refresh;
    private final RateLimit rate;
    private final Duration lease;
    private final InstantSource clock;

    Reconcile(
            Transactions transactions,
            CompareSides sides,
            CompareTenant oneTenant,
            SweepProvider sweep,
            RefreshSubscriptions refresh,
            RateLimit rate,
            Duration lease,
            InstantSource clock) {
        this.transactions = transactions;
        this.sides = sides;
        this.oneTenant = oneTenant;
        this.sweep = sweep;
        this.refresh = refresh;
        this.rate = rate;
        this.lease = lease;
        this.clock = clock;
    }

    /**
     * What to do.
     *
     * @param apply whether to mend what is safe, or only to look: then nothing is written but how far it came, and when a
     *     subscription was seen
     * @param tenant only this tenant
     * @param anew whether to begin anew, even if an earlier run can be gone on with
     */
    public record Request(boolean apply, Optional<TenantId> tenant, boolean anew) {
        /** To look at everything and mend nothing, going on where an earlier look was stopped. */
        public static Request toLook() {
            return new Request(false, Optional.empty(), false);
        }

        /** To mend what is safe, everywhere, going on where an earlier run was stopped. */
        public static Request toMend() {
            return new Request(true, Optional.empty(), false);
        }

        /** The same of this tenant alone. */
        public Request only(TenantId one) {
            return new Request(apply, Optional.of(one), anew);
        }

        /** The same from the beginning, even if an earlier run can be gone on with. */
        public Request fromTheBeginning() {
            return new Request(apply, tenant, true);
        }
    }

    /** A difference and what was done about it. */
    public record Finding(Drift drift, Done done) {
        /** What was done. */
        public enum Done {
            /** Nothing: it was only looked at. */
            FOUND,
            /** It is put right. */
            MENDED,
            /** It could be put right, but not just now: the workers will. */
            WAITS,
            /** Somebody must decide. */
            LEFT
        }
    }

    /** What came of it. */
    public sealed interface Result {
        /**
         * Both sides were compared to the end.
         *
         * @param tally what was counted, before an interruption too
         * @param goneOnFrom when the run began that this one went on with
         * @param leftBehind when the run began that was stopped, and that this one could not go on with, so that it began anew: more
         *     than a day ago, or at a place that the provider does not know
         */
        record Finished(Tally tally, Optional<Instant> goneOnFrom, Optional<Instant> leftBehind) implements Result {}

        /** Another run is under way, or took over; it goes on where this one stopped. */
        record Busy() implements Result {}
    }

    /**
     * Runs to the end.
     *
     * @param each told of every difference as it is found
     * @param pause returns once this much time has passed: for the provider's rate. Also asked for none, before each call and after
     *     each step: what it throws ends the run there, and the next one goes on from there
     * @throws dev.missioncontrol.billing.provider.ProviderException if the provider could not be asked; what was done
     *     holds, and the next run goes on from there
     */
    public Result run(Request request, Consumer<Finding> each, Consumer<Duration> pause) {
        Throttle throttle = new Throttle(rate, clock, pause);
        if (request.tenant().isPresent()) {
            TenantId tenant = request.tenant().get();
            CompareSides.Step step =
                    throttle.retrying(tenant.value(), () -> oneTenant.compare(tenant, mode(request), throttle::permit));
            Tally tally = Tally.NOTHING.and(SweepCursor.Phase.LIST, step.looked());
            TellDrift drift = new TellDrift(refresh, request.apply(), each, throttle);
            return new Result.Finished(drift.tell(tally, step, () -> true), Optional.empty(), Optional.empty());
        }
        String job = request.apply() ? MENDING : LOOKING;
        Optional<Jobs.Run> run = transactions.run(tx -> tx.jobs().claim(job, lease));
        if (run.isEmpty()) return new Result.Busy();
        return new Walk(request, each, throttle, run.get()).toTheEnd();
    }

    private static Mode mode(Request request) {
        return request.apply() ? Mode.MEND : Mode.LOOK;
    }

    /** One run over everything, which holds its job from step to step. */
    private final class Walk {
        private final Request request;
        private final TellDrift drift;
        private final Throttle throttle;
        private final Jobs.Run run;
        private final Optional<Tally.Place> stopped;
        private boolean goesOn;
        private Tally.Place place;

        Walk(Request request, Consumer<Finding> each, Throttle throttle, Jobs.Run run) {
            this.request = request;
            drift = new TellDrift(refresh, request.apply(), each, throttle);
            this.throttle = throttle;
            this.run = run;
            stopped = request.anew() ? Optional.empty() : Tally.Place.parse(run.cursor());
            Optional<Tally.Place> goneOn = stopped.filter(this::isRecent);
            goesOn = goneOn.isPresent();
            place = goneOn.orElseGet(this::begin);
        }

        /** A clock that was put back since does not make it recent for ever. */
        private boolean isRecent(Tally.Place had) {
            Duration since = Duration.between(had.cursor().started(), clock.instant());
            return since.abs().compareTo(LONGEST_STOPPED) < 0;
        }

        private Tally.Place begin() {
            return new Tally.Place(Tally.NOTHING, SweepCursor.begin(clock.instant()));
        }

        Result toTheEnd() {
            try {
                while (place.cursor().phase() != SweepCursor.Phase.CHECKOUTS) {
                    if (!step()) return new Result.Busy();
                }
                if (request.apply() && !checkouts()) return new Result.Busy();
            } catch (RuntimeException e) {
                finish("stopped: " + place.tally().words(), place.text());
                throw e;
            }
            finish("done: " + place.tally().words(), "");
            Optional<Instant> earlier = stopped.map(had -> had.cursor().started());
            return new Result.Finished(place.tally(), earlier.filter(any -> goesOn), earlier.filter(any -> !goesOn));
        }

        private boolean step() {
            CompareSides.Step step = compared();
            Tally tally = place.tally().and(place.cursor().phase(), step.looked());
            place = new Tally.Place(drift.tell(tally, step, this::hold), step.next());
            return hold();
        }

        /** Where it went on it may have to begin anew, once: what it came to by itself the provider has just told. */
        private CompareSides.Step compared() {
            try {
                return throttle.retrying(run.name(), () -> sides.step(place.cursor(), mode(request), this::permit));
            } catch (ProviderException e) {
                boolean atTheirs = goesOn && stopped.filter(place::equals).isPresent();
                if (!atTheirs || !place.cursor().isLost(e)) throw e;
                goesOn = false;
                place = begin();
                return throttle.retrying(run.name(), () -> sides.step(place.cursor(), mode(request), this::permit));
            }
        }

        private boolean checkouts() {
            List<Drift> leftOut = throttle.retrying(run.name(), () -> sweep.checkouts(this::permit));
            place = new Tally.Place(drift.tellLeftOut(place.tally(), leftOut), place.cursor());
            return hold();
        }

        private boolean permit() {
            throttle.permit();
            return hold();
        }

        private boolean hold() {
            throttle.endIfStopped();
            return transactions.run(tx -> tx.jobs().proceed(run, place.text(), lease));
        }

        private void finish(String result, String position) {
            transactions.run(tx -> {
                tx.jobs().finish(run, result, position, Duration.ZERO);
                return null;
            });
        }
    }
}

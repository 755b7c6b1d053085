package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.provider.ProviderException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Does what is due behind the scenes, in small steps: fetches, second tries, events for applications, the sweep. */
public final class DoDueWork {
    /** Most rounds of one call, so that it returns to its timer even when work never ends. */
    static final int MOST_ROUNDS = 1000;

    /** A wait that is over. */
    private static final Duration SOONEST = Duration.ofNanos(1);

    private final RefreshSubscriptions refresh;
    private final RetryEvents retries;
    private final LookForOwners owners;
    private final Rederive rederive;
    private final SweepProvider sweep;
    private final PurgeInbox purge;
    private final CountTenants count;
    private final SampleTraffic sample;
    private final DeliverEvents deliver;
    private final ApplySeats seats;
    private final RateLimit rate;
    private final PermitTurns turns = new PermitTurns();
    private final StatusCache statuses;
    private final InstantSource clock;
    private final Consumer<WorkNote> notes;

    /** Whether the last round had no permit for something that may be due. */
    private volatile boolean waitsForPermit;

    DoDueWork(
            RefreshSubscriptions refresh,
            RetryEvents retries,
            LookForOwners owners,
            Rederive rederive,
            SweepProvider sweep,
            PurgeInbox purge,
            CountTenants count,
            SampleTraffic sample,
            DeliverEvents deliver,
            ApplySeats seats,
            RateLimit rate,
            StatusCache statuses,
            InstantSource clock,
            Consumer<WorkNote> notes) {
        this.refresh = refresh;
        this.retries = retries;
        this.owners = owners;
        this.rederive = rederive;
        this.sweep = sweep;
        this.purge = purge;
        this.count = count;
        this.sample = sample;
        this.deliver = deliver;
        this.seats = seats;
        this.rate = rate;
        this.statuses = statuses;
        this.clock = clock;
        this.notes = notes;
    }

    /**
     * Works until nothing is due, or the provider's rate is used up. Returns how many things were done.
     *
     * @throws RuntimeException the first fault of ours, at the end of the round that it was in: it holds up nothing else
     * @throws dev.missioncontrol.billing.store.StoreException if the store is away; nothing is lost, call again later
     */
    public int run() {
        return run(() -> true, ParallelCalls.NOBODY);
    }

    /**
     * The same, for as long as it may go on: asked before every call to the provider, every event for an application and every
     * round, so that a node that is to stop does, and hands back what it has claimed.
     *
     * @param calls may run calls to the provider beside the one that this thread waits for
     */
    public int run(BooleanSupplier goOn, Executor calls) {
        return run(goOn, new ParallelCalls(calls));
    }

    private int run(BooleanSupplier goOn, ParallelCalls beside) {
        int done = 0;
        for (int round = 0; round < MOST_ROUNDS && goOn.getAsBoolean(); round++) {
            statuses.lookIfTime();
            waitsForPermit = false;
            FaultIsolation each = new FaultIsolation();
            int now =
                    each.count(owners::lookDue) + each.count(() -> retries.retryDue(RefreshSubscriptions.MOST_CLAIMED));
            for (PermitTurns.Sharer next : turns.order()) now += each.count(() -> shared(next, goOn, beside));
            now += each.count(rederive::some);
            int delivered = each.count(() -> deliver.deliverDue(goOn));
            now += each.count(() -> purge.step() ? 1 : 0);
            now += each.count(() -> sample.step() ? 1 : 0);
            now += each.count(() -> count.step() ? 1 : 0);
            each.end();
            done += delivered + now;
            if (now == 0 && !deliver.leavesSome(delivered)) break;
        }
        return done;
    }

    /**
     * How long until what the last run had no permit for may go on at the provider's rate; zero if it had one for all. Where one has
     * come back since, the shortest wait that is not zero.
     */
    public Duration untilPermit() {
        if (!waitsForPermit) return Duration.ZERO;
        Duration until = rate.untilNext(clock.instant());
        return until.isZero() ? SOONEST : until;
    }

    private int permits(PermitTurns.Sharer sharer, int wanted) {
        int permits = rate.take(wanted, clock.instant());
        if (permits == 0) waitsForPermit = true;
        else turns.given(sharer);
        return permits;
    }

    /** Whether events became readable a moment ago, with nobody to be told of them: there may soon be more. */
    public boolean publishes() {
        return deliver.flows();
    }

    /** Of all that is due nothing but this: makes events readable of which nobody has to be told. Safe beside a run. */
    public void publish() {
        deliver.deliverDue(() -> deliver.flows());
    }

    private int shared(PermitTurns.Sharer sharer, BooleanSupplier goOn, ParallelCalls beside) {
        return switch (sharer) {
            case FETCHES -> refresh(goOn, beside);
            case PUSHED_SEATS -> pushedSeats(goOn);
            case SWEEP -> sweepStep(goOn);
        };
    }

    private int refresh(BooleanSupplier goOn, ParallelCalls beside) {
        int permits = permits(PermitTurns.Sharer.FETCHES, RefreshSubscriptions.MOST_CLAIMED);
        if (permits == 0) return 0;
        int claimed = refresh.refreshDue(permits, goOn, beside);
        rate.giveBack(permits - claimed);
        return claimed;
    }

    private int pushedSeats(BooleanSupplier goOn) {
        int permits = permits(PermitTurns.Sharer.PUSHED_SEATS, ApplySeats.MOST_CLAIMED);
        if (permits == 0) return 0;
        int claimed = seats.applyDue(permits, goOn);
        rate.giveBack(permits - claimed);
        return claimed;
    }

    /** A provider that is away holds the sweep up, and nothing else: its lease ends, and it goes on where it was. */
    private int sweepStep(BooleanSupplier goOn) {
        if (!goOn.getAsBoolean() || permits(PermitTurns.Sharer.SWEEP, 1) == 0) return 0;
        int[] calls = new int[1];
        try {
            return sweep.step(goOn, () -> calls[0]++) ? 1 : 0;
        } catch (ProviderException away) {
            notes.accept(new WorkNote.SweepFailed(WorkNote.About.NOTHING, away));
            return 0;
        } finally {
            // Whatever came of it, the provider has counted them.
            rate.spend(calls[0] - 1);
        }
    }
}

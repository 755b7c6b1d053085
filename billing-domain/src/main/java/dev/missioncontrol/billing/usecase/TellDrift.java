package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.Drift;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.Reconcile.Finding;
import dev.missioncontrol.billing.usecase.RefreshSubscriptions.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Mends what a step of a reconciliation found, where that is wished, and tells each difference with what became of it. One for a run. */
final class TellDrift {
    private final RefreshSubscriptions refresh;
    private final boolean apply;
    private final Consumer<Finding> each;
    private final Throttle throttle;

    /** Who is held is told once in a run, however often it is met: each is waited for, so that there are few. */
    private final Set<Object> toldHeld = new HashSet<>();

    /**
     * @param apply whether what can be mended is
     * @param each told of every difference as it is found
     */
    TellDrift(RefreshSubscriptions refresh, boolean apply, Consumer<Finding> each, Throttle throttle) {
        this.refresh = refresh;
        this.apply = apply;
        this.each = each;
        this.throttle = throttle;
    }

    /** @param hold keeps the run's job, asked before each fetch */
    Tally tell(Tally before, CompareSides.Step step, BooleanSupplier hold) {
        Tally tally = before;
        List<Drift> found = new ArrayList<>(step.drift());
        Set<SubscriptionId> settled = apply ? fetch(step, found, hold) : Set.of();
        for (Drift drift : found) {
            if (heldAgain(drift)) continue;
            Finding.Done done = done(drift, settled);
            tally = tally.and(drift, done == Finding.Done.MENDED);
            each.accept(new Finding(drift, done));
        }
        return tally;
    }

    /** Tells what a step had to leave out: nothing was mended of it. */
    Tally tellLeftOut(Tally before, List<Drift> leftOut) {
        Tally tally = before;
        for (Drift drift : leftOut) {
            tally = tally.and(drift, false);
            each.accept(new Finding(drift, done(drift, Set.of())));
        }
        return tally;
    }

    private boolean heldAgain(Drift drift) {
        Optional<Object> who = drift.tenant().<Object>map(tenant -> tenant).or(drift::subscription);
        return drift.kind() == Drift.Kind.HELD && who.isPresent() && !toldHeld.add(who.get());
    }

    private Finding.Done done(Drift drift, Set<SubscriptionId> settled) {
        if (!apply) return Finding.Done.FOUND;
        return switch (drift.remedy()) {
            case PERSON -> Finding.Done.LEFT;
            case DERIVE -> Finding.Done.MENDED;
            case FETCH, BIND ->
                drift.subscription().filter(settled::contains).isPresent() ? Finding.Done.MENDED : Finding.Done.WAITS;
        };
    }

    /** What somebody holds, or can't be read, is found too, and left to the workers: the others are fetched. */
    private Set<SubscriptionId> fetch(CompareSides.Step step, List<Drift> found, BooleanSupplier hold) {
        Set<SubscriptionId> settled = new TreeSet<>();
        for (SubscriptionId id : step.marked()) {
            throttle.permit();
            hold.getAsBoolean();
            LeftOut.unlessHindered(whose(step, id), Optional.of(id), () -> {
                        if (refresh.refreshNow(List.of(id)).contains(Outcome.SETTLED)) settled.add(id);
                    })
                    .ifPresent(found::add);
        }
        return settled;
    }

    private static Optional<TenantId> whose(CompareSides.Step step, SubscriptionId id) {
        return step.drift().stream()
                .filter(one -> one.subscription().filter(id::equals).isPresent())
                .flatMap(one -> one.tenant().stream())
                .findFirst();
    }
}

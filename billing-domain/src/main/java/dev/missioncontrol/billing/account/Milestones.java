package dev.missioncontrol.billing.account;

import dev.missioncontrol.billing.provider.ProviderStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds what a tenant would tell in what changed: often one thing, several where several changed at once, none where only
 * a detail did, such as a date that became known more exactly.
 */
public final class Milestones {
    private final CurrentSubscription before;
    private final CurrentSubscription after;
    private final Instant at;
    private final AccessPolicy policy;
    private final List<Milestone> found = new ArrayList<>();

    private Milestones(Transition transition, Instant at, AccessPolicy policy) {
        before = transition.before();
        after = transition.after();
        this.at = at;
        this.policy = policy;
    }

    /**
     * What is to be told of it, in the order in which it would be told.
     *
     * @param at when it was decided
     * @param policy how long access stays after a failed payment
     */
    public static List<Milestone> in(Transition transition, Instant at, AccessPolicy policy) {
        Milestones milestones = new Milestones(transition, at, policy);
        milestones.look();
        return List.copyOf(milestones.found);
    }

    private void look() {
        if (!after.live()) {
            if (before.live()) found.add(new Milestone.Ended(before.plan(), after.cancelAt()));
            return;
        }
        if (!before.live()) {
            begun();
            return;
        }
        terms();
        payment();
        end();
    }

    private void begun() {
        Milestone.Terms what = Milestone.Terms.of(after);
        if (is(after, ProviderStatus.TRIALING)) found.add(new Milestone.TrialBegan(what, after.trialEnd()));
        else found.add(new Milestone.Bought(what, after.currentPeriodEnd()));
        if (owes(after)) found.add(failed());
        end();
    }

    private void terms() {
        if (!before.plan().equals(after.plan())) {
            found.add(new Milestone.PlanChanged(Milestone.Terms.of(before), Milestone.Terms.of(after)));
            return;
        }
        if (before.seats() != after.seats())
            found.add(new Milestone.SeatsChanged(after.plan(), before.seats(), after.seats()));
        boolean known = before.interval().isPresent() && after.interval().isPresent();
        if (known && !before.interval().equals(after.interval()))
            found.add(new Milestone.IntervalChanged(Milestone.Terms.of(after)));
    }

    private void payment() {
        if (is(after, ProviderStatus.PAUSED)) {
            if (!is(before, ProviderStatus.PAUSED)) found.add(new Milestone.Paused(after.plan()));
        } else if (owes(after)) {
            if (is(after, ProviderStatus.UNPAID) && !is(before, ProviderStatus.UNPAID))
                found.add(new Milestone.Suspended(after.plan()));
            else if (!owes(before)) found.add(failed());
        } else if (is(before, ProviderStatus.PAUSED))
            found.add(new Milestone.Resumed(after.plan(), after.currentPeriodEnd()));
        else if (owes(before)) found.add(new Milestone.Recovered(after.plan(), after.currentPeriodEnd()));
        else if (is(before, ProviderStatus.TRIALING) && is(after, ProviderStatus.ACTIVE))
            found.add(new Milestone.TrialEnded(Milestone.Terms.of(after), after.currentPeriodEnd()));
        else if (found.isEmpty() && renewed())
            found.add(new Milestone.Renewed(Milestone.Terms.of(after), after.currentPeriodEnd()));
    }

    private Milestone failed() {
        return new Milestone.PaymentFailed(
                after.plan(), policy.access(after, at).until());
    }

    private boolean renewed() {
        Optional<Instant> was = before.currentPeriodEnd();
        return is(after, ProviderStatus.ACTIVE)
                && was.isPresent()
                && after.currentPeriodEnd().filter(was.get()::isBefore).isPresent();
    }

    private void end() {
        boolean toldBefore = before.live() && before.cancelAt().isPresent();
        if (after.cancelAt().isPresent() && !toldBefore)
            found.add(new Milestone.Canceled(
                    after.plan(), policy.access(after, at).until()));
        if (before.live() && before.cancelAt().isPresent() && after.cancelAt().isEmpty())
            found.add(new Milestone.Kept(after.plan()));
    }

    private static boolean owes(CurrentSubscription has) {
        return has.owes();
    }

    private static boolean is(CurrentSubscription has, ProviderStatus status) {
        return has.standing().filter(status::equals).isPresent();
    }
}

package dev.missioncontrol.billing.stripe;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.ChangeResult.Reason;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.util.Optional;

/** Ends subscriptions, and goes on with them after all. Each call begins by asking how the subscription stands. */
final class EndingCalls {
    private final StripeCalls calls;
    private final SubscriptionCalls subscriptions;
    private final ScheduleCalls schedules;
    private final PaidCalls paid;

    EndingCalls(StripeCalls calls, SubscriptionCalls subscriptions, ScheduleCalls schedules, PaidCalls paid) {
        this.calls = calls;
        this.subscriptions = subscriptions;
        this.schedules = schedules;
        this.paid = paid;
    }

    /** @param line the price of the line with whose period it ends; without it, it ends with the period of what ends first */
    ChangeResult cancel(SubscriptionId id, Timing when, Optional<PriceId> line, String key) {
        SubscriptionAnswer before = subscriptions.standing(id);
        if (before.snapshot().terminal()) return new ChangeResult.Applied();
        if (before.schedule().filter(schedule -> !ScheduleCalls.ours(schedule)).isPresent())
            return ChangeRejections.managedElsewhere(id);
        if (when == Timing.NOW) {
            // Its page would go on to take money for what has ended.
            paid.dropPending(before, key);
            calls.delete("ending subscription " + id, before.path());
            return new ChangeResult.Applied();
        }
        if (!before.live()) return ChangeRejections.rejected(Reason.WRONG_STATE, id + " has not begun");
        if (before.snapshot().cancelAt().isPresent())
            return new ChangeResult.Scheduled(before.snapshot().cancelAt().get());
        // Is the end not made, the fetch that finds no plan any more has it planned again.
        before.schedule().ifPresent(schedule -> schedules.giveUp(before, schedule, key));
        paid.dropPending(before, key);
        SubscriptionAnswer after =
                subscriptions.read(calls.post("canceling subscription " + id, before.path(), end(before, line), key));
        return new ChangeResult.Scheduled(
                after.answer().require(after.snapshot().cancelAt(), "end though it was canceled"));
    }

    /** Where lines are charged at different intervals, Stripe takes the period that ends first for that of all of them. */
    private static Form end(SubscriptionAnswer before, Optional<PriceId> line) {
        return line.flatMap(before::laterEnd)
                .map(end -> new Form().add("cancel_at", end.getEpochSecond()))
                .orElseGet(() -> new Form().add("cancel_at_period_end", true));
    }

    ChangeResult resume(SubscriptionId id, String key) {
        SubscriptionAnswer before = subscriptions.standingWithPayer(id);
        if (before.snapshot().terminal()) return ChangeRejections.rejected(Reason.ENDED, id + " has ended");
        if (!before.live()) return ChangeRejections.rejected(Reason.WRONG_STATE, id + " has not begun");
        if (before.schedule().filter(schedule -> !ScheduleCalls.ours(schedule)).isPresent())
            return ChangeRejections.managedElsewhere(id);
        before.schedule().ifPresent(schedule -> schedules.release(before.answer(), schedule, key));
        keep(before, key);
        if (!before.is(ProviderStatus.PAUSED)) return new ChangeResult.Applied();
        Form form = new Form().add("billing_cycle_anchor", "now");
        return paid.post("resuming", before, before.path() + "/resume", form, key + ":resume")
                .result();
    }

    /** Stripe refuses to take both shapes back in one call, so the one that is set is. */
    private void keep(SubscriptionAnswer before, String key) {
        Form form = new Form();
        if (Fields.isTrue(before.json(), "cancel_at_period_end")) form.add("cancel_at_period_end", false);
        else if (Fields.instant(before.json(), "cancel_at").isPresent()) form.add("cancel_at", "");
        if (!form.isEmpty())
            calls.post("keeping subscription " + before.snapshot().id(), before.path(), form, key);
    }
}

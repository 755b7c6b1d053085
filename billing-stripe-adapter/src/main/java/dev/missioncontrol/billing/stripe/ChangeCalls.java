package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.ChangeResult.Reason;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.util.Optional;

/**
 * Changes subscriptions. Each begins by asking how the subscription stands, so that a repeated call finds what the first one
 * did; each of its calls has a key made of the caller's.
 */
final class ChangeCalls {
    private final SubscriptionCalls subscriptions;
    private final ScheduleCalls schedules;
    private final PaidCalls paid;
    private final GivenUpPlans givenUp;

    ChangeCalls(SubscriptionCalls subscriptions, ScheduleCalls schedules, InvoiceCalls invoices, PaidCalls paid) {
        this.subscriptions = subscriptions;
        this.schedules = schedules;
        this.paid = paid;
        givenUp = new GivenUpPlans(subscriptions, schedules, invoices);
    }

    ChangeResult change(SubscriptionChange change, String key) {
        SubscriptionAnswer before = subscriptions.standingFor(change);
        if (isMade(before, change)) return new ChangeResult.Applied();
        Optional<ChangeResult.Rejected> no =
                ChangeRejections.of(before, change).or(() -> ChangeRejections.takesBack(before, change));
        if (no.isPresent()) return no.get();
        // Who ends it has decided anew: nothing is planned over that.
        boolean goesOn = before.snapshot().cancelAt().isEmpty();
        Optional<ChangeResult> kept = change.keepPlanned() && goesOn ? keptBefore(before, key) : Optional.empty();
        if (kept.isPresent()) return kept.get();
        return change.when() == Timing.NOW ? changeNow(before, change, key) : changeLater(before, change, key);
    }

    /** A line of the wanted price that stands beside the one that is to change was made by somebody else, for something else. */
    private static boolean isMade(SubscriptionAnswer before, SubscriptionChange change) {
        boolean changed =
                change.from().equals(change.to()) || before.line(change.from()).isEmpty();
        return changed && before.has(change.to(), change.quantity());
    }

    /** Only once it is paid: without {@code pending_if_incomplete} a declined payment would leave the change in force. */
    private ChangeResult changeNow(SubscriptionAnswer before, SubscriptionChange change, String key) {
        // A change that waits for its payment says nothing else, so this is a call of its own, and the first one.
        if (before.ownReplaced() && ChargedLater.chargesNow(before, change)) paid.leaveToCustomers(before, key);
        boolean planned = before.schedule().flatMap(ScheduleCalls::planned).isPresent();
        Optional<GivenUp> gaveUp;
        try {
            gaveUp = before.schedule().flatMap(schedule -> giveUp(before, schedule, change, key));
        } catch (ProviderException e) {
            if (planned || !e.retryable()) givenUp.restoreUnlessMade(before, change, key, e);
            throw e;
        }
        if (change.keepPlanned() && decided(before, gaveUp))
            return keptPlanned(before, gaveUp.get(), change.from(), key);
        PaidCalls.Made made;
        try {
            made = paid.post("changing", before, before.path(), form(before, change), key);
        } catch (ProviderException e) {
            // A plan over a change that is under way would take back what is then paid for: the next fetch sees to it.
            // What passes is asked for again, and then it is looked for what was given up.
            if (!Failures.mayBeUnderWay(e) && (planned || !e.retryable()))
                givenUp.restoreUnlessMade(before, change, key, e);
            throw e;
        }
        if (made.result() instanceof ChangeResult.Declined declined)
            return notMade(declined, made.after(), before, change, key);
        made.after().ifPresent(after -> replace(made.result(), before, after, change, key));
        return made.result();
    }

    private Optional<GivenUp> giveUp(
            SubscriptionAnswer before, JsonNode schedule, SubscriptionChange change, String key) {
        return change.keepPlanned()
                ? schedules.giveUpToCount(before, schedule, key)
                : schedules.giveUp(before, schedule, key);
    }

    private static Form form(SubscriptionAnswer before, SubscriptionChange change) {
        Form form = items(before, change, "items").add("proration_behavior", "always_invoice");
        // Of invoices that are sent nothing can wait: they come here on a trial alone, which has nothing to pay.
        if (ChargedLater.sent(before).isEmpty()) form.add("payment_behavior", "pending_if_incomplete");
        if (change.endTrial()) form.add("trial_end", "now");
        else change.prorationDate().ifPresent(date -> form.add("proration_date", date.getEpochSecond()));
        if (before.is(ProviderStatus.TRIALING) && !change.endTrial())
            change.trialEnd().ifPresent(end -> form.add("trial_end", end.getEpochSecond()));
        return form;
    }

    /**
     * The newest wish takes the place of what was planned between the look at the subscription and its change: the schedule would
     * take back what was just paid for. What was counted takes the place of nothing: Stripe changes what there is now alone, and
     * the schedule goes on. So it does where it can't be given up for a change that is paid already: no failure may hide that, and
     * the fetch that follows shows what is planned, for the buyer to take back.
     */
    private void replace(
            ChangeResult made,
            SubscriptionAnswer before,
            SubscriptionAnswer after,
            SubscriptionChange change,
            String key) {
        if (change.keepPlanned() || !after.governed()) return;
        try {
            SubscriptionAnswer now = subscriptions.standing(change.subscription());
            now.schedule().filter(ScheduleCalls::ours).ifPresent(one -> schedules.giveUp(before, one, key));
        } catch (ProviderException e) {
            if (!(made instanceof ChangeResult.Applied)) throw e;
        }
    }

    /** Whether somebody planned another price by the time that the schedule of a number of seats was released. */
    private static boolean decided(SubscriptionAnswer before, Optional<GivenUp> gaveUp) {
        return gaveUp.filter(one -> before.line(one.plan().price()).isEmpty()).isPresent();
    }

    private ChangeResult keptPlanned(SubscriptionAnswer before, GivenUp decided, PriceId line, String key) {
        givenUp.restore(before, decided, line, key);
        return ChangeRejections.becomes(before.snapshot().id());
    }

    /**
     * What this very count took from somebody who had decided otherwise, and failed to plan again, comes first: also where it made a
     * schedule for that, and failed to fill it.
     */
    private Optional<ChangeResult> keptBefore(SubscriptionAnswer before, String key) {
        if (before.schedule().filter(one -> !ScheduleCalls.unfilled(one)).isPresent()) return Optional.empty();
        return schedules
                .givenUp(before)
                .filter(one -> one.to().equals(Optional.of(key)))
                .filter(one -> decided(before, Optional.of(one)))
                .filter(one -> one.changes()
                        .filter(line -> before.has(line.price(), line.quantity()))
                        .isPresent())
                .map(decided -> givenUp.restoreDecided(before, decided, key));
    }

    /**
     * Where nothing is known to have been planned, the buyer is told of the card, also if it can't be looked for what was given up;
     * and so where something is planned by now: by somebody else, or by the fetch that restored it first.
     */
    private ChangeResult notMade(
            ChangeResult.Declined declined,
            Optional<SubscriptionAnswer> after,
            SubscriptionAnswer before,
            SubscriptionChange change,
            String key) {
        if (after.filter(SubscriptionAnswer::governed).isPresent()) return declined;
        // What was counted last is newer than seats that were planned.
        if (change.keepPlanned() && before.schedule().isPresent()) return declined;
        try {
            givenUp.restore(before, change, key);
        } catch (ProviderException e) {
            boolean planned = before.schedule().flatMap(ScheduleCalls::planned).isPresent();
            if (planned && !plannedByNow(change.subscription(), e)) throw e;
        }
        return declined;
    }

    private boolean plannedByNow(SubscriptionId id, ProviderException failure) {
        try {
            return planned(id).isPresent();
        } catch (ProviderException again) {
            failure.addSuppressed(again);
            return false;
        }
    }

    /**
     * A schedule that can't be planned in is given up, and so is one of counted seats before another count takes its place: only
     * what its release answers tells what was planned in it last.
     */
    private ChangeResult changeLater(SubscriptionAnswer before, SubscriptionChange change, String key) {
        Optional<JsonNode> schedule = before.schedule();
        Optional<JsonNode> known =
                schedule.filter(one -> !change.keepPlanned() && ScheduleCalls.canPlan(one, before, change.from()));
        if (schedule.isEmpty() || known.isPresent()) return planned(before, known, change, key);
        Optional<PlannedChange> there = schedule.flatMap(ScheduleCalls::planned)
                .filter(one -> change.keepPlanned())
                .filter(one -> one.price().equals(change.to()) && one.quantity() == change.quantity());
        if (there.isPresent()) return new ChangeResult.Scheduled(there.get().at());
        Optional<GivenUp> gaveUp = change.keepPlanned()
                ? schedules.giveUpToCount(before, schedule.get(), key)
                : schedules.giveUp(before, schedule.get(), key);
        if (change.keepPlanned() && decided(before, gaveUp))
            return keptPlanned(before, gaveUp.get(), change.from(), key);
        // The same request may be made again: its keys are of the schedule before.
        return planned(before, Optional.empty(), change, key + ":" + ScheduleCalls.id(schedule.get()));
    }

    private ChangeResult planned(
            SubscriptionAnswer before, Optional<JsonNode> known, SubscriptionChange change, String key) {
        paid.dropPending(before, key);
        return schedules
                .plan(before, known, change, key)
                .<ChangeResult>map(ChangeResult.Scheduled::new)
                .orElseGet(() -> ChangeRejections.rejected(
                        Reason.CHANGED_MEANWHILE, change.subscription() + " is going to end, or has another price"));
    }

    ChangeResult giveUpPlanned(SubscriptionId id, String key) {
        SubscriptionAnswer before = subscriptions.standing(id);
        if (before.snapshot().terminal()) return ChangeRejections.rejected(Reason.ENDED, id + " has ended");
        if (before.schedule().filter(schedule -> !ScheduleCalls.ours(schedule)).isPresent())
            return ChangeRejections.managedElsewhere(id);
        if (before.snapshot().cancelAt().isPresent()) return ChangeRejections.ends(id);
        if (ChangeRejections.plansOtherPrice(before)) return ChangeRejections.becomes(id);
        Optional<ChangeResult> kept = keptBefore(before, key);
        if (kept.isPresent()) return kept.get();
        Optional<PlannedChange> seats = before.schedule().flatMap(ScheduleCalls::planned);
        Optional<GivenUp> gaveUp =
                before.schedule().flatMap(schedule -> schedules.giveUpToCount(before, schedule, key));
        // What was planned before says which line changes, should the schedule not.
        if (seats.isPresent() && decided(before, gaveUp))
            return keptPlanned(before, gaveUp.get(), seats.get().price(), key);
        return new ChangeResult.Applied();
    }

    /** What gave way to a change that nobody paid. */
    ChangeResult restoreUnpaid(SubscriptionId id, String key) {
        return givenUp.restoreUnpaid(id, key);
    }

    Optional<PlannedChange> planned(SubscriptionId id) {
        return subscriptions.standing(id).schedule().flatMap(ScheduleCalls::planned);
    }

    /** The line that changes, under this name. */
    static Form items(SubscriptionAnswer before, SubscriptionChange change, String name) {
        String line = before.line(change.from()).orElseThrow();
        return new Form()
                .add(name + "[0][id]", line)
                .add(name + "[0][price]", change.to())
                .add(name + "[0][quantity]", change.quantity());
    }
}

package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.ChangeResult.Reason;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Changes subscriptions. Each begins by asking how the subscription stands, so that a repeated call finds what the first one
 * did; each of its calls has a key made of the caller's.
 */
final class ChangeCalls {
    private final StripeCalls calls;
    private final SubscriptionCalls subscriptions;
    private final ScheduleCalls schedules;
    private final InvoiceCalls invoices;
    private final GivenUpPlans givenUp;

    ChangeCalls(StripeCalls calls, SubscriptionCalls subscriptions, InvoiceCalls invoices) {
        this.calls = calls;
        this.subscriptions = subscriptions;
        this.invoices = invoices;
        schedules = new ScheduleCalls(calls);
        givenUp = new GivenUpPlans(subscriptions, schedules, invoices);
    }

    ChangeResult change(SubscriptionChange change, String key) {
        SubscriptionAnswer before = subscriptions.standing(change.subscription());
        if (before.has(change.to(), change.quantity())) return new ChangeResult.Applied();
        Optional<ChangeResult.Rejected> no = rejection(before, change).or(() -> takesBack(before, change));
        if (no.isPresent()) return no.get();
        return change.when() == Timing.NOW ? changeNow(before, change, key) : changeLater(before, change, key);
    }

    /** Why a change can't be, if it can't. */
    static Optional<ChangeResult.Rejected> rejection(SubscriptionAnswer before, SubscriptionChange change) {
        SubscriptionId id = change.subscription();
        if (before.snapshot().terminal()) return Optional.of(rejected(Reason.ENDED, id + " has ended"));
        if (before.schedule().filter(schedule -> !ScheduleCalls.ours(schedule)).isPresent())
            return Optional.of(managedElsewhere(id));
        if (!before.paid())
            return Optional.of(
                    rejected(Reason.WRONG_STATE, id + " is " + before.snapshot().status()));
        // A schedule that is planned over it would let it go on.
        if (before.snapshot().cancelAt().isPresent()) return Optional.of(ends(id));
        if (before.line(change.from()).isEmpty())
            return Optional.of(rejected(Reason.CHANGED_MEANWHILE, id + " has no line of " + change.from() + " by now"));
        if (change.keepPlanned() && (plansOtherPrice(before) || before.waitsForOtherPrice()))
            return Optional.of(becomes(id));
        return Optional.empty();
    }

    /** More seats at once were asked for when it had fewer: by now they would be fewer, and what is paid for given back. */
    private static Optional<ChangeResult.Rejected> takesBack(SubscriptionAnswer before, SubscriptionChange change) {
        boolean fewer = change.from().equals(change.to()) && before.hasMore(change.from(), change.quantity());
        return Optional.of(rejected(Reason.CHANGED_MEANWHILE, change.subscription() + " has more seats by now"))
                .filter(no -> fewer && change.when() == Timing.NOW);
    }

    /** Only once it is paid: without {@code pending_if_incomplete} a declined payment would leave the change in force. */
    private ChangeResult changeNow(SubscriptionAnswer before, SubscriptionChange change, String key) {
        boolean planned = before.schedule().flatMap(ScheduleCalls::planned).isPresent();
        Optional<GivenUp> gaveUp;
        try {
            gaveUp = before.schedule().flatMap(schedule -> schedules.giveUp(before.answer(), schedule, key));
        } catch (ProviderException e) {
            if (planned || !e.retryable()) givenUp.restoreUnlessMade(before, change, key, e);
            throw e;
        }
        if (change.keepPlanned() && decided(before, gaveUp))
            return keptPlanned(before, gaveUp.get(), change.from(), key);
        ChangeResult result;
        try {
            Form form = form(before, change);
            result = paid("changing", before, before.path(), form, key, after -> replace(after, change, key));
        } catch (ProviderException e) {
            // It may be under way still: a plan over it would take back what is then paid for. What passes is asked for
            // again, and then it is looked for what was given up.
            boolean underWay = e.kind() == ProviderException.Kind.TIMEOUT;
            if (!underWay && (planned || !e.retryable())) givenUp.restoreUnlessMade(before, change, key, e);
            throw e;
        }
        return result instanceof ChangeResult.Declined declined ? notMade(declined, before, change, key) : result;
    }

    private static Form form(SubscriptionAnswer before, SubscriptionChange change) {
        Form form = items(before, change, "items")
                .add("proration_behavior", "always_invoice")
                .add("payment_behavior", "pending_if_incomplete");
        if (change.endTrial()) form.add("trial_end", "now");
        else change.prorationDate().ifPresent(date -> form.add("proration_date", date.getEpochSecond()));
        if (before.is(ProviderStatus.TRIALING) && !change.endTrial())
            change.trialEnd().ifPresent(end -> form.add("trial_end", end.getEpochSecond()));
        return form;
    }

    /**
     * The newest wish takes the place of what was planned between the look at the subscription and its change: the schedule would
     * take back what was just paid for. What was counted takes the place of nothing: Stripe changes what there is now alone, and
     * the schedule goes on.
     */
    private void replace(SubscriptionAnswer after, SubscriptionChange change, String key) {
        if (change.keepPlanned() || !after.governed()) return;
        SubscriptionAnswer now = subscriptions.standing(change.subscription());
        now.schedule().filter(ScheduleCalls::ours).ifPresent(schedule -> schedules.giveUp(now.answer(), schedule, key));
    }

    /** Whether somebody planned another price by the time that the schedule of a number of seats was released. */
    private static boolean decided(SubscriptionAnswer before, Optional<GivenUp> gaveUp) {
        return gaveUp.filter(one -> before.line(one.plan().price()).isEmpty()).isPresent();
    }

    private ChangeResult keptPlanned(SubscriptionAnswer before, GivenUp decided, PriceId line, String key) {
        givenUp.restore(before, decided, line, key);
        return becomes(before.snapshot().id());
    }

    /** Where nothing is known to have been planned, the buyer is told of the card, also if it can't be looked for what was given up. */
    private ChangeResult notMade(
            ChangeResult.Declined declined, SubscriptionAnswer before, SubscriptionChange change, String key) {
        try {
            givenUp.restore(before, change, key);
        } catch (ProviderException e) {
            if (before.schedule().flatMap(ScheduleCalls::planned).isPresent()) throw e;
        }
        return declined;
    }

    /**
     * A schedule that can't be planned in is released, and so is one of counted seats before another count takes its place: only
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
        Optional<GivenUp> gaveUp = schedules.release(before.answer(), schedule.get(), key);
        if (change.keepPlanned() && decided(before, gaveUp))
            return keptPlanned(before, gaveUp.get(), change.from(), key);
        // The same request may be made again: its keys are of the schedule before.
        return planned(before, Optional.empty(), change, key + ":" + ScheduleCalls.id(schedule.get()));
    }

    private ChangeResult planned(
            SubscriptionAnswer before, Optional<JsonNode> known, SubscriptionChange change, String key) {
        dropPending(before, key);
        return schedules
                .plan(before, known, change, key)
                .<ChangeResult>map(ChangeResult.Scheduled::new)
                .orElseGet(() -> rejected(
                        Reason.CHANGED_MEANWHILE, change.subscription() + " is going to end, or has another price"));
    }

    ChangeResult cancel(SubscriptionId id, Timing when, String key) {
        SubscriptionAnswer before = subscriptions.standing(id);
        if (before.snapshot().terminal()) return new ChangeResult.Applied();
        if (before.schedule().filter(schedule -> !ScheduleCalls.ours(schedule)).isPresent())
            return managedElsewhere(id);
        if (when == Timing.NOW) {
            // Its page would go on to take money for what has ended.
            dropPending(before, key);
            calls.delete("ending subscription " + id, before.path());
            return new ChangeResult.Applied();
        }
        if (!before.live()) return rejected(Reason.WRONG_STATE, id + " has not begun");
        if (before.snapshot().cancelAt().isPresent())
            return new ChangeResult.Scheduled(before.snapshot().cancelAt().get());
        release(before, key);
        dropPending(before, key);
        SubscriptionAnswer after = subscriptions.read(calls.post(
                "canceling subscription " + id, before.path(), new Form().add("cancel_at_period_end", true), key));
        return new ChangeResult.Scheduled(
                after.answer().require(after.snapshot().cancelAt(), "end though it was canceled"));
    }

    ChangeResult resume(SubscriptionId id, String key) {
        SubscriptionAnswer before = subscriptions.standing(id);
        if (before.snapshot().terminal()) return rejected(Reason.ENDED, id + " has ended");
        if (!before.live()) return rejected(Reason.WRONG_STATE, id + " has not begun");
        if (before.schedule().filter(schedule -> !ScheduleCalls.ours(schedule)).isPresent())
            return managedElsewhere(id);
        release(before, key);
        keep(before, key);
        if (!before.is(ProviderStatus.PAUSED)) return new ChangeResult.Applied();
        Form form = new Form().add("billing_cycle_anchor", "now");
        return paid("resuming", before, before.path() + "/resume", form, key + ":resume", after -> {});
    }

    ChangeResult giveUpPlanned(SubscriptionId id, String key) {
        SubscriptionAnswer before = subscriptions.standing(id);
        if (before.snapshot().terminal()) return rejected(Reason.ENDED, id + " has ended");
        if (before.schedule().filter(schedule -> !ScheduleCalls.ours(schedule)).isPresent())
            return managedElsewhere(id);
        if (before.snapshot().cancelAt().isPresent()) return ends(id);
        if (plansOtherPrice(before)) return becomes(id);
        Optional<PlannedChange> seats = before.schedule().flatMap(ScheduleCalls::planned);
        Optional<GivenUp> gaveUp =
                before.schedule().flatMap(schedule -> schedules.release(before.answer(), schedule, key));
        // What was planned before says which line changes, should the schedule not.
        if (seats.isPresent() && decided(before, gaveUp))
            return keptPlanned(before, gaveUp.get(), seats.get().price(), key);
        return new ChangeResult.Applied();
    }

    /** What gave way to a change that nobody paid. */
    ChangeResult restoreUnpaid(SubscriptionId id, String key) {
        return givenUp.restoreUnpaid(id, key);
    }

    private static boolean plansOtherPrice(SubscriptionAnswer before) {
        return before.schedule()
                .flatMap(ScheduleCalls::planned)
                .filter(planned -> before.line(planned.price()).isEmpty())
                .isPresent();
    }

    Optional<PlannedChange> planned(SubscriptionId id) {
        return subscriptions.standing(id).schedule().flatMap(ScheduleCalls::planned);
    }

    /** Stripe refuses to take both shapes back in one call, so the one that is set is. */
    private void keep(SubscriptionAnswer before, String key) {
        Form form = new Form();
        if (Fields.isTrue(before.json(), "cancel_at_period_end")) form.add("cancel_at_period_end", false);
        else if (Fields.instant(before.json(), "cancel_at").isPresent()) form.add("cancel_at", "");
        if (!form.isEmpty())
            calls.post("keeping subscription " + before.snapshot().id(), before.path(), form, key);
    }

    /**
     * A call that invoices: it has happened when nothing of it waits for its payment.
     *
     * @param then what follows from how the subscription is then
     */
    private ChangeResult paid(
            String doing,
            SubscriptionAnswer before,
            String path,
            Form form,
            String key,
            Consumer<SubscriptionAnswer> then) {
        SubscriptionId id = before.snapshot().id();
        SubscriptionAnswer after;
        try {
            after = subscriptions.read(calls.post(doing + " subscription " + id, path, form, key));
        } catch (ProviderException e) {
            if (e.kind() != Kind.DECLINED) throw e;
            return new ChangeResult.Declined("card_declined");
        }
        then.accept(after);
        boolean waits = after.waitsForPayment() || after.is(ProviderStatus.PAUSED);
        if (!waits) return new ChangeResult.Applied();
        return invoices.settle(after.answer().require(after.latestInvoice(), "invoice to pay"), key);
    }

    private void release(SubscriptionAnswer before, String key) {
        before.schedule().ifPresent(schedule -> schedules.release(before.answer(), schedule, key));
    }

    private void dropPending(SubscriptionAnswer before, String key) {
        if (before.waitsForPayment()) before.latestInvoice().ifPresent(invoice -> invoices.voidIt(invoice, key));
    }

    /** The line that changes, under this name. */
    static Form items(SubscriptionAnswer before, SubscriptionChange change, String name) {
        String line = before.line(change.from()).orElseThrow();
        return new Form()
                .add(name + "[0][id]", line)
                .add(name + "[0][price]", change.to())
                .add(name + "[0][quantity]", change.quantity());
    }

    private static ChangeResult.Rejected ends(SubscriptionId id) {
        return rejected(Reason.CHANGED_MEANWHILE, id + " is going to end");
    }

    private static ChangeResult.Rejected becomes(SubscriptionId id) {
        return rejected(Reason.CHANGED_MEANWHILE, id + " is going to have another price");
    }

    private static ChangeResult.Rejected managedElsewhere(SubscriptionId id) {
        return rejected(Reason.MANAGED_ELSEWHERE, id + " is governed by a schedule that was not made here");
    }

    private static ChangeResult.Rejected rejected(Reason reason, String detail) {
        return new ChangeResult.Rejected(reason, detail);
    }
}

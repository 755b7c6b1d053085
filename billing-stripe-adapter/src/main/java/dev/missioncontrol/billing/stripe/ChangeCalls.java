package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
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

/**
 * Changes subscriptions. Each begins by asking how the subscription stands, so that a repeated call finds what the first one
 * did; each of its calls has a key made of the caller's.
 */
final class ChangeCalls {
    private final StripeCalls calls;
    private final SubscriptionCalls subscriptions;
    private final ScheduleCalls schedules;
    private final InvoiceCalls invoices;

    ChangeCalls(StripeCalls calls, SubscriptionCalls subscriptions, InvoiceCalls invoices) {
        this.calls = calls;
        this.subscriptions = subscriptions;
        this.invoices = invoices;
        schedules = new ScheduleCalls(calls);
    }

    ChangeResult change(SubscriptionChange change, String key) {
        SubscriptionAnswer before = subscriptions.standing(change.subscription());
        if (before.has(change.to(), change.quantity())) return new ChangeResult.Applied();
        Optional<ChangeResult.Rejected> no = rejection(before, change);
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
        if (change.keepPlanned() && plansOtherPrice(before)) return Optional.of(becomes(id));
        return Optional.empty();
    }

    /** Only once it is paid: without {@code pending_if_incomplete} a declined payment would leave the change in force. */
    private ChangeResult changeNow(SubscriptionAnswer before, SubscriptionChange change, String key) {
        Form form = items(before, change, "items")
                .add("proration_behavior", "always_invoice")
                .add("payment_behavior", "pending_if_incomplete");
        if (change.endTrial()) form.add("trial_end", "now");
        else change.prorationDate().ifPresent(date -> form.add("proration_date", date.getEpochSecond()));
        if (before.is(ProviderStatus.TRIALING) && !change.endTrial())
            change.trialEnd().ifPresent(end -> form.add("trial_end", end.getEpochSecond()));
        boolean planned = before.schedule().flatMap(ScheduleCalls::planned).isPresent();
        boolean sent = false;
        ChangeResult result;
        try {
            before.schedule().ifPresent(schedule -> schedules.giveUp(before.answer(), schedule, key));
            sent = true;
            result = paid("changing", before, before.path(), form, key);
        } catch (ProviderException e) {
            // One that was sent may be under way still: a plan over it would take back what is then paid for. What
            // passes is
            // asked for again, and then it is looked for what was given up.
            boolean underWay = sent && e.kind() == ProviderException.Kind.TIMEOUT;
            if (!underWay && (planned || !e.retryable())) restoreUnlessMade(before, change, key, e);
            throw e;
        }
        if (result instanceof ChangeResult.Declined declined) return notMade(declined, before, change, key);
        return result;
    }

    /** Where nothing is known to have been planned, the buyer is told of the card, also if it can't be looked for what was given up. */
    private ChangeResult notMade(
            ChangeResult.Declined declined, SubscriptionAnswer before, SubscriptionChange change, String key) {
        try {
            restore(before, change, key);
        } catch (ProviderException e) {
            if (before.schedule().flatMap(ScheduleCalls::planned).isPresent()) throw e;
        }
        return declined;
    }

    /** A failure of the last try says nothing of those before it, so it is asked what is so. */
    private void restoreUnlessMade(
            SubscriptionAnswer before, SubscriptionChange change, String key, ProviderException failure) {
        try {
            SubscriptionAnswer now = subscriptions.standing(change.subscription());
            boolean made = now.has(change.to(), change.quantity()) || now.waitsForPayment();
            if (!made && now.schedule().isEmpty()) restore(before, change, key);
        } catch (ProviderException again) {
            failure.addSuppressed(again);
        }
    }

    /** What was planned before is planned again: neither a declined card nor a failure may cost a customer its downgrade. */
    private void restore(SubscriptionAnswer before, SubscriptionChange change, String key) {
        Optional<PlannedChange> planned = before.schedule().flatMap(ScheduleCalls::planned);
        if (planned.isPresent()) restore(before, change, planned.get(), key, Optional.empty());
        else
            schedules
                    .givenUp(before, key)
                    .ifPresent(lost -> restore(before, change, lost.plan(), key, Optional.of(lost.schedule())));
    }

    private void restore(
            SubscriptionAnswer before,
            SubscriptionChange change,
            PlannedChange plan,
            String key,
            Optional<String> lost) {
        SubscriptionChange again = new SubscriptionChange(
                change.subscription(), change.from(), plan.price(), plan.quantity(), Timing.PERIOD_END);
        // The same request may be made again, and meet the schedule that this makes: its keys are of the one before it.
        String old = before.schedule().map(ScheduleCalls::id).or(() -> lost).orElseThrow();
        schedules.plan(before, Optional.empty(), again, key + ":restore:" + old);
    }

    private ChangeResult changeLater(SubscriptionAnswer before, SubscriptionChange change, String key) {
        dropPending(before, key);
        Optional<JsonNode> known = before.schedule().filter(ScheduleCalls::followsPeriod);
        if (known.isEmpty()) release(before, key);
        return new ChangeResult.Scheduled(schedules.plan(before, known, change, key));
    }

    ChangeResult cancel(SubscriptionId id, Timing when, String key) {
        SubscriptionAnswer before = subscriptions.standing(id);
        if (before.snapshot().terminal()) return new ChangeResult.Applied();
        if (before.schedule().filter(schedule -> !ScheduleCalls.ours(schedule)).isPresent())
            return managedElsewhere(id);
        if (when == Timing.NOW) {
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
        return paid("resuming", before, before.path() + "/resume", form, key + ":resume");
    }

    ChangeResult giveUpPlanned(SubscriptionId id, String key) {
        SubscriptionAnswer before = subscriptions.standing(id);
        if (before.snapshot().terminal()) return rejected(Reason.ENDED, id + " has ended");
        if (before.schedule().filter(schedule -> !ScheduleCalls.ours(schedule)).isPresent())
            return managedElsewhere(id);
        if (before.snapshot().cancelAt().isPresent()) return ends(id);
        if (plansOtherPrice(before)) return becomes(id);
        release(before, key);
        return new ChangeResult.Applied();
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

    /** A call that invoices: it has happened when nothing of it waits for its payment. */
    private ChangeResult paid(String doing, SubscriptionAnswer before, String path, Form form, String key) {
        SubscriptionId id = before.snapshot().id();
        SubscriptionAnswer after;
        try {
            after = subscriptions.read(calls.post(doing + " subscription " + id, path, form, key));
        } catch (ProviderException e) {
            if (e.kind() != Kind.DECLINED) throw e;
            return new ChangeResult.Declined("card_declined");
        }
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

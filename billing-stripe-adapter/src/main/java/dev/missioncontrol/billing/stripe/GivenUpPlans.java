package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Plans again what was given up for a change that came to nothing: neither a declined card nor a failure, nor a payment that
 * nobody confirmed, may cost a customer its downgrade.
 */
final class GivenUpPlans {
    /**
     * So long after a plan was given up the change that it gave way to may be under way, with nothing to be seen of it: longer than
     * a call of ours takes with all of its tries, and Stripe to charge.
     */
    static final Duration UNDER_WAY = Duration.ofMinutes(5);

    /** So long one that has made a schedule may take to fill it: longer than a call of ours takes with all of its tries. */
    static final Duration FILLING = Duration.ofMinutes(2);

    private final SubscriptionCalls subscriptions;
    private final ScheduleCalls schedules;
    private final InvoiceCalls invoices;

    GivenUpPlans(SubscriptionCalls subscriptions, ScheduleCalls schedules, InvoiceCalls invoices) {
        this.subscriptions = subscriptions;
        this.schedules = schedules;
        this.invoices = invoices;
    }

    /** A failure of the last try says nothing of those before it, so it is asked what is so. */
    void restoreUnlessMade(
            SubscriptionAnswer before, SubscriptionChange change, String key, ProviderException failure) {
        try {
            SubscriptionAnswer now = subscriptions.standing(change.subscription());
            boolean made = now.has(change.to(), change.quantity()) || now.waitsForPayment();
            if (!made && now.schedule().isEmpty()) restore(before, change, key);
        } catch (ProviderException again) {
            failure.addSuppressed(again);
        }
    }

    /** What a change gave up that was not made. */
    void restore(SubscriptionAnswer before, SubscriptionChange change, String key) {
        Optional<PlannedChange> planned = before.schedule().flatMap(ScheduleCalls::planned);
        if (planned.isPresent())
            plan(
                    before,
                    change.from(),
                    planned.get(),
                    before.schedule().map(ScheduleCalls::id).orElseThrow(),
                    key);
        else
            schedules
                    .givenUp(before)
                    .filter(lost -> lost.to().equals(Optional.of(key)))
                    .filter(lost ->
                            !change.keepPlanned() || !lost.plan().price().equals(change.from()))
                    .ifPresent(lost -> restore(before, lost, change.from(), key));
    }

    /** @param line the price that changes, should the schedule not say so */
    void restore(SubscriptionAnswer before, GivenUp lost, PriceId line, String key) {
        PriceId from = lost.changes().map(GivenUp.Line::price).orElse(line);
        plan(before, from, lost.plan(), lost.id(), key);
    }

    /**
     * What gave way to a change that was not made, or not paid in time. That is so if the line is what it was then, and the newest
     * invoice was made void, or was made before the plan was given up: a change that was paid has changed the line, and one that
     * may be under way has no invoice yet, so it is waited for.
     */
    ChangeResult restoreUnpaid(SubscriptionId id, String key) {
        SubscriptionAnswer now = subscriptions.standing(id);
        boolean asBefore = now.paid()
                && now.snapshot().cancelAt().isEmpty()
                && now.schedule().filter(one -> !ScheduleCalls.unfilled(one)).isEmpty();
        if (!asBefore) return new ChangeResult.Applied();
        // It may be paid or made void in a moment.
        if (now.waitsForPayment()) return underWay(id, "waits for the payment of a change");
        if (filling(now)) return underWay(id, "is about to be planned for");
        Optional<GivenUp> lost = schedules
                .givenUp(now)
                .filter(one -> one.releasedAt().isPresent() && !one.countedAnew())
                .filter(one -> one.changes()
                        .filter(line -> now.has(line.price(), line.quantity()))
                        .isPresent());
        if (lost.isEmpty()) return new ChangeResult.Applied();
        Optional<Instant> released = lost.get().releasedAt();
        Optional<Invoice.State> invoiced =
                now.latestInvoice().flatMap(invoice -> invoices.since(invoice, released.orElseThrow()));
        if (invoiced.isEmpty() && since(now, released, UNDER_WAY)) return underWay(id, "may be changing");
        if (invoiced.filter(state -> state != Invoice.State.VOID).isPresent()) return new ChangeResult.Applied();
        return planAgain(now, lost.get(), lost.get().id(), key);
    }

    /**
     * What a count took from somebody who had decided otherwise: it is told what comes instead of it, or to come again. A failure that
     * Stripe keeps is met once: each second has a key of its own. Told that its own key is used up, the count would go on under another
     * one, which knows nothing of the plan, and be made over it.
     */
    ChangeResult restoreDecided(SubscriptionAnswer now, GivenUp decided, String key) {
        SubscriptionId id = now.snapshot().id();
        if (filling(now)) return underWay(id, "is about to be planned for");
        try {
            planAgain(now, decided, decided.id() + "-" + now.answer().at().getEpochSecond(), key);
        } catch (ProviderException e) {
            if (e.kind() != ProviderException.Kind.IDEMPOTENCY_CONFLICT) throw e;
            return underWay(id, "is still to be planned for");
        }
        return ChangeRejections.becomes(id);
    }

    /** Whether somebody may be about to fill the schedule that there is. */
    private static boolean filling(SubscriptionAnswer now) {
        return now.schedule()
                .filter(one -> since(now, Fields.instant(one, "created"), FILLING))
                .isPresent();
    }

    /** @param old what its keys are made of, unless a schedule was begun before: then they are made of that one */
    private ChangeResult planAgain(SubscriptionAnswer now, GivenUp lost, String old, String key) {
        // One that was begun here before, and not filled.
        Optional<JsonNode> begun = now.schedule();
        begun.ifPresent(schedule -> schedules.release(now.answer(), schedule, key));
        String of = begun.map(ScheduleCalls::id).orElse(old);
        return plan(now, lost.changes().orElseThrow().price(), lost.plan(), of, key)
                .<ChangeResult>map(ChangeResult.Scheduled::new)
                .orElseGet(ChangeResult.Applied::new);
    }

    /** Whether this is less than so long ago, by Stripe's clock. */
    private static boolean since(SubscriptionAnswer now, Optional<Instant> moment, Duration bound) {
        return moment.filter(one -> now.answer().at().isBefore(one.plus(bound))).isPresent();
    }

    private static ChangeResult underWay(SubscriptionId id, String does) {
        return new ChangeResult.Rejected(ChangeResult.Reason.UNDER_WAY, id + " " + does + " at this moment");
    }

    /** The same request may be made again, and meet the schedule that this makes: its keys are of the one before it. */
    private Optional<Instant> plan(
            SubscriptionAnswer before, PriceId from, PlannedChange plan, String old, String key) {
        SubscriptionChange again =
                new SubscriptionChange(before.snapshot().id(), from, plan.price(), plan.quantity(), Timing.PERIOD_END);
        return schedules.plan(before, Optional.empty(), again, key + ":restore:" + old);
    }
}

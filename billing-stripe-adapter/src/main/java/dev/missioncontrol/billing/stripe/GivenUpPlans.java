package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.time.Instant;
import java.util.Optional;

/**
 * Plans again what was given up for a change that came to nothing: neither a declined card nor a failure, nor a payment that
 * nobody confirmed, may cost a customer its downgrade.
 */
final class GivenUpPlans {
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
                    .ifPresent(lost -> restore(before, lost, change.from(), key));
    }

    /** @param line the price that changes, should the schedule not say so */
    void restore(SubscriptionAnswer before, GivenUp lost, PriceId line, String key) {
        PriceId from = lost.changes().map(GivenUp.Line::price).orElse(line);
        plan(before, from, lost.plan(), lost.id(), key);
    }

    /**
     * What gave way to a change that was not paid in time. That is so if its newest invoice was made void, was made once the plan
     * was given up, and the line is what it was then: a change that is under way has no invoice yet, and one that was paid has
     * changed the line.
     */
    ChangeResult restoreUnpaid(SubscriptionId id, String key) {
        SubscriptionAnswer now = subscriptions.standing(id);
        boolean asBefore = now.paid()
                && !now.waitsForPayment()
                && now.snapshot().cancelAt().isEmpty()
                && now.schedule().filter(one -> !ScheduleCalls.unfilled(one)).isEmpty();
        if (!asBefore) return new ChangeResult.Applied();
        Optional<GivenUp> lost = schedules.givenUp(now);
        Optional<GivenUp.Line> line = lost.flatMap(GivenUp::changes)
                .filter(one -> now.has(one.price(), one.quantity()))
                .filter(one -> unpaidSince(now, lost.flatMap(GivenUp::releasedAt)));
        if (line.isEmpty()) return new ChangeResult.Applied();
        // One that was begun here before, and not filled.
        Optional<JsonNode> begun = now.schedule();
        begun.ifPresent(schedule -> schedules.release(now.answer(), schedule, key));
        String old = begun.map(ScheduleCalls::id).orElse(lost.orElseThrow().id());
        return plan(now, line.get().price(), lost.get().plan(), old, key)
                .<ChangeResult>map(ChangeResult.Scheduled::new)
                .orElseGet(ChangeResult.Applied::new);
    }

    private boolean unpaidSince(SubscriptionAnswer now, Optional<Instant> released) {
        Optional<String> newest = now.latestInvoice();
        return released.isPresent() && newest.isPresent() && invoices.voidSince(newest.get(), released.get());
    }

    /** The same request may be made again, and meet the schedule that this makes: its keys are of the one before it. */
    private Optional<Instant> plan(
            SubscriptionAnswer before, PriceId from, PlannedChange plan, String old, String key) {
        SubscriptionChange again =
                new SubscriptionChange(before.snapshot().id(), from, plan.price(), plan.quantity(), Timing.PERIOD_END);
        return schedules.plan(before, Optional.empty(), again, key + ":restore:" + old);
    }
}

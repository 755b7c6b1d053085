package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.ProviderStatus;
import java.time.Instant;

/** What becomes of a subscription: its payments, its renewals, its ends, each with the events that Stripe sends. */
final class SandboxLifecycle {
    private final SandboxAgenda agenda;
    private final SandboxEvents events;
    private AfterLastRetry afterLastRetry = AfterLastRetry.CANCELED;

    SandboxLifecycle(SandboxAgenda agenda, SandboxEvents events) {
        this.agenda = agenda;
        this.events = events;
    }

    void afterLastRetry(AfterLastRetry setting) {
        afterLastRetry = setting;
    }

    /** Time has come to this subscription's next step. */
    void fallDue(SandboxSubscription subscription, Instant at) {
        switch (subscription.nextStep().orElseThrow().step()) {
            case EXPIRE -> expire(subscription, at);
            case CANCEL -> cancel(subscription, at);
            case NOTICE -> giveNotice(subscription, at);
            case RETRY -> retry(subscription, at);
            case PERIOD_END -> endPeriod(subscription, at);
        }
    }

    /** Says that it was made. */
    void created(SandboxSubscription subscription, Instant at) {
        say("customer.subscription.created", subscription, at);
        if (subscription.status() == ProviderStatus.TRIALING) invoice("paid", subscription, at);
    }

    /** Says that it changed. */
    void updated(SandboxSubscription subscription, Instant at) {
        say("customer.subscription.updated", subscription, at);
    }

    /** Says something of its invoice. */
    void invoice(String what, SandboxSubscription subscription, Instant at) {
        events.invoice("invoice." + what, subscription, at);
    }

    /** All that it owes is paid. */
    void paid(SandboxSubscription subscription, Instant at) {
        subscription.paid(ProviderStatus.ACTIVE);
        invoice("paid", subscription, at);
        updated(subscription, at);
    }

    /** Invoices an amount at once and charges the card for it. */
    void charge(SandboxSubscription subscription, Money amount, Instant at) {
        invoice("created", subscription, at);
        invoice("finalized", subscription, at);
        if (subscription.customer().charge()) paid(subscription, at);
        else
            declined(
                    subscription,
                    subscription
                            .debt()
                            .map(owed -> owed.plus(amount).triedAgain(at))
                            .orElseGet(() -> SandboxDebt.of(amount, at)),
                    at);
    }

    /** Adds an invoice that nobody tries to collect. */
    void addToDebt(SandboxSubscription subscription, Money amount, Instant at) {
        invoice("created", subscription, at);
        subscription.owe(subscription.debt().orElseThrow().plus(amount), subscription.status());
        updated(subscription, at);
    }

    /** Ends it now, whatever it was. */
    void cancel(SandboxSubscription subscription, Instant at) {
        subscription.end(ProviderStatus.CANCELED, at);
        say("customer.subscription.deleted", subscription, at);
    }

    /** Its first payment never came. */
    void expire(SandboxSubscription subscription, Instant at) {
        subscription.end(ProviderStatus.INCOMPLETE_EXPIRED, at);
        updated(subscription, at);
    }

    void pause(SandboxSubscription subscription, Instant at) {
        subscription.pause();
        updated(subscription, at);
        say("customer.subscription.paused", subscription, at);
    }

    void resumed(SandboxSubscription subscription, Instant at) {
        subscription.periodFrom(at);
        paid(subscription, at);
        say("customer.subscription.resumed", subscription, at);
    }

    private void giveNotice(SandboxSubscription subscription, Instant at) {
        subscription.noticeGiven();
        if (subscription.status() == ProviderStatus.TRIALING)
            say("customer.subscription.trial_will_end", subscription, at);
        else invoice("upcoming", subscription, at);
    }

    private void endPeriod(SandboxSubscription subscription, Instant at) {
        boolean trial = subscription.status() == ProviderStatus.TRIALING;
        if (trial && !subscription.customer().hasCard()) {
            pause(subscription, at);
            return;
        }
        subscription.nextPeriod();
        // Once Stripe has given up on an unpaid subscription, its later invoices are not collected either.
        if (subscription.status() == ProviderStatus.UNPAID) addToDebt(subscription, subscription.amount(), at);
        else charge(subscription, subscription.amount(), at);
    }

    private void retry(SandboxSubscription subscription, Instant at) {
        if (subscription.customer().charge()) paid(subscription, at);
        else declined(subscription, subscription.debt().orElseThrow().triedAgain(at), at);
    }

    private void declined(SandboxSubscription subscription, SandboxDebt owed, Instant at) {
        invoice("payment_failed", subscription, at);
        boolean last = owed.nextAttempt().isEmpty();
        if (last && afterLastRetry == AfterLastRetry.CANCELED) {
            cancel(subscription, at);
            return;
        }
        boolean unpaid = last && afterLastRetry == AfterLastRetry.UNPAID;
        subscription.owe(owed, unpaid ? ProviderStatus.UNPAID : ProviderStatus.PAST_DUE);
        updated(subscription, at);
    }

    private void say(String type, SandboxSubscription subscription, Instant at) {
        events.subscription(type, subscription, at);
        agenda.reschedule(subscription);
    }
}

package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.provider.ProviderStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What becomes of a subscription: its payments, its renewals, its ends, each with the events that Stripe sends. */
final class SandboxLifecycle {
    private final SandboxIds ids;
    private final SandboxState books;
    private final SandboxAgenda agenda;
    private final SandboxEvents events;
    private AfterLastRetry afterLastRetry = AfterLastRetry.CANCELED;

    SandboxLifecycle(SandboxIds ids, SandboxState books, SandboxAgenda agenda, SandboxEvents events) {
        this.ids = ids;
        this.books = books;
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
            case DROP_PENDING -> dropPending(subscription, at);
            case CANCEL -> cancel(subscription, at);
            case NOTICE -> giveNotice(subscription, at);
            case RETRY -> retry(subscription, at);
            case PERIOD_END -> endPeriod(subscription, at);
        }
    }

    /** Says that it was made. */
    void created(SandboxSubscription subscription, Instant at) {
        say("customer.subscription.created", subscription, at);
        boolean trial = subscription.status() == ProviderStatus.TRIALING;
        Money nothing = Money.none(subscription.amount().currency());
        if (trial) note(subscription, nothing, List.of(SandboxViews.line(subscription, nothing)), at);
        else note(subscription, subscription.due(at), wholePeriod(subscription), at);
        if (!trial) return;
        settle(subscription, Invoice.State.PAID, at);
        invoice("paid", subscription, at);
    }

    /** Says that it changed. */
    void updated(SandboxSubscription subscription, Instant at) {
        say("customer.subscription.updated", subscription, at);
    }

    /** Says something of its invoice. */
    void invoice(String what, SandboxSubscription subscription, Instant at) {
        Optional<SandboxInvoice> newest = subscription.newestInvoice();
        newest.filter(SandboxInvoice::open).ifPresent(invoice -> {
            if (what.equals("payment_failed")) invoice.tried(HostedInvoice.Attempt.DECLINED);
            if (what.equals("payment_action_required")) invoice.tried(HostedInvoice.Attempt.BANK_ASKS);
        });
        events.invoice("invoice." + what, subscription, newest.map(SandboxInvoice::id), at);
    }

    /**
     * All that it owes is paid; a change that waits for its payment waits on. Where it owes nothing that is its newest invoice alone:
     * an older one that is open is of a first payment that failed while it was paused, and stays so, as at Stripe.
     */
    void paid(SandboxSubscription subscription, Instant at) {
        if (subscription.debt().isPresent()) settle(subscription, Invoice.State.PAID, at);
        else
            subscription
                    .newestInvoice()
                    .filter(SandboxInvoice::open)
                    .ifPresent(newest -> newest.become(Invoice.State.PAID, at));
        subscription.paid(ProviderStatus.ACTIVE);
        invoice("paid", subscription, at);
        updated(subscription, at);
    }

    /** A first payment that took days has come, or was made up for; what is owed beside it stays so. */
    void arrived(SandboxSubscription subscription, SandboxInvoice first, Instant at) {
        first.become(Invoice.State.PAID, at);
        events.invoice("invoice.paid", subscription, Optional.of(first.id()), at);
        if (subscription.status().terminal()) return;
        boolean begins = subscription.status() == ProviderStatus.INCOMPLETE;
        if (begins || subscription.status() == ProviderStatus.ACTIVE) subscription.paid(ProviderStatus.ACTIVE);
        else subscription.dues().paidBeside(subscription.items());
        updated(subscription, at);
    }

    /**
     * A first payment that took days never comes. What was not granted yet ends; what was is past due, and its payment is tried
     * again as any.
     */
    void failedToArrive(SandboxSubscription subscription, SandboxInvoice first, Instant at) {
        first.tried(HostedInvoice.Attempt.DECLINED);
        events.invoice("invoice.payment_failed", subscription, Optional.of(first.id()), at);
        if (subscription.status() == ProviderStatus.INCOMPLETE) expire(subscription, at);
        if (!subscription.billed()) return;
        SandboxDebt owed = subscription
                .debt()
                .map(more -> more.plus(first.total()))
                .orElseGet(() -> SandboxDebt.of(first.total(), at));
        boolean unpaid = subscription.status() == ProviderStatus.UNPAID;
        subscription.owe(owed, unpaid ? ProviderStatus.UNPAID : ProviderStatus.PAST_DUE);
        updated(subscription, at);
    }

    /** What it still owed is paid; as at Stripe that revives nothing. */
    void paidAfterItsEnd(SandboxInvoice invoice, Instant at) {
        invoice.become(Invoice.State.PAID, at);
        events.invoice("invoice.paid", invoice.subscription(), Optional.of(invoice.id()), at);
    }

    /** Invoices an amount at once and charges the card for it. */
    void charge(SandboxSubscription subscription, Money amount, List<HostedInvoice.Line> lines, Instant at) {
        bill(subscription, amount, lines, at);
        collect(subscription, amount, at);
    }

    /** The line says what it costs; what is given off is in the total alone, as at Stripe. */
    private static List<HostedInvoice.Line> wholePeriod(SandboxSubscription subscription) {
        return List.of(SandboxViews.line(subscription, subscription.amount()));
    }

    private void collect(SandboxSubscription subscription, Money amount, Instant at) {
        if (subscription.customer().pay(amount)) paid(subscription, at);
        else
            declined(
                    subscription,
                    subscription
                            .debt()
                            .map(owed -> owed.plus(amount).triedAgain(at))
                            .orElseGet(() -> SandboxDebt.of(amount, at)),
                    at);
    }

    /** An invoice that is to be paid at once. */
    SandboxInvoice bill(SandboxSubscription subscription, Money amount, List<HostedInvoice.Line> lines, Instant at) {
        SandboxInvoice invoice = note(subscription, amount, lines, at);
        invoice("created", subscription, at);
        invoice("finalized", subscription, at);
        return invoice;
    }

    /**
     * A change whose invoice was not paid at once: it waits, and all stays as it was.
     *
     * @param why what the invoice's event says
     */
    void await(SandboxSubscription subscription, SandboxWish wish, SandboxInvoice invoice, String why, Instant at) {
        subscription.wishes().await(new SandboxWish.Pending(wish, invoice, at.plus(SandboxWish.PAYMENT_WITHIN)));
        invoice(why, subscription, at);
        updated(subscription, at);
    }

    /** A change that waited for its payment is paid; what else is owed stays so, as at Stripe. */
    void applyPending(SandboxSubscription subscription, Instant at) {
        SandboxWish.Pending pending = subscription.wishes().pending().orElseThrow();
        subscription.wishes().applied();
        pending.invoice().become(Invoice.State.PAID, at);
        subscription.becomeInvoiced(pending.wish(), at);
        if (subscription.debt().isEmpty()) subscription.paid(ProviderStatus.ACTIVE);
        events.invoice(
                "invoice.paid", subscription, Optional.of(pending.invoice().id()), at);
        updated(subscription, at);
        say("customer.subscription.pending_update_applied", subscription, at);
    }

    /** A change that waited for its payment is given up, if there is one. */
    void dropPending(SandboxSubscription subscription, Instant at) {
        Optional<SandboxWish.Pending> pending = subscription.wishes().pending();
        if (pending.isEmpty()) return;
        pending.get().invoice().become(Invoice.State.VOID, at);
        subscription.wishes().dropped();
        events.invoice(
                "invoice.voided",
                subscription,
                Optional.of(pending.get().invoice().id()),
                at);
        say("customer.subscription.pending_update_expired", subscription, at);
    }

    private SandboxInvoice note(
            SandboxSubscription subscription, Money amount, List<HostedInvoice.Line> lines, Instant at) {
        InvoiceId id = new InvoiceId(ids.next("in"));
        boolean first = subscription.newestInvoice().isEmpty();
        SandboxInvoice invoice = new SandboxInvoice(id, subscription, amount, lines, at, first);
        books.add(invoice);
        return invoice;
    }

    private static void settle(SandboxSubscription subscription, Invoice.State state, Instant at) {
        subscription.customer().invoices().settle(subscription.id(), state, at);
    }

    /** Adds an invoice that nobody tries to collect. */
    void addToDebt(SandboxSubscription subscription, Money amount, List<HostedInvoice.Line> lines, Instant at) {
        note(subscription, amount, lines, at);
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
        settle(subscription, Invoice.State.VOID, at);
        updated(subscription, at);
    }

    void pause(SandboxSubscription subscription, Instant at) {
        subscription.pause();
        updated(subscription, at);
        say("customer.subscription.paused", subscription, at);
    }

    void resumed(SandboxSubscription subscription, Instant at) {
        subscription.periodFrom(at);
        note(subscription, subscription.due(at), wholePeriod(subscription), at);
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
        boolean restarted = takePlanned(subscription, at);
        boolean unpayable = trial && !subscription.customer().hasCard();
        if (unpayable && subscription.missingPaymentMethod() == MissingPaymentMethod.PAUSE) {
            pause(subscription, at);
            return;
        }
        if (unpayable && subscription.missingPaymentMethod() == MissingPaymentMethod.CANCEL) {
            cancel(subscription, at);
            return;
        }
        if (!restarted) subscription.nextPeriod();
        // Once Stripe has given up on an unpaid subscription, its later invoices are not collected either.
        Money due = subscription.due(at);
        if (subscription.status() == ProviderStatus.UNPAID) addToDebt(subscription, due, wholePeriod(subscription), at);
        else charge(subscription, due, wholePeriod(subscription), at);
    }

    /** Says whether what was planned began a new period. */
    private static boolean takePlanned(SandboxSubscription subscription, Instant at) {
        Optional<SandboxWish> planned = subscription.wishes().planned();
        planned.ifPresent(wish -> subscription.become(wish, at));
        subscription.wishes().plan(Optional.empty());
        return planned.filter(SandboxWish::restarts).isPresent();
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

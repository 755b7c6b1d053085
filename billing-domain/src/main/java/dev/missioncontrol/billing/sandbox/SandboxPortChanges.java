package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.ChangePreview;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.ChangeResult.Reason;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** What an application changes about subscriptions over the port: at once only if it is paid. */
final class SandboxPortChanges {
    private static final String DECLINED = "card_declined";

    private final SandboxState books;
    private final SandboxPrices prices;
    private final SandboxLifecycle lifecycle;
    private final SandboxChanges changes;

    SandboxPortChanges(SandboxState books, SandboxPrices prices, SandboxLifecycle lifecycle, SandboxChanges changes) {
        this.books = books;
        this.prices = prices;
        this.lifecycle = lifecycle;
        this.changes = changes;
    }

    ChangePreview preview(SubscriptionChange change, Instant now) {
        SandboxSubscription subscription = books.requireSubscription(change.subscription());
        SandboxPrices.Sold after = prices.requireFor(subscription, change);
        rejection(subscription, change).ifPresent(no -> {
            throw ProviderException.rejected("previewing a change", no);
        });
        Instant end = subscription.periodEnd();
        Money recurring = subscription.discount().offEach(after.amount(change.quantity()), end);
        Money none = Money.none(recurring.currency());
        if (change.when() == Timing.PERIOD_END)
            return new ChangePreview(
                    none, none, java.util.List.of(), recurring, end, Optional.of(end), Optional.empty());
        SandboxProration cost = SandboxProration.of(subscription, change, after, now);
        long due = cost.total().minorUnits() - subscription.customer().credit();
        Instant goesOn = trialEnd(subscription, change).orElse(end);
        Instant next = cost.restarts() ? SandboxPeriod.endOf(now, after.interval()) : goesOn;
        return new ChangePreview(
                new Money(Math.max(0, due), recurring.currency()),
                new Money(Math.max(0, -cost.total().minorUnits()), recurring.currency()),
                cost.lines(),
                recurring,
                now,
                Optional.of(next),
                Optional.of(change.prorationDate().orElse(now)));
    }

    ChangeResult change(SubscriptionChange change, URI host, Instant now) {
        SandboxSubscription subscription = books.requireSubscription(change.subscription());
        SandboxPrices.Sold after = prices.requireFor(subscription, change);
        if (subscription.has(after, change.quantity())) return new ChangeResult.Applied();
        Optional<ChangeResult.Rejected> no = rejection(subscription, change);
        if (no.isPresent()) return no.get();
        if (takesBack(subscription, change)) return moreSeats(subscription);
        if (change.keepPlanned() && isPlanned(subscription, change))
            return new ChangeResult.Scheduled(subscription.periodEnd());
        lifecycle.dropPending(subscription, now);
        if (change.when() == Timing.NOW) {
            ChangeResult result = changeNow(subscription, change, after, true, host, now);
            if (result instanceof ChangeResult.Declined) lifecycle.dropPending(subscription, now);
            return result;
        }
        boolean restarts = after.interval() != subscription.price().interval();
        subscription.wishes().plan(Optional.of(new SandboxWish(after, change.quantity(), restarts)));
        lifecycle.updated(subscription, now);
        return new ChangeResult.Scheduled(subscription.periodEnd());
    }

    /**
     * As at Stripe with {@code pending_if_incomplete}: a change that is not paid at once waits for its payment. It changes what
     * there is now: what a schedule plans goes on, and so does an end that is to come.
     */
    void changeOncePaid(SubscriptionChange change, URI host, Instant now) {
        SandboxSubscription subscription = books.requireSubscription(change.subscription());
        SandboxPrices.Sold after = prices.requireFor(subscription, change);
        unfit(subscription, change).ifPresent(no -> {
            throw new ProviderException(Kind.WRONG_STATE, no.detail());
        });
        lifecycle.dropPending(subscription, now);
        changeNow(subscription, change, after, false, host, now);
    }

    private ChangeResult changeNow(
            SandboxSubscription subscription,
            SubscriptionChange change,
            SandboxPrices.Sold after,
            boolean replacesPlan,
            URI host,
            Instant now) {
        SandboxProration cost = SandboxProration.of(subscription, change, after, now);
        SandboxWish wish = new SandboxWish(after, change.quantity(), cost.restarts());
        SandboxCustomer customer = subscription.customer();
        if (cost.total().minorUnits() <= 0) {
            customer.keepCredit(-cost.total().minorUnits());
            if (replacesPlan) subscription.wishes().plan(Optional.empty());
            subscription.becomeForNothing(wish, now);
            trialEnd(subscription, change).ifPresent(subscription::trialUntil);
            lifecycle.updated(subscription, now);
            return new ChangeResult.Applied();
        }
        SandboxInvoice invoice = lifecycle.bill(subscription, cost.total(), cost.lines(subscription, after, now), now);
        if (customer.asksBank()) {
            // What was counted last is newer than seats that were planned.
            if (change.keepPlanned()) subscription.wishes().giveUpPlanned();
            else if (replacesPlan) subscription.wishes().giveWay(subscription);
            lifecycle.await(subscription, wish, invoice, "payment_action_required", now);
            return new ChangeResult.PaymentNeeded(invoice.page(host));
        }
        if (!customer.pay(cost.total())) {
            if (change.keepPlanned()) subscription.wishes().giveUpPlanned();
            lifecycle.await(subscription, wish, invoice, "payment_failed", now);
            return declined(customer);
        }
        if (replacesPlan) subscription.wishes().plan(Optional.empty());
        subscription.becomeInvoiced(wish, now);
        lifecycle.paid(subscription, now);
        return new ChangeResult.Applied();
    }

    ChangeResult cancel(SubscriptionId id, Timing when, Instant now) {
        SandboxSubscription subscription = books.requireSubscription(id);
        if (subscription.status().terminal()) return new ChangeResult.Applied();
        if (when == Timing.NOW) {
            lifecycle.dropPending(subscription, now);
            changes.cancelNow(id, now);
            return new ChangeResult.Applied();
        }
        if (!subscription.status().live()) return rejected(Reason.WRONG_STATE, id + " has not begun");
        if (subscription.cancelAt().isEmpty()) {
            lifecycle.dropPending(subscription, now);
            subscription.wishes().plan(Optional.empty());
            changes.cancelAtPeriodEnd(id, CancelShape.FLEXIBLE, now);
        }
        return new ChangeResult.Scheduled(subscription.cancelAt().orElseThrow());
    }

    ChangeResult resume(SubscriptionId id, Instant now) {
        SandboxSubscription subscription = books.requireSubscription(id);
        if (subscription.status().terminal()) return rejected(Reason.ENDED, id + " has ended");
        if (!subscription.status().live()) return rejected(Reason.WRONG_STATE, id + " has not begun");
        dropPlanned(subscription, now);
        changes.resume(id, now);
        if (subscription.status() != ProviderStatus.PAUSED) return new ChangeResult.Applied();
        try {
            changes.resumePaused(id, now);
            return new ChangeResult.Applied();
        } catch (ProviderException e) {
            if (e.kind() != Kind.DECLINED) throw e;
            return declined(subscription.customer());
        }
    }

    private static ChangeResult.Declined declined(SandboxCustomer customer) {
        return new ChangeResult.Declined(customer.hasCard() ? DECLINED : ChangeResult.Declined.NO_PAYMENT_METHOD);
    }

    ChangeResult giveUpPlanned(SubscriptionId id, Instant now) {
        SandboxSubscription subscription = books.requireSubscription(id);
        if (subscription.status().terminal()) return rejected(Reason.ENDED, id + " has ended");
        if (subscription.cancelAt().isPresent()) return ends(id);
        if (plansOtherPrice(subscription)) return becomes(subscription);
        dropPlanned(subscription, now);
        return new ChangeResult.Applied();
    }

    private void dropPlanned(SandboxSubscription subscription, Instant now) {
        if (subscription.wishes().planned().isEmpty()) return;
        subscription.wishes().plan(Optional.empty());
        lifecycle.updated(subscription, now);
    }

    ChangeResult restorePlanned(SubscriptionId id, Instant now) {
        SandboxSubscription subscription = books.requireSubscription(id);
        boolean asBefore = subscription.status().paid()
                && subscription.wishes().planned().isEmpty()
                && subscription.cancelAt().isEmpty();
        Optional<SandboxWish> gaveWay = subscription.wishes().gaveWay(subscription);
        if (!asBefore || gaveWay.isEmpty()) return new ChangeResult.Applied();
        if (subscription.wishes().pending().isPresent())
            return new ChangeResult.Rejected(
                    ChangeResult.Reason.UNDER_WAY, id + " waits for the payment of a change at this moment");
        subscription.wishes().plan(gaveWay);
        lifecycle.updated(subscription, now);
        return new ChangeResult.Scheduled(subscription.periodEnd());
    }

    Optional<PlannedChange> planned(SubscriptionId id) {
        return SandboxViews.planned(books.requireSubscription(id));
    }

    private static Optional<Instant> trialEnd(SandboxSubscription subscription, SubscriptionChange change) {
        return subscription.status() == ProviderStatus.TRIALING && !change.endTrial()
                ? change.trialEnd()
                : Optional.empty();
    }

    private static Optional<ChangeResult.Rejected> rejection(
            SandboxSubscription subscription, SubscriptionChange change) {
        Optional<ChangeResult.Rejected> unfit = unfit(subscription, change);
        if (unfit.isPresent()) return unfit;
        if (subscription.cancelAt().isPresent() && !change.countsMore()) return Optional.of(ends(subscription.id()));
        boolean decided = plansOtherPrice(subscription)
                || subscription
                        .wishes()
                        .pending()
                        .filter(one -> isOther(one.wish(), subscription))
                        .isPresent();
        if (change.keepPlanned() && decided) return Optional.of(becomes(subscription));
        // On a trial that goes on nothing is charged.
        boolean charges = subscription.status() != ProviderStatus.TRIALING || change.endTrial();
        if (change.when() == Timing.NOW && charges && subscription.customer().debited())
            return Optional.of(rejected(Reason.PAID_BY_DEBIT, subscription.id() + " is paid by bank debit"));
        return Optional.empty();
    }

    private static Optional<ChangeResult.Rejected> unfit(SandboxSubscription subscription, SubscriptionChange change) {
        SubscriptionId id = subscription.id();
        if (subscription.status().terminal()) return Optional.of(rejected(Reason.ENDED, id + " has ended"));
        if (!subscription.status().paid())
            return Optional.of(rejected(
                    Reason.WRONG_STATE, id + " is " + subscription.status().word()));
        if (!subscription.price().id().equals(change.from()))
            return Optional.of(rejected(
                    Reason.CHANGED_MEANWHILE,
                    id + " has " + subscription.price().id() + " by now"));
        return Optional.empty();
    }

    private static boolean plansOtherPrice(SandboxSubscription subscription) {
        return subscription
                .wishes()
                .planned()
                .filter(wish -> isOther(wish, subscription))
                .isPresent();
    }

    private static boolean isPlanned(SandboxSubscription subscription, SubscriptionChange change) {
        return change.when() == Timing.PERIOD_END
                && subscription
                        .wishes()
                        .planned()
                        .filter(wish -> wish.price().id().equals(change.to()) && wish.quantity() == change.quantity())
                        .isPresent();
    }

    private static boolean isOther(SandboxWish wish, SandboxSubscription subscription) {
        return !wish.price().id().equals(subscription.price().id());
    }

    private static boolean takesBack(SandboxSubscription subscription, SubscriptionChange change) {
        return change.when() == Timing.NOW
                && change.to().equals(subscription.price().id())
                && change.quantity() < subscription.quantity();
    }

    private static ChangeResult.Rejected moreSeats(SandboxSubscription subscription) {
        return rejected(Reason.CHANGED_MEANWHILE, subscription.id() + " has more seats by now");
    }

    private static ChangeResult.Rejected becomes(SandboxSubscription subscription) {
        return rejected(Reason.CHANGED_MEANWHILE, subscription.id() + " is going to have another price");
    }

    private static ChangeResult.Rejected ends(SubscriptionId id) {
        return rejected(Reason.CHANGED_MEANWHILE, id + " is going to end");
    }

    private static ChangeResult.Rejected rejected(Reason reason, String detail) {
        return new ChangeResult.Rejected(reason, detail);
    }
}

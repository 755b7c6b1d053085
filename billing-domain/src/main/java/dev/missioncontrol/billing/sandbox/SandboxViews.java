package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.util.Map;
import java.util.Optional;

/** How a subscription is told: over the port, on the stand-in pages, on its invoices. */
final class SandboxViews {
    private SandboxViews() {}

    /** How it stands; what it owes is only in {@link SandboxSubscription#arrears}. */
    static SubscriptionSnapshot snapshot(SandboxSubscription subscription) {
        return new SubscriptionSnapshot(
                subscription.id(),
                Optional.of(subscription.customer().id()),
                subscription.status().word(),
                subscription.items(),
                subscription.created(),
                subscription.trialEnd(),
                subscription.cancelAt(),
                subscription.ending().endedAt(),
                BillingMetadata.of(subscription.metadata()),
                false,
                Optional.empty(),
                Optional.of(subscription.amount().currency()));
    }

    /** What it becomes with its next period. */
    static Optional<PlannedChange> planned(SandboxSubscription subscription) {
        return subscription
                .wishes()
                .planned()
                .map(wish -> new PlannedChange(wish.price().id(), wish.quantity(), subscription.periodEnd()));
    }

    /** As the stand-in portal shows it. */
    static HostedSubscription hosted(SandboxSubscription subscription) {
        return new HostedSubscription(
                subscription.id(),
                subscription.customer().id(),
                subscription.price().planName(),
                subscription.price().id(),
                subscription.quantity(),
                subscription.price().interval(),
                subscription.amount(),
                subscription.status(),
                subscription.created(),
                subscription.currentStart(),
                subscription.periodEnd(),
                subscription.trialEnd(),
                subscription.cancelAt(),
                subscription.ending().shape(),
                subscription.ending().endedAt(),
                planned(subscription),
                subscription.wishes().pending().map(SandboxViews::waiting),
                subscription.newestInvoice().map(SandboxInvoice::id),
                subscription.debt().map(SandboxDebt::amount),
                subscription.debt().flatMap(SandboxDebt::nextAttempt),
                Map.copyOf(subscription.metadata()));
    }

    private static HostedSubscription.Waiting waiting(SandboxWish.Pending pending) {
        return new HostedSubscription.Waiting(
                pending.wish().price().id(),
                pending.wish().quantity(),
                pending.invoice().id(),
                pending.expiresAt());
    }

    /** The line of an invoice for the whole of what it has now. */
    static HostedInvoice.Line line(SandboxSubscription subscription, Money charged) {
        return new HostedInvoice.Line(
                subscription.quantity() + " × " + subscription.price().planName(),
                charged,
                false,
                subscription.price().id(),
                subscription.quantity(),
                subscription.currentStart(),
                subscription.periodEnd());
    }
}

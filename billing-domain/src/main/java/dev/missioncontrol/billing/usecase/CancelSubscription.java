package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import java.time.Instant;
import java.util.Optional;

/** Ends what a tenant has: with its period, or at once where the host allows it. */
public final class CancelSubscription {
    private final ChangeDesk desk;
    private final PlanCatalog catalog;
    private final PaymentProvider provider;
    private final boolean nowAllowed;

    CancelSubscription(ChangeDesk desk, PlanCatalog catalog, PaymentProvider provider, boolean nowAllowed) {
        this.desk = desk;
        this.catalog = catalog;
        this.provider = provider;
        this.nowAllowed = nowAllowed;
    }

    /** Whether it may end at once. */
    public boolean nowAllowed() {
        return nowAllowed;
    }

    /**
     * Ends it. What ends already ends when it does. Of two that are paid for, the other one counts from then on: a request without a
     * version is taken for the same one again, one with the version of the other subscription ends that.
     *
     * @throws dev.missioncontrol.billing.provider.ProviderException if it could not be done, or may have been: the same
     *     request may be made again
     */
    public ChangeOutcome cancel(TenantId tenant, Timing when, Conditions conditions) {
        if (when == Timing.NOW && !nowAllowed)
            return new ChangeOutcome.Rejected(new Rejection(
                    Rejection.Code.CANCEL_NOW_NOT_ALLOWED,
                    "when",
                    "Subscriptions end with the period that is paid for. Cancel at its end."));
        ChangeSubject.Found found = desk.find(tenant, conditions);
        if (found instanceof ChangeSubject.Found.Refused no) {
            boolean ended = no.ended() && conditions.idempotencyKey().isPresent();
            return ended ? new ChangeOutcome.Applied() : new ChangeOutcome.Rejected(no.rejection());
        }
        ChangeSubject subject = ((ChangeSubject.Found.Subject) found).subject();
        Optional<Instant> end = subject.current().cancelAt().or(subject::newerEnds);
        boolean again = subject.stale()
                || conditions.version().isEmpty() && subject.newerEnds().isPresent();
        if (again && when == Timing.PERIOD_END && end.isPresent()) return new ChangeOutcome.Scheduled(end.get());
        if (subject.stale()) return new ChangeOutcome.Rejected(RejectedChange.stale());
        return desk.make(
                subject,
                conditions,
                when == Timing.NOW ? "its end" : "its end with the period",
                key -> end(subject, when, key));
    }

    /** With the period of the plan that it is about: whatever else is on it may be charged more often. */
    private ChangeResult end(ChangeSubject subject, Timing when, String key) {
        Optional<SubscriptionItem> line = when == Timing.PERIOD_END ? subject.line(catalog) : Optional.empty();
        return line.map(one -> provider.cancelWithPeriodOf(subject.subscription(), one.price(), key))
                .orElseGet(() -> provider.cancelSubscription(subject.subscription(), when, key));
    }
}

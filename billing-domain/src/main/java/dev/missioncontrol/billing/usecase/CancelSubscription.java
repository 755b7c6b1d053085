package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.time.Instant;
import java.util.Optional;

/** Ends what a tenant has: with its period, or at once where the host allows it. */
public final class CancelSubscription {
    private final ChangeDesk desk;
    private final PaymentProvider provider;
    private final boolean nowAllowed;

    CancelSubscription(ChangeDesk desk, PaymentProvider provider, boolean nowAllowed) {
        this.desk = desk;
        this.provider = provider;
        this.nowAllowed = nowAllowed;
    }

    /** Whether it may end at once. */
    public boolean nowAllowed() {
        return nowAllowed;
    }

    /**
     * Ends it. What ends already ends when it does.
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
            boolean again = no.ended() && conditions.idempotencyKey().isPresent();
            return again ? new ChangeOutcome.Applied() : new ChangeOutcome.Rejected(no.rejection());
        }
        ChangeSubject subject = ((ChangeSubject.Found.Subject) found).subject();
        Optional<Instant> end = subject.current().cancelAt();
        if (subject.stale())
            return when == Timing.PERIOD_END && end.isPresent()
                    ? new ChangeOutcome.Scheduled(end.get())
                    : new ChangeOutcome.Rejected(ChangeDesk.stale());
        return desk.make(
                subject,
                conditions,
                when == Timing.NOW ? "its end" : "its end with the period",
                key -> provider.cancelSubscription(subject.subscription(), when, key));
    }
}

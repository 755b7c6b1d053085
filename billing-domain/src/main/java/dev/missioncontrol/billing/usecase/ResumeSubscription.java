package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.PaymentProvider;

/**
 * Goes on with what a tenant has: takes back its end, in whichever shape the provider noted it, a change that was planned,
 * and a pause.
 */
public final class ResumeSubscription {
    private final ChangeDesk desk;
    private final PaymentProvider provider;

    ResumeSubscription(ChangeDesk desk, PaymentProvider provider) {
        this.desk = desk;
        this.provider = provider;
    }

    /**
     * Goes on. Applied where there was nothing to take back.
     *
     * @throws dev.missioncontrol.billing.provider.ProviderException if it could not be done, or may have been: the same
     *     request may be made again
     */
    public ChangeOutcome resume(TenantId tenant, Conditions conditions) {
        ChangeSubject.Found found = desk.find(tenant, conditions);
        if (found instanceof ChangeSubject.Found.Refused no) return new ChangeOutcome.Rejected(no.rejection());
        ChangeSubject subject = ((ChangeSubject.Found.Subject) found).subject();
        boolean goesOn = subject.current().cancelAt().isEmpty()
                && subject.planned().isEmpty()
                && !subject.current().paused();
        if (subject.stale())
            return goesOn ? new ChangeOutcome.Applied() : new ChangeOutcome.Rejected(RejectedChange.stale());
        return desk.make(
                subject, conditions, "going on", key -> provider.resumeSubscription(subject.subscription(), key));
    }
}

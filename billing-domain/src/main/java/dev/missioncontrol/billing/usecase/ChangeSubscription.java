package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.PlanTerms;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ChangePreview;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Gives a tenant another plan, interval or number of seats: what is worth more at once and only once it is paid, what is
 * worth less with the next period.
 */
public final class ChangeSubscription {
    private final ChangeDesk desk;
    private final PlanCatalog catalog;
    private final PaymentProvider provider;
    private final SeatUsage seatUsage;

    ChangeSubscription(ChangeDesk desk, PlanCatalog catalog, PaymentProvider provider, SeatUsage seatUsage) {
        this.desk = desk;
        this.catalog = catalog;
        this.provider = provider;
        this.seatUsage = seatUsage;
    }

    /**
     * What a change would come to; changes nothing.
     *
     * @throws ProviderException if the provider could not calculate it
     */
    public Preview preview(TenantId tenant, Change wanted) {
        ChangeSubject.Found found = desk.find(tenant, Conditions.NONE);
        if (found instanceof ChangeSubject.Found.Refused no) return new Preview.Rejected(no.rejection());
        ChangeSubject subject = ((ChangeSubject.Found.Subject) found).subject();
        ChangeTerms.Checked checked = check(wanted, subject, false);
        if (checked instanceof ChangeTerms.Checked.Refused no) return new Preview.Rejected(no.rejection());
        ChangeTerms terms = ((ChangeTerms.Checked.Terms) checked).terms();
        ChangePreview costs;
        try {
            costs = provider.previewChange(terms.change());
        } catch (ProviderException e) {
            Optional<ChangeResult.Reason> lasting = e.rule().filter(ChangeSubscription::lasts);
            if (lasting.isEmpty()) throw e;
            return new Preview.Rejected(RejectedChange.of(lasting.get()));
        }
        return new Preview.Of(
                terms.kind(),
                terms.before(),
                terms.after(),
                costs,
                terms.change().endTrial(),
                Version.of(subject.current()));
    }

    /** What was changed meanwhile is known in a moment: asking again tells. */
    private static boolean lasts(ChangeResult.Reason reason) {
        return reason != ChangeResult.Reason.CHANGED_MEANWHILE && reason != ChangeResult.Reason.UNDER_WAY;
    }

    /**
     * Makes a change. The same request under the same key is answered again, and made once; not where something else is planned by now,
     * which would come all the same: resume to take that back first.
     *
     * @throws ProviderException if it could not be made, or may have been: the same request may be made again
     */
    public ChangeOutcome apply(TenantId tenant, Change wanted, Conditions conditions) {
        return apply(tenant, wanted, conditions, false, false);
    }

    /**
     * The same for a number of seats that was counted: it takes the place of no plan that somebody chose, and of no end.
     *
     * @param again whether it was asked for before
     */
    ChangeOutcome applyCount(TenantId tenant, long seats, Conditions conditions, boolean again) {
        return apply(tenant, Change.toSeats(seats), conditions, true, again);
    }

    private ChangeOutcome apply(TenantId tenant, Change wanted, Conditions conditions, boolean counted, boolean again) {
        ChangeSubject.Found found = desk.find(tenant, conditions);
        if (found instanceof ChangeSubject.Found.Refused no) return new ChangeOutcome.Rejected(no.rejection());
        ChangeSubject subject = ((ChangeSubject.Found.Subject) found).subject();
        ChangeTerms.Checked checked = check(wanted, subject, counted);
        if (checked instanceof ChangeTerms.Checked.Refused no) {
            boolean keyed = conditions.idempotencyKey().isPresent();
            boolean same = no.rejection().code() == Rejection.Code.NOTHING_TO_CHANGE
                    || keyed && isMadeAlready(wanted, subject, no.rejection());
            if (same && !counted && subject.planned().isPresent())
                return new ChangeOutcome.Rejected(
                        subject.stale() ? RejectedChange.stale() : RejectedChange.soButSomethingElseIsPlanned());
            return same && keyed ? new ChangeOutcome.Applied() : new ChangeOutcome.Rejected(no.rejection());
        }
        if (subject.stale()) return new ChangeOutcome.Rejected(RejectedChange.stale());
        ChangeTerms terms = ((ChangeTerms.Checked.Terms) checked).terms();
        SubscriptionChange change = counted ? terms.change().keepingPlanned() : terms.change();
        return desk.make(
                subject,
                conditions,
                words(terms.after()),
                Optional.of(change),
                again,
                key -> provider.changeSubscription(change, key));
    }

    /** One that is made again may come long after its preview: it is not charged again. */
    private boolean isMadeAlready(Change wanted, ChangeSubject subject, Rejection why) {
        return why.code() == Rejection.Code.PREVIEW_EXPIRED && ChangeTerms.isSo(wanted, subject, catalog, desk.now());
    }

    /**
     * How many seats a tenant uses, if somebody counts them and can be asked.
     *
     * @param said by whoever asks, which the host has signed
     */
    public OptionalLong inUse(TenantId tenant, OptionalLong said) {
        return SeatsInUse.of(tenant, seatUsage, said).count();
    }

    private ChangeTerms.Checked check(Change wanted, ChangeSubject subject, boolean counted) {
        Supplier<SeatsInUse> inUse = () -> SeatsInUse.of(subject.tenant(), seatUsage, wanted.inUse());
        return counted
                ? ChangeTerms.checkCount(wanted, subject, catalog, inUse, desk.now())
                : ChangeTerms.check(wanted, subject, catalog, inUse, desk.now());
    }

    private static String words(PlanTerms terms) {
        return terms.plan().key()
                + terms.interval()
                        .map(BillingInterval::word)
                        .map(word -> " by the " + word)
                        .orElse("")
                + ", seats " + terms.seats();
    }
}

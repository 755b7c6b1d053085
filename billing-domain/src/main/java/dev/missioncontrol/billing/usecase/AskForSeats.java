package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.store.SeatPushes.Claim;
import java.util.Optional;

/** Asks the provider for a pushed number of seats, under a key that is the same for the same try and another where that is needed. */
final class AskForSeats {
    private final ChangeDesk desk;
    private final ChangeSubscription change;
    private final PaymentProvider provider;

    AskForSeats(ChangeDesk desk, ChangeSubscription change, PaymentProvider provider) {
        this.desk = desk;
        this.change = change;
        this.provider = provider;
    }

    /**
     * A failure or a refusal that the provider says again for a day, also once its reason is gone, is asked for under another key. It
     * is asked what is so before each change: nothing is made twice.
     */
    ChangeOutcome make(Claim claim, int seats, long has) {
        String key = key(claim, seats);
        boolean again = claim.attempts() > 0;
        boolean old = again && !claim.refused();
        try {
            ChangeOutcome outcome = make(claim.tenant(), seats, has, key, again);
            if (!SeatOutcome.usedUp(outcome) && !(old && SeatRefusal.isUnpayable(outcome))) return outcome;
        } catch (ProviderException e) {
            if (e.retryable() || !old) throw e;
        }
        return make(claim.tenant(), seats, has, key + "-" + claim.attempts(), again);
    }

    private static String key(Claim claim, int seats) {
        return "seats-" + claim.pushes() + "-" + seats + (claim.refused() ? "-" + claim.attempts() : "");
    }

    /** More can't be paid for, and fewer that were planned would come all the same: no longer, as more are needed. */
    void fewerNoMore(Claim claim, ChangeSubject subject, int seats) {
        if (subject.planned().isEmpty()) return;
        stay(claim.tenant(), Conditions.once(key(claim, seats) + "-stay"), claim.attempts() > 0);
    }

    private ChangeOutcome make(TenantId tenant, int seats, long has, String key, boolean again) {
        Conditions once = Conditions.once(key);
        return seats == has ? stay(tenant, once, again) : change.applyCount(tenant, seats, once, again);
    }

    /** Back to what there is: only what was planned has to go. An end that nobody told us of yet is no count's to take back. */
    private ChangeOutcome stay(TenantId tenant, Conditions once, boolean again) {
        ChangeSubject.Found found = desk.find(tenant, once);
        if (found instanceof ChangeSubject.Found.Refused no) return new ChangeOutcome.Rejected(no.rejection());
        ChangeSubject subject = ((ChangeSubject.Found.Subject) found).subject();
        return desk.make(
                subject,
                once,
                "the seats that there are",
                Optional.empty(),
                again,
                key -> provider.giveUpPlannedChange(subject.subscription(), key));
    }
}

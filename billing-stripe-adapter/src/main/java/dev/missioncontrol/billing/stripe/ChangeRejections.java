package dev.missioncontrol.billing.stripe;

import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.ChangeResult.Reason;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.util.Optional;

/** Why a subscription can't be changed as it stands. */
final class ChangeRejections {
    private ChangeRejections() {}

    /** Why a change can't be, if it can't. */
    static Optional<ChangeResult.Rejected> of(SubscriptionAnswer before, SubscriptionChange change) {
        SubscriptionId id = change.subscription();
        if (before.snapshot().terminal()) return Optional.of(rejected(Reason.ENDED, id + " has ended"));
        if (before.schedule().filter(schedule -> !ScheduleCalls.ours(schedule)).isPresent())
            return Optional.of(managedElsewhere(id));
        if (!before.paid())
            return Optional.of(
                    rejected(Reason.WRONG_STATE, id + " is " + before.snapshot().status()));
        // A schedule that is planned over it would let it go on, and so would one that gives way; another
        // quantity leaves its end as it is.
        boolean staysEnding = change.countsMore() && before.schedule().isEmpty();
        if (before.snapshot().cancelAt().isPresent() && !staysEnding) return Optional.of(ends(id));
        if (before.line(change.from()).isEmpty())
            return Optional.of(rejected(Reason.CHANGED_MEANWHILE, id + " has no line of " + change.from() + " by now"));
        if (!change.from().equals(change.to()) && before.line(change.to()).isPresent())
            return Optional.of(rejected(
                    Reason.CHANGED_MEANWHILE,
                    id + " has a line of " + change.to() + " beside that of " + change.from() + " by now"));
        if (change.keepPlanned() && (plansOtherPrice(before) || before.waitsForOtherPrice()))
            return Optional.of(becomes(id));
        return change.when() == Timing.NOW ? ChargedLater.of(before, change) : Optional.empty();
    }

    /** More seats at once were asked for when it had fewer: by now they would be fewer, and what is paid for given back. */
    static Optional<ChangeResult.Rejected> takesBack(SubscriptionAnswer before, SubscriptionChange change) {
        boolean fewer = change.from().equals(change.to()) && before.hasMore(change.from(), change.quantity());
        return Optional.of(rejected(Reason.CHANGED_MEANWHILE, change.subscription() + " has more seats by now"))
                .filter(no -> fewer && change.when() == Timing.NOW);
    }

    static boolean plansOtherPrice(SubscriptionAnswer before) {
        return before.schedule()
                .flatMap(ScheduleCalls::planned)
                .filter(planned -> before.line(planned.price()).isEmpty())
                .isPresent();
    }

    static ChangeResult.Rejected ends(SubscriptionId id) {
        return rejected(Reason.CHANGED_MEANWHILE, id + " is going to end");
    }

    static ChangeResult.Rejected becomes(SubscriptionId id) {
        return rejected(Reason.CHANGED_MEANWHILE, id + " is going to have another price");
    }

    static ChangeResult.Rejected managedElsewhere(SubscriptionId id) {
        return rejected(Reason.MANAGED_ELSEWHERE, id + " is governed by a schedule that was not made here");
    }

    static ChangeResult.Rejected rejected(Reason reason, String detail) {
        return new ChangeResult.Rejected(reason, detail);
    }
}

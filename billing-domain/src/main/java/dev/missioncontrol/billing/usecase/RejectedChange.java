package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.usecase.Rejection.Code;
import java.util.Optional;

/** What somebody is told whose change the provider's side does not allow, or does not allow now. */
final class RejectedChange {
    private RejectedChange() {}

    /** What is told of it, with a sentence for whoever asked. */
    static Rejection of(ChangeResult.Reason reason) {
        return switch (reason) {
            case ENDED -> new Rejection(Code.NO_SUBSCRIPTION, "", "This subscription has ended. Choose a plan anew.");
            case CHANGED_MEANWHILE, UNDER_WAY -> stale();
            case MANAGED_ELSEWHERE ->
                new Rejection(
                        Code.NOT_CHANGEABLE, "", "This subscription is governed by an agreement. Ask who made it.");
            case WRONG_STATE -> new Rejection(Code.PAYMENT_OVERDUE, "", UNPAID);
            case PAID_BY_DEBIT ->
                notAtOnce(
                        reason,
                        "More is given once it is paid, and a bank debit is paid days later. Pay by card instead, in the"
                                + " customer portal.");
            case PAID_BY_UNSUPPORTED_METHOD ->
                notAtOnce(
                        reason,
                        "More is given once it is paid, and what pays this subscription can't be charged so. Pay by card"
                                + " instead, in the customer portal.");
            case PAID_BY_INVOICE ->
                notAtOnce(
                        reason,
                        "More is given once it is paid, and this subscription is paid by invoices that are sent. Ask who"
                                + " sends them.");
            case COLLECTION_PAUSED ->
                notAtOnce(
                        reason,
                        "Payments for this subscription are paused, so nothing more can be charged. Ask who paused"
                                + " them.");
            case USAGE_BESIDE ->
                notAtOnce(
                        reason,
                        "Usage is charged with this subscription, and is not to be lost with a change at once. Ask who"
                                + " made it to change it.");
        };
    }

    /** What is not known to be paid at once is not given at once: with the next period it can be less, and ended. */
    private static Rejection notAtOnce(ChangeResult.Reason reason, String sentence) {
        return new Rejection(Code.NOT_CHANGEABLE, "", sentence, Optional.of(reason));
    }

    static Rejection soButSomethingElseIsPlanned() {
        return new Rejection(
                Code.NOTHING_TO_CHANGE,
                "",
                "The subscription is like that already, and another change is scheduled. Resume it to keep what there is.");
    }

    static Rejection stale() {
        return new Rejection(
                Code.STALE_VERSION,
                "version",
                "The subscription was changed meanwhile. Look at it as it is now, and decide again.");
    }

    /** Why nothing is changed while something is owed. */
    static final String UNPAID = "The last payment is open. Pay it first, in the customer portal.";
}

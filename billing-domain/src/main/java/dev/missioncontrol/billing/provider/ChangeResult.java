package dev.missioncontrol.billing.provider;

import java.net.URI;
import java.time.Instant;

/** What came of changing, ending or resuming a subscription. */
public sealed interface ChangeResult {
    /** It is so now, and paid for. */
    record Applied() implements ChangeResult {}

    /**
     * It will be so once the customer has paid, or let the bank confirm, on this page; until then all is as before.
     *
     * @param url a bearer credential: never to be logged or cached
     */
    record PaymentNeeded(URI url) implements ChangeResult {}

    /**
     * The payment was declined and all is as before; nothing waits to be paid.
     *
     * @param reason the provider's word for why, for example {@code insufficient_funds}; or {@link #NO_PAYMENT_METHOD}
     */
    record Declined(String reason) implements ChangeResult {
        /** There is nothing that could be charged. */
        public static final String NO_PAYMENT_METHOD = "no_payment_method";
    }

    /** It will be so at this moment, unless it is taken back. */
    record Scheduled(Instant at) implements ChangeResult {}

    /**
     * It can't be: nothing was done.
     *
     * @param reason which rule of the provider's
     * @param detail one sentence for an operator
     */
    record Rejected(Reason reason, String detail) implements ChangeResult {}

    /** Why a provider can't do what was asked. */
    enum Reason {
        /** The subscription has ended. */
        ENDED,
        /** It is not what the change was made for: somebody changed it meanwhile. */
        CHANGED_MEANWHILE,
        /** A schedule that was not made by us governs it. */
        MANAGED_ELSEWHERE,
        /** Its state does not allow it: unpaid, or not begun. */
        WRONG_STATE,
        /** Another change of it may be under way, with nothing to be seen of it yet: it can be told a little later. */
        UNDER_WAY,
        /** A bank debit pays it, of which nobody knows for days whether it is paid: nothing is given on that. */
        PAID_BY_DEBIT,
        /** It is paid by a method for which the provider lets no change wait, or by one that is not known: nothing is given on that. */
        PAID_BY_UNSUPPORTED_METHOD,
        /** It is paid by invoices that are sent, and given before they are paid. */
        PAID_BY_INVOICE,
        /** Somebody paused the collection of its payments: nothing can be charged. */
        COLLECTION_PAUSED,
        /** Usage is charged beside the plan, and would be lost with a change that nobody pays. */
        USAGE_BESIDE
    }
}

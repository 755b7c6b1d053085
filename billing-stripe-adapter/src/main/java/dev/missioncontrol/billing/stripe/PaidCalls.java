package dev.missioncontrol.billing.stripe;

import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.provider.ProviderStatus;
import java.util.Optional;

/** Calls that invoice. */
final class PaidCalls {
    /**
     * What came of one.
     *
     * @param after how the subscription is then; absent where the card was refused outright
     */
    record Made(ChangeResult result, Optional<SubscriptionAnswer> after) {}

    private final StripeCalls calls;
    private final SubscriptionCalls subscriptions;
    private final InvoiceCalls invoices;

    PaidCalls(StripeCalls calls, SubscriptionCalls subscriptions, InvoiceCalls invoices) {
        this.calls = calls;
        this.subscriptions = subscriptions;
        this.invoices = invoices;
    }

    /**
     * It has happened when nothing of it waits for its payment.
     *
     * @param before as it stood, with {@link SubscriptionAnswer#payer what pays it}
     */
    Made post(String doing, SubscriptionAnswer before, String path, Form form, String key) {
        SubscriptionId id = before.snapshot().id();
        SubscriptionAnswer after;
        try {
            after = subscriptions.read(calls.post(doing + " subscription " + id, path, form, key));
        } catch (ProviderException e) {
            if (e.kind() != Kind.DECLINED) throw e;
            String reason = before.payer().isNull() ? ChangeResult.Declined.NO_PAYMENT_METHOD : "card_declined";
            return new Made(new ChangeResult.Declined(reason), Optional.empty());
        }
        boolean waits = after.waitsForPayment() || after.is(ProviderStatus.PAUSED);
        ChangeResult result = waits
                ? invoices.settle(after.answer().require(after.latestInvoice(), "invoice to pay"), key)
                : new ChangeResult.Applied();
        return new Made(result, Optional.of(after));
    }

    /** Has the customer's payment method pay, in the place of the subscription's own. */
    void leaveToCustomers(SubscriptionAnswer before, String key) {
        calls.post(
                "taking its own payment method off subscription "
                        + before.snapshot().id(),
                before.path(),
                new Form().add("default_payment_method", ""),
                key + ":payer");
    }

    /** Takes back a change that waits for its payment. */
    void dropPending(SubscriptionAnswer before, String key) {
        if (before.waitsForPayment()) before.latestInvoice().ifPresent(invoice -> invoices.voidIt(invoice, key));
    }
}

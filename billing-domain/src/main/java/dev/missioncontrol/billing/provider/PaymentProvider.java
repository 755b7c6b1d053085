package dev.missioncontrol.billing.provider;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What a payment provider can do. Implemented by an adapter (Stripe) and by the sandbox; called by many threads at once,
 * never inside a transaction of the store.
 *
 * <p>Every method throws {@link ProviderException} when the call does not succeed. Methods that make something take an
 * idempotency key (1 to 255 characters): the same key with the same parameters makes it once and answers the same again.
 */
public interface PaymentProvider {
    /** Its name in stored bindings: {@code stripe}, {@code sandbox}. */
    String name();

    /** Whether real money moves. */
    boolean livemode();

    /**
     * Whether a fetch of this subscription can be answered at all, known without a network: false for one of the other
     * mode, and in a sandbox for one that it did not make.
     */
    boolean canFetch(SubscriptionId id, boolean livemode);

    /** Told once what is sold: only a provider that keeps prices itself, like a sandbox, needs it. */
    default void sell(PlanCatalog catalog) {}

    /** Whether a call costs a share of a rate that others need too; false for one without a network. */
    default boolean metered() {
        return true;
    }

    /**
     * Makes a customer.
     *
     * @throws ProviderException of kind {@code REFUSED_INPUT} if the provider does not take the address
     */
    CustomerId createCustomer(CustomerRequest request, String idempotencyKey);

    /**
     * Deletes a customer, with what the provider keeps of who it is and how it pays; what it still has ends at once, and its
     * open checkouts expire. One that is not there any more stays so.
     */
    void deleteCustomer(CustomerId customer);

    /**
     * Whether a customer was deleted, and is gone for good. One that the provider does not have is not: the key may be of another
     * account or mode. Only where there is no other account, as in a sandbox that forgets what it made, is it gone too.
     */
    boolean customerDeleted(CustomerId customer);

    /**
     * Makes a page to pay on.
     *
     * @throws ProviderException of kind {@code REFUSED_INPUT} if the promotion code can't be used for it
     */
    CheckoutSession createCheckoutSession(CheckoutSessionRequest request, String idempotencyKey);

    /** How a session stands, or nothing if the provider does not have it. */
    Optional<CheckoutSession> fetchCheckoutSession(CheckoutSessionId id);

    /**
     * Makes a session unusable. One that is already expired stays so.
     *
     * @throws ProviderException of kind {@code WRONG_STATE} if it is complete, {@code NOT_FOUND} if there is no such session: it may be
     *     another account's, and still be paid
     */
    void expireCheckoutSession(CheckoutSessionId id);

    /**
     * Makes a page on which a customer manages payment and subscription; its URL is a bearer credential.
     *
     * @throws ProviderException of kind {@code WRONG_STATE} if the flow is about a subscription and none is named
     */
    URI createPortalSession(PortalRequest request);

    /** How a subscription stands, with its arrears if it is past due. */
    FetchedSubscription fetchSubscription(SubscriptionId id);

    /**
     * A page of subscriptions, ended ones too.
     *
     * @param customer only this customer's
     * @param after those after this one, from the start if absent
     * @param limit 1 to 100
     * @throws ProviderException of kind {@code NOT_FOUND} if there is no such customer: it may be another account's, and have some
     */
    SubscriptionPage listSubscriptions(Optional<CustomerId> customer, Optional<SubscriptionId> after, int limit);

    /**
     * What a change would cost; changes nothing.
     *
     * @throws ProviderException of kind {@code WRONG_STATE} where the change itself would be rejected
     */
    ChangePreview previewChange(SubscriptionChange change);

    /**
     * Changes a subscription. At once means: invoiced at once, and only once that is paid; a declined payment leaves
     * everything as it was. With the next period means: scheduled, until {@link #resumeSubscription} takes it back. The newest
     * wish takes the place of one that was scheduled or waits for its payment. What is going to end is rejected as changed
     * meanwhile: it has to be resumed first, unless {@link SubscriptionChange#countsMore more seats were counted}, which leave its
     * end as it is. So is one that {@link SubscriptionChange#keepPlanned keeps what is planned} where
     * another price is scheduled, or waits for its payment, and so are fewer seats of the same price at once: it had fewer when
     * that was asked for, and what is paid for is not taken back. Seats that were scheduled give way to a newer count for good, also
     * where that is declined. Nothing is changed at once of what is not charged at once, or of what is charged by usage besides.
     */
    ChangeResult changeSubscription(SubscriptionChange change, String idempotencyKey);

    /** Ends a subscription, at once or with its period; a change that was scheduled is given up. Ended ones stay so. */
    ChangeResult cancelSubscription(SubscriptionId id, SubscriptionChange.Timing when, String idempotencyKey);

    /**
     * Ends a subscription with the period of one of its lines: lines of another interval may end sooner, and what was paid for of
     * this one would be lost. Without lines of several intervals it is as {@link #cancelSubscription} with the period.
     */
    default ChangeResult cancelWithPeriodOf(SubscriptionId id, PriceId line, String idempotencyKey) {
        return cancelSubscription(id, SubscriptionChange.Timing.PERIOD_END, idempotencyKey);
    }

    /**
     * Goes on with a subscription: takes back its end, whichever way the provider noted it, and a scheduled change; one
     * that is paused begins a new period, once that is paid. Applied where there is nothing to take back.
     */
    ChangeResult resumeSubscription(SubscriptionId id, String idempotencyKey);

    /**
     * Takes back another number of seats that was scheduled by us, and nothing else: what ends goes on to end, another price
     * that is scheduled stays so, and both are rejected as changed meanwhile. Applied where nothing is scheduled.
     */
    ChangeResult giveUpPlannedChange(SubscriptionId id, String idempotencyKey);

    /**
     * Plans again what gave way to a change at once that then was not paid in time: until that is paid all is as before, and
     * so is what was planned; so is what gave way to a change that was never made. Scheduled where it is planned again. Rejected as
     * {@link ChangeResult.Reason#UNDER_WAY} where that change may be under way still, or waits for its payment: it is to be asked for
     * again. Applied where it is not to be, or where the provider can't tell: that change was paid, something else is planned,
     * the subscription is going to end, or seats gave way to a newer count.
     */
    ChangeResult restorePlannedChange(SubscriptionId id, String idempotencyKey);

    /** What a subscription is going to become, if a change of it was scheduled by us. */
    Optional<PlannedChange> plannedChange(SubscriptionId id);

    /**
     * A page of a customer's invoices, newest first.
     *
     * @param after those after this one, from the newest if absent
     * @param limit 1 to 100
     * @throws ProviderException of kind {@code NOT_FOUND} if there is no such customer, or no such invoice to go on after
     */
    InvoicePage listInvoices(CustomerId customer, Optional<InvoiceId> after, int limit);

    /**
     * How the subscription, or else the customer, pays.
     *
     * @throws ProviderException of kind {@code NOT_FOUND} if there is no such customer
     */
    PaymentDetails paymentDetails(CustomerId customer, Optional<SubscriptionId> subscription);

    /**
     * Sends a customer's invoices to another address from now on.
     *
     * @throws ProviderException of kind {@code NOT_FOUND} if there is no such customer, {@code REFUSED_INPUT} if the
     *     provider does not take the address
     */
    void changeBillingEmail(CustomerId customer, EmailAddress email);

    /**
     * The promotion codes of this word that can be used now, whosever they are: one of everybody's at most, and one of each
     * customer's. Upper and lower case are the same. Of more than {@link PromotionCode#MOST_OF_A_WORD} the newest are answered.
     */
    List<PromotionCode> findPromotionCodes(String code);

    /** Reads this provider's events. */
    EventReader eventReader();
}

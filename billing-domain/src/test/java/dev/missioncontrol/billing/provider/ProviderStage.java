package dev.missioncontrol.billing.provider;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.BillingInterval;
import java.time.Duration;
import java.time.Instant;

/**
 * A provider under test, and hands to play the buyer, the bank and time. An adapter's test implements it on whatever test
 * mode its provider has; on a provider's real API some of it may have to wait.
 */
public interface ProviderStage extends AutoCloseable {
    /** What is held to the contract. */
    PaymentProvider provider();

    /** A price of the plan {@code pro} ($20, $200) or {@code team} ($15, $150), for each seat and period. */
    PriceId price(String plan, BillingInterval interval);

    /** The provider's time. */
    Instant now();

    /** Moves the provider's time. */
    void advance(Duration by);

    /** The buyer pays on a session's page, with a card that works. */
    void pay(CheckoutSessionId session);

    /** The buyer begins a session's trial and leaves no card. */
    void beginTrialWithoutCard(CheckoutSessionId session);

    /** From now on every payment that is taken without asking is declined. */
    void declinePayments(CustomerId customer);

    /** The customer puts in a card that works. */
    void acceptPayments(CustomerId customer);

    /** From now on this code gives so many percent off, for so many months. */
    void offer(String code, int percent, int months);

    /** The same for one customer alone. */
    void offerOnlyTo(CustomerId customer, String code, int percent);

    /** The bank wants to be asked at the next change that costs something. */
    void askBankNext(CustomerId customer);

    /** The customer lets the bank confirm what a change waits for. */
    void confirmPayment(SubscriptionId subscription);

    /** Somebody deletes the customer at the provider. */
    void deleteCustomer(CustomerId customer);

    /** From now on the provider can't be reached, until {@link #comeBack}. */
    void goAway();

    /** Ends {@link #goAway}. */
    void comeBack();

    /**
     * Whether the provider has no other account and forgets what it made when its process ends, so that a customer it does not know
     * is one that is gone: true for the sandbox alone.
     */
    default boolean forgetsWhatItMade() {
        return false;
    }

    /** Gives back what it holds. */
    @Override
    default void close() {}
}

package dev.missioncontrol.billing.stripe;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.ChangePreview;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.CheckoutSessionRequest;
import dev.missioncontrol.billing.provider.CustomerRequest;
import dev.missioncontrol.billing.provider.EmailAddress;
import dev.missioncontrol.billing.provider.EventReader;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.InvoicePage;
import dev.missioncontrol.billing.provider.PaymentDetails;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.PortalRequest;
import dev.missioncontrol.billing.provider.PromotionCode;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import dev.missioncontrol.billing.provider.SubscriptionPage;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Stripe as a payment provider. Holds a client of its own and no static state, so that several live side by side in one
 * process; used by many threads at once.
 */
public final class StripePaymentProvider implements PaymentProvider {
    /** What bindings to Stripe's customers are stored under. */
    public static final String NAME = "stripe";

    private final boolean livemode;
    private final EventReader eventReader;
    private final CustomerCalls customers;
    private final CheckoutCalls checkouts;
    private final SubscriptionCalls subscriptions;
    private final ChangeCalls changes;
    private final EndingCalls endings;
    private final PreviewCalls previews;
    private final InvoiceCalls invoices;
    private final PaymentDetailsCalls paymentDetails;
    private final PromotionCalls promotions;

    StripePaymentProvider(StripeCalls calls, boolean livemode, EventReader eventReader) {
        this.livemode = livemode;
        this.eventReader = eventReader;
        customers = new CustomerCalls(calls);
        checkouts = new CheckoutCalls(calls);
        subscriptions = new SubscriptionCalls(calls, livemode);
        invoices = new InvoiceCalls(calls);
        ScheduleCalls schedules = new ScheduleCalls(calls);
        PaidCalls paid = new PaidCalls(calls, subscriptions, invoices);
        changes = new ChangeCalls(subscriptions, schedules, invoices, paid);
        endings = new EndingCalls(calls, subscriptions, schedules, paid);
        previews = new PreviewCalls(calls, subscriptions);
        paymentDetails = new PaymentDetailsCalls(calls);
        promotions = new PromotionCalls(calls);
    }

    /**
     * Stripe with everything at its default.
     *
     * @param key the secret or restricted key
     * @param webhookSecrets the webhook endpoint's secrets, several while one is rolled; with none, no event is believed
     * @throws IllegalArgumentException if the key or a secret is blank, or the key is none
     */
    public static StripePaymentProvider of(String key, List<String> webhookSecrets) {
        return withKey(key).webhookSecrets(webhookSecrets).build();
    }

    /**
     * Starts with a key and leaves the rest to be said.
     *
     * @throws IllegalArgumentException if the key is blank or none
     */
    public static StripeSettings withKey(String key) {
        return new StripeSettings(key);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean livemode() {
        return livemode;
    }

    @Override
    public boolean canFetch(SubscriptionId id, boolean livemode) {
        return livemode == this.livemode;
    }

    @Override
    public CustomerId createCustomer(CustomerRequest request, String idempotencyKey) {
        return customers.create(request, idempotencyKey);
    }

    @Override
    public void deleteCustomer(CustomerId customer) {
        customers.delete(customer);
    }

    @Override
    public boolean customerDeleted(CustomerId customer) {
        return customers.deleted(customer);
    }

    @Override
    public CheckoutSession createCheckoutSession(CheckoutSessionRequest request, String idempotencyKey) {
        return checkouts.create(request, idempotencyKey);
    }

    @Override
    public Optional<CheckoutSession> fetchCheckoutSession(CheckoutSessionId id) {
        return checkouts.fetch(id);
    }

    @Override
    public void expireCheckoutSession(CheckoutSessionId id) {
        checkouts.expire(id);
    }

    @Override
    public URI createPortalSession(PortalRequest request) {
        return customers.portal(request);
    }

    @Override
    public FetchedSubscription fetchSubscription(SubscriptionId id) {
        return subscriptions.fetch(id);
    }

    @Override
    public SubscriptionPage listSubscriptions(
            Optional<CustomerId> customer, Optional<SubscriptionId> after, int limit) {
        return subscriptions.list(customer, after, limit);
    }

    @Override
    public ChangePreview previewChange(SubscriptionChange change) {
        return previews.preview(change);
    }

    @Override
    public ChangeResult changeSubscription(SubscriptionChange change, String idempotencyKey) {
        return changes.change(change, idempotencyKey);
    }

    @Override
    public ChangeResult cancelSubscription(SubscriptionId id, Timing when, String idempotencyKey) {
        return endings.cancel(id, when, Optional.empty(), idempotencyKey);
    }

    @Override
    public ChangeResult cancelWithPeriodOf(SubscriptionId id, PriceId line, String idempotencyKey) {
        return endings.cancel(id, Timing.PERIOD_END, Optional.of(line), idempotencyKey);
    }

    @Override
    public ChangeResult resumeSubscription(SubscriptionId id, String idempotencyKey) {
        return endings.resume(id, idempotencyKey);
    }

    @Override
    public ChangeResult giveUpPlannedChange(SubscriptionId id, String idempotencyKey) {
        return changes.giveUpPlanned(id, idempotencyKey);
    }

    @Override
    public ChangeResult restorePlannedChange(SubscriptionId id, String idempotencyKey) {
        return changes.restoreUnpaid(id, idempotencyKey);
    }

    @Override
    public Optional<PlannedChange> plannedChange(SubscriptionId id) {
        return changes.planned(id);
    }

    @Override
    public InvoicePage listInvoices(CustomerId customer, Optional<InvoiceId> after, int limit) {
        return invoices.list(customer, after, limit);
    }

    @Override
    public PaymentDetails paymentDetails(CustomerId customer, Optional<SubscriptionId> subscription) {
        return paymentDetails.of(customer, subscription);
    }

    @Override
    public void changeBillingEmail(CustomerId customer, EmailAddress email) {
        customers.changeEmail(customer, email);
    }

    @Override
    public List<PromotionCode> findPromotionCodes(String code) {
        return promotions.find(code);
    }

    @Override
    public EventReader eventReader() {
        return eventReader;
    }

    @Override
    public String toString() {
        return "Stripe, " + (livemode ? "live" : "test") + " mode";
    }
}

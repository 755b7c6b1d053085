package dev.missioncontrol.billing.simulation;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.ChangePreview;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.EmailAddress;
import dev.missioncontrol.billing.provider.InvoicePage;
import dev.missioncontrol.billing.provider.PaymentDetails;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.PortalRequest;
import dev.missioncontrol.billing.provider.PromotionCode;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What no schedule asks of its provider: there, subscriptions are changed by others. */
abstract class NoChanges implements PaymentProvider {
    private static UnsupportedOperationException never() {
        return new UnsupportedOperationException("no schedule asks for this");
    }

    @Override
    public final void deleteCustomer(CustomerId customer) {
        throw never();
    }

    @Override
    public final boolean customerDeleted(CustomerId customer) {
        throw never();
    }

    @Override
    public final URI createPortalSession(PortalRequest request) {
        throw never();
    }

    @Override
    public final ChangePreview previewChange(SubscriptionChange change) {
        throw never();
    }

    @Override
    public final ChangeResult changeSubscription(SubscriptionChange change, String idempotencyKey) {
        throw never();
    }

    @Override
    public final ChangeResult cancelSubscription(
            SubscriptionId id, SubscriptionChange.Timing when, String idempotencyKey) {
        throw never();
    }

    @Override
    public final ChangeResult resumeSubscription(SubscriptionId id, String idempotencyKey) {
        throw never();
    }

    @Override
    public final ChangeResult giveUpPlannedChange(SubscriptionId id, String idempotencyKey) {
        throw never();
    }

    @Override
    public final ChangeResult restorePlannedChange(SubscriptionId id, String idempotencyKey) {
        throw never();
    }

    @Override
    public final Optional<PlannedChange> plannedChange(SubscriptionId id) {
        throw never();
    }

    @Override
    public final InvoicePage listInvoices(CustomerId customer, Optional<InvoiceId> after, int limit) {
        throw never();
    }

    @Override
    public final PaymentDetails paymentDetails(CustomerId customer, Optional<SubscriptionId> subscription) {
        throw never();
    }

    @Override
    public final void changeBillingEmail(CustomerId customer, EmailAddress email) {
        throw never();
    }

    @Override
    public final List<PromotionCode> findPromotionCodes(String code) {
        throw never();
    }
}

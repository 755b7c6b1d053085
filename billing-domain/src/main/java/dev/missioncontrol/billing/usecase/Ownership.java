package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.TenantSigns;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.AttemptId;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.store.CustomerBinding;
import dev.missioncontrol.billing.store.SubscriptionOwner;
import dev.missioncontrol.billing.store.TenantRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers the signs of whose a subscription is. */
final class Ownership {
    /** Why an event is ignored. */
    static final String OF_ANOTHER_INSTALLATION = "another installation on this account made it";

    /** The same, where nothing may come back. */
    static final String OF_ERASED_TENANT = "the tenant was deleted";

    private final String provider;
    private final Optional<String> installation;

    Ownership(String provider, Optional<String> installation) {
        this.provider = provider;
        this.installation = installation;
    }

    /**
     * What something at the provider says of whose it is.
     *
     * @param subscription what it is about
     * @param customer whose it is there
     * @param session the checkout session that it is
     * @param metadata what we once wrote beside it
     */
    record Traces(
            SubscriptionId subscription,
            Optional<CustomerId> customer,
            Optional<CheckoutSessionId> session,
            BillingMetadata metadata) {

        static Optional<Traces> of(EventContent content) {
            Optional<CheckoutSessionId> session =
                    content instanceof EventContent.OfCheckout checkout ? Optional.of(checkout.id()) : Optional.empty();
            return content.subscription().map(id -> new Traces(id, content.customer(), session, content.metadata()));
        }

        static Traces of(SubscriptionSnapshot snapshot) {
            return new Traces(snapshot.id(), snapshot.customer(), Optional.empty(), snapshot.metadata());
        }

        /** Of one that we know already, by its snapshot. */
        static Traces of(TrackedSubscription known) {
            return known.snapshot()
                    .map(Traces::of)
                    .orElseGet(() -> new Traces(known.id(), Optional.empty(), Optional.empty(), BillingMetadata.NONE));
        }
    }

    /** Whose it is. Reads without holding: who goes on must hold the tenant and look at the subscription again. */
    TenantSigns.Owner ownerOf(BillingTransaction tx, Traces traces) {
        Optional<SubscriptionOwner> known = tx.accounts().ownerOf(traces.subscription());
        TenantSigns signs = signs(tx, traces, known);
        boolean disputed = known.filter(SubscriptionOwner::quarantined).isPresent();
        return disputed ? new TenantSigns.Owner.Disputed(signs.named()) : signs.owner();
    }

    /** What says whose it is. */
    TenantSigns signs(BillingTransaction tx, Traces traces, Optional<SubscriptionOwner> known) {
        Optional<CustomerId> customer = traces.customer().or(() -> known.flatMap(SubscriptionOwner::customer));
        Optional<TenantId> byCustomer =
                customer.flatMap(id -> tx.accounts().bindingOf(id, provider)).map(CustomerBinding::tenant);
        Optional<TenantId> byCheckout =
                attemptOf(tx, traces.session(), traces.metadata()).map(CheckoutAttempt::tenant);
        return new TenantSigns(
                known.flatMap(SubscriptionOwner::tenant), byCustomer, byCheckout, tenantIn(traces.metadata()));
    }

    /** Whether an id on it was a tenant's that was erased. Asked of what has no owner: one that has is its owner's. */
    boolean erased(BillingTransaction tx, Traces traces) {
        List<String> ids = new ArrayList<>(List.of(traces.subscription().value()));
        traces.customer().map(CustomerId::value).ifPresent(ids::add);
        traces.session().map(CheckoutSessionId::value).ifPresent(ids::add);
        traces.metadata().attempt().ifPresent(ids::add);
        return tx.holdings().erased(ids);
    }

    /** The same of a checkout that came to nothing. */
    boolean erased(BillingTransaction tx, CheckoutSession session) {
        List<String> ids = new ArrayList<>(List.of(session.id().value()));
        session.customer().map(CustomerId::value).ifPresent(ids::add);
        session.metadata().attempt().ifPresent(ids::add);
        return tx.holdings().erased(ids);
    }

    /** Whether it is an erased tenant's: by its owner, or by an id that was one's. */
    boolean ofErasedTenant(BillingTransaction tx, Traces traces, TenantSigns signs) {
        if (signs.owner() instanceof TenantSigns.Owner.Bound bound)
            return tx.accounts()
                    .tenant(bound.tenant())
                    .flatMap(TenantRecord::deleted)
                    .isPresent();
        return erased(tx, traces);
    }

    /** Whether its metadata says that another installation on the provider's account made it: to one without a name all names are others'. */
    boolean ofAnotherInstallation(BillingMetadata metadata) {
        return metadata.installation().isPresent() && !installation.equals(metadata.installation());
    }

    /** The checkout of ours that made it. */
    Optional<CheckoutAttempt> attemptOf(
            BillingTransaction tx, Optional<CheckoutSessionId> session, BillingMetadata metadata) {
        return session.flatMap(tx.checkouts()::bySession)
                .or(() -> metadata.attempt().flatMap(Ownership::attemptId).flatMap(tx.checkouts()::attempt));
    }

    /** Metadata counts only with our installation's name beside it, or with none where we have none. */
    private Optional<TenantId> tenantIn(BillingMetadata metadata) {
        boolean ours = installation.equals(metadata.installation());
        return ours ? metadata.tenant().flatMap(TenantId::parse) : Optional.empty();
    }

    static Optional<AttemptId> attemptId(String text) {
        try {
            return Optional.of(new AttemptId(text));
        } catch (IllegalArgumentException edited) {
            return Optional.empty();
        }
    }
}

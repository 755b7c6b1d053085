package dev.missioncontrol.billing.provider;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import java.util.Optional;

/** What an event is about. */
public sealed interface EventContent {
    /** The subscription it speaks of. */
    default Optional<SubscriptionId> subscription() {
        return Optional.empty();
    }

    /** The customer it speaks of. */
    default Optional<CustomerId> customer() {
        return Optional.empty();
    }

    /** What we once wrote beside the object. */
    default BillingMetadata metadata() {
        return BillingMetadata.NONE;
    }

    /** A subscription's own payload: the only kind that says how it is. */
    record OfSubscription(SubscriptionSnapshot snapshot) implements EventContent {
        @Override
        public Optional<SubscriptionId> subscription() {
            return Optional.of(snapshot.id());
        }

        @Override
        public Optional<CustomerId> customer() {
            return snapshot.customer();
        }

        @Override
        public BillingMetadata metadata() {
            return snapshot.metadata();
        }
    }

    /** A checkout session was completed, paid late, failed late or left. */
    record OfCheckout(CheckoutSession session) implements EventContent {
        @Override
        public Optional<SubscriptionId> subscription() {
            return session.subscription();
        }

        @Override
        public Optional<CustomerId> customer() {
            return session.customer();
        }

        @Override
        public BillingMetadata metadata() {
            return session.metadata();
        }

        /** The session itself. */
        public CheckoutSessionId id() {
            return session.id();
        }
    }

    /** An invoice, or another object that belongs to a subscription: says that it moved, not how it is. */
    record OfInvoice(Optional<SubscriptionId> subscription, Optional<CustomerId> customer) implements EventContent {}

    /** A customer was changed or deleted. */
    record OfCustomer(CustomerId id, boolean deleted) implements EventContent {
        @Override
        public Optional<CustomerId> customer() {
            return Optional.of(id);
        }
    }

    /** Anything else: stored, answered, not applied. */
    record Other() implements EventContent {}
}

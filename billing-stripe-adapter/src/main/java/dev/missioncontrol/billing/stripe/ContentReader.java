package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.CheckoutSession.State;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Reads what an event is about: by its type, out of its {@code data.object}. */
final class ContentReader {
    /** Types whose object is a subscription as it is. */
    private static final Set<String> SUBSCRIPTION = Set.of(
            "customer.subscription.created",
            "customer.subscription.updated",
            "customer.subscription.deleted",
            "customer.subscription.paused",
            "customer.subscription.resumed",
            "customer.subscription.pending_update_applied",
            "customer.subscription.pending_update_expired",
            "customer.subscription.trial_will_end");

    private static final Set<String> CHECKOUT = Set.of(
            "checkout.session.completed",
            "checkout.session.async_payment_succeeded",
            "checkout.session.async_payment_failed",
            "checkout.session.expired");

    private static final Set<String> CUSTOMER = Set.of("customer.created", "customer.updated", "customer.deleted");

    private static final String INVOICE = "invoice.";
    private static final String SCHEDULE = "subscription_schedule.";

    private ContentReader() {}

    /** What it is about; {@code Other} where we don't know the type or can't tell whom it concerns. */
    static EventContent read(String type, JsonNode object, Instant created, boolean livemode) {
        if (SUBSCRIPTION.contains(type)) return subscription(object, created, livemode);
        if (CHECKOUT.contains(type)) return checkout(type, object);
        if (CUSTOMER.contains(type)) return customer(type, object);
        if (type.startsWith(INVOICE)) return mention(InvoiceReader.subscription(object), object);
        if (type.startsWith(SCHEDULE)) return mention(ofSchedule(object), object);
        return new EventContent.Other();
    }

    /** What an event of this type is about, if its payload says enough. */
    static Class<? extends EventContent> kind(String type) {
        if (SUBSCRIPTION.contains(type)) return EventContent.OfSubscription.class;
        if (CHECKOUT.contains(type)) return EventContent.OfCheckout.class;
        if (CUSTOMER.contains(type)) return EventContent.OfCustomer.class;
        if (type.startsWith(INVOICE) || type.startsWith(SCHEDULE)) return EventContent.OfInvoice.class;
        return EventContent.Other.class;
    }

    /** A payload that does not say how the subscription is still says that it moved: the fetch will tell. */
    private static EventContent subscription(JsonNode object, Instant created, boolean livemode) {
        Optional<SubscriptionSnapshot> snapshot = SubscriptionReader.read(object, created, livemode);
        if (snapshot.isPresent()) return new EventContent.OfSubscription(snapshot.get());
        return mention(Fields.identifier(object, "id"), object);
    }

    private static EventContent checkout(String type, JsonNode object) {
        State implied = type.endsWith(".expired") ? State.EXPIRED : State.COMPLETE;
        return CheckoutReader.read(object, implied, Optional.empty())
                .<EventContent>map(EventContent.OfCheckout::new)
                .orElseGet(EventContent.Other::new);
    }

    private static EventContent customer(String type, JsonNode object) {
        boolean deleted = type.equals("customer.deleted") || Fields.isTrue(object, "deleted");
        return Fields.identifier(object, "id")
                .<EventContent>map(id -> new EventContent.OfCustomer(new CustomerId(id), deleted))
                .orElseGet(EventContent.Other::new);
    }

    private static EventContent mention(Optional<String> subscription, JsonNode object) {
        Optional<CustomerId> customer = Fields.reference(object, "customer").map(CustomerId::new);
        if (subscription.isEmpty() && customer.isEmpty()) return new EventContent.Other();
        return new EventContent.OfInvoice(subscription.map(SubscriptionId::new), customer);
    }

    private static Optional<String> ofSchedule(JsonNode schedule) {
        return Fields.reference(schedule, "subscription").or(() -> Fields.reference(schedule, "released_subscription"));
    }
}

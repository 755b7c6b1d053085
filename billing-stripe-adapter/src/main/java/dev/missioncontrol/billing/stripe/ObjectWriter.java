package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.EventContent.OfCheckout;
import dev.missioncontrol.billing.provider.EventContent.OfCustomer;
import dev.missioncontrol.billing.provider.EventContent.OfInvoice;
import dev.missioncontrol.billing.provider.EventContent.OfSubscription;
import dev.missioncontrol.billing.provider.ProviderEvent;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Writes the object of an event in Stripe's shape: a template of all that Stripe always sends, and over it what we know. */
final class ObjectWriter {
    private ObjectWriter() {}

    static ObjectNode write(ProviderEvent event) {
        EventContent content = event.content();
        requireFit(event);
        if (content instanceof OfSubscription of) return SubscriptionWriter.write(of.snapshot());
        if (content instanceof OfCheckout of) return checkout(of.session(), event);
        if (content instanceof OfCustomer of) return customer(of, event);
        if (content instanceof OfInvoice of)
            return event.type().startsWith("invoice.") ? invoice(of, event) : schedule(of, event);
        return Template.bare(event.type().substring(0, Math.max(0, event.type().lastIndexOf('.'))));
    }

    /** A content that the reader would not read out of this type must not be written under it. */
    private static void requireFit(ProviderEvent event) {
        Class<? extends EventContent> content = event.content().getClass();
        if (!ContentReader.kind(event.type()).equals(content))
            throw new IllegalArgumentException(
                    event.type() + " is never about " + content.getSimpleName() + ", so it can't be written");
    }

    private static ObjectNode checkout(CheckoutSession session, ProviderEvent event) {
        ObjectNode json = Template.CHECKOUT_SESSION.copy();
        json.put("id", session.id().value());
        put(json, "client_reference_id", session.clientReference());
        json.put("created", event.created().getEpochSecond());
        put(json, "customer", session.customer().map(Object::toString));
        time(json, "expires_at", session.expiresAt());
        json.put("livemode", event.livemode());
        session.metadata().asMap().forEach(json.withObject("/metadata")::put);
        json.put("mode", session.subscriptionMode() ? "subscription" : "payment");
        json.put("payment_status", session.paymentStatus());
        json.put("status", session.state().name().toLowerCase(Locale.ROOT));
        put(json, "subscription", session.subscription().map(Object::toString));
        return json;
    }

    private static ObjectNode customer(OfCustomer content, ProviderEvent event) {
        ObjectNode json = Template.CUSTOMER.copy();
        json.put("id", content.id().value());
        json.put("created", event.created().getEpochSecond()).put("livemode", event.livemode());
        if (content.deleted()) json.put("deleted", true);
        return json;
    }

    private static ObjectNode invoice(OfInvoice content, ProviderEvent event) {
        ObjectNode json = Template.INVOICE.copy();
        json.put("id", "in_" + event.id().value());
        json.put("created", event.created().getEpochSecond()).put("livemode", event.livemode());
        put(json, "customer", content.customer().map(Object::toString));
        content.subscription().ifPresent(subscription -> {
            ObjectNode parent = json.putObject("parent").put("type", "subscription_details");
            parent.putNull("quote_details");
            parent.putObject("subscription_details")
                    .put("subscription", subscription.value())
                    .putObject("metadata");
        });
        return json;
    }

    private static ObjectNode schedule(OfInvoice content, ProviderEvent event) {
        ObjectNode json = Template.SUBSCRIPTION_SCHEDULE.copy();
        json.put("id", "sub_sched_" + event.id().value());
        json.put("created", event.created().getEpochSecond()).put("livemode", event.livemode());
        put(json, "customer", content.customer().map(Object::toString));
        put(json, "subscription", content.subscription().map(Object::toString));
        return json;
    }

    static void put(ObjectNode json, String name, Optional<String> value) {
        value.ifPresentOrElse(present -> json.put(name, present), () -> json.putNull(name));
    }

    static void time(ObjectNode json, String name, Optional<Instant> value) {
        value.ifPresentOrElse(present -> json.put(name, present.getEpochSecond()), () -> json.putNull(name));
    }
}

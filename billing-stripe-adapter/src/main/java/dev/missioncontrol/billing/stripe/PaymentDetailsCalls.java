package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.Discount;
import dev.missioncontrol.billing.provider.EmailAddress;
import dev.missioncontrol.billing.provider.PaymentDetails;
import dev.missioncontrol.billing.provider.PaymentMethod;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Asks what is charged next: in Stripe's order, the subscription's own, the customer's default, an old card source. The same
 * two answers say where invoices go, and what is given off them.
 */
final class PaymentDetailsCalls {
    private final StripeCalls calls;

    PaymentDetailsCalls(StripeCalls calls) {
        this.calls = calls;
    }

    PaymentDetails of(CustomerId customer, Optional<SubscriptionId> subscription) {
        Optional<JsonNode> own = subscription.map(this::subscription);
        JsonNode payer = customer(customer);
        Optional<PaymentMethod> method = own.flatMap(json -> read(json.path("default_payment_method")))
                .or(() -> read(Fields.at(payer, "invoice_settings", "default_payment_method")))
                .or(() -> read(payer.path("default_source")));
        Optional<Discount> discount = own.flatMap(json -> DiscountReader.first(json.path("discounts")))
                .or(() -> DiscountReader.discount(payer.path("discount")));
        Optional<EmailAddress> email = Fields.text(payer, "email")
                .filter(text -> !text.isEmpty() && text.length() <= EmailAddress.LONGEST)
                .map(EmailAddress::new);
        return new PaymentDetails(method, email, discount);
    }

    private JsonNode subscription(SubscriptionId id) {
        Form query = new Form().add("expand[0]", "default_payment_method").add("expand[1]", "discounts.source.coupon");
        return calls.get("fetching what pays subscription " + id, SubscriptionCalls.path(id), query)
                .json();
    }

    private JsonNode customer(CustomerId id) {
        Form query = new Form()
                .add("expand[0]", "invoice_settings.default_payment_method")
                .add("expand[1]", "default_source")
                .add("expand[2]", "discount.source.coupon");
        String call = "fetching what customer " + id + " pays with";
        JsonNode customer = calls.get(call, CustomerCalls.path(id), query).json();
        // Stripe answers for a deleted one as well, with nothing but that.
        if (Fields.isTrue(customer, "deleted")) throw new ProviderException(Kind.NOT_FOUND, call + ": it was deleted");
        return customer;
    }

    /** The details are in an object of the type's name; an old source is the card itself. */
    private static Optional<PaymentMethod> read(JsonNode method) {
        if (!method.isObject()) return Optional.empty();
        String type = Fields.identifier(method, "type")
                .or(() -> Fields.identifier(method, "object"))
                .orElse("other");
        JsonNode details = method.path(type).isObject() ? method.path(type) : method;
        Optional<String> brand = List.of("display_brand", "brand", "bank_name").stream()
                .flatMap(name -> Fields.text(details, name).stream())
                .findFirst();
        return Optional.of(new PaymentMethod(type, brand, Fields.text(details, "last4"), expiry(details)));
    }

    private static Optional<YearMonth> expiry(JsonNode card) {
        OptionalLong month = Fields.number(card, "exp_month");
        OptionalLong year = Fields.number(card, "exp_year");
        boolean sound = month.orElse(0) >= 1 && month.orElse(0) <= 12 && year.orElse(0) >= 1 && year.orElse(0) <= 9999;
        return sound ? Optional.of(YearMonth.of((int) year.getAsLong(), (int) month.getAsLong())) : Optional.empty();
    }
}

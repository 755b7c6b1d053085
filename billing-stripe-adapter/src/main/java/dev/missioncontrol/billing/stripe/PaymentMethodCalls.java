package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.PaymentMethod;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Asks what is charged next: in Stripe's order, the subscription's own, the customer's default, an old card source. */
final class PaymentMethodCalls {
    private final StripeCalls calls;

    PaymentMethodCalls(StripeCalls calls) {
        this.calls = calls;
    }

    Optional<PaymentMethod> of(CustomerId customer, Optional<SubscriptionId> subscription) {
        return subscription.flatMap(this::ofSubscription).or(() -> ofCustomer(customer));
    }

    private Optional<PaymentMethod> ofSubscription(SubscriptionId id) {
        Answer answer = calls.get(
                "fetching what pays subscription " + id,
                SubscriptionCalls.path(id),
                new Form().add("expand[0]", "default_payment_method"));
        return read(answer.json().path("default_payment_method"));
    }

    private Optional<PaymentMethod> ofCustomer(CustomerId id) {
        Form query = new Form()
                .add("expand[0]", "invoice_settings.default_payment_method")
                .add("expand[1]", "default_source");
        JsonNode customer = calls.get(
                        "fetching what customer " + id + " pays with",
                        "/v1/customers/" + Form.encode(id.value()),
                        query)
                .json();
        return read(Fields.at(customer, "invoice_settings", "default_payment_method"))
                .or(() -> read(customer.path("default_source")));
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

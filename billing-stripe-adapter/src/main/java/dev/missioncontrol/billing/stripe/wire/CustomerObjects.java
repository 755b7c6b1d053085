package dev.missioncontrol.billing.stripe.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CustomerRequest;
import dev.missioncontrol.billing.provider.EmailAddress;
import dev.missioncontrol.billing.provider.PaymentMethod;
import dev.missioncontrol.billing.sandbox.HostedCustomer;
import java.util.List;
import java.util.Optional;

/** Customers, and the card that each of them pays with. */
final class CustomerObjects {
    /** Fields that are kept as they were sent. */
    private static final List<String> KEPT = List.of("description", "email", "name", "phone", "preferred_locales");

    private final WireState books;

    CustomerObjects(WireState books) {
        this.books = books;
    }

    ObjectNode make(WireCall call, String key) {
        ObjectNode metadata = WireShapes.of("customer");
        WireShapes.metadata(metadata, call.at("metadata"));
        String tenant =
                metadata.path("metadata").path(BillingMetadata.TENANT_KEY).asText("");
        CustomerRequest request = new CustomerRequest(
                new TenantId(tenant.isEmpty() ? books.customers.nextId() : tenant),
                call.text("email").map(CustomerObjects::address).map(EmailAddress::value),
                call.text("name"),
                BillingMetadata.NONE);
        CustomerId id = books.sandbox.createCustomer(request, key);
        ObjectNode made = WireShapes.of("customer").put("id", id.value());
        made.put("created", books.now().getEpochSecond());
        books.customers.put(id.value(), made);
        return update(id.value(), call);
    }

    ObjectNode update(String id, WireCall call) {
        if (require(id, "id").deleted()) throw WireError.missing("customer", id);
        books.customers.edit(id, json -> {
            // Only an address: one that Stripe is told to forget stays the sandbox's.
            call.text("email")
                    .map(CustomerObjects::address)
                    .ifPresent(email -> books.sandbox.changeBillingEmail(new CustomerId(id), email));
            for (String field : KEPT) if (call.has(field)) json.set(field, call.at(field));
            if (call.has("address")) json.set("address", call.at("address"));
            WireShapes.metadata(json, call.at("metadata"));
        });
        return get(id);
    }

    private static EmailAddress address(String email) {
        return EmailAddress.parse(email)
                .orElseThrow(() -> WireError.parameter("email_invalid", "email", "Invalid email address: " + email));
    }

    ObjectNode get(String id) {
        return json(require(id, "id"));
    }

    ObjectNode list(WireCall call) {
        List<HostedCustomer> all = books.office.customers().stream()
                .filter(customer -> !customer.deleted())
                .filter(customer -> call.text("email")
                        .filter(email ->
                                !email.equals(json(customer).path("email").asText()))
                        .isEmpty())
                .toList();
        return WirePage.of(
                call,
                "/v1/customers",
                "customer",
                all,
                customer -> customer.id().value(),
                this::json);
    }

    ObjectNode delete(String id) {
        if (!require(id, "id").deleted()) books.office.deleteCustomer(new CustomerId(id));
        return WireShapes.deleted("customer", id);
    }

    /** A customer that a parameter names, and that is not deleted. */
    HostedCustomer live(String id, String param) {
        HostedCustomer customer = require(id, param);
        if (customer.deleted()) throw WireError.missingParameter("customer", id, param);
        return customer;
    }

    /** Whether it has an address that tax can be reckoned by. */
    boolean hasAddress(String id) {
        return books.customers
                .find(id)
                .filter(json -> json.path("address").path("country").isTextual())
                .isPresent();
    }

    /** The card of a customer, or the bank account that is debited, under the id that its objects name. */
    ObjectNode card(String id) {
        ObjectNode json = WireShapes.bare("payment_method").put("id", id).put("type", "card");
        json.put("created", books.now().getEpochSecond()).put("livemode", false);
        String customer = id.substring(CARD.length());
        json.put("customer", customer);
        Optional<PaymentMethod> debit = debit(customer);
        if (debit.isPresent()) {
            json.put("type", debit.get().type());
            WireShapes.text(
                    json.putObject(debit.get().type()), "last4", debit.get().last4());
            return json;
        }
        json.putObject("card")
                .put("brand", "visa")
                .put("display_brand", "visa")
                .put("last4", "4242")
                .put("exp_month", 12)
                .put("exp_year", 2039);
        return json;
    }

    private Optional<PaymentMethod> debit(String customer) {
        return books.office
                .customer(new CustomerId(customer))
                .filter(one -> !one.deleted())
                .flatMap(one ->
                        books.sandbox.paymentDetails(one.id(), Optional.empty()).method())
                .filter(method -> !method.type().equals("card"));
    }

    /** The beginning of a card's id; its customer's follows. */
    static final String CARD = "pm_";

    private HostedCustomer require(String id, String param) {
        Optional<HostedCustomer> found = books.office.customer(new CustomerId(id));
        if (found.isPresent()) return found.get();
        throw param.equals("id")
                ? WireError.missing("customer", id)
                : WireError.missingParameter("customer", id, param);
    }

    private ObjectNode json(HostedCustomer customer) {
        String id = customer.id().value();
        if (customer.deleted()) return WireShapes.deleted("customer", id);
        ObjectNode json = WireShapes.of("customer").put("id", id);
        json.put("created", books.now().getEpochSecond());
        WireShapes.text(json, "email", customer.email());
        WireShapes.text(json, "name", customer.name());
        books.customers.find(id).ifPresent(json::setAll);
        WireShapes.text(json, "email", customer.email());
        json.put("balance", -customer.credit()).putNull("discount");
        if (customer.hasCard()) json.withObject("/invoice_settings").put("default_payment_method", CARD + id);
        return json;
    }
}

package dev.missioncontrol.billing.stripe.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.PromotionCodeId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.CheckoutSessionRequest;
import dev.missioncontrol.billing.sandbox.HostedCheckout;
import dev.missioncontrol.billing.sandbox.HostedCustomer;
import dev.missioncontrol.billing.sandbox.MissingPaymentMethod;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Checkout sessions that sell a subscription. */
final class CheckoutObjects {
    private static final String SESSIONS = "/v1/checkout/sessions";

    /** Longest trial in days. */
    private static final long LONGEST_TRIAL_DAYS = 730;

    /** How long a session can be paid. */
    private static final Duration LIFE = Duration.ofHours(24);

    /** What is answered as it was sent. */
    private static final List<String> ECHOED =
            List.of("allow_promotion_codes", "client_reference_id", "locale", "success_url", "cancel_url");

    private final WireState books;
    private final CustomerObjects customers;
    private final CatalogObjects catalog;
    private final PromotionObjects promotions;

    CheckoutObjects(WireState books, CustomerObjects customers, CatalogObjects catalog, PromotionObjects promotions) {
        this.books = books;
        this.customers = customers;
        this.catalog = catalog;
        this.promotions = promotions;
    }

    ObjectNode make(WireCall call, String key) {
        if (!call.text("mode").equals(Optional.of("subscription")))
            throw WireError.word("mode", "The sandbox sells subscriptions only: mode must be `subscription`.");
        HostedCustomer customer = customers.live(call.require("customer"), "customer");
        JsonNode items = call.at("line_items");
        if (items.size() != 1)
            throw WireError.word("line_items", "The sandbox sells one price at a time: pass one line item.");
        JsonNode item = items.path(0);
        requireTaxable(call, customer);
        requireNameKept(call);
        Optional<PromotionCodeId> promotion = promotions.of(call, customer.id());
        JsonNode details = call.at("subscription_data");
        long trial = details.path("trial_period_days").asLong(0);
        if (details.has("trial_period_days") && (trial < 1 || trial > LONGEST_TRIAL_DAYS))
            throw WireError.word(
                    "subscription_data[trial_period_days]",
                    "The number of trial period days must be 1 to " + LONGEST_TRIAL_DAYS + ".");
        if (call.text("success_url").isEmpty())
            throw WireError.parameter("parameter_missing", "success_url", "Missing required param: success_url.");
        CheckoutSession session = books.sandbox.createCheckoutSession(
                new CheckoutSessionRequest(
                        customer.tenant(),
                        customer.id(),
                        catalog.require(item.path("price").asText(), "line_items[0][price]")
                                .id(),
                        item.path("quantity").asLong(1),
                        call.require("success_url"),
                        URI.create(call.text("cancel_url").orElse("https://sandbox.invalid/")),
                        metadata(details.path("metadata")),
                        (int) trial,
                        call.isTrue("allow_promotion_codes"),
                        promotion,
                        call.at("automatic_tax").path("enabled").asBoolean(),
                        call.text("locale")),
                key);
        books.office.note(session.id(), texts(details.path("metadata")));
        books.office.withoutPaymentMethod(session.id(), missingPaymentMethod(details));
        ObjectNode kept = call.parameters().deepCopy();
        kept.put("created", books.now().getEpochSecond());
        books.sessions.put(session.id().value(), kept);
        return get(session.id().value());
    }

    private static MissingPaymentMethod missingPaymentMethod(JsonNode details) {
        String word = details.at("/trial_settings/end_behavior/missing_payment_method")
                .asText("create_invoice");
        return MissingPaymentMethod.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private void requireTaxable(WireCall call, HostedCustomer customer) {
        boolean taxed = call.at("automatic_tax").path("enabled").asBoolean();
        boolean asks = call.at("customer_update").path("address").asText().equals("auto");
        if (taxed && !asks && !customers.hasAddress(customer.id().value()))
            throw WireError.refused(
                    "customer_tax_location_invalid",
                    "Automatic tax calculation in Checkout requires a valid address on the Customer. Add a valid address"
                            + " to the Customer or set either `customer_update[address]` to 'auto' or"
                            + " `customer_update[shipping]` to 'auto' to save the address entered in Checkout to the"
                            + " Customer.");
    }

    /** The name that goes with a tax id is the customer's from then on. */
    private static void requireNameKept(WireCall call) {
        boolean asks = call.at("tax_id_collection").path("enabled").asBoolean();
        boolean kept = call.at("customer_update").path("name").asText().equals("auto");
        if (asks && !kept)
            throw WireError.refused(
                    "Tax ID collection requires updating business name on the customer. To enable tax ID"
                            + " collection for an existing customer, please set `customer_update[name]` to `auto`.");
    }

    ObjectNode get(String id) {
        return json(require(id));
    }

    ObjectNode list(WireCall call) {
        List<HostedCheckout> all = books.office.sessions().stream()
                .filter(session -> call.text("customer")
                        .filter(id -> !id.equals(session.customer().value()))
                        .isEmpty())
                .filter(session -> call.text("subscription")
                        .filter(id ->
                                !session.subscription().map(Object::toString).equals(Optional.of(id)))
                        .isEmpty())
                .filter(session -> call.text("status")
                        .filter(word -> !word.equals(word(session)))
                        .isEmpty())
                .toList();
        return WirePage.of(
                call, SESSIONS, "checkout.session", all, session -> session.id().value(), this::json);
    }

    ObjectNode expire(String id) {
        HostedCheckout session = require(id);
        if (session.state() != CheckoutSession.State.OPEN)
            throw WireError.refused("Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout"
                    + " Session has a status of `" + word(session) + "`.");
        books.sandbox.expireCheckoutSession(session.id());
        return get(id);
    }

    private ObjectNode json(HostedCheckout session) {
        String id = session.id().value();
        Optional<ObjectNode> asked = books.sessions.find(id);
        ObjectNode json = WireShapes.of("checkout_session").put("id", id);
        Optional<CheckoutSession> stands = books.sandbox.fetchCheckoutSession(session.id());
        json.put("created", session.expiresAt().minus(LIFE).getEpochSecond());
        json.put("expires_at", session.expiresAt().getEpochSecond());
        json.put("customer", session.customer().value()).put("status", word(session));
        json.put("currency", session.amount().currency())
                .put(
                        "amount_total",
                        session.promotion()
                                .map(code -> code.reduction().of(session.amount()))
                                .orElse(session.amount())
                                .minorUnits());
        session.promotion()
                .ifPresent(code -> json.putArray("discounts")
                        .addObject()
                        .putNull("coupon")
                        .put("promotion_code", code.id().value()));
        json.put("amount_subtotal", session.amount().minorUnits());
        json.put("ui_mode", "hosted_page").put("success_url", session.successUrl());
        stands.ifPresent(port -> json.put("payment_status", port.paymentStatus()));
        WireShapes.text(json, "url", stands.flatMap(CheckoutSession::url));
        WireShapes.text(json, "subscription", session.subscription());
        stands.flatMap(CheckoutSession::clientReference).ifPresent(name -> json.put("client_reference_id", name));
        stands.ifPresent(port -> port.metadata().asMap().forEach(json.withObject("/metadata")::put));
        asked.ifPresent(sent -> {
            for (String name : ECHOED) if (sent.has(name)) json.set(name, sent.path(name));
            json.putObject("metadata");
            WireShapes.metadata(json, sent.path("metadata"));
            json.withObject("/automatic_tax")
                    .put("enabled", sent.at("/automatic_tax/enabled").asBoolean());
            if (sent.has("tax_id_collection"))
                json.putObject("tax_id_collection")
                        .put("enabled", sent.at("/tax_id_collection/enabled").asBoolean())
                        .put("required", "never");
        });
        return json;
    }

    private HostedCheckout require(String id) {
        return books.sandbox
                .session(new CheckoutSessionId(id))
                .orElseThrow(() -> WireError.missing("checkout.session", id));
    }

    private static String word(HostedCheckout session) {
        return session.state().name().toLowerCase(Locale.ROOT);
    }

    private static BillingMetadata metadata(JsonNode sent) {
        return BillingMetadata.of(texts(sent));
    }

    private static Map<String, String> texts(JsonNode sent) {
        Map<String, String> all = new HashMap<>();
        sent.properties()
                .forEach(entry -> all.put(entry.getKey(), entry.getValue().asText()));
        return all;
    }
}

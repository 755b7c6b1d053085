package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderPrice;
import dev.missioncontrol.billing.stripe.AccountState.Asked;
import dev.missioncontrol.billing.stripe.AccountState.Endpoint;
import dev.missioncontrol.billing.stripe.AccountState.Portal;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks for what an account has set up, and sets up more. */
final class AccountCalls {
    private static final String PRICES = "/v1/prices";
    private static final String PRODUCTS = "/v1/products";
    private static final String PORTALS = "/v1/billing_portal/configurations";
    private static final String ENDPOINTS = "/v1/webhook_endpoints";
    private static final String TAX = "/v1/tax/settings";
    private static final String EVENTS = "/v1/events";

    private final StripeCalls calls;
    private final PriceCalls prices;

    AccountCalls(StripeCalls calls, boolean livemode) {
        this.calls = calls;
        prices = new PriceCalls(calls, livemode);
    }

    AccountState ask(AccountWishes wishes) {
        Map<PriceId, Asked<Optional<ProviderPrice>>> known = new LinkedHashMap<>();
        for (Plan plan : wishes.catalog().plans()) {
            plan.prices().values().forEach(price -> known.put(price.id(), Asked.of(() -> prices.fetch(price.id()))));
            plan.retiredPrices().forEach(id -> known.put(id, Asked.of(() -> prices.fetch(id))));
        }
        Form newest = new Form().add("limit", 1);
        return new AccountState(
                Asked.of(() -> calls.get("asking for the time", PRICES, newest).at()),
                known,
                Asked.of(() ->
                        calls.all("listing portal configurations", PORTALS, new Form().add("active", true)).stream()
                                .map(AccountCalls::portal)
                                .toList()),
                Asked.of(() -> calls.all("listing webhook endpoints", ENDPOINTS, new Form()).stream()
                        .map(AccountCalls::endpoint)
                        .toList()),
                Asked.of(() -> calls.get("asking for the newest event", EVENTS, newest).data().stream()
                        .findFirst()
                        .flatMap(event -> Fields.text(event, "api_version"))),
                Asked.of(() -> wishes.automaticTax() ? taxLacks() : Optional.empty()));
    }

    private Optional<String> taxLacks() {
        JsonNode tax = calls.get("asking whether Stripe Tax is set up", TAX, new Form())
                .json();
        if (tax.path("status").asText().equals("active")) return Optional.empty();
        List<String> missing = new ArrayList<>();
        tax.at("/status_details/pending/missing_fields").forEach(field -> missing.add(field.asText()));
        return Optional.of(missing.isEmpty() ? "it is not active" : "it lacks " + String.join(", ", missing));
    }

    private static Portal portal(JsonNode json) {
        JsonNode features = json.path("features");
        JsonNode cancel = features.path("subscription_cancel");
        JsonNode update = features.path("subscription_update");
        List<String> changes = new ArrayList<>();
        if (Fields.isTrue(update, "enabled"))
            update.path("default_allowed_updates").forEach(what -> changes.add(what.asText()));
        JsonNode customer = features.path("customer_update");
        List<String> ofCustomers = new ArrayList<>();
        if (Fields.isTrue(customer, "enabled"))
            customer.path("allowed_updates").forEach(what -> ofCustomers.add(what.asText()));
        return new Portal(
                Fields.isTrue(json, "is_default"),
                Fields.isTrue(features.path("payment_method_update"), "enabled"),
                Fields.isTrue(features.path("invoice_history"), "enabled"),
                Fields.isTrue(cancel, "enabled"),
                cancel.path("mode").asText().equals("at_period_end"),
                ofCustomers,
                changes,
                update.path("proration_behavior").asText().equals("always_invoice"));
    }

    private static Endpoint endpoint(JsonNode json) {
        List<String> events = new ArrayList<>();
        json.path("enabled_events").forEach(type -> events.add(type.asText()));
        return new Endpoint(
                Fields.identifier(json, "id").orElse(""),
                json.path("url").asText(),
                json.path("status").asText().equals("enabled"),
                Fields.text(json, "api_version"),
                events,
                Fields.instant(json, "created").orElse(Instant.EPOCH));
    }

    /** The active price that holds a lookup key. */
    Optional<ProviderPrice> priceWithKey(String lookupKey) {
        Form query = new Form().add("active", true).add("lookup_keys[0]", lookupKey);
        return calls.get("looking up price " + lookupKey, PRICES, query).data().stream()
                .findFirst()
                .flatMap(json -> Fields.identifier(json, "id"))
                .flatMap(id -> prices.fetch(new PriceId(id)));
    }

    boolean hasProduct(String id) {
        try {
            calls.get("fetching product " + id, PRODUCTS + "/" + Form.encode(id), new Form());
            return true;
        } catch (ProviderException e) {
            if (e.kind() == ProviderException.Kind.NOT_FOUND) return false;
            throw e;
        }
    }

    void makeProduct(String id, String name) {
        calls.post("making product " + id, PRODUCTS, new Form().add("id", id).add("name", name));
    }

    PriceId makePrice(String product, BillingInterval interval, Money amount, String lookupKey) {
        Form form = new Form()
                .add("product", product)
                .add("currency", amount.currency())
                .add("unit_amount", amount.minorUnits())
                .add("recurring[interval]", interval.word())
                .add("lookup_key", lookupKey)
                .add("transfer_lookup_key", true);
        Answer answer = calls.post("making price " + lookupKey, PRICES, form);
        return new PriceId(answer.require(Fields.identifier(answer.json(), "id"), "id"));
    }

    void makePortal() {
        Form form = new Form()
                .add("features[payment_method_update][enabled]", true)
                .add("features[invoice_history][enabled]", true)
                .add("features[customer_update][enabled]", true);
        for (int i = 0; i < Portal.OF_CUSTOMERS.size(); i++)
            form.add("features[customer_update][allowed_updates][" + i + "]", Portal.OF_CUSTOMERS.get(i));
        form.add("features[subscription_cancel][enabled]", true)
                .add("features[subscription_cancel][mode]", "at_period_end");
        calls.post("making a portal configuration", PORTALS, form);
    }

    /** Answers with the signing secret, which Stripe says only once. */
    String makeEndpoint(URI url, List<String> events) {
        Form form = new Form().add("url", url).add("api_version", StripeEventWriter.API_VERSION);
        Answer answer = calls.post("making a webhook endpoint", ENDPOINTS, named(form, events));
        return answer.require(Fields.text(answer.json(), "secret"), "signing secret");
    }

    void updateEndpoint(String id, List<String> events) {
        Form form = named(new Form().add("disabled", false), events);
        calls.post("changing webhook endpoint " + id, ENDPOINTS + "/" + Form.encode(id), form);
    }

    void deleteEndpoint(String id) {
        calls.delete("deleting webhook endpoint " + id, ENDPOINTS + "/" + Form.encode(id));
    }

    private static Form named(Form form, List<String> events) {
        for (int i = 0; i < events.size(); i++) form.add("enabled_events[" + i + "]", events.get(i));
        return form;
    }
}

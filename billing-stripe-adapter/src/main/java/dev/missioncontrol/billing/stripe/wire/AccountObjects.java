package dev.missioncontrol.billing.stripe.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.PortalRequest;
import dev.missioncontrol.billing.provider.PortalRequest.PortalFlow;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an account has set up: its portal and its webhook endpoints. */
final class AccountObjects {
    private static final String CONFIGURATIONS = "/v1/billing_portal/configurations";

    private final WireState books;
    private final CustomerObjects customers;
    private final WireEndpoints endpoints;

    AccountObjects(WireState books, CustomerObjects customers, WireEndpoints endpoints) {
        this.books = books;
        this.customers = customers;
        this.endpoints = endpoints;
    }

    ObjectNode account() {
        return WireShapes.bare("account")
                .put("id", "acct_sandbox")
                .put("country", "US")
                .put("default_currency", "usd")
                .put("charges_enabled", true)
                .put("details_submitted", true)
                .put("type", "standard");
    }

    ObjectNode makeConfiguration(WireCall call) {
        ObjectNode json = WireShapes.of("billing_portal_configuration").put("id", books.configurations.nextId());
        json.put("created", books.now().getEpochSecond())
                .put("is_default", books.configurations.newestFirst().isEmpty());
        json.putObject("metadata");
        return configured(json, call);
    }

    ObjectNode updateConfiguration(WireCall call) {
        return configured(configuration(call.id()), call);
    }

    private ObjectNode configured(ObjectNode json, WireCall call) {
        for (String name : List.of("active", "default_return_url", "name"))
            if (call.has(name)) json.set(name, call.at(name));
        for (String name : List.of("business_profile", "features", "login_page"))
            if (call.at(name).isObject()) merge(json.withObject("/" + name), call.at(name));
        WireShapes.metadata(json, call.at("metadata"));
        json.put("updated", books.now().getEpochSecond());
        books.configurations.put(json.path("id").asText(), json);
        return json;
    }

    private static void merge(ObjectNode there, JsonNode sent) {
        sent.properties().forEach(field -> {
            if (field.getValue().isObject()) merge(there.withObject("/" + field.getKey()), field.getValue());
            else there.set(field.getKey(), field.getValue());
        });
    }

    ObjectNode configuration(String id) {
        return books.configurations.find(id).orElseThrow(() -> WireError.missing("configuration", id));
    }

    ObjectNode configurations(WireCall call) {
        List<ObjectNode> all = books.configurations.newestFirst().stream()
                .filter(json -> !call.has("active") || json.path("active").asBoolean() == call.isTrue("active"))
                .filter(json ->
                        !call.has("is_default") || json.path("is_default").asBoolean() == call.isTrue("is_default"))
                .toList();
        return WirePage.of(
                call,
                CONFIGURATIONS,
                "configuration",
                all,
                json -> json.path("id").asText(),
                json -> json);
    }

    ObjectNode openPortal(WireCall call) {
        String customer = call.require("customer");
        ObjectNode configuration = call.text("configuration")
                .map(this::configuration)
                .or(() -> books.configurations.newestFirst().stream()
                        .filter(json -> json.path("is_default").asBoolean())
                        .findFirst())
                .orElseThrow(
                        () -> WireError.refused("No configuration provided and your test mode default configuration"
                                + " has not been created. Provide a configuration or create your default by saving your"
                                + " customer portal settings in test mode."));
        JsonNode flow = call.at("flow_data");
        Optional<PortalFlow> page =
                Optional.ofNullable(flow.path("type").textValue()).map(AccountObjects::flow);
        Optional<SubscriptionId> subscription = Optional.ofNullable(
                        flow.path(flow.path("type").asText())
                                .path("subscription")
                                .textValue())
                .map(SubscriptionId::new);
        subscription.filter(id -> books.sandbox.subscription(id).isEmpty()).ifPresent(id -> {
            throw WireError.missingParameter("subscription", id.value(), "flow_data");
        });
        URI returns = URI.create(call.text("return_url").orElse("https://sandbox.invalid/"));
        URI url = books.sandbox.createPortalSession(
                new PortalRequest(customers.live(customer, "customer").id(), returns, page, subscription));
        String path = url.getPath();
        ObjectNode json = WireShapes.of("billing_portal_session").put("id", path.substring(path.lastIndexOf('/') + 1));
        json.put("configuration", configuration.path("id").asText()).put("customer", customer);
        json.put("created", books.now().getEpochSecond()).put("url", url.toString());
        WireShapes.text(json, "return_url", call.text("return_url"));
        WireShapes.text(json, "locale", call.text("locale"));
        return json;
    }

    private static PortalFlow flow(String word) {
        for (PortalFlow flow : PortalFlow.values())
            if (flow.name().toLowerCase(Locale.ROOT).equals(word)) return flow;
        throw WireError.word("flow_data[type]", "The sandbox's portal does not open at " + word + ".");
    }

    ObjectNode makeEndpoint(WireCall call) {
        ObjectNode json = WireShapes.of("webhook_endpoint").put("id", books.endpoints.nextId());
        json.put("created", books.now().getEpochSecond());
        WireShapes.text(json, "api_version", call.text("api_version"));
        ObjectNode made = endpoint(json, call);
        return made.deepCopy().put("secret", endpoints.secretOf(made.path("id").asText()));
    }

    ObjectNode updateEndpoint(WireCall call) {
        return endpoint(endpoint(call.id()), call);
    }

    private ObjectNode endpoint(ObjectNode json, WireCall call) {
        for (String name : List.of("url", "enabled_events", "description"))
            if (call.has(name)) json.set(name, call.at(name));
        URI url = URI.create(json.path("url").asText());
        if (url.getScheme() == null || url.getHost() == null)
            throw WireError.parameter(
                    "url_invalid", "url", "Invalid URL: An explicit scheme (such as https) must be provided.");
        if (call.has("disabled")) json.put("status", call.isTrue("disabled") ? "disabled" : "enabled");
        WireShapes.metadata(json, call.at("metadata"));
        books.endpoints.put(json.path("id").asText(), json);
        return json;
    }

    ObjectNode endpoint(String id) {
        return books.endpoints.find(id).orElseThrow(() -> WireError.missing("webhook endpoint", id));
    }

    ObjectNode endpoints(WireCall call) {
        return WirePage.of(
                call,
                "/v1/webhook_endpoints",
                "webhook endpoint",
                books.endpoints.newestFirst(),
                json -> json.path("id").asText(),
                json -> json);
    }

    ObjectNode deleteEndpoint(String id) {
        endpoint(id);
        books.endpoints.remove(id);
        return WireShapes.deleted("webhook_endpoint", id);
    }
}

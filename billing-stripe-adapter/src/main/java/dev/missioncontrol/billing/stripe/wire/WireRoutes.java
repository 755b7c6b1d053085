package dev.missioncontrol.billing.stripe.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Which request is which operation, and which of Stripe's parameters the sandbox heeds in it. */
final class WireRoutes {
    private static final Set<String> PAGE = Set.of("limit", "starting_after", "ending_before");

    /**
     * An operation.
     *
     * @param name method and path, as in {@code parameters.json}
     * @param heeded the parameters that have an effect, with all that is in them; of {@code a.b} only {@code b} in {@code a}.
     *     Others that Stripe knows are refused rather than ignored
     * @param work given the call and an idempotency key that is never the same twice
     */
    record Operation(String name, Set<String> heeded, BiFunction<WireCall, String, ObjectNode> work) {}

    /** An operation and the id in its path. */
    record Match(Operation operation, String id) {}

    private final Map<String, Operation> operations = new LinkedHashMap<>();

    WireRoutes(
            CustomerObjects customers,
            CatalogObjects catalog,
            PromotionObjects promotions,
            CheckoutObjects checkouts,
            SubscriptionObjects subscriptions,
            SubscriptionChanges changes,
            ScheduleObjects schedules,
            InvoiceObjects invoices,
            AccountObjects account,
            WireEvents events) {
        Set<String> customer =
                Set.of("description", "email", "name", "phone", "preferred_locales", "address", "metadata");
        add("POST /v1/customers", customer, customers::make);
        page("GET /v1/customers", Set.of("email"), customers::list);
        get("GET /v1/customers/{id}", customers::get);
        add("POST /v1/customers/{id}", customer, (call, key) -> customers.update(call.id(), call));
        get("DELETE /v1/customers/{id}", customers::delete);

        add(
                "POST /v1/checkout/sessions",
                Set.of(
                        "mode",
                        "customer",
                        "client_reference_id",
                        "line_items.price",
                        "line_items.quantity",
                        "success_url",
                        "cancel_url",
                        "metadata",
                        "subscription_data.metadata",
                        "subscription_data.trial_period_days",
                        "subscription_data.trial_settings.end_behavior.missing_payment_method",
                        "locale",
                        "allow_promotion_codes",
                        "automatic_tax.enabled",
                        "customer_update.address",
                        "customer_update.name",
                        "tax_id_collection.enabled",
                        "discounts.coupon",
                        "discounts.promotion_code"),
                checkouts::make);
        page("GET /v1/checkout/sessions", Set.of("customer", "subscription", "status"), checkouts::list);
        get("GET /v1/checkout/sessions/{id}", checkouts::get);
        get("POST /v1/checkout/sessions/{id}/expire", checkouts::expire);

        page("GET /v1/subscriptions", Set.of("customer", "status"), subscriptions::list);
        get("GET /v1/subscriptions/{id}", subscriptions::get);
        add(
                "POST /v1/subscriptions/{id}",
                Set.of(
                        "items.id",
                        "items.price",
                        "items.quantity",
                        "proration_behavior",
                        "payment_behavior",
                        "proration_date",
                        "trial_end",
                        "cancel_at",
                        "cancel_at_period_end",
                        "metadata"),
                (call, key) -> changes.update(call));
        add("DELETE /v1/subscriptions/{id}", Set.of(), changes::cancel);
        add("POST /v1/subscriptions/{id}/resume", Set.of("billing_cycle_anchor"), (call, key) -> changes.resume(call));
        page("GET /v1/subscription_items", Set.of("subscription"), subscriptions::items);

        add("POST /v1/subscription_schedules", Set.of("from_subscription"), (call, key) -> schedules.make(call));
        page("GET /v1/subscription_schedules", Set.of("customer"), schedules::list);
        get("GET /v1/subscription_schedules/{id}", schedules::get);
        add(
                "POST /v1/subscription_schedules/{id}",
                Set.of(
                        "end_behavior",
                        "proration_behavior",
                        "metadata",
                        "phases.start_date",
                        "phases.end_date",
                        "phases.duration",
                        "phases.trial_end",
                        "phases.proration_behavior",
                        "phases.collection_method",
                        "phases.automatic_tax.enabled",
                        "phases.discounts",
                        "phases.items.price",
                        "phases.items.quantity"),
                (call, key) -> schedules.update(call));
        add("POST /v1/subscription_schedules/{id}/release", Set.of(), (call, key) -> schedules.release(call));

        page("GET /v1/invoices", Set.of("customer", "subscription", "status"), invoices::list);
        get("GET /v1/invoices/{id}", invoices::get);
        page("GET /v1/invoices/{id}/lines", Set.of(), invoices::lines);
        get("POST /v1/invoices/{id}/void", invoices::voidIt);
        get("POST /v1/invoices/{id}/pay", invoices::pay);
        add(
                "POST /v1/invoices/create_preview",
                Set.of(
                        "subscription",
                        "subscription_details.items.id",
                        "subscription_details.items.price",
                        "subscription_details.items.quantity",
                        "subscription_details.proration_behavior",
                        "subscription_details.proration_date",
                        "subscription_details.trial_end",
                        "preview_mode"),
                (call, key) -> changes.preview(call));

        page("GET /v1/prices", Set.of("active", "lookup_keys", "product"), catalog::prices);
        add("GET /v1/prices/{id}", Set.of(), (call, key) -> catalog.price(call));
        add(
                "POST /v1/prices",
                Set.of(
                        "currency",
                        "unit_amount",
                        "recurring.interval",
                        "recurring.interval_count",
                        "product",
                        "product_data.name",
                        "lookup_key",
                        "transfer_lookup_key",
                        "nickname",
                        "metadata"),
                (call, key) -> catalog.makePrice(call));
        page("GET /v1/products", Set.of("ids"), catalog::products);
        get("GET /v1/products/{id}", catalog::product);
        add(
                "POST /v1/products",
                Set.of("id", "name", "description", "metadata"),
                (call, key) -> catalog.makeProduct(call));

        page("GET /v1/promotion_codes", Set.of("code", "active"), promotions::list);

        get("GET /v1/account", id -> account.account());
        Set<String> configuration = Set.of(
                "active", "default_return_url", "name", "business_profile", "features", "login_page", "metadata");
        add("POST /v1/billing_portal/configurations", configuration, (call, key) -> account.makeConfiguration(call));
        page("GET /v1/billing_portal/configurations", Set.of("active", "is_default"), account::configurations);
        get("GET /v1/billing_portal/configurations/{id}", account::configuration);
        add(
                "POST /v1/billing_portal/configurations/{id}",
                configuration,
                (call, key) -> account.updateConfiguration(call));
        add(
                "POST /v1/billing_portal/sessions",
                Set.of(
                        "customer",
                        "return_url",
                        "flow_data.type",
                        "flow_data.subscription_cancel.subscription",
                        "flow_data.subscription_update.subscription",
                        "configuration",
                        "locale"),
                (call, key) -> account.openPortal(call));
        add(
                "POST /v1/webhook_endpoints",
                Set.of("url", "enabled_events", "api_version", "description", "metadata"),
                (call, key) -> account.makeEndpoint(call));
        page("GET /v1/webhook_endpoints", Set.of(), account::endpoints);
        get("GET /v1/webhook_endpoints/{id}", account::endpoint);
        add(
                "POST /v1/webhook_endpoints/{id}",
                Set.of("url", "enabled_events", "description", "disabled", "metadata"),
                (call, key) -> account.updateEndpoint(call));
        get("DELETE /v1/webhook_endpoints/{id}", account::deleteEndpoint);
        page("GET /v1/events", Set.of("type", "types"), events::list);
        get("GET /v1/events/{id}", events::get);
    }

    /** The operation of a request; a path by its own name is meant before one whose id it could be. */
    Optional<Match> find(String method, String path) {
        Operation named = operations.get(method + " " + path);
        if (named != null) return Optional.of(new Match(named, ""));
        List<String> parts = List.of(path.split("/", -1));
        return operations.values().stream()
                .flatMap(operation -> match(operation, method, parts).stream())
                .findFirst();
    }

    private static Optional<Match> match(Operation operation, String method, List<String> parts) {
        String[] wanted = operation.name().split(" ", 2);
        List<String> pattern = List.of(wanted[1].split("/", -1));
        if (!wanted[0].equals(method) || pattern.size() != parts.size()) return Optional.empty();
        String id = "";
        for (int i = 0; i < parts.size(); i++) {
            if (pattern.get(i).equals("{id}") && !parts.get(i).isEmpty()) id = parts.get(i);
            else if (!pattern.get(i).equals(parts.get(i))) return Optional.empty();
        }
        return Optional.of(new Match(operation, id));
    }

    /** Refuses a parameter that Stripe would heed and the sandbox does not, however deep it is. */
    static void requireHeeded(Operation operation, ObjectNode parameters) {
        for (Map.Entry<String, JsonNode> sent : parameters.properties())
            unheeded(operation.heeded(), sent.getValue(), sent.getKey(), sent.getKey())
                    .ifPresent(name -> {
                        throw WireError.word(
                                name,
                                "The sandbox does not serve the parameter " + name + " of " + operation.name()
                                        + "; Stripe does.");
                    });
    }

    /**
     * The first that is not heeded of a parameter and all that is in it.
     *
     * @param path where it is, without places in lists
     * @param name what it was sent as
     */
    private static Optional<String> unheeded(Set<String> heeded, JsonNode sent, String path, String name) {
        if (heeded.contains(path)) return Optional.empty();
        if (heeded.stream().noneMatch(one -> one.startsWith(path + "."))) return Optional.of(name);
        for (int i = 0; sent.isArray() && i < sent.size(); i++) {
            Optional<String> found = unheeded(heeded, sent.path(i), path, name + "[" + i + "]");
            if (found.isPresent()) return found;
        }
        for (Map.Entry<String, JsonNode> field : sent.properties()) {
            Optional<String> found =
                    unheeded(heeded, field.getValue(), path + "." + field.getKey(), name + "[" + field.getKey() + "]");
            if (found.isPresent()) return found;
        }
        return Optional.empty();
    }

    private void get(String name, Function<String, ObjectNode> work) {
        add(name, Set.of(), (call, key) -> work.apply(call.id()));
    }

    private void page(String name, Set<String> heeded, Function<WireCall, ObjectNode> work) {
        Set<String> all = new TreeSet<>(heeded);
        all.addAll(PAGE);
        add(name, all, (call, key) -> work.apply(call));
    }

    private void add(String name, Set<String> heeded, BiFunction<WireCall, String, ObjectNode> work) {
        Set<String> all = new TreeSet<>(heeded);
        all.add("expand");
        operations.put(name, new Operation(name, all, work));
    }
}

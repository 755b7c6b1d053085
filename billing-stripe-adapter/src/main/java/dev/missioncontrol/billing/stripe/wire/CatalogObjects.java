package dev.missioncontrol.billing.stripe.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.sandbox.HostedPrice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Products and prices: those of the catalogue that the sandbox sells, and those that were made over the wire. */
final class CatalogObjects {
    private final WireState books;

    CatalogObjects(WireState books) {
        this.books = books;
    }

    ObjectNode price(String id) {
        return books.office.price(new PriceId(id)).map(this::price).orElseThrow(() -> WireError.missing("price", id));
    }

    /** The same as it is asked for: amounts by currency are not sent without. */
    ObjectNode price(WireCall call) {
        ObjectNode json = price(call.id());
        if (call.expand().contains("currency_options"))
            json.withObject("/currency_options/" + json.path("currency").asText())
                    .putNull("custom_unit_amount")
                    .put("tax_behavior", "unspecified")
                    .put("unit_amount", json.path("unit_amount").asLong())
                    .put("unit_amount_decimal", json.path("unit_amount_decimal").asText());
        return json;
    }

    /** A price that a parameter names. */
    HostedPrice require(String id, String param) {
        return books.office.price(new PriceId(id)).orElseThrow(() -> WireError.missingParameter("price", id, param));
    }

    ObjectNode price(HostedPrice price) {
        Optional<ObjectNode> made = books.prices.find(price.id().value());
        if (made.isPresent()) return made.get();
        return price(price.id().value(), productOf(price), price.interval(), price.unitAmount());
    }

    private ObjectNode price(String id, String product, BillingInterval interval, Money amount) {
        ObjectNode json = WireShapes.of("price").put("id", id).put("product", product);
        json.put("created", books.now().getEpochSecond()).put("currency", amount.currency());
        json.withObject("/recurring").put("interval", interval.word());
        json.put("unit_amount", amount.minorUnits());
        return json.put("unit_amount_decimal", String.valueOf(amount.minorUnits()));
    }

    ObjectNode prices(WireCall call) {
        List<String> keys = new ArrayList<>();
        call.at("lookup_keys").forEach(key -> keys.add(key.asText()));
        List<ObjectNode> all = books.office.prices().stream()
                .sorted(Comparator.comparing((HostedPrice price) -> price.id().value())
                        .reversed())
                .map(this::price)
                .filter(json ->
                        keys.isEmpty() || keys.contains(json.path("lookup_key").asText()))
                .filter(json -> !call.has("active") || json.path("active").asBoolean() == call.isTrue("active"))
                .filter(json -> call.text("product")
                        .filter(product -> !product.equals(json.path("product").asText()))
                        .isEmpty())
                .toList();
        return WirePage.of(
                call, "/v1/prices", "price", all, json -> json.path("id").asText(), json -> json);
    }

    ObjectNode makePrice(WireCall call) {
        BillingInterval interval = BillingInterval.of(
                        call.at("recurring").path("interval").asText())
                .filter(known -> call.at("recurring").path("interval_count").asLong(1) == 1)
                .orElseThrow(() ->
                        WireError.word("recurring[interval]", "The sandbox sells by the month or by the year only."));
        if (!call.at("unit_amount").isNumber())
            throw WireError.parameter("parameter_missing", "unit_amount", "Missing required param: unit_amount.");
        Optional<ObjectNode> holder = call.text("lookup_key").flatMap(this::withKey);
        if (holder.isPresent() && !call.isTrue("transfer_lookup_key"))
            throw WireError.refused(
                    "A price (`" + holder.get().path("id").asText() + "`) already uses that lookup key.");
        ObjectNode product = call.text("product")
                .map(this::product)
                .orElseGet(
                        () -> makeProduct(call.at("product_data").path("name").asText("product")));
        String id = books.prices.nextId();
        Money amount = new Money(call.at("unit_amount").longValue(), call.require("currency"));
        ObjectNode json = price(id, product.path("id").asText(), interval, amount);
        WireShapes.text(json, "lookup_key", call.text("lookup_key"));
        WireShapes.text(json, "nickname", call.text("nickname"));
        WireShapes.metadata(json, call.at("metadata"));
        holder.ifPresent(old -> books.prices.put(old.path("id").asText(), old.putNull("lookup_key")));
        books.prices.put(id, json);
        books.office.sell(new HostedPrice(
                new PriceId(id), interval, amount, product.path("name").asText()));
        return json;
    }

    private Optional<ObjectNode> withKey(String key) {
        return books.prices.newestFirst().stream()
                .filter(json -> key.equals(json.path("lookup_key").asText()))
                .findFirst();
    }

    ObjectNode product(String id) {
        return Optional.ofNullable(allProducts().get(id)).orElseThrow(() -> WireError.missing("product", id));
    }

    ObjectNode products(WireCall call) {
        List<ObjectNode> all = new ArrayList<>(allProducts().values());
        if (call.has("ids")) {
            List<String> wanted = new ArrayList<>();
            call.at("ids").forEach(id -> wanted.add(id.asText()));
            all.removeIf(json -> !wanted.contains(json.path("id").asText()));
        }
        return WirePage.of(
                call, "/v1/products", "product", all, json -> json.path("id").asText(), json -> json);
    }

    ObjectNode makeProduct(WireCall call) {
        String id = call.text("id").orElseGet(books.products::nextId);
        if (allProducts().containsKey(id))
            throw WireError.refused("resource_already_exists", "Product already exists.");
        ObjectNode json = product(id, call.require("name"));
        WireShapes.text(json, "description", call.text("description"));
        WireShapes.metadata(json, call.at("metadata"));
        books.products.put(id, json);
        return json;
    }

    private ObjectNode makeProduct(String name) {
        ObjectNode json = product(books.products.nextId(), name);
        books.products.put(json.path("id").asText(), json);
        return json;
    }

    private Map<String, ObjectNode> allProducts() {
        Map<String, ObjectNode> all = new LinkedHashMap<>();
        books.products.newestFirst().forEach(json -> all.put(json.path("id").asText(), json));
        books.office.prices().stream()
                .filter(price -> books.prices.find(price.id().value()).isEmpty())
                .sorted(Comparator.comparing(HostedPrice::planName))
                .forEach(price -> all.putIfAbsent(productOf(price), product(productOf(price), price.planName())));
        return all;
    }

    private ObjectNode product(String id, String name) {
        long now = books.now().getEpochSecond();
        return WireShapes.of("product")
                .put("id", id)
                .put("name", name)
                .put("created", now)
                .put("updated", now);
    }

    private static String productOf(HostedPrice price) {
        return "prod_" + price.planName().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}

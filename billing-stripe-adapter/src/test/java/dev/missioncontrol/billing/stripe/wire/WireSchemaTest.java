package dev.missioncontrol.billing.stripe.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes over the wire is what Stripe takes and gives, by the published types of the pinned version. */
class WireSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final WireShop shop = new WireShop();

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void every_answer_and_every_event_is_one_that_stripe_could_give() {
        JsonNode schemas = published("responses.json");
        live();

        List<String> faults = new ArrayList<>();
        Set<String> operations = new TreeSet<>();
        for (WireShop.Seen seen : shop.seen) {
            if (seen.status() != 200 || seen.path().startsWith("/_sandbox")) continue;
            JsonNode operation = operation(schemas, seen);
            operations.add(operation.path("method").asText() + " "
                    + operation.path("path").asText());
            boolean list = operation.path("list").asBoolean();
            List<JsonNode> objects = new ArrayList<>();
            if (list) seen.body().path("data").forEach(objects::add);
            else objects.add(seen.body());
            Schema schema = schema(schemas, operation.path("schema"));
            for (JsonNode object : objects)
                for (Error fault : schema.validate(object.toString(), InputFormat.JSON))
                    faults.add(seen.method() + " " + seen.path() + ": " + fault);
        }
        assertThat(faults.stream().distinct().toList()).isEmpty();
        assertThat(operations).containsExactlyInAnyOrderElementsOf(WireParameters.operations());
    }

    @Test
    void every_event_tells_of_an_object_that_stripe_could_send() {
        JsonNode schemas = published("responses.json");
        live();

        List<String> faults = new ArrayList<>();
        Set<String> types = new TreeSet<>();
        for (JsonNode event : shop.ok("GET", "/v1/events", "limit", "100").path("data")) {
            types.add(event.path("type").asText());
            JsonNode object = event.at("/data/object");
            String name = object.path("object").asText();
            ObjectNode reference = JSON.createObjectNode().put("$ref", "#/$defs/" + name);
            for (Error fault : schema(schemas, reference).validate(object.toString(), InputFormat.JSON))
                faults.add(event.path("type").asText() + ": " + fault);
        }
        assertThat(faults.stream().distinct().toList()).isEmpty();
        assertThat(types).contains("checkout.session.completed", "invoice.paid", "customer.subscription.deleted");
    }

    /** The parameters that the wire takes are Stripe's, to the letter. */
    @Test
    void parameters_are_the_published_ones() throws IOException {
        JsonNode published = published("requests.json");
        JsonNode carried;
        try (var in = WireSchemaTest.class.getResourceAsStream("parameters.json")) {
            carried = JSON.readTree(in);
        }

        Set<String> known = new TreeSet<>();
        for (JsonNode operation : published.path("operations")) {
            String name = operation.path("method").asText() + " "
                    + operation.path("path").asText();
            if (!carried.has(name)) continue;
            known.add(name);
            assertThat(carried.path(name)).as(name).isEqualTo(operation.path("params"));
        }
        assertThat(known).containsExactlyInAnyOrderElementsOf(WireParameters.operations());
    }

    /** Every operation once, in states that differ. */
    private void live() {
        String customer = shop.customer();
        shop.ok("GET", "/v1/account");
        shop.ok("GET", "/v1/customers");
        shop.ok("GET", "/v1/customers/" + customer);
        shop.ok("POST", "/v1/customers/" + customer, "name", "Acme", "metadata[a]", "b");
        JsonNode open = shop.checkout(customer, WireShop.TEAM, 2, "metadata[tenantId]", "acme", "locale", "de");
        shop.ok("GET", "/v1/checkout/sessions/" + open.path("id").asText());
        shop.ok("GET", "/v1/checkout/sessions", "customer", customer);
        shop.ok("POST", "/v1/checkout/sessions/" + open.path("id").asText() + "/expire");
        String trial = shop.checkout(customer, WireShop.PRO, 1, "subscription_data[trial_period_days]", "7")
                .path("id")
                .asText();
        String trialing =
                shop.sandbox.startTrialWithoutCard(new CheckoutSessionId(trial)).value();
        shop.ok("GET", "/v1/subscriptions/" + trialing);
        String id = shop.bought(customer, WireShop.TEAM, 2);
        String path = "/v1/subscriptions/" + id;
        shop.ok("GET", "/v1/customers/" + customer);
        shop.ok("GET", path, "expand[]", "customer", "expand[]", "latest_invoice");
        shop.ok("GET", "/v1/subscriptions", "status", "all");
        shop.ok("GET", "/v1/subscription_items", "subscription", id);
        shop.ok(
                "POST",
                "/v1/invoices/create_preview",
                "subscription",
                id,
                "subscription_details[items][0][id]",
                "si_" + id + "_0",
                "subscription_details[items][0][quantity]",
                "5",
                "subscription_details[proration_behavior]",
                "always_invoice");
        change(path, "3", "metadata[plan]", "team");
        shop.ok("POST", "/_sandbox/customers/" + customer + "/ask_bank");
        JsonNode waiting = change(path, "9", "payment_behavior", "pending_if_incomplete");
        assertThat(waiting.path("pending_update").isObject()).isTrue();
        String invoice = waiting.path("latest_invoice").asText();
        shop.ok("GET", "/v1/invoices/" + invoice, "expand[]", "payments.data.payment.payment_intent");
        shop.ok("GET", "/v1/invoices/" + invoice + "/lines");
        shop.ok("POST", "/v1/invoices/" + invoice + "/void");
        shop.ok("POST", "/_sandbox/customers/" + customer + "/ask_bank");
        String paid = change(path, "4", "payment_behavior", "pending_if_incomplete")
                .path("latest_invoice")
                .asText();
        shop.ok("POST", "/v1/invoices/" + paid + "/pay");
        shop.ok("GET", "/v1/invoices", "customer", customer);
        schedule(id);
        shop.ok("POST", path, "cancel_at_period_end", "true");
        shop.ok("POST", path, "cancel_at_period_end", "false");
        shop.ok("POST", path, "cancel_at", "min_period_end");
        shop.ok("POST", path, "cancel_at", "");
        shop.ok("POST", "/_sandbox/subscriptions/" + id + "/pause");
        shop.ok("POST", path + "/resume");
        shop.ok("DELETE", path);
        catalogue();
        account(customer);
        String event =
                shop.ok("GET", "/v1/events", "limit", "100").at("/data/0/id").asText();
        shop.ok("GET", "/v1/events/" + event);
        shop.ok("DELETE", "/v1/customers/" + customer);
    }

    private JsonNode change(String path, String quantity, String name, String value) {
        return shop.ok(
                "POST", path, "items[0][quantity]", quantity, "proration_behavior", "always_invoice", name, value);
    }

    private void schedule(String subscription) {
        JsonNode made = shop.ok("POST", "/v1/subscription_schedules", "from_subscription", subscription);
        String path = "/v1/subscription_schedules/" + made.path("id").asText();
        JsonNode phase = made.at("/phases/0");
        shop.ok(
                "POST",
                path,
                "end_behavior",
                "release",
                "metadata[why]",
                "test",
                "phases[0][start_date]",
                phase.path("start_date").asText(),
                "phases[0][end_date]",
                phase.path("end_date").asText(),
                "phases[0][items][0][price]",
                WireShop.TEAM,
                "phases[0][items][0][quantity]",
                "4",
                "phases[1][items][0][price]",
                WireShop.PRO,
                "phases[1][items][0][quantity]",
                "1",
                "phases[1][duration][interval]",
                "day",
                "phases[1][duration][interval_count]",
                "1");
        shop.ok("GET", path);
        shop.ok("GET", "/v1/subscription_schedules");
        shop.ok("POST", path + "/release");
    }

    private void catalogue() {
        String product =
                shop.ok("POST", "/v1/products", "name", "Extra").path("id").asText();
        shop.ok("GET", "/v1/products/" + product);
        shop.ok("GET", "/v1/products");
        shop.ok("POST", "/_sandbox/promotions", "code", "SPRING", "percent_off", "12.5", "months", "3");
        shop.ok("GET", "/v1/promotion_codes", "code", "spring", "active", "true", "expand[]", "data.promotion.coupon");
        String price = shop.ok(
                        "POST",
                        "/v1/prices",
                        "currency",
                        "usd",
                        "unit_amount",
                        "100",
                        "recurring[interval]",
                        "year",
                        "product",
                        product)
                .path("id")
                .asText();
        shop.ok("GET", "/v1/prices/" + price);
        shop.ok("GET", "/v1/prices");
    }

    private void account(String customer) {
        String configuration = shop.ok(
                        "POST",
                        "/v1/billing_portal/configurations",
                        "features[invoice_history][enabled]",
                        "true",
                        "metadata[a]",
                        "b")
                .path("id")
                .asText();
        String path = "/v1/billing_portal/configurations/" + configuration;
        shop.ok("GET", path);
        shop.ok("POST", path, "features[payment_method_update][enabled]", "true");
        shop.ok("GET", "/v1/billing_portal/configurations");
        shop.ok(
                "POST",
                "/v1/billing_portal/sessions",
                "customer",
                customer,
                "return_url",
                "https://app.example/billing",
                "flow_data[type]",
                "payment_method_update");
        JsonNode endpoint = shop.ok(
                "POST",
                "/v1/webhook_endpoints",
                "url",
                "http://127.0.0.1:9/hook",
                "enabled_events[]",
                "invoice.upcoming",
                "api_version",
                "2026-07-29.dahlia");
        assertThat(endpoint.path("secret").asText()).startsWith("whsec_");
        String hook = "/v1/webhook_endpoints/" + endpoint.path("id").asText();
        assertThat(shop.ok("GET", hook).has("secret")).isFalse();
        shop.ok("POST", hook, "disabled", "true");
        shop.ok("GET", "/v1/webhook_endpoints");
        shop.ok("DELETE", hook);
    }

    private static JsonNode operation(JsonNode schemas, WireShop.Seen seen) {
        JsonNode found = JSON.missingNode();
        for (JsonNode operation : schemas.path("operations")) {
            if (!operation.path("method").asText().equals(seen.method())) continue;
            String path = operation.path("path").asText();
            if (path.equals(seen.path())) return operation;
            if (seen.path().matches(path.replaceAll("\\{[^}]*}", "[^/]+"))) found = operation;
        }
        assertThat(found.isMissingNode()).as(seen.method() + " " + seen.path()).isFalse();
        return found;
    }

    private static Schema schema(JsonNode schemas, JsonNode of) {
        ObjectNode whole = of.deepCopy();
        whole.set("$defs", schemas.path("$defs"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(whole.toString(), InputFormat.JSON);
    }

    /** The published types; without them the test is skipped, as they are no part of this repository. */
    private static JsonNode published(String file) {
        Path here = Path.of("").toAbsolutePath();
        while (here != null && !Files.exists(here.resolve("shared/stripe-schema"))) here = here.getParent();
        assumeTrue(here != null, "no folder `shared` with Stripe's types beside the checkout");
        try {
            return JSON.readTree(
                    Files.readAllBytes(here.resolve("shared/stripe-schema").resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

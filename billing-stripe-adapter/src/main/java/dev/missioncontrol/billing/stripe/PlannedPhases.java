package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import java.util.List;
import java.util.Optional;

/** The phases of a schedule, as they are sent: with all that is known of them. */
final class PlannedPhases {
    private PlannedPhases() {}

    /** What a phase leaves out, Stripe takes away: so what is known is said again. */
    static void add(Form form, String name, JsonNode now, Optional<SubscriptionChange> change) {
        form.add(name + "[proration_behavior]", "none");
        Fields.text(now, "collection_method").ifPresent(value -> form.add(name + "[collection_method]", value));
        // Where invoices are sent, until when each is to be paid.
        Fields.number(now.path("invoice_settings"), "days_until_due")
                .ifPresent(days -> form.add(name + "[invoice_settings][days_until_due]", days));
        Fields.reference(now, "default_payment_method")
                .ifPresent(value -> form.add(name + "[default_payment_method]", value));
        Fields.flag(now.path("automatic_tax"), "enabled")
                .ifPresent(value -> form.add(name + "[automatic_tax][enabled]", value));
        references(form, name + "[default_tax_rates]", now.path("default_tax_rates"));
        discounts(form, name, now);
        List<JsonNode> items = Fields.objects(now.path("items"));
        for (int i = 0; i < items.size(); i++) item(form, name + "[items][" + i + "]", items.get(i), change);
    }

    private static void item(Form form, String name, JsonNode item, Optional<SubscriptionChange> change) {
        Optional<PriceId> price = ItemReader.price(item);
        Optional<SubscriptionChange> here =
                change.filter(one -> price.filter(one.from()::equals).isPresent());
        form.add(name + "[price]", here.map(SubscriptionChange::to).or(() -> price));
        if (here.isPresent()) form.add(name + "[quantity]", here.get().quantity());
        else Fields.number(item, "quantity").ifPresent(quantity -> form.add(name + "[quantity]", quantity));
        references(form, name + "[tax_rates]", item.path("tax_rates"));
        discounts(form, name, item);
    }

    private static void discounts(Form form, String name, JsonNode owner) {
        List<JsonNode> discounts = Fields.objects(owner.path("discounts"));
        for (int i = 0; i < discounts.size(); i++) {
            for (String kind : List.of("discount", "coupon", "promotion_code")) {
                Optional<String> id = Fields.reference(discounts.get(i), kind);
                if (id.isEmpty()) continue;
                form.add(name + "[discounts][" + i + "][" + kind + "]", id.get());
                break;
            }
        }
    }

    private static void references(Form form, String name, JsonNode array) {
        List<JsonNode> objects = Fields.objects(array);
        for (int i = 0; i < objects.size(); i++)
            form.add(name + "[" + i + "]", Fields.identifier(objects.get(i), "id"));
    }

    /**
     * A phase that was planned before, with what pays, how, what is given off and what is taxed as they are today: to say again what
     * they were then would bring back a card that was replaced since, or invoices that are sent no more. What the answer does not say
     * stays as it was planned.
     */
    static JsonNode asCharged(JsonNode phase, SubscriptionAnswer before) {
        if (!(phase instanceof ObjectNode planned)) return phase;
        JsonNode today = before.json();
        ObjectNode said = planned.deepCopy();
        collected(said, today);
        taxed(said, today);
        if (today.has("default_payment_method")) {
            said.remove("default_payment_method");
            Fields.reference(today, "default_payment_method").ifPresent(id -> said.put("default_payment_method", id));
        }
        if (today.path("discounts").isArray()) {
            ArrayNode discounts = said.putArray("discounts");
            for (JsonNode one : today.path("discounts")) discounts.addObject().set("discount", one);
        }
        return said;
    }

    /** Until when an invoice that is sent is to be paid, a subscription says beside how it is collected, and a phase among its settings. */
    private static void collected(ObjectNode said, JsonNode today) {
        Optional<String> method = Fields.text(today, "collection_method");
        if (method.isEmpty()) return;
        said.put("collection_method", method.get());
        said.remove("invoice_settings");
        Fields.number(today, "days_until_due")
                .ifPresent(days -> said.putObject("invoice_settings").put("days_until_due", days));
    }

    private static void taxed(ObjectNode said, JsonNode today) {
        if (today.path("automatic_tax").isObject()) said.set("automatic_tax", today.path("automatic_tax"));
        if (today.path("default_tax_rates").isArray()) said.set("default_tax_rates", today.path("default_tax_rates"));
    }
}

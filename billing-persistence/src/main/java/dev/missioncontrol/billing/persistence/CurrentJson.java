package dev.missioncontrol.billing.persistence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.SubscriptionStatus;
import dev.missioncontrol.billing.account.Transition;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.ProviderStatus;
import java.util.Locale;
import java.util.stream.Stream;

/** What a tenant had or has, in the audit and in events to applications, as JSON with field names that stay. */
final class CurrentJson {
    private CurrentJson() {}

    static String write(CurrentSubscription current) {
        return Json.text(node(current));
    }

    static CurrentSubscription read(String column, String text) {
        return current(Json.read(column, text));
    }

    static String write(Transition transition) {
        ObjectNode node = Json.object().put("type", word(transition.type()));
        node.set("before", node(transition.before()));
        node.set("after", node(transition.after()));
        return Json.text(node);
    }

    static Transition readTransition(String text) {
        JsonNode node = Json.read("transition", text);
        CurrentSubscription before = current(node.path("before"));
        CurrentSubscription after = current(node.path("after"));
        String type = node.path("type").asText();
        return Stream.of(Transition.Type.values())
                .filter(known -> word(known).equals(type))
                .findFirst()
                .map(known -> new Transition(known, before, after))
                .orElseGet(() -> new Transition(Transition.Type.SUBSCRIPTION_UPDATED, before, after));
    }

    private static String word(Transition.Type type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode node(CurrentSubscription current) {
        ObjectNode node = Json.object();
        Json.put(node, "subscription", current.subscription().map(SubscriptionId::value));
        node.put("plan", current.plan());
        node.put("status", current.status().word());
        node.put("seats", current.seats());
        Json.put(node, "interval", current.interval().map(BillingInterval::word));
        Json.putMoment(node, "currentPeriodEnd", current.currentPeriodEnd());
        Json.put(node, "providerStatus", current.providerStatus());
        Json.put(node, "standing", current.standing().map(ProviderStatus::word));
        Json.putMoment(node, "cancelAt", current.cancelAt());
        Json.putMoment(node, "trialEnd", current.trialEnd());
        Json.putMoment(node, "pastDueSince", current.pastDueSince());
        Json.put(node, "formerPlan", current.formerPlan());
        node.put("provisional", current.provisional());
        Json.putMoment(node, "asOf", current.asOf());
        return node;
    }

    private static CurrentSubscription current(JsonNode node) {
        return new CurrentSubscription(
                Json.string(node, "subscription").map(SubscriptionId::new),
                node.path("plan").asText(),
                Json.word(node, "status", SubscriptionStatus::of).orElse(SubscriptionStatus.CANCELED),
                node.path("seats").asInt(1),
                Json.word(node, "interval", BillingInterval::of),
                Json.moment(node, "currentPeriodEnd"),
                Json.string(node, "providerStatus"),
                Json.word(node, "standing", ProviderStatus::of),
                Json.moment(node, "cancelAt"),
                Json.moment(node, "trialEnd"),
                Json.moment(node, "pastDueSince"),
                Json.string(node, "formerPlan"),
                Json.flag(node, "provisional", false),
                Json.moment(node, "asOf"));
    }
}

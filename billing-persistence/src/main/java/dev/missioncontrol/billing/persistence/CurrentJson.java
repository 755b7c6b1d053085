package dev.missioncontrol.billing.persistence;

import com.fasterxml.jackson.databind.JsonNode;
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
        return Json.text(fields(current));
    }

    static CurrentSubscription read(String column, String text) {
        return current(Json.read(column, text));
    }

    static String write(Transition transition) {
        return Json.text(out -> {
            out.writeStringField("type", word(transition.type()));
            Json.put(out, "before", fields(transition.before()));
            Json.put(out, "after", fields(transition.after()));
        });
    }

    static Transition readTransition(String text) {
        JsonNode node = Json.read("transition", text);
        CurrentSubscription before = current(node.path("before"));
        CurrentSubscription after = current(node.path("after"));
        String type = Json.required(node, "type");
        return Stream.of(Transition.Type.values())
                .filter(known -> word(known).equals(type))
                .findFirst()
                .map(known -> new Transition(known, before, after))
                .orElseGet(() -> new Transition(Transition.Type.SUBSCRIPTION_UPDATED, before, after));
    }

    private static String word(Transition.Type type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private static Json.Fields fields(CurrentSubscription current) {
        return out -> {
            Json.put(out, "subscription", current.subscription().map(SubscriptionId::value));
            out.writeStringField("plan", current.plan());
            out.writeStringField("status", current.status().word());
            out.writeNumberField("seats", current.seats());
            Json.put(out, "interval", current.interval().map(BillingInterval::word));
            Json.putMoment(out, "currentPeriodEnd", current.currentPeriodEnd());
            Json.put(out, "providerStatus", current.providerStatus());
            Json.put(out, "standing", current.standing().map(ProviderStatus::word));
            Json.putMoment(out, "cancelAt", current.cancelAt());
            Json.putMoment(out, "trialEnd", current.trialEnd());
            Json.putMoment(out, "pastDueSince", current.pastDueSince());
            Json.put(out, "formerPlan", current.formerPlan());
            out.writeBooleanField("provisional", current.provisional());
            Json.putMoment(out, "asOf", current.asOf());
        };
    }

    private static CurrentSubscription current(JsonNode node) {
        return new CurrentSubscription(
                Json.string(node, "subscription").map(SubscriptionId::new),
                Json.required(node, "plan"),
                SubscriptionStatus.of(Json.required(node, "status")).orElse(SubscriptionStatus.CANCELED),
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

package dev.missioncontrol.billing.stripe.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import dev.missioncontrol.billing.sandbox.HostedSubscription;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Subscription schedules of a phase or two: as it is, and as it will be. The sandbox knows only what is planned; phases
 * and metadata are kept here.
 */
final class ScheduleObjects {
    /** How each of its subscriptions is paid for. */
    private static final String CHARGED = "charge_automatically";

    /** Phases that the sandbox can follow. */
    private static final int MOST_PHASES = 2;

    private final WireState books;
    private final CatalogObjects catalog;

    ScheduleObjects(WireState books, CatalogObjects catalog) {
        this.books = books;
        this.catalog = catalog;
    }

    ObjectNode make(WireCall call) {
        HostedSubscription subscription = subscription(call.text("from_subscription")
                .orElseThrow(() ->
                        WireError.word("from_subscription", "The sandbox makes schedules from subscriptions only.")));
        if (subscription.status().terminal())
            throw WireError.refused("You can't make a schedule of a subscription that has ended.");
        Optional<String> governing = governing(subscription);
        if (governing.isPresent())
            throw WireError.refused(
                    "You cannot migrate a subscription that is already attached to a schedule: " + governing.get());
        ObjectNode json = WireShapes.of("subscription_schedule").put("id", books.schedules.nextId());
        json.put("created", books.now().getEpochSecond())
                .put("subscription", subscription.id().value());
        json.put("customer", subscription.customer().value()).put("end_behavior", "release");
        json.putObject("metadata");
        ObjectNode phase = phase(subscription.periodStart(), subscription.periodEnd());
        item(phase, subscription.price(), subscription.quantity());
        subscription
                .trialEnd()
                .filter(end -> end.isAfter(books.now()))
                .ifPresent(end -> phase.put("trial_end", end.getEpochSecond()));
        json.putArray("phases").add(phase);
        books.schedules.put(json.path("id").asText(), json);
        return shown(json);
    }

    ObjectNode get(String id) {
        return shown(stored(id));
    }

    ObjectNode list(WireCall call) {
        List<ObjectNode> all = books.schedules.newestFirst().stream()
                .filter(json -> call.text("customer")
                        .filter(id -> !id.equals(json.path("customer").asText()))
                        .isEmpty())
                .toList();
        return WirePage.of(
                call,
                "/v1/subscription_schedules",
                "schedule",
                all,
                json -> json.path("id").asText(),
                this::shown);
    }

    ObjectNode update(WireCall call) {
        ObjectNode json = active(call.id(), "update");
        HostedSubscription subscription = subscription(json.path("subscription").asText());
        if (call.text("end_behavior").filter(word -> !word.equals("release")).isPresent())
            throw WireError.word(
                    "end_behavior",
                    "The sandbox's schedules let go of what they govern: end_behavior must be release.");
        if (call.text("proration_behavior").filter(word -> !word.equals("none")).isPresent())
            throw WireError.word(
                    "proration_behavior",
                    "The sandbox's schedules charge for nothing before their next phase: proration_behavior must be none.");
        call.text("end_behavior").ifPresent(word -> json.put("end_behavior", word));
        WireShapes.metadata(json, call.at("metadata"));
        if (call.has("phases")) phases(call, json, subscription);
        books.schedules.put(call.id(), json);
        return shown(json);
    }

    ObjectNode release(WireCall call) {
        ObjectNode json = active(call.id(), "release");
        books.office.plan(new SubscriptionId(json.path("subscription").asText()), Optional.empty());
        books.schedules.put(call.id(), json.put("released_at", books.now().getEpochSecond()));
        return get(call.id());
    }

    /** The subscription has ended: so has what governed it. */
    void end(HostedSubscription subscription) {
        governing(subscription)
                .ifPresent(id -> books.schedules.edit(
                        id, json -> json.put("canceled_at", books.now().getEpochSecond())));
    }

    /** The schedule that governs a subscription. */
    Optional<String> governing(HostedSubscription subscription) {
        return books.schedules.newestFirst().stream()
                .filter(json -> json.path("subscription")
                        .asText()
                        .equals(subscription.id().value()))
                .filter(json -> status(json).equals("active"))
                .map(json -> json.path("id").asText())
                .findFirst();
    }

    private void phases(WireCall call, ObjectNode json, HostedSubscription subscription) {
        JsonNode sent = call.at("phases");
        if (sent.isEmpty() || sent.size() > MOST_PHASES)
            throw WireError.word("phases", "The sandbox follows schedules of one or two phases.");
        long start = json.path("phases").path(0).path("start_date").asLong();
        if (sent.path(0).path("start_date").asLong(start) != start)
            throw WireError.word("phases[0][start_date]", "You can not modify the start date of the current phase.");
        Instant from = Instant.ofEpochSecond(start);
        requireItsPeriod(sent, json.path("phases").path(0), from, subscription);
        com.fasterxml.jackson.databind.node.ArrayNode phases = json.putArray("phases");
        for (int i = 0; i < sent.size(); i++) {
            String name = "phases[" + i + "]";
            ObjectNode phase = phase(from, end(sent.path(i), from, name));
            if (sent.path(i).path("discounts").size() > 0)
                throw WireError.missingParameter(
                        "coupon",
                        sent.path(i).path("discounts").path(0).path("coupon").asText(),
                        name + "[discounts]");
            asItIs(sent.path(i), name);
            JsonNode item = sent.path(i).path("items").path(0);
            if (sent.path(i).path("items").size() != 1)
                throw WireError.word(name + "[items]", "The sandbox's subscriptions have one item.");
            item(
                    phase,
                    catalog.require(item.path("price").asText(), name + "[items][0][price]")
                            .id(),
                    item.path("quantity").asLong(1));
            phase.put(
                    "proration_behavior",
                    sent.path(i).path("proration_behavior").asText("create_prorations"));
            if (sent.path(i).path("trial_end").isNumber())
                phase.set("trial_end", sent.path(i).path("trial_end"));
            phases.add(phase);
            from = Instant.ofEpochSecond(phase.path("end_date").asLong());
        }
        books.office.plan(subscription.id(), planned(phases.path(phases.size() - 1), subscription));
    }

    /** What is planned comes with the period, and a trial ends when it does: phases that say otherwise would be followed by nothing. */
    private static void requireItsPeriod(
            JsonNode sent, JsonNode before, Instant from, HostedSubscription subscription) {
        long end = end(sent.path(0), from, "phases[0]").getEpochSecond();
        String said = sent.path(0).has("end_date") ? "end_date" : "duration";
        if (sent.size() > 1 && isOther(end, before.path("end_date"), Optional.of(subscription.periodEnd())))
            throw WireError.word(
                    "phases[0][" + said + "]", "In the sandbox a planned change comes with the next period.");
        for (int i = 0; i < sent.size(); i++) {
            JsonNode trial = sent.path(i).path("trial_end");
            if (!trial.isMissingNode() && isOther(trial.asLong(), before.path("trial_end"), subscription.trialEnd()))
                throw WireError.word(
                        "phases[" + i + "][trial_end]", "The sandbox's schedules leave trials as they are.");
        }
    }

    /** Whether a time is neither what was said before nor what is so by now. */
    private static boolean isOther(long sent, JsonNode before, Optional<Instant> now) {
        boolean said = before.isNumber() && before.longValue() == sent;
        return !said && now.filter(at -> at.getEpochSecond() == sent).isEmpty();
    }

    private static void asItIs(JsonNode phase, String name) {
        if (!phase.path("collection_method").asText(CHARGED).equals(CHARGED))
            throw WireError.word(name + "[collection_method]", "The sandbox sends no invoices.");
        if (phase.at("/automatic_tax/enabled").asBoolean())
            throw WireError.word(name + "[automatic_tax][enabled]", "The sandbox reckons no tax.");
    }

    private static Optional<SubscriptionChange> planned(JsonNode last, HostedSubscription subscription) {
        PriceId price = new PriceId(last.at("/items/0/price").asText());
        long quantity = last.at("/items/0/quantity").asLong();
        if (price.equals(subscription.price()) && quantity == subscription.quantity()) return Optional.empty();
        return Optional.of(
                new SubscriptionChange(subscription.id(), subscription.price(), price, quantity, Timing.PERIOD_END));
    }

    private static Instant end(JsonNode phase, Instant start, String name) {
        if (phase.path("end_date").isNumber())
            return Instant.ofEpochSecond(phase.path("end_date").longValue());
        JsonNode duration = phase.path("duration");
        long count = duration.path("interval_count").asLong(1);
        LocalDateTime from = LocalDateTime.ofInstant(start, ZoneOffset.UTC);
        LocalDateTime end = switch (duration.path("interval").asText()) {
            case "day" -> from.plusDays(count);
            case "week" -> from.plusWeeks(count);
            case "month" -> from.plusMonths(count);
            case "year" -> from.plusYears(count);
            default -> throw WireError.word(name + "[end_date]", "A phase needs an end_date or a duration.");
        };
        return end.toInstant(ZoneOffset.UTC);
    }

    private static ObjectNode phase(Instant start, Instant end) {
        return WireShapes.of("schedule_phase")
                .put("start_date", start.getEpochSecond())
                .put("end_date", end.getEpochSecond());
    }

    private void item(ObjectNode phase, PriceId price, long quantity) {
        phase.put("currency", catalog.price(price.value()).path("currency").asText());
        phase.withArray("/items")
                .add(WireShapes.of("schedule_item")
                        .put("price", price.value())
                        .put("plan", price.value())
                        .put("quantity", quantity));
    }

    private ObjectNode stored(String id) {
        return books.schedules.find(id).orElseThrow(() -> WireError.missing("subscription schedule", id));
    }

    private ObjectNode active(String id, String doing) {
        ObjectNode json = stored(id);
        if (!status(json).equals("active"))
            throw WireError.refused("You cannot " + doing + " a subscription schedule that is currently in the `"
                    + status(json) + "` status.");
        return json;
    }

    /** A schedule lets go of its subscription with its last phase. */
    private String status(ObjectNode json) {
        if (json.path("released_at").isNumber()) return "released";
        boolean ended = books.sandbox
                .subscription(new SubscriptionId(json.path("subscription").asText()))
                .filter(subscription -> !subscription.status().terminal())
                .isEmpty();
        if (ended || json.path("canceled_at").isNumber()) return "canceled";
        JsonNode phases = json.path("phases");
        long end = phases.path(phases.size() - 1).path("end_date").asLong();
        return books.now().getEpochSecond() < end ? "active" : "released";
    }

    private ObjectNode shown(ObjectNode json) {
        String status = status(json);
        json.put("status", status);
        if (status.equals("released")) {
            json.set("released_subscription", json.path("subscription"));
            json.putNull("subscription");
        }
        if (!status.equals("active")) return json;
        long now = books.now().getEpochSecond();
        for (JsonNode phase : json.path("phases")) {
            if (now < phase.path("start_date").asLong()
                    || now >= phase.path("end_date").asLong()) continue;
            ObjectNode current = json.putObject("current_phase");
            current.set("start_date", phase.path("start_date"));
            current.set("end_date", phase.path("end_date"));
        }
        return json;
    }

    private HostedSubscription subscription(String id) {
        return books.sandbox
                .subscription(new SubscriptionId(id))
                .orElseThrow(() -> WireError.missingParameter("subscription", id, "from_subscription"));
    }
}

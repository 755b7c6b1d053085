package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.plan.CatalogFault;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanDraft;
import dev.missioncontrol.billing.plan.SeatPolicy;
import java.util.List;

/** Reads one plan of a catalogue's file. What can't be read gets a stand-in that the domain finds no further fault with. */
final class PlanReader {
    /** Ranks that are no ranks, so that a missing one collides with none: the lowest for the free plan, else the highest. */
    private static final long BELOW_ALL = -1;

    private static final long ABOVE_ALL = Long.MAX_VALUE;

    private final Entry plan;
    private final String key;
    private final int index;

    PlanReader(JsonNode json, int index, List<CatalogFault> faults) {
        this.index = index;
        this.key = json.path("key").isTextual() ? json.path("key").textValue() : "";
        this.plan = new Entry("plans[" + index + "] \"" + key + "\"", json, faults);
    }

    PlanDraft draft() {
        PlanDraft draft = Plan.draft(key);
        if (!plan.isObject()) return draft.rank(ABOVE_ALL).monthly(standIn(0), 0, "usd");
        plan.allow(
                "key",
                "rank",
                "name",
                "aliases",
                "seats",
                "prices",
                "features",
                "limits",
                "retiredPrices",
                "retired",
                "trialDays");
        plan.text("key", "");
        boolean sold = plan.has("prices") || plan.has("retiredPrices");
        draft.rank(plan.number("rank", sold ? ABOVE_ALL : BELOW_ALL));
        if (plan.has("name") || key.isEmpty()) draft.name(plan.has("name") ? plan.text("name", "name") : "name");
        draft.aliases(plan.strings("aliases"));
        draft.features(plan.strings("features"));
        if (plan.has("limits")) limits(draft, plan.entry("limits"));
        draft.retiredPrices(plan.strings("retiredPrices"));
        draft.retired(plan.flag("retired"));
        if (plan.has("trialDays")) draft.trialDays(plan.number("trialDays", 0));
        if (plan.has("seats")) seats(draft, plan.entry("seats"));
        if (plan.has("prices")) prices(draft, plan.entry("prices"));
        return draft;
    }

    private static void seats(PlanDraft draft, Entry seats) {
        if (!seats.isObject()) return;
        seats.allow("min", "max");
        draft.seats(
                seats.has("min") ? seats.number("min", 1) : 1,
                seats.has("max") ? seats.number("max", SeatPolicy.MOST) : SeatPolicy.MOST);
    }

    /** A number, or null for no limit: nothing else, since a text that looks like a number would be a limit that nobody reads. */
    private static void limits(PlanDraft draft, Entry limits) {
        if (!limits.isObject()) return;
        for (String name : limits.names()) {
            if (limits.isNull(name)) draft.unlimited(name);
            else draft.limit(name, limits.number(name, 0));
        }
    }

    private void prices(PlanDraft draft, Entry prices) {
        if (!prices.isObject()) draft.monthly(standIn(0), 0, "usd");
        List<String> intervals = prices.names();
        for (String interval : intervals) {
            Entry price = prices.entry(interval);
            String standIn = standIn(intervals.indexOf(interval));
            if (!price.isObject()) {
                draft.price(interval, standIn, 0, "usd");
                continue;
            }
            price.allow("id", "amount", "currency");
            draft.price(interval, price.text("id", standIn), price.number("amount", 0), price.text("currency", "usd"));
        }
    }

    /** Distinct for every price of the file, so that two that can't be read don't count as one that is sold twice. */
    private String standIn(int price) {
        return "unread_" + index + "_" + price;
    }
}

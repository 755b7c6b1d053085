package dev.missioncontrol.billing.plan;

import dev.missioncontrol.billing.id.PriceId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One thing that is sold, or given away. Made by a {@link PlanCatalog} out of a {@link PlanDraft}, so it is always valid.
 *
 * @param key what it is called inside and in every answer: lower case, 1 to 64 of {@code a-z 0-9 _ -}
 * @param rank its place among the plans: a change to a higher rank is an upgrade
 * @param name what people read
 * @param aliases other names, accepted where a person or a client names a plan, never answered
 * @param seats how many seats it may have
 * @param prices what is sold now
 * @param features what it unlocks, in the order shown; one that ends with the name of a lower plan, such as "Everything in
 *     Pro", stands for all that one has: see {@link PlanCatalog#unlockedBy}
 * @param limits how many of what it grants, by name; every name that any plan of the catalogue has, in their order
 * @param retiredPrices prices no longer sold, still known and kept by those who have them
 * @param retired whether the plan is no longer sold at all; see {@link #sold()}
 * @param trialDays days of trial at the first checkout, 0 for none
 */
public record Plan(
        String key,
        int rank,
        String name,
        Set<String> aliases,
        SeatPolicy seats,
        Map<BillingInterval, Price> prices,
        List<String> features,
        Map<String, Limit> limits,
        Set<PriceId> retiredPrices,
        boolean retired,
        int trialDays) {

    /** The price for this interval, if it is sold so. */
    public Optional<Price> price(BillingInterval interval) {
        return Optional.ofNullable(prices.get(interval));
    }

    /** Whether this is what a tenant without a subscription has. */
    public boolean free() {
        return prices.isEmpty() && retiredPrices.isEmpty();
    }

    /** Whether it can be bought: at one price at least, and not retired. What is not keeps its holders. */
    public boolean sold() {
        return !retired && !prices.isEmpty();
    }

    /** Whether it is shown to people who choose: what is sold, and what a tenant has without paying. */
    public boolean offered() {
        return sold() || free();
    }

    /** Whether seats of it are bought one by one: of a plan of one seat nobody has to hear of any. */
    public boolean perSeat() {
        return seats.max() > 1;
    }

    /** Starts a plan in code: {@code Plan.draft("team").rank(2).monthly("price_...", 1500, "usd")}. */
    public static PlanDraft draft(String key) {
        return new PlanDraft(key);
    }
}

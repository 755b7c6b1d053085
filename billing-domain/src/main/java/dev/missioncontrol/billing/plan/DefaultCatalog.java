package dev.missioncontrol.billing.plan;

import java.util.List;
import java.util.Map;

/**
 * The catalogue of those who brought none: {@code free < pro < team}, with the marketing names {@code strategos} and
 * {@code archon} as aliases.
 */
public final class DefaultCatalog {
    /** One price of the default catalogue that a user may name: its plan, its interval and its amount in US cents. */
    public record Slot(String plan, BillingInterval interval, long amount) {
        /** What the price is called where nobody named one, in the sandbox: {@code price_pro_monthly}. */
        public String placeholderPrice() {
            return "price_" + plan + (interval == BillingInterval.MONTH ? "_monthly" : "_yearly");
        }
    }

    /** Every price of the default catalogue. */
    public static final List<Slot> SLOTS = List.of(
            new Slot("pro", BillingInterval.MONTH, 2000),
            new Slot("pro", BillingInterval.YEAR, 20_000),
            new Slot("team", BillingInterval.MONTH, 1500),
            new Slot("team", BillingInterval.YEAR, 15_000));

    private DefaultCatalog() {}

    /** With the sandbox's prices: for demos and tests. */
    public static PlanCatalog withPlaceholderPrices() {
        PlanDraft[] drafts = drafts();
        SLOTS.forEach(slot -> add(drafts, slot, slot.placeholderPrice()));
        return PlanCatalog.of(drafts);
    }

    /**
     * With a user's own prices; a slot without one is not sold.
     *
     * @throws InvalidCatalogException if a price is named twice, or pro or team has none at all
     */
    public static PlanCatalog withPrices(Map<Slot, String> priceIds) {
        PlanDraft[] drafts = drafts();
        for (Slot slot : SLOTS) {
            String priceId = priceIds.get(slot);
            if (priceId != null) add(drafts, slot, priceId);
        }
        return PlanCatalog.of(drafts);
    }

    private static PlanDraft[] drafts() {
        return new PlanDraft[] {
            Plan.draft("free")
                    .rank(0)
                    .seats(1, 1)
                    .features("1 project", "Community support")
                    .limit("projects", 1),
            Plan.draft("pro")
                    .rank(1)
                    .aliases("strategos")
                    .seats(1, 1)
                    .features("Unlimited projects", "Export", "E-mail support")
                    .unlimited("projects"),
            Plan.draft("team")
                    .rank(2)
                    .aliases("archon")
                    .seatsAtLeast(2)
                    .features("Everything in Pro", "Shared projects", "Roles and audit log", "Priority support")
                    .unlimited("projects")
        };
    }

    private static void add(PlanDraft[] drafts, Slot slot, String priceId) {
        for (PlanDraft draft : drafts) {
            if (draft.key.equals(slot.plan())) draft.price(slot.interval().word(), priceId, slot.amount(), "usd");
        }
    }
}

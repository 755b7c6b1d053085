package dev.missioncontrol.billing.simulation;

import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.plan.PlanDraft;

/** What is sold: at first without a price that somebody has bought at already, then with it. */
final class Catalogs {
    static final PlanCatalog WITHOUT_LATE = catalog(false);
    static final PlanCatalog WITH_LATE = catalog(true);

    private Catalogs() {}

    private static PlanCatalog catalog(boolean late) {
        PlanDraft gold = Plan.draft("gold").rank(3).seats(1, 100).monthly("price_gold", 9000, "usd");
        if (late) gold.retiredPrices(java.util.List.of(Truth.LATE_PRICE));
        return PlanCatalog.of(
                Plan.draft("free").rank(0).seats(1, 1),
                Plan.draft("pro").rank(1).seats(1, 1).monthly("price_pro", 2000, "usd"),
                Plan.draft("team").rank(2).seats(2, 500).monthly("price_team", 1500, "usd"),
                gold);
    }
}

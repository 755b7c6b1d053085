package dev.missioncontrol.billing.app;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.sandbox.HostedPrice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Plans with seats whose price was raised, or that are sold no more, and tenants who keep them as they bought them. */
final class AnOldPrice {
    private static final String CATALOG = """
            {"plans": [
              {"key": "free", "rank": 0, "name": "Free"},
              {"key": "pro", "rank": 1, "name": "Pro", "seats": {"min": 1, "max": 1},
               "prices": {"month": {"id": "price_pro_monthly", "amount": 2000, "currency": "usd"},
                          "year": {"id": "price_pro_yearly", "amount": 20000, "currency": "usd"}}},
              {"key": "team", "rank": 2, "name": "Team", "seats": {"min": 2}, "retiredPrices": ["price_team_2024"],
               "prices": {"month": {"id": "price_team_monthly", "amount": 1500, "currency": "usd"},
                          "year": {"id": "price_team_yearly", "amount": 15000, "currency": "usd"}}},
              {"key": "crew", "rank": 3, "name": "Crew", "seats": {"min": 2, "max": 50}, "retired": true,
               "prices": {"month": {"id": "price_crew_monthly", "amount": 1000, "currency": "usd"}}}
            ]}
            """;

    private static final HostedPrice PRICE =
            new HostedPrice(new PriceId("price_team_2024"), BillingInterval.MONTH, new Money(1200, "usd"), "Team");

    private AnOldPrice() {}

    /** What is sold, in a file. */
    static Path catalog(Path folder) throws IOException {
        return Files.writeString(folder.resolve("plans.json"), CATALOG);
    }

    /** A tenant keeps five seats of Team at a price that is in no catalogue's amounts any more. */
    static void ofTeam(PageScene scene) {
        scene.sandbox().backOffice().sell(PRICE);
        moved(scene, PRICE.id().value());
    }

    /** A tenant keeps five seats of a plan that is sold no more. */
    static void ofCrew(PageScene scene) {
        moved(scene, "price_crew_monthly");
    }

    private static void moved(PageScene scene, String price) {
        SubscriptionId id = scene.bought("team", "month", 2);
        scene.moveTo(id, price, 5);
    }
}

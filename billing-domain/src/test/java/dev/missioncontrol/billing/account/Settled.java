package dev.missioncontrol.billing.account;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;

/** Subscriptions of two seats of one customer, as a fetch found them when they had just been created. */
public final class Settled {
    private static final PriceId TEAM = new PriceId("price_team_monthly");

    private Settled() {}

    /** An active one of the plan team. */
    public static TrackedSubscription team(String id, Instant created, boolean livemode) {
        return of(id, created, TEAM, ProviderStatus.ACTIVE, livemode);
    }

    /** One of test mode. */
    public static TrackedSubscription of(String id, Instant created, PriceId price, ProviderStatus status) {
        return of(id, created, price, status, false);
    }

    private static TrackedSubscription of(
            String id, Instant created, PriceId price, ProviderStatus status, boolean livemode) {
        SubscriptionSnapshot snapshot = ASnapshot.of(id, created)
                .customer("cus_1")
                .status(status.word())
                .item(price.value(), 2)
                .livemode(livemode)
                .said();
        return TrackedSubscription.unknown(snapshot.id(), false)
                .settle(new FetchedSubscription.Found(snapshot, created), 0, DefaultCatalog.withPlaceholderPrices())
                .next();
    }
}

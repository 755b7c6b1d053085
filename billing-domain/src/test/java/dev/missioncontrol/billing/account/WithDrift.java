package dev.missioncontrol.billing.account;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Tests of one subscription of a plan, as it is known here and as the provider says it is. */
abstract class WithDrift {
    static final PlanCatalog CATALOG = DefaultCatalog.withPlaceholderPrices();
    static final Instant MADE = Instant.parse("2027-01-01T00:00:00Z");
    static final Instant END = Instant.parse("2027-02-01T00:00:00Z");
    static final TenantId ACME = new TenantId("acme");
    static final SubscriptionSnapshot TEAM = snapshot("active", "team", 3, END, Optional.empty());

    static SubscriptionSnapshot snapshot(
            String status, String plan, long seats, Instant end, Optional<Instant> cancelAt) {
        PriceId price = CATALOG.named(plan)
                .map(one -> one.prices().get(BillingInterval.MONTH).id())
                .orElse(new PriceId(plan));
        return ASnapshot.of("sub_1", MADE)
                .customer("cus_1")
                .status(status)
                .item(new SubscriptionItem(price, OptionalLong.of(seats), Optional.empty(), Optional.of(end)))
                .cancelAt(cancelAt)
                .said();
    }

    static TrackedSubscription knownAs(SubscriptionSnapshot snapshot) {
        return TrackedSubscription.unknown(snapshot.id(), false)
                .mark()
                .settle(new FetchedSubscription.Found(snapshot, MADE), 1, CATALOG)
                .next();
    }

    static TrackedSubscription acmes(SubscriptionSnapshot snapshot) {
        return knownAs(snapshot).boundTo(ACME);
    }
}

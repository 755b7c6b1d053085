package dev.missioncontrol.billing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.store.Refreshes.Claim;
import java.time.Duration;
import java.util.List;

/** Claims of fetches, and what tests do with them. */
abstract class OnRefreshes extends StoreContract {
    private static final PlanCatalog CATALOG = DefaultCatalog.withPlaceholderPrices();

    final List<Claim> claimDue(int limit, Duration lease) {
        return list(tx -> tx.refreshes().claimDue(limit, lease));
    }

    final List<SubscriptionId> due() {
        return claimDue(99, LONG).stream().map(Claim::subscription).toList();
    }

    final Claim claimed(SubscriptionId id, Duration lease) {
        List<Claim> claims = claimDue(99, lease);
        assertThat(claims).extracting(Claim::subscription).containsExactly(id);
        return claims.get(0);
    }

    final boolean holds(Claim claim) {
        return get(tx -> {
            tx.accounts().lockSubscription(claim.subscription(), claim.livemode(), NOW);
            return tx.refreshes().holds(claim);
        });
    }

    final void release(Claim claim) {
        run(tx -> tx.refreshes().release(claim));
    }

    final void postpone(Claim claim, Duration delay) {
        run(tx -> tx.refreshes().postpone(claim, delay));
    }

    /** Writes that a fetch begun at this claim has answered. */
    final void answer(Claim claim) {
        change(
                claim.subscription(),
                one -> one.settle(new FetchedSubscription.Unaskable("in this test"), claim.dirty(), CATALOG)
                        .next());
    }
}

package dev.missioncontrol.billing.simulation;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.Accounts;
import dev.missioncontrol.billing.store.Refreshes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Claims: remembered, so that each refusal can be held to its reason. */
final class WatchedRefreshes implements Refreshes {
    private static final Duration NEVER_ENDS = Duration.ofDays(365);

    private final Watch watch;
    private final Refreshes target;
    private final Accounts accounts;

    WatchedRefreshes(Watch watch, Refreshes target, Accounts accounts) {
        this.watch = watch;
        this.target = target;
        this.accounts = accounts;
    }

    private Duration lease(Duration lease) {
        return watch.world.has(Fault.LEASE_NEVER_ENDS) ? NEVER_ENDS : lease;
    }

    @Override
    public List<Claim> claimDue(int limit, Duration lease) {
        boolean forgetful = watch.world.has(Fault.NO_POLLER_AFTER_A_CRASH);
        return claimed(
                forgetful
                        ? target.claim(new ArrayList<>(watch.node.heard), lease)
                        : target.claimDue(limit, lease(lease)));
    }

    @Override
    public List<Claim> claim(List<SubscriptionId> subscriptions, Duration lease) {
        return claimed(target.claim(subscriptions, lease(lease)));
    }

    @Override
    public Optional<Claim> takeOver(SubscriptionId subscription, Duration lease) {
        return claimed(target.takeOver(subscription, lease(lease)).stream().toList()).stream()
                .findFirst();
    }

    private List<Claim> claimed(List<Claim> claims) {
        for (Claim claim : claims) {
            watch.claimed = true;
            watch.node.claims.put(claim.subscription(), claim);
            watch.world.witness.claimed(
                    claim, accounts.subscription(claim.subscription()).orElseThrow());
            Optional<TenantId> tenant = claim.tenant();
            if (watch.world.has(Fault.WRITE_WITHOUT_TENANT_LOCK) && tenant.isPresent())
                watch.world.readBeforeTheFetch.put(tenant.get(), accounts.subscriptionsOf(tenant.get()));
        }
        return claims;
    }

    @Override
    public boolean holds(Claim claim) {
        if (watch.world.has(Fault.NEITHER_FENCE_NOR_ROW_VERSION)) return true;
        boolean holds = target.holds(claim);
        if (!holds) {
            TrackedSubscription now =
                    accounts.subscription(claim.subscription()).orElseThrow();
            watch.world.witness.refused(claim, now);
        }
        return holds;
    }

    @Override
    public void release(Claim claim) {
        target.release(claim);
    }

    @Override
    public void postpone(Claim claim, Duration delay) {
        target.postpone(claim, delay);
    }

    @Override
    public void fail(Claim claim, Duration delay, Duration pause) {
        target.fail(claim, delay, pause);
    }

    @Override
    public void lookAgain(SubscriptionId subscription, int tries, Optional<Duration> delay) {
        target.lookAgain(subscription, tries, delay);
    }

    @Override
    public List<Unowned> unownedDue(int limit) {
        return watch.world.has(Fault.UNBOUND_NEVER_TRIED_AGAIN) ? List.of() : target.unownedDue(limit);
    }

    @Override
    public void swept(Collection<SubscriptionId> subscriptions, Instant at) {
        target.swept(subscriptions, at);
    }

    @Override
    public Unseen notSweptSince(Instant since, Optional<SubscriptionId> after, int looked, int limit) {
        return target.notSweptSince(since, after, looked, limit);
    }
}

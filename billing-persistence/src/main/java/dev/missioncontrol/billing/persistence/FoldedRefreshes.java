package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.store.Refreshes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** {@link Refreshes} that notes when to look again with the subscriptions that it is about; whoever claims some goes through. */
final class FoldedRefreshes implements Refreshes {
    private final Refreshes plain;
    private final FoldedSubscriptions subscriptions;
    private final Runnable flushAll;

    FoldedRefreshes(Refreshes plain, FoldedSubscriptions subscriptions, Runnable flushAll) {
        this.plain = plain;
        this.subscriptions = subscriptions;
        this.flushAll = flushAll;
    }

    @Override
    public void lookAgain(SubscriptionId subscription, int tries, Optional<Duration> delay) {
        if (!subscriptions.lookAgain(subscription, tries, delay)) written().lookAgain(subscription, tries, delay);
    }

    private Refreshes written() {
        flushAll.run();
        return plain;
    }

    @Override
    public List<Claim> claimDue(int limit, Duration lease) {
        return written().claimDue(limit, lease);
    }

    @Override
    public List<Claim> claim(List<SubscriptionId> subscriptions, Duration lease) {
        return written().claim(subscriptions, lease);
    }

    @Override
    public Optional<Claim> takeOver(SubscriptionId subscription, Duration lease) {
        return written().takeOver(subscription, lease);
    }

    @Override
    public boolean holds(Claim claim) {
        return written().holds(claim);
    }

    @Override
    public void release(Claim claim) {
        written().release(claim);
    }

    @Override
    public void postpone(Claim claim, Duration delay) {
        written().postpone(claim, delay);
    }

    @Override
    public void fail(Claim claim, Duration delay, Duration pause) {
        written().fail(claim, delay, pause);
    }

    @Override
    public List<Unowned> unownedDue(int limit) {
        return written().unownedDue(limit);
    }

    @Override
    public void swept(Collection<SubscriptionId> subscriptions, Instant at) {
        written().swept(subscriptions, at);
    }

    @Override
    public Unseen notSweptSince(Instant since, Optional<SubscriptionId> after, int looked, int limit) {
        return written().notSweptSince(since, after, looked, limit);
    }
}

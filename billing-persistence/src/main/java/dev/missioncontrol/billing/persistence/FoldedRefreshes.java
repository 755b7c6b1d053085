package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.store.Refreshes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * {@link Refreshes} that notes when to look again with the subscriptions that it is about, and knows whose claims those have that are held;
 * whoever claims some goes through.
 */
final class FoldedRefreshes implements Refreshes {
    private final Refreshes plain;
    private final FoldedSubscriptions subscriptions;
    private final Runnable flushAll;
    private final Pipeline pipeline;
    private final TransactionCache<Long> tokens;
    private final SortedSet<SubscriptionId> released = new TreeSet<>();

    FoldedRefreshes(Pipeline pipeline, Refreshes plain, FoldedSubscriptions subscriptions, Runnable flushAll) {
        this.pipeline = pipeline;
        this.plain = plain;
        this.subscriptions = subscriptions;
        this.flushAll = flushAll;
        tokens = new TransactionCache<>(subscriptions, (of, then) -> {
            pipeline.ask(
                    JdbiRefreshes.leased(of),
                    JdbiRefreshes.Leased::row,
                    found -> then.accept(found.stream()
                            .map(one -> Map.entry(one.id(), one.token()))
                            .toList()));
            pipeline.send();
        });
    }

    /** Brings what waits to be written, behind the rows that it is about. */
    void write() {
        if (released.isEmpty()) return;
        int ended = released.size();
        pipeline.write(JdbiRefreshes.releasing(released), written -> Written.all(written, ended, "what was claimed"));
        pipeline.write(JdbiRefreshes.dueAtOnce(released), done -> {});
        released.clear();
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
        return claiming().claimDue(limit, lease);
    }

    @Override
    public List<Claim> claim(List<SubscriptionId> subscriptions, Duration lease) {
        return claiming().claim(subscriptions, lease);
    }

    @Override
    public Optional<Claim> takeOver(SubscriptionId subscription, Duration lease) {
        return claiming().takeOver(subscription, lease);
    }

    /** Whose they are is asked anew afterwards. */
    private Refreshes claiming() {
        tokens.forget();
        return written();
    }

    private boolean isClaimedBy(Claim claim) {
        return tokens.of(claim.subscription())
                .filter(token -> token == claim.token())
                .isPresent();
    }

    @Override
    public boolean holds(Claim claim) {
        if (!tokens.knows(claim.subscription())) return written().holds(claim);
        return isClaimedBy(claim)
                && subscriptions.held(claim.subscription()).orElseThrow().rowVersion() == claim.rowVersion();
    }

    @Override
    public void release(Claim claim) {
        if (!tokens.knows(claim.subscription())) written().release(claim);
        else if (isClaimedBy(claim)) {
            released.add(claim.subscription());
            tokens.is(claim.subscription(), Optional.empty());
        }
    }

    @Override
    public void postpone(Claim claim, Duration delay) {
        claiming().postpone(claim, delay);
    }

    @Override
    public void fail(Claim claim, Duration delay, Duration pause) {
        claiming().fail(claim, delay, pause);
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

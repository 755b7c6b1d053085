package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Subscriptions that wait for a fetch: claimed with a lease, written only with the token of the claim. A claim holds until
 * it is ended or another takes the subscription; a lease that ran out only lets others take it.
 */
public interface Refreshes {
    /**
     * Failures to fetch that are counted: the pauses after them are at their longest by then. Tries at what a fetch shows are counted
     * with them, and are given up after many more: a provider that is away for long uses up few of those.
     */
    int MOST_FAILURES = 20;

    /**
     * A right to fetch one subscription, until its lease ends.
     *
     * @param subscription what to fetch
     * @param tenant whose it was when claimed
     * @param livemode its mode
     * @param token fences the write: another claim has another
     * @param dirty the marks that a fetch begun now answers
     * @param rowVersion the snapshot that it was begun on
     * @param attempts how often it was put off since the last success; of failures to fetch {@link #MOST_FAILURES} at most
     * @param early when it was to be due, by the store's clock, where it was claimed before that; absent where it was due
     */
    record Claim(
            SubscriptionId subscription,
            Optional<TenantId> tenant,
            boolean livemode,
            long token,
            long dirty,
            long rowVersion,
            int attempts,
            Optional<Instant> early) {}

    /**
     * Claims subscriptions that are marked, not leased and due, those that have waited longest first, passing over those
     * that others hold. One that was fetched waits anew, so that a busy one does not starve the others.
     *
     * @param limit at most so many: small, so that no lease expires waiting for the provider's rate
     * @param lease how long each is ours, by the store's clock
     */
    List<Claim> claimDue(int limit, Duration lease);

    /** Claims these, where they are marked and not leased, whether due or not; by id. */
    List<Claim> claim(List<SubscriptionId> subscriptions, Duration lease);

    /**
     * Claims this, where it is marked, also from whoever is at it: what that one was answered may be from before the mark, and is not
     * written any more. Waits for who holds the row.
     */
    Optional<Claim> takeOver(SubscriptionId subscription, Duration lease);

    /**
     * Whether the claim still holds, on the snapshot that it was begun on: another one written meanwhile ends it, a mark
     * does not. Call with the row locked, before writing what was fetched.
     */
    boolean holds(Claim claim);

    /**
     * Ends the claim, if its token is still the newest, whatever was written meanwhile: attempts start at 0, and what is
     * still marked, or is marked from now on, is due at once.
     */
    void release(Claim claim);

    /**
     * Ends the claim, if its token is still the newest, after a failure: due again after {@code delay}, with one attempt
     * more. A mark does not cut that short. One that was claimed early is due when it was to be, with no attempt more: however
     * often somebody asks in between, it is as though nobody had.
     */
    void postpone(Claim claim, Duration delay);

    /**
     * The same after a failure to fetch, which is one attempt more up to {@link #MOST_FAILURES} of them.
     *
     * @param pause how long the provider asked to be left alone, at most the delay; one that was claimed early is due no sooner either
     */
    void fail(Claim claim, Duration delay, Duration pause);

    /** When a subscription nobody owns is looked at again, by the store's clock; no delay means never. Nothing for an unknown one. */
    void lookAgain(SubscriptionId subscription, int tries, Optional<Duration> delay);

    /**
     * Subscriptions nobody owns that are due to be looked at again, at most {@code limit}; quarantined ones are not. Waits for nobody:
     * one that somebody else holds is passed over.
     */
    List<Unowned> unownedDue(int limit);

    /** A subscription that nobody owns, and how often it was looked at. */
    record Unowned(SubscriptionId subscription, Optional<CustomerId> customer, int tries) {}

    /**
     * Notes these as seen by a sweep; nothing for an unknown one. Waits for nobody: one that somebody else holds is passed over, and
     * the sweep comes to it once more. So whoever holds one meanwhile keeps those before it from nobody.
     */
    void swept(Collection<SubscriptionId> subscriptions, Instant at);

    /**
     * Subscriptions that have not ended and that no sweep has seen at this moment or since, by id, after this one. Looks at
     * {@code looked} that have not ended at most, since nearly all may have been seen, and finds {@code limit} at most.
     */
    Unseen notSweptSince(Instant since, Optional<SubscriptionId> after, int looked, int limit);

    /**
     * Some of those that no sweep has seen.
     *
     * @param subscriptions which, by id; there may be none and more behind them
     * @param last the last that was looked at, to go on after; absent if there is none behind it
     */
    record Unseen(List<SubscriptionId> subscriptions, Optional<SubscriptionId> last) {
        /** Copies the list. */
        public Unseen {
            subscriptions = List.copyOf(subscriptions);
        }
    }
}

package dev.missioncontrol.billing.account;

import dev.missioncontrol.billing.plan.BillingInterval;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that a tenant would tell of its subscription: a fact, without the words for it. {@link Milestones} finds them
 * in what changed.
 */
public sealed interface Milestone {
    /** A plan by its key, how many seats of it, and how often it is paid. */
    record Terms(String plan, int seats, Optional<BillingInterval> interval) {
        static Terms of(CurrentSubscription has) {
            return new Terms(has.plan(), has.seats(), has.interval());
        }
    }

    /** A subscription was bought. */
    record Bought(Terms what, Optional<Instant> paidUntil) implements Milestone {}

    /** A trial began. */
    record TrialBegan(Terms what, Optional<Instant> until) implements Milestone {}

    /** A trial ended, and what was tried is paid. */
    record TrialEnded(Terms what, Optional<Instant> paidUntil) implements Milestone {}

    /** A period ended, and the next one is paid. */
    record Renewed(Terms what, Optional<Instant> paidUntil) implements Milestone {}

    /** Another plan. */
    record PlanChanged(Terms from, Terms to) implements Milestone {}

    /** Another number of seats of the same plan. */
    record SeatsChanged(String plan, int from, int to) implements Milestone {}

    /** Paid by the year instead of by the month, or the other way round. */
    record IntervalChanged(Terms to) implements Milestone {}

    /** A payment failed; the plan can be used for some days yet, or no more. */
    record PaymentFailed(String plan, Optional<Instant> accessUntil) implements Milestone {}

    /** The provider gave up on what is owed: the plan can't be used until it is paid. */
    record Suspended(String plan) implements Milestone {}

    /** What was owed is paid. */
    record Recovered(String plan, Optional<Instant> paidUntil) implements Milestone {}

    /** It was canceled, and can be used until it ends, or as long as the grace of what is owed lasts; or no more. */
    record Canceled(String plan, Optional<Instant> until) implements Milestone {}

    /** It was canceled, and will not end after all. */
    record Kept(String plan) implements Milestone {}

    /** It rests: a trial ended without a way to pay, or somebody paused it. */
    record Paused(String plan) implements Milestone {}

    /** It rests no more. */
    record Resumed(String plan, Optional<Instant> paidUntil) implements Milestone {}

    /** It is over. */
    record Ended(String plan, Optional<Instant> at) implements Milestone {}
}

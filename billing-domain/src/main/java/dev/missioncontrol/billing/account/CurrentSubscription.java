package dev.missioncontrol.billing.account;

import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ProviderStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * What a tenant has now: a pure function of its tracked subscriptions and the catalogue, never edited. So an old
 * subscription's late cancellation can't touch the new one.
 *
 * @param subscription which subscription it comes from; absent if there is none
 * @param plan key of the plan
 * @param status what we answer
 * @param seats within the plan's policy, at least 1
 * @param interval how often it is paid
 * @param currentPeriodEnd until when it is paid for, or was
 * @param providerStatus the provider's own word, known to us or not
 * @param standing the newest status that we know; decides access
 * @param cancelAt when it will end; for a canceled one, when it ended
 * @param trialEnd when its trial ends or ended
 * @param pastDueSince when the payment failed, while it is past due
 * @param formerPlan key of the plan that ended, while it is canceled
 * @param provisional whether it rests on a payload that no fetch has confirmed yet
 * @param asOf the provider's clock up to which this is known
 */
public record CurrentSubscription(
        Optional<SubscriptionId> subscription,
        String plan,
        SubscriptionStatus status,
        int seats,
        Optional<BillingInterval> interval,
        Optional<Instant> currentPeriodEnd,
        Optional<String> providerStatus,
        Optional<ProviderStatus> standing,
        Optional<Instant> cancelAt,
        Optional<Instant> trialEnd,
        Optional<Instant> pastDueSince,
        Optional<String> formerPlan,
        boolean provisional,
        Optional<Instant> asOf) {

    /** What a tenant has that never bought anything. */
    public static CurrentSubscription none(PlanCatalog catalog) {
        Plan free = catalog.free();
        return new CurrentSubscription(
                Optional.empty(),
                free.key(),
                SubscriptionStatus.ACTIVE,
                free.seats().min(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty());
    }

    /**
     * The best of these: by liveness, then the newest, then by id. Where that one is paid for and is going to end, and another
     * outlasts it that is paid for and gives no less, the other one counts: what its tenant has does not end. A total function of the
     * set of them, in whatever order they come.
     */
    public static CurrentSubscription of(Collection<TrackedSubscription> tracked, PlanCatalog catalog) {
        Optional<Candidate> best = Candidate.best(tracked, catalog, any -> true);
        Optional<Candidate> next = best;
        // Each of them ends later than the one before.
        while (next.isPresent()) {
            best = next;
            next = best.get().ends() ? Candidate.best(tracked, catalog, best.get()::isOutlastedBy) : Optional.empty();
        }
        return best.isPresent() ? best.get().current(catalog) : none(catalog);
    }

    /** Whether a tenant would notice no difference: all but how sure we are. */
    public boolean sameStateAs(CurrentSubscription other) {
        return settledAt(Optional.empty()).equals(other.settledAt(Optional.empty()));
    }

    /** Whether there is a subscription that has not ended. */
    public boolean live() {
        return standing.map(ProviderStatus::live).orElse(false);
    }

    /**
     * Whether it was to end by now, and the provider has not said yet that it did: nothing of it may be used, whatever was heard
     * of it last.
     */
    public boolean over(Instant now) {
        return live() && cancelAt.filter(end -> !now.isBefore(end)).isPresent();
    }

    /** Whether it rests, by the newest status that we know: nothing is charged, and nothing may be used. */
    public boolean paused() {
        return stands(ProviderStatus.PAUSED);
    }

    /** Whether it is tried: nothing was paid for it yet. */
    public boolean onTrial() {
        return stands(ProviderStatus.TRIALING);
    }

    /** Whether a payment is open, still collected or given up. What rests owes nothing. */
    public boolean owes() {
        return stands(ProviderStatus.PAST_DUE) || stands(ProviderStatus.UNPAID);
    }

    private boolean stands(ProviderStatus status) {
        return standing.filter(status::equals).isPresent();
    }

    /**
     * When the next payment is taken, if one will be: at the end of its trial, else of its period. Nothing is taken for what rests, for
     * what the provider has given up collecting, and for what has ended by then.
     */
    public Optional<Instant> nextPayment() {
        boolean collected = stands(ProviderStatus.PAST_DUE)
                || standing.filter(ProviderStatus::paid).isPresent();
        if (!collected) return Optional.empty();
        Optional<Instant> next = onTrial() ? trialEnd.or(() -> currentPeriodEnd) : currentPeriodEnd;
        return next.filter(at -> cancelAt.isEmpty() || cancelAt.get().isAfter(at));
    }

    private CurrentSubscription settledAt(Optional<Instant> at) {
        return new CurrentSubscription(
                subscription,
                plan,
                status,
                seats,
                interval,
                currentPeriodEnd,
                providerStatus,
                standing,
                cancelAt,
                trialEnd,
                pastDueSince,
                formerPlan,
                false,
                at);
    }
}

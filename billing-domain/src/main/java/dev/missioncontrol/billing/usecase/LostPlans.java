package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.store.Refreshes.Claim;
import java.time.Duration;
import java.util.Optional;

/** What was planned, and is not any more though nothing came of it: a change that nobody paid may have taken its place. */
final class LostPlans {
    /** How long after it could not be told whether a change is under way it is asked again: it takes seconds, rarely minutes. */
    static final Duration ASKED_AGAIN = Duration.ofMinutes(1);

    /**
     * Most tries in a row after which it is tried again: with the pauses after failures, about a day. What is said to be under way for
     * so many minutes is none that a request still waits for. Failures to fetch are few of them, however long nobody was there to ask.
     */
    static final int MOST_ATTEMPTS = 100;

    private static final String NO_MORE = "planned no more: ";

    private final PaymentProvider provider;

    LostPlans(PaymentProvider provider) {
        this.provider = provider;
    }

    /** A plan that was not found any more, and whose. */
    record Lost(TenantId tenant, PlannedChange plan) {}

    /** What became of it. */
    sealed interface Became {
        /** It is planned again. */
        record PlannedAgain() implements Became {}

        /**
         * That can't be told yet: it stays remembered.
         *
         * @param again after so long it is asked again, unless it was asked early: then it is when it was to be
         * @param why what failed, if anything did
         */
        record Unknown(Duration again, Optional<ProviderException> why) implements Became {}

        /** It is gone, unless it is found after all. The words are for the audit. */
        record Over(String words) implements Became {}
    }

    /** Whether what was planned is not any more, though it has not come, and nothing waits or ends in its place. */
    static boolean isLost(PlannedChange plan, FetchedSubscription fetched) {
        return fetched instanceof FetchedSubscription.Found found
                && found.planned().isEmpty()
                && !found.awaitsPayment()
                && !found.snapshot().terminal()
                && found.snapshot().cancelAt().isEmpty()
                && (plan.at().isAfter(found.at()) || !holds(found, plan));
    }

    private static boolean holds(FetchedSubscription.Found found, PlannedChange plan) {
        return found.snapshot().items().stream()
                .anyMatch(item ->
                        item.price().equals(plan.price()) && item.quantity().orElse(1) == plan.quantity());
    }

    /**
     * Has it planned again if it gave way to a change that nobody paid. Whatever comes of that holds up no fetch: what passes is
     * tried again, and what a provider refuses for good, or can't do, is said.
     */
    Became restore(Claim claim) {
        try {
            ChangeResult result = provider.restorePlannedChange(
                    claim.subscription(), "plan-again-" + claim.subscription() + "-" + claim.token());
            if (result instanceof ChangeResult.Scheduled) return new Became.PlannedAgain();
            boolean underWay =
                    result instanceof ChangeResult.Rejected no && no.reason() == ChangeResult.Reason.UNDER_WAY;
            if (!underWay) return new Became.Over(NO_MORE);
            return isTriedAgain(claim)
                    ? new Became.Unknown(ASKED_AGAIN, Optional.empty())
                    : notPlanned(ChangeResult.Reason.UNDER_WAY.name());
        } catch (ProviderException e) {
            return e.retryable() && isTriedAgain(claim)
                    ? new Became.Unknown(
                            Backoff.after(
                                    claim.attempts() + 1, claim.subscription().value(), e),
                            Optional.of(e))
                    : notPlanned(e.kind().name());
        } catch (RuntimeException e) {
            return notPlanned(e.getClass().getSimpleName());
        }
    }

    /** Who asks early every other second would use up a day's tries within minutes: none of these counts, and none is the last. */
    private static boolean isTriedAgain(Claim claim) {
        return claim.early().isPresent() || claim.attempts() < MOST_ATTEMPTS;
    }

    private static Became notPlanned(String why) {
        return new Became.Over("planned no more, and it could not be planned again (" + why + "): ");
    }

    /** What the audit says of one that is planned again. */
    static String again(Lost lost) {
        return "planned again, since what it gave way to came to nothing: " + words(lost.plan());
    }

    /** What the audit says of one that a fetch does not find. */
    static String noMore(Became became, PlannedChange plan) {
        return (became instanceof Became.Over over ? over.words() : NO_MORE) + words(plan);
    }

    private static String words(PlannedChange plan) {
        return plan.price() + ", seats " + plan.quantity() + ", from " + plan.at();
    }
}

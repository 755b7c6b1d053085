package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.store.Refreshes.Claim;

/** What was planned, and is not any more though nothing came of it: a change that nobody paid may have taken its place. */
final class LostPlans {
    private final PaymentProvider provider;

    LostPlans(PaymentProvider provider) {
        this.provider = provider;
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
     * Has it planned again if it gave way to a change that nobody paid, and says for the audit what became of it. What the provider
     * refuses for good holds up no fetch: it is said, and the plan is gone.
     *
     * @throws ProviderException if that passes: it is to be asked for again
     */
    String restore(Claim claim) {
        try {
            ChangeResult result = provider.restorePlannedChange(
                    claim.subscription(), "plan-again-" + claim.subscription() + "-" + claim.token());
            return result instanceof ChangeResult.Scheduled
                    ? "planned again, since the change that it gave way to was not paid: "
                    : "planned no more: ";
        } catch (ProviderException e) {
            if (e.retryable()) throw e;
            return "planned no more, and it could not be planned again (" + e.kind() + "): ";
        }
    }

    static String words(PlannedChange plan) {
        return plan.price() + ", seats " + plan.quantity() + ", from " + plan.at();
    }
}

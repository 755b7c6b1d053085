package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The live subscription of a tenant, to be changed.
 *
 * @param tenant whose
 * @param pseudonym what the tenant is called where its name must not be
 * @param current what it has
 * @param tracked the subscription that it comes from
 * @param planned what was planned for it when that was last known
 * @param newerEnds when the next one ends that is newer, and counted until it was to end; absent where this one ends itself
 * @param stale whether the sender saw another version: only a request that is made again, and is fulfilled by now, is
 *     answered then
 */
record ChangeSubject(
        TenantId tenant,
        String pseudonym,
        CurrentSubscription current,
        TrackedSubscription tracked,
        Optional<PlannedChange> planned,
        Optional<Instant> newerEnds,
        boolean stale) {
    /** A subject, or why there is none. */
    sealed interface Found {
        record Subject(ChangeSubject subject) implements Found {}

        /** @param ended whether there was a subscription that has ended */
        record Refused(Rejection rejection, boolean ended) implements Found {}
    }

    SubscriptionId subscription() {
        return tracked.id();
    }

    /** The one line of the plan that it has; nothing where it was put together by hand. */
    Optional<SubscriptionItem> line(PlanCatalog catalog) {
        List<SubscriptionItem> lines = tracked.snapshot().orElseThrow().items().stream()
                .filter(item -> catalog.planOf(item.price())
                        .filter(plan -> plan.key().equals(current.plan()))
                        .isPresent())
                .toList();
        return lines.size() == 1 ? Optional.of(lines.get(0)) : Optional.empty();
    }

    /** How many seats the provider charges for, whatever the plan allows. */
    long charged(PlanCatalog catalog) {
        return line(catalog)
                .map(line -> line.quantity().orElse(current.seats()))
                .orElse((long) current.seats());
    }
}

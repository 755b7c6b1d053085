package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.PlanTerms;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.PlannedChange;
import java.time.Instant;
import java.util.Optional;

/**
 * What a tenant's subscription becomes with a later period, unless it is resumed before.
 *
 * @param terms what it will have
 * @param at when
 */
public record Planned(PlanTerms terms, Instant at) {
    /** What the provider plans, if its price is of the catalogue. */
    static Optional<Planned> of(PlannedChange change, PlanCatalog catalog) {
        return catalog.planOf(change.price())
                .map(plan -> new Planned(
                        new PlanTerms(
                                plan,
                                catalog.intervalOf(change.price()),
                                plan.seats().clamp(change.quantity())),
                        change.at()));
    }
}

package dev.missioncontrol.billing.account;

import dev.missioncontrol.billing.account.Drift.Kind;
import dev.missioncontrol.billing.account.Drift.Remedy;
import dev.missioncontrol.billing.plan.PlanCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares what a tenant has stored with what its subscriptions amount to: a pure function. */
public final class TenantDrift {
    private TenantDrift() {}

    /**
     * In what they differ; empty if in nothing.
     *
     * @param stored what was last derived; absent if the tenant never had anything
     */
    public static List<Drift> of(BillingAccount account, Optional<CurrentSubscription> stored, PlanCatalog catalog) {
        List<Drift> found = new ArrayList<>();
        CurrentSubscription derived = account.current(catalog);
        CurrentSubscription had = stored.orElseGet(() -> CurrentSubscription.none(catalog));
        if (!had.sameStateAs(derived))
            found.add(about(
                    account,
                    derived,
                    Kind.DERIVED,
                    word(had),
                    word(derived),
                    Remedy.DERIVE,
                    "the row of the tenant was edited, or derived by another catalogue"));
        List<TrackedSubscription> live = account.live();
        if (live.size() > 1)
            found.add(about(
                    account,
                    derived,
                    Kind.DUPLICATE_LIVE,
                    derived.subscription().map(id -> id + " counts").orElse("none counts"),
                    live.size() + " alive",
                    Remedy.PERSON,
                    "the tenant pays for all of "
                            + live.stream().map(TrackedSubscription::id).toList()
                            + "; end those that it does not want at the provider"));
        return found;
    }

    private static Drift about(
            BillingAccount account,
            CurrentSubscription derived,
            Kind kind,
            String here,
            String there,
            Remedy remedy,
            String reason) {
        return new Drift(
                kind,
                Optional.of(account.tenant()),
                derived.subscription(),
                Optional.empty(),
                here,
                there,
                remedy,
                reason);
    }

    private static String word(CurrentSubscription has) {
        return has.plan() + " " + has.status().word() + " " + has.seats();
    }
}

package dev.missioncontrol.billing.account;

import dev.missioncontrol.billing.account.Drift.Kind;
import dev.missioncontrol.billing.account.Drift.Remedy;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Compares what a tenant has stored with what its subscriptions amount to: a pure function. */
public final class TenantDrift {
    private static final String NO_PLAN =
            "no plan has its price: name the price under retiredPrices of the plan that it"
                    + " is to give, or change or end it at the provider";
    private static final String ANOTHER_CATALOGUE =
            "no plan of this catalogue has its price, and another catalogue gave a"
                    + " plan for it, which it keeps: take the catalogue of the server";
    private static final String BESIDE = "no plan has its price, and it is paid for beside another: leave it if it is"
            + " something else, a support contract say; otherwise name the price under retiredPrices, or end it at the"
            + " provider";
    private static final String BESIDE_ELSEWHERE = "no plan of this catalogue has its price, and it is paid for beside"
            + " another, while another catalogue derived what is stored, which may know it: take the catalogue of the"
            + " server";

    private TenantDrift() {}

    /**
     * In what they differ; empty if in nothing.
     *
     * @param stored what was last derived, by this catalogue; absent if the tenant never had anything
     */
    public static List<Drift> of(BillingAccount account, Optional<CurrentSubscription> stored, PlanCatalog catalog) {
        return of(account, stored, false, catalog);
    }

    /**
     * In what they differ; empty if in nothing. What another catalogue gave for a price that this one does not know is nothing that
     * deriving again puts right: either may be the one that is out of date. So nobody is told to end what it may know as a second plan.
     *
     * @param stored what was last derived; absent if the tenant never had anything
     * @param elsewhere whether another catalogue derived it
     */
    public static List<Drift> of(
            BillingAccount account, Optional<CurrentSubscription> stored, boolean elsewhere, PlanCatalog catalog) {
        List<Drift> found = new ArrayList<>();
        CurrentSubscription derived = account.current(catalog);
        CurrentSubscription had = stored.orElseGet(() -> CurrentSubscription.none(catalog));
        Optional<TrackedSubscription> unknown = account.atUnknownPrice(catalog);
        boolean kept = elsewhere && !account.withUnknownPrices(catalog).isEmpty() && isLess(derived, had, catalog);
        if (!kept && !had.sameStateAs(derived))
            found.add(about(
                    account,
                    derived,
                    Kind.DERIVED,
                    word(had),
                    word(derived),
                    Remedy.DERIVE,
                    "the row of the tenant was edited, or derived by another catalogue"));
        unknown.ifPresent(
                one -> found.add(unknownPrice(account, one, kept ? had : derived, kept ? ANOTHER_CATALOGUE : NO_PLAN)));
        List<TrackedSubscription> live = account.liveWithPlan(catalog);
        for (TrackedSubscription one : account.live())
            if (!live.contains(one) && unknown.filter(one::equals).isEmpty())
                found.add(unknownPrice(account, one, kept ? had : derived, elsewhere ? BESIDE_ELSEWHERE : BESIDE));
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

    private static Drift unknownPrice(
            BillingAccount account, TrackedSubscription one, CurrentSubscription has, String reason) {
        SubscriptionSnapshot there = one.snapshot().orElseThrow();
        String prices = there.items().stream().map(item -> item.price().value()).collect(Collectors.joining(", "));
        return new Drift(
                Kind.UNKNOWN_PRICE,
                Optional.of(account.tenant()),
                Optional.of(one.id()),
                there.customer(),
                word(has),
                there.status() + " " + (prices.isEmpty() ? "without a price" : prices),
                Remedy.PERSON,
                reason);
    }

    /** Whether it is a lower plan, or fewer seats of the same one; a plan that the catalogue does not know was more than free. */
    public static boolean isLess(CurrentSubscription derived, CurrentSubscription had, PlanCatalog catalog) {
        if (derived.plan().equals(had.plan())) return derived.seats() < had.seats();
        return catalog.plan(had.plan())
                .flatMap(plan -> catalog.plan(derived.plan()).map(now -> now.rank() < plan.rank()))
                .orElse(true);
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

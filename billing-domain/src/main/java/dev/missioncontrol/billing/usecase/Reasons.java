package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.Access;
import dev.missioncontrol.billing.account.AccessPolicy;
import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.Grant;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.store.CustomerBinding;
import dev.missioncontrol.billing.store.TenantRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says in sentences why a tenant has what it has: a pure function of what is known of it. */
final class Reasons {
    private final TenantId tenant;
    private final CurrentSubscription current;
    private final PlanCatalog catalog;
    private final boolean liveKey;
    private final boolean hasLive;
    private final Instant now;

    /**
     * @param liveKey whether the provider's key is of live mode
     * @param hasLive whether one of the tenant's subscriptions is
     * @param now when it is asked
     */
    Reasons(
            TenantId tenant,
            CurrentSubscription current,
            PlanCatalog catalog,
            boolean liveKey,
            boolean hasLive,
            Instant now) {
        this.tenant = tenant;
        this.current = current;
        this.catalog = catalog;
        this.liveKey = liveKey;
        this.hasLive = hasLive;
        this.now = now;
    }

    /** What this subscription does for the tenant. */
    Explanation.Reason of(TrackedSubscription one) {
        boolean counts = current.subscription().filter(one.id()::equals).isPresent();
        String pending = one.fetchDue() ? "; the provider is to be asked about it" : "";
        return new Explanation.Reason(one, counts, sentence(one, counts) + pending);
    }

    private String sentence(TrackedSubscription one, boolean counts) {
        if (one.tenant().isEmpty())
            return one.quarantined()
                    ? "is nobody's: the signs of whose it is disagree; bind its customer to say"
                    : "is nobody's: nothing says whose it is; bind its customer to say";
        if (!one.tenant().get().equals(tenant))
            return "is the tenant " + one.tenant().get() + "'s, and stays there";
        if (!one.counts(liveKey || hasLive))
            return "is of test mode, and "
                    + (liveKey ? "the key is live" : "another one of the tenant's is of live mode")
                    + ": it grants nothing";
        if (one.snapshot().isEmpty()) return "was mentioned, and the provider has not said yet how it is";
        if (one.standing().isEmpty())
            return "has the status " + one.snapshot().get().status() + ", which is not known here and grants nothing";
        return known(one, one.snapshot().get(), one.standing().get(), counts);
    }

    private String known(
            TrackedSubscription one, SubscriptionSnapshot snapshot, ProviderStatus standing, boolean counts) {
        String provisional = one.provisional() ? ", which no answer of the provider has confirmed yet" : "";
        return switch (standing) {
            case INCOMPLETE -> "waits for its first payment, and is not a subscription before";
            case INCOMPLETE_EXPIRED -> "was never paid for, and counts for nothing";
            case CANCELED ->
                "ended"
                        + snapshot.endedAt()
                                .or(snapshot::cancelAt)
                                .map(at -> " " + at)
                                .orElse("")
                        + (counts ? "" : "; another one counts");
            default -> {
                Optional<Grant> grant = Grant.of(snapshot.items(), catalog);
                String prices = snapshot.items().stream()
                        .map(item -> item.price().value())
                        .collect(Collectors.joining(", "));
                String bought = grant.map(one1 ->
                                "has " + prices + ", which is " + one1.plan().key())
                        .orElse("has "
                                + (prices.isEmpty() ? "no price" : prices + ", which the catalogue does not know"));
                yield "is " + snapshot.status() + " and " + bought + provisional
                        + (counts ? less(snapshot, standing, grant) : "; " + before(snapshot));
            }
        };
    }

    private String before(SubscriptionSnapshot snapshot) {
        String another = "another one counts before it";
        return snapshot.cancelAt()
                .map(end -> now.isBefore(end)
                        ? another + ", and it is to end " + end
                        : "it was to end " + end + ", so " + another)
                .orElse(another);
    }

    /**
     * Why the tenant has less than the one that counts holds; else the sentence would give a reason for another plan.
     *
     * @param holds what its items buy, if the catalogue knows
     */
    private String less(SubscriptionSnapshot snapshot, ProviderStatus standing, Optional<Grant> holds) {
        String knownBefore = "; no more is given than was known before";
        if (holds.isEmpty()) return current.plan().equals(catalog.free().key()) ? "" : knownBefore;
        if (given(holds.get())) return "";
        if (standing == ProviderStatus.PAST_DUE) return "; no more is given than was last paid for";
        return snapshot.knownStatus().isEmpty() ? knownBefore : "";
    }

    private boolean given(Grant holds) {
        return holds.plan().key().equals(current.plan()) && holds.seats() == current.seats();
    }

    /** Why the plan is what it is, the deciding sentence first. */
    List<String> why(
            Optional<TenantRecord> record,
            Optional<CustomerBinding> customer,
            Optional<CheckoutAttempt> checkout,
            List<Explanation.Reason> subscriptions,
            Access access,
            AccessPolicy policy) {
        List<String> why = new ArrayList<>();
        String has = "The plan is " + current.plan() + " because ";
        Optional<Explanation.Reason> counting =
                subscriptions.stream().filter(Explanation.Reason::counts).findFirst();
        if (counting.isPresent())
            why.add(has + counting.get().subscription().id() + " "
                    + counting.get().sentence() + ".");
        else
            why.add(has
                    + current.subscription()
                            .map(id -> "of " + id + ", which can't be read now")
                            .orElseGet(() -> withoutSubscription(record, customer))
                    + ".");
        access(access, policy).ifPresent(why::add);
        current.formerPlan().ifPresent(plan -> why.add("Before it ended the plan was " + plan + "."));
        record.flatMap(TenantRecord::deleted)
                .ifPresent(at -> why.add("The tenant was deleted " + at + "; nothing revives it."));
        for (Explanation.Reason other : subscriptions)
            if (!other.counts()) why.add(other.subscription().id() + " " + other.sentence() + ".");
        checkout.filter(one -> one.state() == CheckoutAttempt.State.OPEN)
                .ifPresent(one -> why.add("A checkout of " + one.plan() + " was begun " + one.created()
                        + " and is not known to be paid."));
        return why;
    }

    private static String withoutSubscription(Optional<TenantRecord> record, Optional<CustomerBinding> customer) {
        if (record.isEmpty()) return "nothing was ever heard of this tenant";
        return customer.map(bound -> bound.gone()
                        ? "its customer " + bound.customer()
                                + " was deleted at the provider, and no subscription of it counts"
                        : "no subscription of its customer " + bound.customer() + " counts")
                .orElse("it has no customer at the provider, and no subscription is bound to it");
    }

    private Optional<String> access(Access access, AccessPolicy policy) {
        String until =
                access.until().map(Instant::toString).map(at -> " until " + at).orElse("");
        Optional<String> failed = current.pastDueSince().map(since -> "a payment has been due since " + since);
        return switch (access.level()) {
            case FULL -> Optional.empty();
            case GRACE ->
                Optional.of("It may be used" + until + ": " + failed.orElse("a payment failed") + ", with "
                        + policy.graceDays() + " days of grace.");
            case NONE -> Optional.of("No more than the free plan may be used: " + withheld(failed, policy) + ".");
        };
    }

    private String withheld(Optional<String> failed, AccessPolicy policy) {
        if (current.over(now))
            return "it was to end " + current.cancelAt().get() + ", and the provider has not said yet that it did";
        return failed.map(since -> since + ", and the " + policy.graceDays() + " days of grace are over")
                .orElse("the subscription is " + current.providerStatus().orElse("over"));
    }
}

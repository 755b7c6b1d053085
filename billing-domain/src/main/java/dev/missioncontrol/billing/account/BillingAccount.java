package dev.missioncontrol.billing.account;

import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A tenant with all of its subscriptions at the provider, ended ones too. A value: every method decides and returns what
 * follows; whoever calls it writes that down.
 */
public final class BillingAccount {
    private static final Comparator<SubscriptionId> BY_TEXT = Comparator.comparing(SubscriptionId::value);

    private final TenantId tenant;
    private final SortedMap<SubscriptionId, TrackedSubscription> tracked;
    private final boolean livemode;

    private BillingAccount(TenantId tenant, SortedMap<SubscriptionId, TrackedSubscription> tracked, boolean livemode) {
        this.tenant = tenant;
        this.tracked = tracked;
        this.livemode = livemode;
    }

    /** The account of this tenant with these subscriptions, all bound to it, and all of which count. */
    public static BillingAccount of(TenantId tenant, Collection<TrackedSubscription> subscriptions) {
        return of(tenant, subscriptions, false);
    }

    /**
     * The account of this tenant with these subscriptions, all bound to it.
     *
     * @param livemode whether the provider's key is of live mode: then what is of test mode does not {@link TrackedSubscription#counts count}
     */
    public static BillingAccount of(TenantId tenant, Collection<TrackedSubscription> subscriptions, boolean livemode) {
        SortedMap<SubscriptionId, TrackedSubscription> sorted = new TreeMap<>();
        for (TrackedSubscription one : subscriptions) sorted.put(one.id(), one);
        return new BillingAccount(tenant, sorted, livemode);
    }

    /** Whose account it is. */
    public TenantId tenant() {
        return tenant;
    }

    /** Its subscriptions, by id. */
    public Collection<TrackedSubscription> subscriptions() {
        return List.copyOf(tracked.values());
    }

    /**
     * Those that count, by id: all that it has and is held to comes of them. Where one is of live mode only such do, also with a key of
     * test mode, which may be there by mistake: what was tried out elsewhere under the tenant's name is no part of what it paid for.
     */
    public List<TrackedSubscription> counted() {
        boolean onlyLive = livemode || tracked.values().stream().anyMatch(TrackedSubscription::livemode);
        return tracked.values().stream().filter(one -> one.counts(onlyLive)).toList();
    }

    /** What the tenant has, by all that was heard: also of what was to end by now, until the provider says that it did. */
    public CurrentSubscription current(PlanCatalog catalog) {
        return CurrentSubscription.of(counted(), catalog);
    }

    /** What the tenant has at this moment: what was to end by then gives way to what goes on beside it. */
    public CurrentSubscription current(PlanCatalog catalog, Instant now) {
        CurrentSubscription current = current(catalog);
        if (!current.over(now)) return current;
        return successive(catalog).stream()
                .filter(one -> !one.over(now))
                .findFirst()
                .orElse(current);
    }

    /**
     * What the tenant has, and what it has once that has ended as it is going to, and so on: each while those before it are over. Empty
     * where nothing is live.
     */
    public List<CurrentSubscription> successive(PlanCatalog catalog) {
        List<CurrentSubscription> all = new ArrayList<>();
        List<TrackedSubscription> left = counted();
        CurrentSubscription one = CurrentSubscription.of(left, catalog);
        while (one.live()) {
            all.add(one);
            if (one.cancelAt().isEmpty()) break;
            Instant end = one.cancelAt().get();
            left = left.stream().filter(other -> !other.over(end)).toList();
            one = CurrentSubscription.of(left, catalog);
        }
        return all;
    }

    /**
     * What the tenant pays with each renewal at this moment, before discounts and tax. Absent without a subscription, and where the
     * catalogue has no amount for what it holds: a price that is sold no more, or was never of the catalogue, or that is charged in
     * another currency.
     */
    public Optional<Money> recurring(PlanCatalog catalog, Instant now) {
        CurrentSubscription current = current(catalog, now);
        return current.subscription()
                .filter(any -> current.live())
                .map(tracked::get)
                .flatMap(TrackedSubscription::snapshot)
                .flatMap(snapshot -> Recurring.of(snapshot, catalog));
    }

    /** The live subscription that counts, where no plan has any of its prices: what it is to give is for a person to say. */
    public Optional<TrackedSubscription> atUnknownPrice(PlanCatalog catalog) {
        CurrentSubscription current = current(catalog);
        return current.subscription()
                .filter(any -> current.live())
                .map(tracked::get)
                .filter(one -> !one.pricedBy(catalog));
    }

    /** Those of the live ones that no plan has any of the prices of, whichever counts. */
    public List<TrackedSubscription> atUnknownPrices(PlanCatalog catalog) {
        return live().stream()
                .filter(one -> one.snapshot().isPresent() && !one.pricedBy(catalog))
                .toList();
    }

    /** Those of the live ones that have a line of which no plan has the price, be it the only one or beside others. */
    public List<TrackedSubscription> withUnknownPrices(PlanCatalog catalog) {
        return live().stream()
                .filter(one -> one.snapshot()
                        .filter(said -> said.items().isEmpty()
                                || said.items().stream()
                                        .anyMatch(item ->
                                                catalog.planOf(item.price()).isEmpty()))
                        .isPresent())
                .toList();
    }

    /** Those that have not ended. */
    public List<TrackedSubscription> live() {
        return counted().stream()
                .filter(one -> one.standing().filter(status -> status.live()).isPresent())
                .toList();
    }

    /** All of the live ones, where each was to end by this moment and the provider has not said that it did; else none. */
    public List<TrackedSubscription> allOver(Instant moment) {
        List<TrackedSubscription> live = live();
        return live.stream().allMatch(one -> one.over(moment)) ? live : List.of();
    }

    /**
     * Those of the live ones that hold a plan, or may, since nothing is known yet of what they hold: more than one is a finding. What no
     * plan has a price of is sold beside one, a support contract say, and is nobody's duplicate.
     */
    public List<TrackedSubscription> liveWithPlan(PlanCatalog catalog) {
        return live().stream()
                .filter(one -> one.snapshot().isEmpty() || one.pricedBy(catalog))
                .toList();
    }

    /** What there is too much of, where more than one is {@link #liveWithPlan live with a plan}. */
    public Optional<Duplicates> duplicates(PlanCatalog catalog) {
        List<TrackedSubscription> live = liveWithPlan(catalog).stream()
                .sorted(Comparator.comparing(BillingAccount::begun).thenComparing(TrackedSubscription::id, BY_TEXT))
                .toList();
        if (live.size() < 2) return Optional.empty();
        boolean sound = live.stream().allMatch(one -> !one.provisional() && !one.fetchDue())
                && Duplicates.endable(
                        live.stream().flatMap(one -> one.snapshot().stream()).toList(), catalog);
        List<SubscriptionId> newer =
                live.stream().skip(1).map(TrackedSubscription::id).toList();
        return Optional.of(new Duplicates(live.get(0).id(), newer, sound));
    }

    private static Instant begun(TrackedSubscription one) {
        return one.snapshot().map(SubscriptionSnapshot::created).orElse(Instant.MAX);
    }

    /**
     * Whether something was begun that may yet become live: a first payment that is on its way, or a subscription that
     * the provider has not been asked about since it was last mentioned.
     */
    public boolean awaitsBeginning() {
        return counted().stream()
                .filter(one -> !one.ended())
                .filter(one -> one.standing().filter(ProviderStatus::live).isEmpty())
                .anyMatch(one -> one.fetchDue()
                        || one.standing()
                                .filter(ProviderStatus.INCOMPLETE::equals)
                                .isPresent());
    }

    /** Whether one ever began, as far as is known: then a trial was had, or the chance of one. */
    public boolean everSubscribed() {
        return counted().stream()
                .anyMatch(one -> one.standing()
                        .filter(status ->
                                status == ProviderStatus.INCOMPLETE || status == ProviderStatus.INCOMPLETE_EXPIRED)
                        .isEmpty());
    }

    /** The same with one subscription added or replaced, and bound to this tenant. */
    public BillingAccount with(TrackedSubscription one) {
        SortedMap<SubscriptionId, TrackedSubscription> next = new TreeMap<>(tracked);
        next.put(one.id(), one.boundTo(tenant));
        return new BillingAccount(tenant, next, livemode);
    }

    /**
     * After an event about one of its subscriptions.
     *
     * @param subject the subscription it speaks of, as known
     * @param fetchable whether a fetch can settle it
     */
    public Decision observe(TrackedSubscription subject, ProviderEvent event, boolean fetchable, PlanCatalog catalog) {
        TrackedSubscription ours = subject.boundTo(tenant);
        if (event.content() instanceof EventContent.OfSubscription own) {
            TrackedSubscription.Step step = ours.observe(own.snapshot(), event.created(), fetchable, catalog);
            return decide(step.next(), step.verdict().reason());
        }
        return decide(ours.mark(), "marked for a fetch");
    }

    /** After a fetch of one of its subscriptions, begun at {@code remembered} marks. */
    public Decision settle(
            TrackedSubscription subject, FetchedSubscription fetched, long remembered, PlanCatalog catalog) {
        TrackedSubscription.Step step = subject.boundTo(tenant).settle(fetched, remembered, catalog);
        return decide(step.next(), reason(fetched, step.verdict()));
    }

    /** After one more subscription was bound to it. */
    public Decision adopt(TrackedSubscription subject) {
        return decide(subject.boundTo(tenant), "bound");
    }

    private Decision decide(TrackedSubscription next, String reason) {
        return new Decision(with(next), next, reason);
    }

    private static String reason(FetchedSubscription fetched, TrackedSubscription.Verdict verdict) {
        if (fetched instanceof FetchedSubscription.Missing missing)
            return "missing at the provider: " + missing.detail();
        if (fetched instanceof FetchedSubscription.Unaskable not) return "can't be asked: " + not.detail();
        return verdict == TrackedSubscription.Verdict.TAKEN ? "settled by a fetch" : verdict.reason();
    }

    /**
     * What was decided, to be written down together with what the account now amounts to.
     *
     * @param account the account after it
     * @param changed the subscription that it is about, after it
     * @param reason one clause for a trace
     */
    public record Decision(BillingAccount account, TrackedSubscription changed, String reason) {}
}

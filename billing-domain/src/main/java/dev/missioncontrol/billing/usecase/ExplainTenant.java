package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.AccessPolicy;
import dev.missioncontrol.billing.account.BillingAccount;
import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.store.AuditRow;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.CustomerBinding;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.store.InboxRow;
import dev.missioncontrol.billing.store.SubscriptionRow;
import dev.missioncontrol.billing.store.TenantRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gathers all that leads to what a tenant has, past what of it can't be read. Asks only the store, and holds nothing. */
public final class ExplainTenant {
    /** Newest events, and newest decisions, that are told: a life of several years at a few a month. */
    public static final int MOST_ENTRIES = 200;

    /** Quarantined subscriptions looked through for one whose metadata names the tenant: each waits for a person. */
    static final int MOST_QUARANTINED = 1_000;

    /** Subscriptions told that are not the tenant's own but could be. */
    static final int MOST_RELATED = 20;

    /** What comes before everything else where not even the row that says what a tenant has can be read. */
    static final String UNREADABLE =
            "Its row in subscriptions can't be read, so nobody is told what it has: put into that row what the"
                    + " last decision left, or take it from a backup. What follows is what its subscriptions amount to, as far as"
                    + " they can be read.";

    /** What comes last where another catalogue than the one at hand derived what a tenant has. */
    static final String DERIVED_ELSEWHERE =
            "What it has was derived by another catalogue than this one, and what is said here of"
                    + " prices and plans goes by this one: if it is an old copy, take the catalogue of the server.";

    private final Transactions transactions;
    private final PlanCatalog catalog;
    private final PaymentProvider provider;
    private final ReadableStatus status;
    private final AccessPolicy policy;
    private final InstantSource clock;

    ExplainTenant(
            Transactions transactions,
            PlanCatalog catalog,
            PaymentProvider provider,
            ShowStatus status,
            AccessPolicy policy,
            InstantSource clock) {
        this.transactions = transactions;
        this.catalog = catalog;
        this.provider = provider;
        this.status = new ReadableStatus(status);
        this.policy = policy;
        this.clock = clock;
    }

    /** Why the tenant has what it has; also for one that was never seen, and one of whom not even that can be read. */
    public Explanation explain(TenantId tenant) {
        ReadableStatus.Whole whole = status.whole(tenant);
        return transactions.run(tx -> explain(tx, tenant, whole, clock.instant()));
    }

    private Explanation explain(BillingTransaction tx, TenantId tenant, ReadableStatus.Whole whole, Instant now) {
        Optional<TenantRecord> record = tx.accounts().tenant(tenant);
        ReadableRows past = new ReadableRows();
        Optional<TenantStatus> has = status.read(tx, tenant, whole, past);
        Optional<CustomerBinding> customer =
                past.read("its row in customers", () -> tx.accounts().customerOf(tenant, provider.name()));
        var checkout = past.read(
                "its newest row in checkout_attempts", () -> tx.checkouts().newest(tenant));
        List<TrackedSubscription> related = related(tx, tenant, customer, past);
        CurrentSubscription current = has.map(TenantStatus::current).orElseGet(() -> amount(tenant, related, now));
        boolean hasLive =
                related.stream().anyMatch(one -> one.livemode() && one.tenant().equals(Optional.of(tenant)));
        Reasons reasons = new Reasons(tenant, current, catalog, provider.livemode(), hasLive, now);
        List<Explanation.Reason> subscriptions =
                related.stream().map(reasons::of).toList();
        List<String> why = new ArrayList<>();
        if (has.isEmpty()) why.add(UNREADABLE);
        why.addAll(reasons.why(
                record,
                customer,
                checkout,
                subscriptions,
                has.map(TenantStatus::access).orElseGet(() -> policy.access(current, now)),
                policy));
        if (whole.status().isPresent() && isDerivedElsewhere(tx, tenant, past)) why.add(DERIVED_ELSEWHERE);
        Timeline timeline = new Timeline(past);
        timeline.decisions(tx, tenant, record);
        timeline.events(tx.listings().eventsOf(tenant, MOST_ENTRIES + 1));
        for (Explanation.Reason one : subscriptions)
            timeline.events(tx.listings().eventsOf(one.subscription().id(), MOST_ENTRIES + 1));
        return new Explanation(
                tenant,
                now,
                has,
                why,
                record,
                customer,
                checkout,
                subscriptions,
                timeline.entries(),
                timeline.leftOut(),
                past.words());
    }

    /** On a node it was derived again a moment ago. */
    private boolean isDerivedElsewhere(BillingTransaction tx, TenantId tenant, ReadableRows past) {
        return past.read("its row in subscriptions", () -> tx.accounts().current(tenant))
                .filter(stored -> !stored.catalogHash().equals(catalog.hash()))
                .isPresent();
    }

    /** Its own, those of its customer whoever's they are, and quarantined ones whose metadata names it. */
    private List<TrackedSubscription> related(
            BillingTransaction tx, TenantId tenant, Optional<CustomerBinding> customer, ReadableRows past) {
        SortedMap<SubscriptionId, TrackedSubscription> related = new TreeMap<>();
        for (TrackedSubscription own : readable(tx.listings().subscriptionsOf(tenant), past))
            related.put(own.id(), own);
        int own = related.size();
        customer.ifPresent(bound -> tx.accounts()
                .subscriptionsOf(bound.customer(), MOST_RELATED)
                .forEach(id -> past.read(
                                () -> tx.accounts().subscription(id),
                                fault -> new SubscriptionRow.Unreadable(id.value(), fault).words())
                        .ifPresent(one -> related.put(id, one))));
        for (TrackedSubscription disputed :
                readable(tx.listings().quarantined(Optional.empty(), MOST_QUARANTINED), past))
            if (related.size() < own + 2 * MOST_RELATED && names(disputed, tenant))
                related.put(disputed.id(), disputed);
        return List.copyOf(related.values());
    }

    /** What it would have if it were derived now. */
    private CurrentSubscription amount(TenantId tenant, List<TrackedSubscription> related, Instant now) {
        List<TrackedSubscription> own = related.stream()
                .filter(one -> one.tenant().equals(Optional.of(tenant)))
                .toList();
        return BillingAccount.of(tenant, own, provider.livemode()).current(catalog, now);
    }

    /** Of a quarantined one that can't be read nobody knows whom it names: it could be anybody's. */
    private static List<TrackedSubscription> readable(List<SubscriptionRow> rows, ReadableRows past) {
        List<TrackedSubscription> readable = new ArrayList<>();
        for (SubscriptionRow row : rows) {
            if (row instanceof SubscriptionRow.Readable one) readable.add(one.subscription());
            else past.tell(((SubscriptionRow.Unreadable) row).words());
        }
        return readable;
    }

    private static boolean names(TrackedSubscription one, TenantId tenant) {
        return one.snapshot()
                .map(SubscriptionSnapshot::metadata)
                .flatMap(metadata -> metadata.tenant())
                .filter(tenant.value()::equals)
                .isPresent();
    }

    /** The newest events and decisions, each once. */
    private static final class Timeline {
        private static final Comparator<Explanation.Entry> OLDEST_FIRST = Comparator.comparing(Explanation.Entry::at);

        private final Map<EventId, InboxEvent> events = new HashMap<>();
        private final List<Explanation.Entry> decisions = new ArrayList<>();
        private final ReadableRows past;
        private boolean cut;

        Timeline(ReadableRows past) {
            this.past = past;
        }

        void decisions(BillingTransaction tx, TenantId tenant, Optional<TenantRecord> record) {
            long length = record.map(TenantRecord::auditLength).orElse(0L);
            cut |= length > MOST_ENTRIES;
            long from = Math.max(1, length - MOST_ENTRIES + 1);
            for (AuditRow row : tx.listings().decisionsOf(tenant, from, MOST_ENTRIES)) {
                if (row instanceof AuditRow.Readable one) decisions.add(new Explanation.Entry.Decision(one.entry()));
                else past.tell(((AuditRow.Unreadable) row).words());
            }
        }

        void events(List<InboxRow> newestFirst) {
            cut |= newestFirst.size() > MOST_ENTRIES;
            for (InboxRow row : newestFirst) {
                if (row instanceof InboxRow.Readable one) events.put(one.event().id(), one.event());
                else past.tell(((InboxRow.Unreadable) row).words());
            }
        }

        List<Explanation.Entry> entries() {
            List<Explanation.Entry> all = new ArrayList<>();
            events.values().stream()
                    .sorted(Comparator.comparing(InboxEvent::received)
                            .thenComparing(InboxEvent::created)
                            .thenComparing(InboxEvent::id))
                    .skip(Math.max(0, events.size() - MOST_ENTRIES))
                    .forEach(event -> all.add(new Explanation.Entry.Event(event)));
            all.addAll(decisions);
            // Stable: an event stands before the decision that it led to in the same moment.
            all.sort(OLDEST_FIRST);
            return all;
        }

        boolean leftOut() {
            return cut || events.size() > MOST_ENTRIES;
        }
    }
}

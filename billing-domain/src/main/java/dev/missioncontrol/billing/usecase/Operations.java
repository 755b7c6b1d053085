package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.Backlog;
import dev.missioncontrol.billing.store.HeldRow;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.store.InboxRow;
import dev.missioncontrol.billing.store.Listings.EventPlace;
import dev.missioncontrol.billing.store.Listings.TenantFilter;
import dev.missioncontrol.billing.store.OutboxRow;
import dev.missioncontrol.billing.store.PublishedEvent;
import dev.missioncontrol.billing.store.PublishedRow;
import dev.missioncontrol.billing.store.SubscriptionOwner;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What operators ask for: to see why, to compare, to mend, to bind, to verify. Long work takes a {@code pause}, which
 * returns once so much time has passed, so that the provider is called no faster than its rate; it is also asked for none, before each call,
 * and what it throws ends the work. Every method throws {@link
 * dev.missioncontrol.billing.store.StoreException} if the store is away, and those that ask the provider {@link
 * dev.missioncontrol.billing.provider.ProviderException} if it could not be asked.
 */
public final class Operations {
    /** Most events of one page. */
    public static final int MOST_EVENTS = 1_000;

    /** Most events read at once. */
    public static final int MOST_PUBLISHED = 1_000;

    private final Transactions transactions;
    private final RateLimit rate;
    private final InstantSource clock;
    private final Parts parts;

    record Parts(
            ExplainTenant explain,
            VerifyAudit verify,
            Reconcile reconcile,
            ReplayEvent replay,
            RefreshTenant refresh,
            BindByOperator bind,
            ImportCustomers imports,
            ShowOverview overview,
            FindTenants find,
            ExportTenant export,
            EraseTenant erase,
            EndNow endNow) {}

    Operations(Transactions transactions, RateLimit rate, InstantSource clock, Parts parts) {
        this.transactions = transactions;
        this.rate = rate;
        this.clock = clock;
        this.parts = parts;
    }

    /**
     * Some events with one outcome.
     *
     * @param events oldest first; at most as many as were asked for, with those that can't be read
     * @param unreadable those among them that can't be read, in words: which row it is and why
     * @param next what to ask for to see those behind them; absent at the end
     */
    public record Events(List<InboxEvent> events, List<String> unreadable, Optional<EventPlace> next) {
        /** Copies the lists. */
        public Events {
            events = List.copyOf(events);
            unreadable = List.copyOf(unreadable);
        }
    }

    /** Why a tenant has what it has; also for one that was never seen. Asks only the store. */
    public Explanation explain(TenantId tenant) {
        return parts.explain.explain(tenant);
    }

    /**
     * What happened to all tenants, in the order in which it can be read: who goes on after the last position misses
     * nothing, and gets what happened at least once. Kept for 30 days.
     *
     * @param after the last position that was read; 0 for the oldest that is kept
     * @param limit 1 to 1,000
     * @throws IllegalStateException if the first of them can't be read; those before such a one are a page of their own. Left out it would
     *     be missed: who decides that goes on after the position that the fault names
     */
    public List<PublishedEvent> publishedEvents(long after, int limit) {
        if (limit < 1 || limit > MOST_PUBLISHED)
            throw new IllegalArgumentException("1 to " + MOST_PUBLISHED + " events can be read at once");
        List<PublishedRow> rows = transactions.run(tx -> tx.journal().published(after, limit));
        List<PublishedEvent> events = rows.stream()
                .takeWhile(one -> one.row() instanceof OutboxRow.Readable)
                .map(PublishedRow::published)
                .toList();
        if (events.isEmpty() && !rows.isEmpty()) throw unreadable(rows.get(0));
        return events;
    }

    private static RuntimeException unreadable(PublishedRow first) {
        OutboxRow.Unreadable row = (OutboxRow.Unreadable) first.row();
        return new IllegalStateException(
                "what stands at the position " + first.position() + " can't be read: " + row.words(), row.fault());
    }

    /** Checks the audit of one tenant or of all, and tells every fault. Asks only the store. */
    public VerifyAudit.Verification verifyAudit(Optional<TenantId> tenant, Consumer<AuditFault> each) {
        return parts.verify.verify(tenant, each);
    }

    /** Compares both sides, tells every difference, and mends what is safe if asked to. */
    public Reconcile.Result reconcile(
            Reconcile.Request request, Consumer<Reconcile.Finding> each, Consumer<Duration> pause) {
        return parts.reconcile.run(request, each, pause);
    }

    /**
     * Events with this outcome, oldest first.
     *
     * @param after where the last page ended
     * @param limit 1 to {@link #MOST_EVENTS}
     */
    public Events events(EventOutcome outcome, Optional<EventPlace> after, int limit) {
        if (limit < 1 || limit > MOST_EVENTS)
            throw new IllegalArgumentException("a page has 1 to " + MOST_EVENTS + " events, not " + limit);
        List<InboxRow> found = transactions.run(tx -> tx.listings().events(outcome, after, limit + 1));
        RowPage<InboxRow, EventPlace> page = RowPage.of(found, limit, InboxRow::place);
        List<InboxEvent> events = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (InboxRow row : page.rows()) {
            if (row instanceof InboxRow.Readable readable) events.add(readable.event());
            else unreadable.add(((InboxRow.Unreadable) row).words());
        }
        return new Events(events, unreadable, page.next());
    }

    /** An event as stored, or that it can't be read. */
    public Optional<InboxRow> event(EventId event) {
        return transactions.run(tx -> tx.listings().event(event));
    }

    /** Whose a subscription is, as far as it is known; whether the rest of what is known of it can be read or not. */
    public Optional<SubscriptionOwner> owner(SubscriptionId subscription) {
        return transactions.run(tx -> tx.accounts().ownerOf(subscription));
    }

    /**
     * Figures of the whole installation: those of tenants as of the last count, those of what waits as of now.
     *
     * @param days how many days back, 1 to {@link ShowOverview#MOST_DAYS}
     */
    public Overview overview(int days) {
        return parts.overview.overview(days);
    }

    /**
     * Tenants that a filter fits, by id.
     *
     * @param after where the last page ended
     * @param limit 1 to {@link FindTenants#MOST_TENANTS}
     */
    public FindTenants.Page tenants(TenantFilter filter, Optional<TenantId> after, int limit) {
        return parts.find.page(filter, after, limit);
    }

    /** Whose a customer, a subscription or an event is, by its exact id; nothing for any other text. */
    public FindTenants.Found findByProvidersId(String text) {
        return parts.find.byProvidersId(text);
    }

    /** Applies a stored event once more. */
    public ReplayEvent.Result replay(EventId event) {
        return parts.replay.replay(event, Optional.empty());
    }

    /** Applies a stored event once more, and says who asked for it and why: in the audit, or where it is nobody's beside the event. */
    public ReplayEvent.Result replay(EventId event, OperatorsWord word) {
        return parts.replay.replay(event, Optional.of(word));
    }

    /**
     * Fetches all that a tenant has.
     *
     * @param ask whether to ask from here; if not, it is marked for the workers of another process
     */
    public RefreshTenant.Refreshed refresh(TenantId tenant, boolean ask, Consumer<Duration> pause) {
        return parts.refresh.refresh(tenant, Optional.empty(), ask, throttle(pause));
    }

    /** The same, and the audit says who asked for it and why. */
    public RefreshTenant.Refreshed refresh(TenantId tenant, OperatorsWord word, boolean ask, Consumer<Duration> pause) {
        return parts.refresh.refresh(tenant, Optional.of(word), ask, throttle(pause));
    }

    /**
     * Binds a customer, which also settles a quarantine, and fetches its subscriptions.
     *
     * @param reason why, for the audit: 1 to {@link OperatorsWord#LONGEST_REASON} characters
     * @param ask whether the provider can be asked from here
     */
    public BindByOperator.Result bind(
            TenantId tenant, CustomerId customer, String reason, boolean ask, Consumer<Duration> pause) {
        return parts.bind.bind(tenant, customer, reason, ask, throttle(pause));
    }

    /** The same, and the audit also says who asked for it. */
    public BindByOperator.Result bind(
            TenantId tenant, CustomerId customer, OperatorsWord word, boolean ask, Consumer<Duration> pause) {
        return parts.bind.bind(tenant, customer, word, ask, throttle(pause));
    }

    /** Checks a file of customers, and binds them if asked to and nothing is wrong. */
    public ImportCustomers.Result importCustomers(
            CustomerPairs file,
            ImportCustomers.Request request,
            Consumer<CustomerPairs.Pair> each,
            Consumer<Duration> pause) {
        return parts.imports.run(file, request, each, throttle(pause));
    }

    /**
     * Hands over every row that is a tenant's or speaks of it. Asks only the store. Returns whether the tenant was ever seen.
     *
     * @param each is told of every row, table by table; what it has been told can't be untold if the store goes away
     */
    public boolean exportTenant(TenantId tenant, Consumer<HeldRow> each) {
        return parts.export.export(tenant, each);
    }

    /** Erases what is stored of a tenant, for good: never while it may still be paying. May be called again to go on. */
    public EraseTenant.Result eraseTenant(TenantId tenant, EraseTenant.Request request, Consumer<Duration> pause) {
        return parts.erase.erase(tenant, request, throttle(pause));
    }

    /**
     * Ends at once all that a tenant pays for, after a dispute say, also where tenants may not do so themselves. The audit says who asked
     * for it and why. May be called again: what has ended stays so, and nothing else is done.
     */
    public EndNow.Ended endNow(TenantId tenant, OperatorsWord word, Consumer<Duration> pause) {
        return parts.endNow.end(tenant, word, throttle(pause));
    }

    /** What waits, and since when. */
    public Backlog backlog() {
        return transactions.run(tx -> tx.measures().backlog());
    }

    private Throttle throttle(Consumer<Duration> pause) {
        return new Throttle(rate, clock, pause);
    }
}

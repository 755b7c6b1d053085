package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.AuditRow;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.store.InboxRow;
import dev.missioncontrol.billing.store.Listings;
import dev.missioncontrol.billing.store.StoredSubscription;
import dev.missioncontrol.billing.store.SubscriptionRow;
import dev.missioncontrol.billing.store.TenantPage;
import dev.missioncontrol.billing.store.TenantRow;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.stream.Stream;

/** {@link Listings} in memory. */
final class InMemoryListings implements Listings {
    private static final Comparator<EventPlace> BY_PLACE =
            Comparator.comparing(EventPlace::received).thenComparing(EventPlace::id);

    private final InMemoryTenants tenants;
    private final InMemorySubscriptions subscriptions;
    private final InMemoryInbox inbox;
    private final InMemoryAccounts accounts;
    private final InMemoryJournal journal;

    InMemoryListings(
            InMemoryTenants tenants,
            InMemorySubscriptions subscriptions,
            InMemoryInbox inbox,
            InMemoryAccounts accounts,
            InMemoryJournal journal) {
        this.tenants = tenants;
        this.subscriptions = subscriptions;
        this.inbox = inbox;
        this.accounts = accounts;
        this.journal = journal;
    }

    @Override
    public TenantPage tenants(Optional<TenantId> after, int limit) {
        return TenantPage.of(
                behind(tenants.inOrder(), after)
                        .limit(limit)
                        .map(TenantId::value)
                        .toList(),
                limit);
    }

    @Override
    public List<TenantRow> tenants(TenantFilter filter, Optional<TenantId> after, int limit) {
        return behind(tenants.inOrder(), after)
                .filter(tenant -> tenant.value().startsWith(filter.prefix()))
                .map(tenant -> new TenantLine(tenant, accounts.current(tenant)))
                .filter(line -> fits(filter, line))
                .limit(limit)
                .<TenantRow>map(TenantRow.Readable::new)
                .toList();
    }

    private static boolean fits(TenantFilter filter, TenantLine line) {
        if (!filter.byWhatTheyHave()) return true;
        return line.has()
                .map(StoredSubscription::current)
                .filter(has -> filter.plan().map(has.plan()::equals).orElse(true))
                .filter(has -> filter.status().map(has.status()::equals).orElse(true))
                .isPresent();
    }

    @Override
    public List<InboxRow> events(EventOutcome outcome, Optional<EventPlace> after, int limit) {
        return inbox.all()
                .filter(event -> event.outcome() == outcome)
                .filter(event -> after.isEmpty() || BY_PLACE.compare(EventPlace.of(event), after.get()) > 0)
                .sorted(InMemoryInbox.OLDEST_FIRST)
                .limit(limit)
                .<InboxRow>map(InboxRow.Readable::new)
                .toList();
    }

    @Override
    public Optional<InboxRow> event(EventId id) {
        return inbox.event(id).map(InboxRow.Readable::new);
    }

    @Override
    public List<InboxRow> eventsOf(TenantId tenant, int limit) {
        return newestFirst(inbox.of(tenant), limit);
    }

    @Override
    public List<InboxRow> eventsOf(SubscriptionId subscription, int limit) {
        Optional<TenantId> owner =
                subscriptions.table.get(subscription).flatMap(row -> row.value().tenant());
        return newestFirst(
                inbox.of(subscription)
                        .filter(one -> one.outcome() != EventOutcome.APPLIED
                                || owner.isPresent() && one.tenant().equals(owner)),
                limit);
    }

    @Override
    public List<AuditRow> decisionsOf(TenantId tenant, long fromSequence, int limit) {
        return journal.audit(tenant, fromSequence, limit).stream()
                .<AuditRow>map(AuditRow.Readable::new)
                .toList();
    }

    @Override
    public List<SubscriptionRow> quarantined(Optional<SubscriptionId> after, int limit) {
        return behind(subscriptions.quarantined(), after)
                .limit(limit)
                .<SubscriptionRow>map(id ->
                        new SubscriptionRow.Readable(subscriptions.table.row(id).value()))
                .toList();
    }

    @Override
    public List<SubscriptionRow> subscriptionsOf(TenantId tenant) {
        return accounts.subscriptionsOf(tenant).stream()
                .<SubscriptionRow>map(SubscriptionRow.Readable::new)
                .toList();
    }

    private static List<InboxRow> newestFirst(Stream<InboxEvent> events, int limit) {
        return events.sorted(InMemoryInbox.OLDEST_FIRST.reversed())
                .limit(limit)
                .<InboxRow>map(InboxRow.Readable::new)
                .toList();
    }

    private static <K> Stream<K> behind(NavigableSet<K> all, Optional<K> after) {
        return after.map(key -> all.tailSet(key, false)).orElse(all).stream();
    }
}

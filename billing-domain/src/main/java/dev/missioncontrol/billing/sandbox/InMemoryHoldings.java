package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.store.CustomerBinding;
import dev.missioncontrol.billing.store.ErasedReference;
import dev.missioncontrol.billing.store.HeldRow;
import dev.missioncontrol.billing.store.Holdings;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.store.TenantRecord;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** {@link Holdings} in memory: rows are the domain's records, under the names of the tables that a database has. */
final class InMemoryHoldings implements Holdings {
    private final InMemoryTenants tenants;
    private final InMemoryAccounts accounts;
    private final InMemorySubscriptions subscriptions;
    private final InMemoryInbox inbox;
    private final InMemoryCheckouts checkouts;
    private final InMemoryJournal journal;
    private final InMemorySeatPushes seatPushes;
    private final InMemoryBrowserSessions browserSessions;
    private final InMemoryTable<String, TenantId> erased;
    private final InMemoryIndex<TenantId, String, TenantId> erasedOf;

    InMemoryHoldings(
            InMemoryTenants tenants,
            InMemoryAccounts accounts,
            InMemorySubscriptions subscriptions,
            InMemoryInbox inbox,
            InMemoryCheckouts checkouts,
            InMemoryJournal journal,
            InMemorySeatPushes seatPushes,
            InMemoryBrowserSessions browserSessions,
            InMemoryUndo undo) {
        this.tenants = tenants;
        this.accounts = accounts;
        this.subscriptions = subscriptions;
        this.inbox = inbox;
        this.checkouts = checkouts;
        this.journal = journal;
        this.seatPushes = seatPushes;
        this.browserSessions = browserSessions;
        erased = new InMemoryTable<>(undo);
        erasedOf = erased.indexBy(Optional::of);
    }

    @Override
    public void each(TenantId tenant, Consumer<HeldRow> each) {
        tenants.get(tenant).ifPresent(row -> each.accept(row("tenants", row)));
        accounts.current(tenant).ifPresent(row -> each.accept(row("subscriptions", row)));
        accounts.customersOf(tenant).forEach(row -> each.accept(row("customers", row)));
        tracked(tenant).forEach(row -> each.accept(row("tracked_subscriptions", row)));
        seatPushes.of(tenant).ifPresent(row -> each.accept(row("seat_pushes", row)));
        browserSessions.of(tenant).forEach(row -> each.accept(row("browser_sessions", row)));
        checkouts.of(tenant).forEach(row -> each.accept(row("checkout_attempts", row)));
        events(tenant).forEach(row -> each.accept(row("webhook_events", row)));
        journal.eventsOf(tenant).forEach(row -> each.accept(row("billing_outbox", row)));
        journal.auditOf(tenant).forEach(row -> each.accept(row("billing_audit", row)));
        erasedOf.keys(tenant)
                .forEach(hash ->
                        each.accept(new HeldRow("erased_references", Map.of("reference_hash", Optional.of(hash)))));
    }

    /** The tenant's own, and those of its customers that nobody owns. */
    private List<TrackedSubscription> tracked(TenantId tenant) {
        Map<SubscriptionId, TrackedSubscription> all = new TreeMap<>();
        for (TrackedSubscription one : accounts.subscriptionsOf(tenant)) all.put(one.id(), one);
        for (CustomerBinding binding : accounts.customersOf(tenant))
            for (SubscriptionId id : accounts.unownedOf(binding.customer(), Integer.MAX_VALUE))
                all.put(id, subscriptions.table.row(id).value());
        return List.copyOf(all.values());
    }

    private List<InboxEvent> events(TenantId tenant) {
        Stream<InboxEvent> nobodys = tracked(tenant).stream()
                .flatMap(one -> inbox.of(one.id()))
                .filter(event -> event.outcome() != EventOutcome.APPLIED);
        return Stream.concat(inbox.of(tenant), nobodys)
                .distinct()
                .sorted(InMemoryInbox.OLDEST_FIRST)
                .toList();
    }

    private static HeldRow row(String table, Record record) {
        Map<String, Optional<String>> columns = new LinkedHashMap<>();
        for (RecordComponent part : record.getClass().getRecordComponents())
            columns.put(part.getName(), text(value(record, part)));
        return new HeldRow(table, columns);
    }

    private static Object value(Record record, RecordComponent part) {
        try {
            return part.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("the domain's own records can be read", e);
        }
    }

    private static Optional<String> text(Object value) {
        return value instanceof Optional<?> optional ? optional.map(Object::toString) : Optional.of(value.toString());
    }

    @Override
    public void bury(TenantId tenant, Instant at) {
        TenantRecord had = tenants.require(tenant);
        if (had.deleted().isPresent()) return;
        tenants.put(new TenantRecord(
                tenant,
                had.pseudonym(),
                had.created(),
                Optional.of(at),
                had.auditHead(),
                had.auditLength(),
                had.eventLength()));
    }

    @Override
    public int eraseHistory(TenantId tenant, int limit) {
        requireBuried(tenant);
        List<InboxEvent> some = events(tenant).stream().limit(limit).toList();
        inbox.empty(some);
        return some.size() + journal.removeEvents(tenant, limit);
    }

    @Override
    public void erase(TenantId tenant, Instant at) {
        requireBuried(tenant);
        accounts.customersOf(tenant).forEach(one -> keep(tenant, one.customer().value()));
        tracked(tenant).forEach(one -> keep(tenant, one.id().value()));
        for (CheckoutAttempt one : checkouts.of(tenant)) {
            keep(tenant, one.id().value());
            one.session().map(CheckoutSessionId::value).ifPresent(id -> keep(tenant, id));
            one.customer().map(CustomerId::value).ifPresent(id -> keep(tenant, id));
        }
        inbox.empty(events(tenant));
        journal.removeEvents(tenant, Integer.MAX_VALUE);
        checkouts.remove(tenant);
        seatPushes.remove(tenant);
        browserSessions.remove(tenant);
        tracked(tenant).forEach(one -> subscriptions.table.remove(one.id()));
        accounts.remove(tenant);
    }

    private void keep(TenantId tenant, String id) {
        erased.put(ErasedReference.hash(id), tenant);
    }

    private void requireBuried(TenantId tenant) {
        if (tenants.require(tenant).deleted().isEmpty())
            throw new IllegalStateException("the tenant is not deleted: bury it first");
    }

    @Override
    public void emptyEvent(EventId event) {
        inbox.event(event).ifPresent(one -> inbox.empty(List.of(one)));
    }

    @Override
    public boolean erased(Collection<String> ids) {
        return ids.stream().anyMatch(id -> erased.get(ErasedReference.hash(id)).isPresent());
    }
}

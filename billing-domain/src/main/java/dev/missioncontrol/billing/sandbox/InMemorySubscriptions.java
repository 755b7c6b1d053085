package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.util.NavigableSet;
import java.util.Optional;

/** The tracked subscriptions and their indexes, shared by what reads accounts and what claims fetches. */
final class InMemorySubscriptions {
    /** The one entry of an index that only says which rows are in it. */
    private static final Boolean LISTED = true;

    final InMemoryTable<SubscriptionId, InMemoryTracked> table;
    final InMemoryIndex<TenantId, SubscriptionId, InMemoryTracked> byTenant;
    final InMemoryIndex<CustomerId, SubscriptionId, InMemoryTracked> byCustomer;
    private final InMemoryIndex<Boolean, SubscriptionId, InMemoryTracked> fetchDue;
    private final InMemoryIndex<Boolean, SubscriptionId, InMemoryTracked> unowned;
    private final InMemoryIndex<Boolean, SubscriptionId, InMemoryTracked> notEnded;
    private final InMemoryIndex<Boolean, SubscriptionId, InMemoryTracked> quarantined;

    InMemorySubscriptions(InMemoryUndo undo) {
        table = new InMemoryTable<>(undo);
        byTenant = table.indexBy(row -> row.value().tenant());
        byCustomer = table.indexBy(row -> row.value().snapshot().flatMap(SubscriptionSnapshot::customer));
        fetchDue = table.indexBy(row -> listedIf(row.value().fetchDue()));
        unowned = table.indexBy(row -> listedIf(row.unowned() && !row.value().quarantined()));
        notEnded = table.indexBy(row -> listedIf(!row.value().ended()));
        quarantined = table.indexBy(row -> listedIf(row.unowned() && row.value().quarantined()));
    }

    NavigableSet<SubscriptionId> fetchDue() {
        return fetchDue.keys(LISTED);
    }

    NavigableSet<SubscriptionId> unowned() {
        return unowned.keys(LISTED);
    }

    NavigableSet<SubscriptionId> notEnded() {
        return notEnded.keys(LISTED);
    }

    NavigableSet<SubscriptionId> quarantined() {
        return quarantined.keys(LISTED);
    }

    private static Optional<Boolean> listedIf(boolean condition) {
        return condition ? Optional.of(LISTED) : Optional.empty();
    }
}

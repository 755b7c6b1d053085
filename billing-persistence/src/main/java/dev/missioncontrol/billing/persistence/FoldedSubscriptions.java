package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.SubscriptionOwner;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** The provider's subscriptions in a folded transaction: as read or written last, and what is still to be written. */
final class FoldedSubscriptions {
    private final TrackedRows rows;
    private final SortedMap<SubscriptionId, TrackedSubscription> known = new TreeMap<>();
    private final Map<SubscriptionId, SubscriptionOwner> owners = new HashMap<>();
    private final Set<SubscriptionId> absent = new HashSet<>();
    private final Set<SubscriptionId> held = new HashSet<>();
    private final Set<SubscriptionId> made = new HashSet<>();
    private final SortedMap<SubscriptionId, TrackedSubscription> toInsert = new TreeMap<>();
    private final SortedMap<SubscriptionId, TrackedSubscription> toSave = new TreeMap<>();
    private Optional<Instant> at = Optional.empty();

    FoldedSubscriptions(Handle handle, Collection<SubscriptionId> expected) {
        rows = new TrackedRows(handle);
        if (expected.isEmpty()) return;
        absent.addAll(expected);
        owners.putAll(rows.owners(expected));
        absent.removeAll(owners.keySet());
    }

    private void keep(TrackedSubscription one) {
        known.put(one.id(), one);
        owners.remove(one.id());
        absent.remove(one.id());
    }

    Optional<TrackedSubscription> one(SubscriptionId id) {
        if (known.containsKey(id)) return Optional.of(known.get(id));
        return absent.contains(id) ? Optional.empty() : rows.one(id);
    }

    Optional<SubscriptionOwner> ownerOf(SubscriptionId id) {
        SubscriptionOwner owner = owners.get(id);
        return owner == null ? one(id).map(SubscriptionOwner::of) : Optional.of(owner);
    }

    /** Whether it was made in this transaction. */
    boolean isNew(SubscriptionId id) {
        return made.contains(id);
    }

    /** Holds those of these tenants, and those that were expected and are nobody's, in the order of their ids. */
    void lockTogether(Collection<TenantId> tenants) {
        List<SubscriptionId> unowned = owners.entrySet().stream()
                .filter(one -> one.getValue().tenant().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        if (tenants.isEmpty() && unowned.isEmpty()) return;
        List<TrackedSubscription> locked = rows.lockTogether(tenants, unowned);
        // Whose they were when they were read may be another's by now: those are read again when somebody asks.
        owners.clear();
        known.clear();
        for (TrackedSubscription one : locked) {
            keep(one);
            held.add(one.id());
        }
    }

    /** Those of a tenant whose subscriptions are all held. */
    List<TrackedSubscription> of(TenantId tenant) {
        return known.values().stream()
                .filter(one -> one.tenant().filter(tenant::equals).isPresent())
                .toList();
    }

    List<TrackedSubscription> lockOf(TenantId tenant) {
        flush();
        List<TrackedSubscription> all = rows.lockOf(tenant);
        for (TrackedSubscription one : all) {
            keep(one);
            held.add(one.id());
        }
        return all;
    }

    /** One that is not there is made when everything is written; another transaction may be first, which is a conflict. */
    TrackedSubscription lock(SubscriptionId id, boolean livemode, Instant now) {
        if (held.contains(id)) return known.get(id);
        TrackedSubscription subject;
        if (absent.contains(id)) {
            subject = TrackedSubscription.unknown(id, livemode);
            isNow(now);
            toInsert.put(id, subject);
            made.add(id);
        } else {
            flush();
            subject = rows.lock(id, livemode, now);
        }
        keep(subject);
        held.add(id);
        return subject;
    }

    /** Two writes of one subscription become one, unless each would have set its due times otherwise. */
    void save(TrackedSubscription one, Instant now) {
        if (!held.contains(one.id())) {
            flush();
            rows.save(one, now);
            return;
        }
        TrackedSubscription waiting = toSave.get(one.id());
        if (waiting != null && !sameWaits(waiting, one)) flush();
        isNow(now);
        toSave.put(one.id(), one);
        known.put(one.id(), one);
    }

    /** What is written together is written with one moment. */
    private void isNow(Instant now) {
        if (at.filter(before -> !before.equals(now)).isPresent()) flush();
        at = Optional.of(now);
    }

    private static boolean sameWaits(TrackedSubscription one, TrackedSubscription other) {
        return one.fetchDue() == other.fetchDue()
                && one.synced() == other.synced()
                && (one.tenant().isEmpty() && !one.quarantined())
                        == (other.tenant().isEmpty() && !other.quarantined());
    }

    /** One that was made and saved is written once, as it is. */
    void flush() {
        if (!toInsert.isEmpty()) {
            toInsert.replaceAll((id, unknown) -> {
                TrackedSubscription saved = toSave.remove(id);
                return saved == null ? unknown : saved;
            });
            int made = rows.insert(toInsert.values(), at.orElseThrow());
            Written.allUnlessRaced(made, toInsert.size(), "a subscription");
        }
        toInsert.clear();
        if (!toSave.isEmpty()) rows.save(toSave.values(), at.orElseThrow());
        toSave.clear();
        at = Optional.empty();
    }
}

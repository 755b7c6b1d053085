package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.persistence.TrackedRows.Owned;
import dev.missioncontrol.billing.store.SubscriptionOwner;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The provider's subscriptions in a folded transaction: as read or written last, and what is still to be written. */
final class FoldedSubscriptions {
    private final TrackedRows rows;
    private final Pipeline pipeline;
    private final SortedMap<SubscriptionId, TrackedSubscription> known = new TreeMap<>();
    private final Map<SubscriptionId, SubscriptionOwner> owners = new HashMap<>();
    private final Set<SubscriptionId> absent = new HashSet<>();
    private final Set<SubscriptionId> held = new HashSet<>();
    private final Set<SubscriptionId> made = new HashSet<>();
    private final SortedMap<SubscriptionId, TrackedSubscription> toInsert = new TreeMap<>();
    private final SortedMap<SubscriptionId, TrackedSubscription> toSave = new TreeMap<>();
    private final SortedSet<SubscriptionId> marked = new TreeSet<>();
    private final SortedSet<SubscriptionId> answered = new TreeSet<>();
    private final SortedSet<SubscriptionId> toLookAt = new TreeSet<>();
    private Optional<Look> look = Optional.empty();
    private Optional<Instant> at = Optional.empty();

    /** When to look again, and how often it was looked before. */
    private record Look(int tries, Optional<Duration> delay) {}

    /** Asks whose those are that are expected; of none too, since each other way to send is prepared by itself on each connection. */
    FoldedSubscriptions(Handle handle, Pipeline pipeline, Collection<SubscriptionId> expected) {
        rows = new TrackedRows(handle);
        this.pipeline = pipeline;
        absent.addAll(expected);
        pipeline.ask(TrackedRows.owners(expected), Owned::of, found -> found.forEach(this::keepOwner));
    }

    private void keepOwner(Owned one) {
        owners.put(one.id(), one.owner());
        absent.remove(one.id());
    }

    /** Tenants that owned one of those that are expected when it was looked. */
    Set<TenantId> tenants() {
        return owners.values().stream().flatMap(one -> one.tenant().stream()).collect(Collectors.toSet());
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

    /** Those of these that are there. */
    Map<SubscriptionId, TrackedSubscription> all(Collection<SubscriptionId> ids) {
        Map<SubscriptionId, TrackedSubscription> all = new HashMap<>();
        Set<SubscriptionId> toRead = new HashSet<>();
        for (SubscriptionId id : ids) {
            if (known.containsKey(id)) all.put(id, known.get(id));
            else if (!absent.contains(id)) toRead.add(id);
        }
        if (!toRead.isEmpty()) all.putAll(rows.all(toRead));
        return all;
    }

    Optional<SubscriptionOwner> ownerOf(SubscriptionId id) {
        SubscriptionOwner owner = owners.get(id);
        return owner == null ? one(id).map(SubscriptionOwner::of) : Optional.of(owner);
    }

    /** It is there no more. */
    void forget(SubscriptionId id) {
        known.remove(id);
        owners.remove(id);
        held.remove(id);
        absent.add(id);
    }

    /** All that this transaction holds. */
    Set<SubscriptionId> held() {
        return Set.copyOf(held);
    }

    /** One that is held, as it will be. */
    Optional<TrackedSubscription> held(SubscriptionId id) {
        return held.contains(id) ? Optional.ofNullable(known.get(id)) : Optional.empty();
    }

    /** Whether it was made in this transaction. */
    boolean isNew(SubscriptionId id) {
        return made.contains(id);
    }

    /** Asks to hold those of these tenants, and those that were expected and are nobody's, in the order of their ids. */
    void askTogether(Collection<TenantId> tenants) {
        List<SubscriptionId> unowned = owners.entrySet().stream()
                .filter(one -> one.getValue().tenant().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        if (tenants.isEmpty() && unowned.isEmpty()) return;
        pipeline.ask(TrackedRows.lockTogether(tenants, unowned), TrackedRows::tracked, this::hold);
    }

    private void hold(List<TrackedSubscription> locked) {
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

    /** Two writes of one subscription become one, unless one of them says that nobody looks at it again. */
    void save(TrackedSubscription one, Instant now) {
        if (!held.contains(one.id())) {
            flush();
            rows.save(one, now);
            return;
        }
        TrackedSubscription waiting = toSave.get(one.id());
        if (waiting != null && waits(waiting) != waits(one)) flush();
        isNow(now);
        if (known.get(one.id()).synced() != one.synced()) answered.add(one.id());
        toSave.put(one.id(), one);
        known.put(one.id(), one);
    }

    /** What is written together is written with one moment. */
    private void isNow(Instant now) {
        if (at.filter(before -> !before.equals(now)).isPresent()) flush();
        at = Optional.of(now);
    }

    /**
     * Notes when to look again at one that is held, with all else; several are noted at once where they wait for as long.
     *
     * @return false for one that is not held: then nothing was noted
     */
    boolean lookAgain(SubscriptionId id, int tries, Optional<Duration> delay) {
        if (!held.contains(id)) return false;
        Look wanted = new Look(tries, delay);
        if (look.filter(before -> !before.equals(wanted)).isPresent()) flush();
        look = Optional.of(wanted);
        toLookAt.add(id);
        return true;
    }

    private static boolean waits(TrackedSubscription one) {
        return one.tenant().isEmpty() && !one.quarantined();
    }

    private void flush() {
        write();
        pipeline.send();
    }

    /** Brings what waits to be written. One that was made and saved is written once, as it is. */
    void write() {
        if (!toInsert.isEmpty()) {
            toInsert.replaceAll((id, unknown) -> {
                TrackedSubscription saved = toSave.remove(id);
                return saved == null ? unknown : saved;
            });
            note(toInsert.values());
            int fresh = toInsert.size();
            pipeline.write(
                    TrackedRows.insertion(toInsert.values(), at.orElseThrow()),
                    written -> Written.allUnlessRaced(written, fresh, "a subscription"));
        }
        toInsert.clear();
        if (!toSave.isEmpty()) {
            note(toSave.values());
            int saved = toSave.size();
            pipeline.write(
                    TrackedRows.saving(toSave.values(), at.orElseThrow()),
                    written -> Written.all(written, saved, "the provider's subscriptions"));
        }
        toSave.clear();
        at = Optional.empty();
        look.ifPresent(this::writeLook);
        look = Optional.empty();
        writeMarks();
    }

    /** Behind the rows, which may just have been made. */
    private void writeLook(Look wanted) {
        int noted = toLookAt.size();
        pipeline.write(
                TrackedRows.lookingAgain(toLookAt, wanted.tries(), wanted.delay()),
                written -> Written.all(written, noted, "when to look again"));
        toLookAt.clear();
    }

    private void note(Collection<TrackedSubscription> written) {
        for (TrackedSubscription one : written) (one.fetchDue() ? marked : answered).add(one.id());
    }

    /** Behind the rows that they are about, which are held then. */
    private void writeMarks() {
        if (!answered.isEmpty()) pipeline.write(MarkedRows.answered(answered), done -> {});
        answered.clear();
        if (!marked.isEmpty()) pipeline.write(MarkedRows.mark(marked), done -> {});
        marked.clear();
    }
}

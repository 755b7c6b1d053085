package dev.missioncontrol.billing.simulation;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.Arrears;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.store.Refreshes.Claim;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must hold at every moment, of each event, claim and write; {@link Check} is for when all is quiet. */
final class Witness {
    private final World world;
    private final Map<SubscriptionId, Long> lastToken = new HashMap<>();
    private final Map<SubscriptionId, Optional<SubscriptionSnapshot>> whenClaimed = new HashMap<>();
    private final Map<SubscriptionId, Instant> known = new HashMap<>();
    private final Map<SubscriptionId, Optional<SubscriptionSnapshot>> lastWritten = new HashMap<>();
    private final Map<SubscriptionId, Said> newestKnown = new HashMap<>();
    private final Set<SubscriptionId> ended = new HashSet<>();
    private final Map<EventId, Integer> applications = new HashMap<>();

    /** Which statuses that are known here the provider said at this second, by its clock: an event and a fetch may differ. */
    private record Said(Instant at, Set<String> statuses) {}

    Witness(World world) {
        this.world = world;
    }

    void claimed(Claim claim, TrackedSubscription row) {
        if (lastToken.containsKey(claim.subscription()) && whenClaimed.containsKey(claim.subscription()))
            world.met(Coverage.Met.LEASE_RAN_OUT);
        lastToken.put(claim.subscription(), claim.token());
        whenClaimed.put(claim.subscription(), row.snapshot());
        world.trace.note(claim.token());
    }

    /** A refusal wants a reason: another claim, or another snapshot. */
    void refused(Claim claim, TrackedSubscription now) {
        boolean fenced = lastToken.get(claim.subscription()) != claim.token();
        world.met(fenced ? Coverage.Met.FENCE_REFUSAL : Coverage.Met.ROW_VERSION_REFUSAL);
        if (!fenced
                && now.snapshot().equals(whenClaimed.get(claim.subscription()))
                && now.rowVersion() != claim.rowVersion()
                && !rewritten(claim, now))
            throw new Violation(
                    "a busy row does not starve its fetch", claim.subscription().toString());
    }

    /** The same snapshot may have been written by another event of it. */
    private boolean rewritten(Claim claim, TrackedSubscription now) {
        return known.getOrDefault(claim.subscription(), Instant.MIN).isAfter(Instant.MIN)
                && now.snapshot().isPresent()
                && !world.has(Fault.ROW_VERSION_BUMPED_BY_MARK);
    }

    void written(SimulatedNode node, SubscriptionId id, boolean wrote) {
        whenClaimed.remove(id);
        TrackedSubscription now = world.tracked(id).orElseThrow();
        world.trace.note(now.dirty() * 31 + now.synced());
        if (!wrote) return;
        lastWritten.put(id, now.snapshot());
        now.snapshot().ifPresent(said -> heardOf(id, said.status(), node.fetchedAt));
        if (node.fetchedAt.isBefore(known.getOrDefault(id, Instant.MIN)) && !now.ended())
            throw new Violation("never backwards", "a fetch of " + id + " of " + node.fetchedAt);
        known.put(id, node.fetchedAt);
    }

    void applied(EventId id) {
        if (applications.merge(id, 1, Integer::sum) > 1) throw new Violation("an event counts once", id.toString());
        if (!world.network.poisoned.contains(id)) newerIsTakenAtOnce(world.network.byId.get(id));
    }

    private void newerIsTakenAtOnce(ProviderEvent event) {
        if (!(event.content() instanceof EventContent.OfSubscription own)) return;
        SubscriptionId id = own.snapshot().id();
        Instant had = known.getOrDefault(id, Instant.MIN);
        TrackedSubscription now = world.tracked(id).orElseThrow();
        Optional<SubscriptionSnapshot> before = lastWritten.getOrDefault(id, Optional.empty());
        boolean newer = event.created().isAfter(had);
        if (newer) known.put(id, event.created());
        lastWritten.put(id, now.snapshot());
        if (!newer
                && !own.snapshot().terminal()
                && before.isPresent()
                && !now.snapshot().equals(before)) throw new Violation("never backwards", event.id() + " of " + id);
        SubscriptionSnapshot taken = own.snapshot().withArrears(owedStill(id, own.snapshot(), before, now));
        heardOf(id, own.snapshot().status(), event.created());
        if (newer && !now.ended() && !now.snapshot().equals(Optional.of(taken)))
            throw new Violation("a newer payload is taken at once", event.id() + " of " + id);
    }

    private void heardOf(SubscriptionId id, String status, Instant at) {
        if (isOfTomorrow(status)) return;
        Said had = newestKnown.get(id);
        if (had != null && had.at().isAfter(at)) return;
        Set<String> statuses = new HashSet<>(Set.of(status));
        if (had != null && had.at().equals(at)) statuses.addAll(had.statuses());
        newestKnown.put(id, new Said(at, statuses));
    }

    private static boolean isOfTomorrow(String status) {
        return status.equals("suspended");
    }

    /**
     * What its invoices said, of which no event tells: it stands for as long as it is past due. A status of tomorrow says nothing of that,
     * so the newest one counts that is known; where two were said in the same second it may be either.
     */
    private Optional<Arrears> owedStill(
            SubscriptionId id,
            SubscriptionSnapshot said,
            Optional<SubscriptionSnapshot> before,
            TrackedSubscription now) {
        Optional<Arrears> asked = before.flatMap(SubscriptionSnapshot::arrears);
        Set<String> statuses = isOfTomorrow(said.status())
                ? Optional.ofNullable(newestKnown.get(id)).map(Said::statuses).orElse(Set.of())
                : Set.of(said.status());
        if (asked.isEmpty() || !statuses.contains("past_due")) return Optional.empty();
        boolean either = statuses.size() > 1
                && now.snapshot().flatMap(SubscriptionSnapshot::arrears).isEmpty();
        return either ? Optional.empty() : asked;
    }

    void terminalAbsorbs() {
        for (TruthSubscription one : world.truth.subscriptions) {
            if (!one.ended()) continue;
            SubscriptionId id = new SubscriptionId(one.id);
            boolean now = world.tracked(id).map(TrackedSubscription::ended).orElse(false);
            if (now) ended.add(id);
            else if (ended.contains(id)) throw new Violation("terminal absorbs", one.id);
        }
    }
}

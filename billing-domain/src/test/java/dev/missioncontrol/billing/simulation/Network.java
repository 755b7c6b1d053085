package dev.missioncontrol.billing.simulation;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What lies between the provider and the nodes: it delays, repeats, reorders and loses, and remembers what was answered. */
final class Network {
    /** Sent, and not yet delivered for the last time. */
    final List<ProviderEvent> pending = new ArrayList<>();

    /** All that was ever delivered. */
    final Map<EventId, ProviderEvent> byId = new HashMap<>();

    final Set<EventId> acknowledged = new HashSet<>();

    /** What a fault of ours keeps from being applied. */
    final Set<EventId> poisoned = new HashSet<>();

    boolean poisonNext;

    /** What the delivery under way was told, for the fault that asks first and inserts later. */
    boolean seenAsNew;

    private final World world;

    Network(World world) {
        this.world = world;
    }

    void deliver(int which, SimulatedNode node, int how, boolean once) {
        if (pending.isEmpty()) return;
        int index = which % pending.size();
        ProviderEvent event = pending.get(index);
        byId.put(event.id(), event);
        if (poisonNext) {
            poisoned.add(event.id());
            world.needsSweep = true;
        }
        poisonNext = false;
        ProviderEvent sent = world.has(Fault.CANCEL_BY_TENANT) ? ofTheTenant(event) : event;
        tie(event);
        if (world.has(Fault.EXISTS_THEN_INSERT) && how % 3 == 0) bothAtOnce(event, node);
        else if (node.accept(sent)) acknowledged(event, node);
        if (once && acknowledged.contains(event.id())) pending.remove(event);
    }

    /** All that is left, by each node in turn. */
    void deliverAll() {
        int turn = 0;
        while (!pending.isEmpty()) {
            int before = pending.size();
            deliver(0, world.nodes.get(turn++ % world.nodes.size()), 1, true);
            if (pending.size() == before)
                throw new Violation("what is sent is taken", pending.get(0).id().toString());
        }
    }

    void lose(int which) {
        if (pending.isEmpty()) return;
        ProviderEvent event = pending.remove(which % pending.size());
        if (acknowledged.contains(event.id())) return;
        world.needsSweep = true;
        world.met(Coverage.Met.LOST);
    }

    /** Two deliveries at once, each of which was told that the event is new. */
    private void bothAtOnce(ProviderEvent event, SimulatedNode node) {
        SimulatedNode other = world.nodes.get(1 - node.index);
        boolean isNew =
                world.store.inTransaction(tx -> tx.inbox().event(event.id()).isEmpty());
        if (other.accept(event)) acknowledged(event, other);
        seenAsNew = isNew;
        if (node.accept(event)) acknowledged(event, node);
        seenAsNew = false;
    }

    private void acknowledged(ProviderEvent event, SimulatedNode node) {
        acknowledged.add(event.id());
        world.trace.note(node.index);
    }

    private void tie(ProviderEvent event) {
        if (!(event.content() instanceof EventContent.OfSubscription own) || acknowledged.contains(event.id())) return;
        Optional<Instant> basis = world.tracked(own.snapshot().id()).flatMap(TrackedSubscription::basis);
        if (basis.filter(event.created()::equals).isPresent()) world.met(Coverage.Met.TIE);
    }

    private ProviderEvent ofTheTenant(ProviderEvent event) {
        if (!(event.content() instanceof EventContent.OfSubscription own)
                || !own.snapshot().terminal()) return event;
        int owner = world.truth.byId.get(own.snapshot().id().value()).owner;
        TruthSubscription last = world.truth.subscriptions.stream()
                .filter(one -> one.owner == owner)
                .reduce((a, b) -> b)
                .orElseThrow();
        SubscriptionSnapshot moved = canceled(last.snapshot(false), event.created());
        return new ProviderEvent(
                event.id(),
                event.type(),
                event.created(),
                event.livemode(),
                event.account(),
                event.apiVersion(),
                new EventContent.OfSubscription(moved),
                "");
    }

    static SubscriptionSnapshot canceled(SubscriptionSnapshot one, Instant at) {
        return new SubscriptionSnapshot(
                one.id(),
                one.customer(),
                "canceled",
                one.items(),
                one.created(),
                one.trialEnd(),
                one.cancelAt(),
                Optional.of(at),
                one.metadata(),
                one.livemode(),
                Optional.empty());
    }
}

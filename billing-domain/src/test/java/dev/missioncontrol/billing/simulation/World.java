package dev.missioncontrol.billing.simulation;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.Refreshes.Claim;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.usecase.Checkout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One schedule: two nodes, one store, one provider, one network, and the clock that all of them are wrong about. */
final class World {
    static final Duration SWEEP_INTERVAL = Duration.ofHours(2);
    /** One schedule of so many loses what only a sweep can make good; the others must do without one. */
    private static final int LOSSY = 4;

    private static final Instant START = Instant.parse("2027-01-01T00:00:00.300Z");
    private static final long NODE_SKEW_MS = Duration.ofMinutes(59).toMillis();
    private static final List<String> PLANS = List.of("pro", "team", "gold");

    final Fault fault;
    final Truth truth;
    final BillingStore store;
    final List<SimulatedNode> nodes = new ArrayList<>();
    final Map<EventId, ProviderEvent> eventsById = new HashMap<>();
    final Set<EventId> acknowledged = new HashSet<>();
    final Set<EventId> poisoned = new HashSet<>();
    final Map<TenantId, List<TrackedSubscription>> readBeforeTheFetch = new HashMap<>();
    final List<List<Long>> told = new ArrayList<>();
    final Trace trace = new Trace();
    PlanCatalog catalog = Catalogs.WITHOUT_LATE;
    int outage;
    int outageCalls;
    boolean seenAsNew;

    /** Whether something can only be made good by a sweep: an event is lost or dead, or a wrong key answered for a fetch. */
    boolean needsSweep;

    private final List<ProviderEvent> pending = new ArrayList<>();
    private final Deque<Step> during = new ArrayDeque<>();
    private final Map<SubscriptionId, Long> lastToken = new HashMap<>();
    private final Map<SubscriptionId, Optional<SubscriptionSnapshot>> whenClaimed = new HashMap<>();
    private final Map<SubscriptionId, Instant> known = new HashMap<>();
    private final Map<SubscriptionId, Optional<SubscriptionSnapshot>> lastWritten = new HashMap<>();
    private final Set<SubscriptionId> ended = new HashSet<>();
    private final Map<EventId, Integer> applications = new HashMap<>();
    private final Coverage coverage;
    private final StoreFactory.StoreClock storeClock;
    private final boolean lossy;
    private long millis = START.toEpochMilli();
    private int storeFailure;
    private int storeFailures;
    private boolean poisonNext;
    private int ids;

    World(long seed, Fault fault, Coverage coverage, StoreFactory stores) {
        this.fault = fault;
        this.coverage = coverage;
        truth = new Truth(this::second, pending);
        StoreFactory.Opened opened = stores.open(this::now);
        store = opened.store();
        storeClock = opened.clock();
        for (int i = 0; i < Truth.TENANTS; i++) told.add(new ArrayList<>());
        Dice dice = new Dice(~seed);
        lossy = dice.oneIn(LOSSY);
        for (int i = 0; i < 2; i++)
            nodes.add(new SimulatedNode(this, i, dice.oneIn(2) ? 0 : dice.below(2) * 2 * NODE_SKEW_MS - NODE_SKEW_MS));
    }

    boolean has(Fault one) {
        return fault == one;
    }

    void met(Coverage.Met what) {
        coverage.met(what);
        trace.note(what.ordinal());
    }

    Instant now() {
        return Instant.ofEpochMilli(millis);
    }

    long second() {
        return Math.floorDiv(millis, 1000L);
    }

    void pass(long ms) {
        millis += ms;
        storeClock.passed(Duration.ofMillis(ms));
    }

    String nextId() {
        return "id" + ++ids;
    }

    void call() {
        trace.note(millis);
    }

    /** Troubles that a node tells of; one that nobody simulated is a bug. */
    void trouble(RuntimeException e) {
        if (!(e instanceof StoreException) && !(e instanceof ProviderException))
            throw new Violation("no unexpected failure", e.toString());
        trace.note(e instanceof StoreException ? 1 : 2);
    }

    boolean storeFails(int how) {
        if (storeFailures == 0 || storeFailure != how) return false;
        storeFailures--;
        return true;
    }

    void run(List<Step> steps) {
        for (Step step : steps) {
            trace.step(step);
            during.clear();
            during.addAll(step.during());
            act(step);
            while (!during.isEmpty()) act(during.poll());
            terminalAbsorbs();
        }
    }

    void firstHalfOfWhatHappensMeanwhile() {
        for (int i = (during.size() + 1) / 2; i > 0 && !during.isEmpty(); i--) act(during.poll());
    }

    void restOfWhatHappensMeanwhile() {
        while (!during.isEmpty()) act(during.poll());
    }

    private void act(Step step) {
        SimulatedNode node = nodes.get(step.b() % nodes.size());
        int tenant = step.a() % Truth.TENANTS;
        TenantId id = new TenantId(Truth.tenant(tenant));
        switch (step.kind()) {
            case CHANGE -> truth.change(step.a(), step.b(), step.c());
            case DELIVER -> deliver(step.a(), node, step.c(), true);
            case DUPLICATE -> deliver(step.a(), node, step.c(), false);
            case LOSE -> {
                if (lossy) lose(step.a());
                else deliver(step.a(), node, step.c(), true);
            }
            case CALM -> calm();
            case WORK -> nodes.get(step.a() % nodes.size()).work();
            case SYNC -> node.sync(id);
            case CHECKOUT -> node.checkout(id, wanted(step.c()));
            case PAY -> truth.pay(tenant, step.b());
            case DASHBOARD -> {
                if (truth.dashboard(tenant, step.b(), step.c())) met(Coverage.Met.SECOND_SUBSCRIPTION);
            }
            case BIND -> {
                if (step.c() % 2 == 0) {
                    outage = 0;
                    outageCalls = 1;
                }
                node.bind(id, new CustomerId("cus_stray" + tenant));
            }
            case PASS -> pass(step.a());
            case WAIT -> pass(Duration.ofMinutes(step.a()).toMillis());
            case CRASH ->
                nodes.get(step.a() % nodes.size()).armed = CrashPoint.values()[step.b() % CrashPoint.values().length];
            case OUTAGE -> {
                outage = step.a() % (lossy ? 4 : 3);
                outageCalls = 1 + step.b() % 4;
            }
            case STORE -> {
                storeFailure = step.a() % 3;
                storeFailures = 1 + step.b() % 3;
            }
            case POISON -> poisonNext = lossy;
            case LEARN -> learn();
        }
    }

    private void learn() {
        if (catalog == Catalogs.WITH_LATE) return;
        catalog = Catalogs.WITH_LATE;
        met(Coverage.Met.PRICE_LEARNED);
        // A catalogue is read when a process starts; none may be in the middle of something.
        nodes.forEach(SimulatedNode::restartIfIdle);
    }

    private static Checkout wanted(int what) {
        Checkout wanted = Checkout.of(PLANS.get(what % PLANS.size()));
        boolean seats = what % PLANS.size() != 0;
        return seats ? wanted.seats(2 + what % 50) : wanted;
    }

    private void deliver(int which, SimulatedNode node, int how, boolean once) {
        if (pending.isEmpty()) return;
        int index = which % pending.size();
        ProviderEvent event = pending.get(index);
        eventsById.put(event.id(), event);
        if (poisonNext) {
            poisoned.add(event.id());
            needsSweep = true;
        }
        poisonNext = false;
        ProviderEvent sent = has(Fault.CANCEL_BY_TENANT) ? ofTheTenant(event) : event;
        tie(event);
        if (has(Fault.EXISTS_THEN_INSERT) && how % 3 == 0) bothAtOnce(event, node);
        else if (node.accept(sent)) acknowledged(event, node);
        if (once && acknowledged.contains(event.id())) pending.remove(event);
    }

    /** Two deliveries at once, each of which was told that the event is new. */
    private void bothAtOnce(ProviderEvent event, SimulatedNode node) {
        SimulatedNode other = nodes.get(1 - node.index);
        boolean isNew = store.inTransaction(tx -> tx.inbox().event(event.id()).isEmpty());
        if (other.accept(event)) acknowledged(event, other);
        seenAsNew = isNew;
        if (node.accept(event)) acknowledged(event, node);
        seenAsNew = false;
    }

    private void acknowledged(ProviderEvent event, SimulatedNode node) {
        acknowledged.add(event.id());
        trace.note(node.index);
    }

    private void tie(ProviderEvent event) {
        if (!(event.content() instanceof EventContent.OfSubscription own) || acknowledged.contains(event.id())) return;
        Optional<Instant> basis = tracked(own.snapshot().id()).flatMap(TrackedSubscription::basis);
        if (basis.filter(event.created()::equals).isPresent()) met(Coverage.Met.TIE);
    }

    private void newerIsTakenAtOnce(ProviderEvent event) {
        if (!(event.content() instanceof EventContent.OfSubscription own)) return;
        SubscriptionId id = own.snapshot().id();
        Instant had = known.getOrDefault(id, Instant.MIN);
        TrackedSubscription now = tracked(id).orElseThrow();
        Optional<SubscriptionSnapshot> before = lastWritten.getOrDefault(id, Optional.empty());
        boolean newer = event.created().isAfter(had);
        if (newer) known.put(id, event.created());
        lastWritten.put(id, now.snapshot());
        if (!newer
                && !own.snapshot().terminal()
                && before.isPresent()
                && !now.snapshot().equals(before)) throw new Violation("never backwards", event.id() + " of " + id);
        if (newer && !now.ended() && !now.snapshot().equals(Optional.of(own.snapshot())))
            throw new Violation("a newer payload is taken at once", event.id() + " of " + id);
    }

    private ProviderEvent ofTheTenant(ProviderEvent event) {
        if (!(event.content() instanceof EventContent.OfSubscription own)
                || !own.snapshot().terminal()) return event;
        int owner = truth.byId.get(own.snapshot().id().value()).owner;
        TruthSubscription last = truth.subscriptions.stream()
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

    private void lose(int which) {
        if (pending.isEmpty()) return;
        ProviderEvent event = pending.remove(which % pending.size());
        if (acknowledged.contains(event.id())) return;
        needsSweep = true;
        met(Coverage.Met.LOST);
    }

    Optional<TrackedSubscription> tracked(SubscriptionId id) {
        return store.inTransaction(tx -> tx.accounts().subscription(id));
    }

    void claimed(Claim claim, TrackedSubscription row) {
        if (lastToken.containsKey(claim.subscription()) && whenClaimed.containsKey(claim.subscription()))
            met(Coverage.Met.LEASE_RAN_OUT);
        lastToken.put(claim.subscription(), claim.token());
        whenClaimed.put(claim.subscription(), row.snapshot());
        trace.note(claim.token());
    }

    /** A refusal wants a reason: another claim, or another snapshot. */
    void refused(Claim claim, TrackedSubscription now) {
        boolean fenced = lastToken.get(claim.subscription()) != claim.token();
        met(fenced ? Coverage.Met.FENCE_REFUSAL : Coverage.Met.ROW_VERSION_REFUSAL);
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
                && !has(Fault.ROW_VERSION_BUMPED_BY_MARK);
    }

    void written(SimulatedNode node, SubscriptionId id, boolean wrote) {
        whenClaimed.remove(id);
        TrackedSubscription now = tracked(id).orElseThrow();
        trace.note(now.dirty() * 31 + now.synced());
        if (!wrote) return;
        lastWritten.put(id, now.snapshot());
        if (node.fetchedAt.isBefore(known.getOrDefault(id, Instant.MIN)) && !now.ended())
            throw new Violation("never backwards", "a fetch of " + id + " of " + node.fetchedAt);
        known.put(id, node.fetchedAt);
    }

    void applied(EventId id) {
        if (applications.merge(id, 1, Integer::sum) > 1) throw new Violation("an event counts once", id.toString());
        if (!poisoned.contains(id)) newerIsTakenAtOnce(eventsById.get(id));
    }

    private void terminalAbsorbs() {
        for (TruthSubscription one : truth.subscriptions) {
            if (!one.ended()) continue;
            SubscriptionId id = new SubscriptionId(one.id);
            boolean now = tracked(id).map(TrackedSubscription::ended).orElse(false);
            if (now) ended.add(id);
            else if (ended.contains(id)) throw new Violation("terminal absorbs", one.id);
        }
    }

    void told(SimulatedNode node, BillingEvent event) {
        told.get(Truth.index(event.tenant().value())).add(event.sequence());
    }

    /** In the middle of other things it would be none. */
    private void calm() {
        if (!during.isEmpty()) return;
        for (int i = pending.size(); i > 0 && !pending.isEmpty(); i--) deliver(0, nodes.get(i % nodes.size()), 1, true);
        nodes.forEach(SimulatedNode::work);
    }

    /** No more faults: what is pending arrives, and time passes until nothing is left to do. */
    void quiet() {
        outageCalls = 0;
        storeFailures = 0;
        nodes.forEach(node -> node.armed = null);
        nodes.forEach(SimulatedNode::restartIfIdle);
        int turn = 0;
        while (!pending.isEmpty()) {
            int before = pending.size();
            deliver(0, nodes.get(turn++ % nodes.size()), 1, true);
            if (pending.size() == before)
                throw new Violation("what is sent is taken", pending.get(0).id().toString());
        }
        // What can't be applied is tried eight times, each later than the last.
        int rounds = poisoned.isEmpty() ? 2 : 8;
        for (int round = 0; round < rounds; round++) {
            pass(Duration.ofMinutes(16).toMillis());
            nodes.forEach(SimulatedNode::work);
        }
        terminalAbsorbs();
    }

    void learnAtLast() {
        learn();
        pass(Duration.ofMinutes(1).toMillis());
        nodes.forEach(SimulatedNode::work);
    }

    /** Long enough for a sweep, and for the fetches that follow from it. */
    void sweep() {
        for (int round = 0; round < 3; round++) {
            pass(round == 0 ? SWEEP_INTERVAL.toMillis() : Duration.ofMinutes(1).toMillis());
            nodes.forEach(SimulatedNode::work);
        }
    }
}

package dev.missioncontrol.billing.simulation;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.usecase.Checkout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    final Network network = new Network(this);
    final Witness witness = new Witness(this);
    final List<SimulatedNode> nodes = new ArrayList<>();
    final Map<TenantId, List<TrackedSubscription>> readBeforeTheFetch = new HashMap<>();
    final List<List<Long>> told = new ArrayList<>();
    final Trace trace = new Trace();
    PlanCatalog catalog = Catalogs.WITHOUT_LATE;
    int outage;
    int outageCalls;

    /** Whether something can only be made good by a sweep: an event is lost or dead, or a wrong key answered for a fetch. */
    boolean needsSweep;

    private final Deque<Step> during = new ArrayDeque<>();
    private final Coverage coverage;
    private final StoreFactory.StoreClock storeClock;
    private final boolean lossy;
    private long millis = START.toEpochMilli();
    private int storeFailure;
    private int storeFailures;
    private int ids;

    World(long seed, Fault fault, Coverage coverage, StoreFactory stores) {
        this.fault = fault;
        this.coverage = coverage;
        truth = new Truth(this::second, network.pending);
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
        // Two subscriptions of one tenant are part of every history here.
        if (e instanceof dev.missioncontrol.billing.usecase.DuplicateSubscriptionsException) return;
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
            witness.terminalAbsorbs();
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
            case DELIVER -> network.deliver(step.a(), node, step.c(), true);
            case DUPLICATE -> network.deliver(step.a(), node, step.c(), false);
            case LOSE -> {
                if (lossy) network.lose(step.a());
                else network.deliver(step.a(), node, step.c(), true);
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
            case POISON -> network.poisonNext = lossy;
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

    Optional<TrackedSubscription> tracked(SubscriptionId id) {
        return store.inTransaction(tx -> tx.accounts().subscription(id));
    }

    void told(SimulatedNode node, BillingEvent event) {
        told.get(Truth.index(event.tenant().value())).add(event.sequence());
    }

    /** In the middle of other things it would be none. */
    private void calm() {
        if (!during.isEmpty()) return;
        for (int i = network.pending.size(); i > 0 && !network.pending.isEmpty(); i--)
            network.deliver(0, nodes.get(i % nodes.size()), 1, true);
        nodes.forEach(SimulatedNode::work);
    }

    /** No more faults: what is pending arrives, and time passes until nothing is left to do. */
    void quiet() {
        outageCalls = 0;
        storeFailures = 0;
        nodes.forEach(node -> node.armed = null);
        nodes.forEach(SimulatedNode::restartIfIdle);
        network.deliverAll();
        // What can't be applied is tried eight times, each later than the last.
        int rounds = network.poisoned.isEmpty() ? 2 : 8;
        for (int round = 0; round < rounds; round++) {
            pass(Duration.ofMinutes(16).toMillis());
            nodes.forEach(SimulatedNode::work);
        }
        witness.terminalAbsorbs();
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

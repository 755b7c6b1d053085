package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.SubscriptionStatus;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.store.StoredSubscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nodes that read, change and look in random order, also between the end of each other's transactions and the moment their
 * callers hear of it, with a store that is away now and then or does not say whether it committed. What a tenant has is its
 * number of seats, which only grows and says whose it is.
 */
class StatusCacheRaceTest {
    private static final int NODES = 3;
    private static final int TENANTS = 5;
    private static final int STEPS = 1_500;
    private static final int SEEDS = 40;
    private static final int DEEPEST = 3;

    private final InMemoryBillingStore store = new InMemoryBillingStore(() -> this.now);
    private final List<Node> nodes = new ArrayList<>();
    /** What each tenant had since when, by all commits. */
    private final Map<TenantId, NavigableMap<Instant, Integer>> committed = new HashMap<>();

    private Random random = new Random(0);
    private Instant now = Instant.parse("2027-01-01T00:00:00Z");
    private int depth;
    private int grown;
    private int hits;

    private final class Node {
        final WatchedStore way = new WatchedStore(store);
        final TenantCache<ShowStatus.Known> shelf = new TenantCache<>(TENANTS - 1);
        final Transactions transactions = new Transactions(way, shelf::forget);
        final StatusCache cache = new StatusCache(TENANTS - 1, shelf, transactions, () -> now, e -> {});
        final Map<TenantId, Integer> own = new HashMap<>();

        Node() {
            way.before = () -> {
                if (random.nextInt(20) == 0) throw away();
            };
            way.after = () -> {
                nest();
                if (random.nextInt(20) == 0) throw away();
            };
        }

        void read(TenantId tenant) {
            int atLeast = Math.max(own.getOrDefault(tenant, 0), longAgo(tenant));
            int seats = cache.of(
                            tenant,
                            () -> new ShowStatus.Known(
                                    transactions
                                            .run(tx -> tx.accounts().current(tenant))
                                            .map(StoredSubscription::current)
                                            .orElseGet(() -> having(0)),
                                    Optional.empty(),
                                    true))
                    .current()
                    .seats();
            assertThat(seats).isGreaterThanOrEqualTo(atLeast);
            if (seats > 0) assertThat(tenant(seats % TENANTS)).isEqualTo(tenant);
        }

        void change(TenantId tenant, int index) {
            int seats = ++grown * TENANTS + index;
            boolean[] reached = {false};
            try {
                transactions.run(tx -> {
                    tx.accounts().lockTenant(tenant, "p-" + tenant, now);
                    tx.accounts()
                            .saveCurrent(new StoredSubscription(tenant, Optional.empty(), having(seats), "c"), now);
                    tx.changeLog().note(tenant);
                    reached[0] = true;
                    // No other transaction runs inside this one, so it is committed before any reader can see it.
                    committed.computeIfAbsent(tenant, same -> new TreeMap<>()).put(now, seats);
                    return null;
                });
            } finally {
                if (reached[0]) own.merge(tenant, seats, Math::max);
            }
        }
    }

    private static StoreException away() {
        return StoreException.unavailable("away, in a test");
    }

    private static CurrentSubscription having(int seats) {
        Optional<Instant> never = Optional.empty();
        return new CurrentSubscription(
                Optional.empty(),
                "team",
                SubscriptionStatus.ACTIVE,
                seats,
                Optional.empty(),
                never,
                Optional.empty(),
                Optional.empty(),
                never,
                never,
                never,
                Optional.empty(),
                false,
                never);
    }

    private static TenantId tenant(int index) {
        return new TenantId("tenant-" + index);
    }

    /** What everybody must have seen of a tenant by now. */
    private int longAgo(TenantId tenant) {
        NavigableMap<Instant, Integer> had = committed.getOrDefault(tenant, new TreeMap<>());
        Map.Entry<Instant, Integer> last = had.lowerEntry(now.minus(StatusCache.LONGEST_UNSEEN));
        return last == null ? 0 : last.getValue();
    }

    /** Others act while somebody waits to hear of its transaction. */
    private void nest() {
        if (depth >= DEEPEST || random.nextInt(3) > 0) return;
        depth++;
        try {
            step();
        } finally {
            depth--;
        }
    }

    private void step() {
        Node node = nodes.get(random.nextInt(NODES));
        int index = random.nextInt(TENANTS);
        try {
            switch (random.nextInt(10)) {
                case 0, 1 -> node.change(tenant(index), index);
                case 2 -> node.cache.lookIfTime();
                case 3 -> now = now.plusMillis(random.nextInt(900));
                default -> node.read(tenant(index));
            }
        } catch (StoreException away) {
            // Its caller is told; what it may have changed is accounted for.
            assertThat(away.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
        }
    }

    static Stream<Long> seeds() {
        long first = Long.getLong("seed", 1);
        return Stream.iterate(first, seed -> seed + 1).limit(SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nobody_sees_what_is_over_for_longer_than_it_may(long seed) {
        random = new Random(seed);
        for (int i = 0; i < NODES; i++) nodes.add(new Node());
        for (int i = 0; i < STEPS; i++) step();
        for (Node node : nodes) hits += node.cache.figures().hits();
        assertThat(hits).as("remembered at all").isGreaterThan(STEPS / 10);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_shelf_holds_what_it_may_and_what_was_put_last(long seed) {
        random = new Random(seed);
        int most = 1 + random.nextInt(200);
        TenantCache<Integer> shelf = new TenantCache<>(most);
        for (int i = 0; i < 2_000; i++) {
            TenantId tenant = tenant(random.nextInt(500));
            long ticket = shelf.ticket(tenant);
            shelf.put(tenant, ticket, i);
            assertThat(shelf.get(tenant)).contains(i);
            if (random.nextInt(10) == 0) {
                shelf.forget(tenant);
                shelf.put(tenant, ticket, -1);
                assertThat(shelf.get(tenant)).isEmpty();
            }
        }
        assertThat(shelf.size()).isBetween(1L, (long) most);
        shelf.forgetAll();
        assertThat(shelf.size()).isZero();
    }
}

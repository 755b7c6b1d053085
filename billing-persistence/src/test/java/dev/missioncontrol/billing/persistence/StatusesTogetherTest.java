package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.SubscriptionStatus;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.Standing;
import dev.missioncontrol.billing.store.StoredSubscription;
import dev.missioncontrol.billing.usecase.TenantStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Statuses that many ask for at once are read together, and nobody can tell. */
class StatusesTogetherTest {
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final PlanCatalog CATALOG = DefaultCatalog.withPlaceholderPrices();

    private static final int TENANTS = 200;
    private static final int THREADS = 16;
    private static final int EACH = 400;

    /** Fewer than fit into one statement. */
    private static final int TOGETHER = 50;

    /** Some that never had anything. */
    private static final int ASKED_FOR = TENANTS + TENANTS / 4;

    /** Counts the statements that read statuses, and holds one back when told to. */
    private static final class Counted implements BillingStore {
        private final BillingStore store;
        private final AtomicInteger statements = new AtomicInteger();
        private final Semaphore asked = new Semaphore(0);
        private final Semaphore go = new Semaphore(0);
        private volatile boolean holds;

        Counted(BillingStore store) {
            this.store = store;
        }

        private void count() {
            statements.incrementAndGet();
            if (!holds) return;
            holds = false;
            asked.release();
            go.acquireUninterruptibly();
        }

        @Override
        public <T> T inTransaction(Function<BillingTransaction, T> work) {
            return store.inTransaction(work);
        }

        @Override
        public Optional<Standing> standing(TenantId tenant) {
            count();
            return store.standing(tenant);
        }

        @Override
        public Map<TenantId, Standing> standings(Set<TenantId> tenants) {
            count();
            return store.standings(tenants);
        }

        @Override
        public boolean readsTogether() {
            return store.readsTogether();
        }
    }

    private static TenantId tenant(int index) {
        return new TenantId("tenant-" + index);
    }

    private static void has(BillingStore store, TenantId tenant, int seats) {
        CurrentSubscription has = new CurrentSubscription(
                Optional.of(new SubscriptionId("sub_" + seats)),
                "team",
                SubscriptionStatus.ACTIVE,
                seats,
                Optional.of(BillingInterval.MONTH),
                Optional.of(NOW.plusSeconds(seats)),
                Optional.of("active"),
                Optional.of(ProviderStatus.ACTIVE),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.of(NOW));
        store.inTransaction(tx -> {
            tx.accounts().lockTenant(tenant, "p-" + seats, NOW);
            tx.accounts().saveCurrent(new StoredSubscription(tenant, Optional.empty(), has, CATALOG.hash()), NOW);
            return seats;
        });
    }

    private static Billing billing(BillingStore store) {
        return Billing.builder()
                .catalog(CATALOG)
                .provider(SandboxPaymentProvider.startingAt(NOW))
                .store(store)
                .clock(() -> NOW)
                .build();
    }

    /** What each is answered who asks alone. */
    private static List<TenantStatus> alone(BillingStore store, Billing billing) {
        for (int one = 0; one < TENANTS; one++) has(store, tenant(one), one + 1);
        List<TenantStatus> alone = new ArrayList<>();
        for (int one = 0; one < ASKED_FOR; one++) alone.add(billing.status(tenant(one)));
        assertThat(alone.stream().distinct().count()).as("they differ").isGreaterThanOrEqualTo(TENANTS);
        return alone;
    }

    @ParameterizedTest
    @EnumSource
    void many_who_ask_at_random_are_each_answered_what_they_would_be_alone(RealDatabase database) throws Exception {
        ExecutorService readers = Executors.newFixedThreadPool(THREADS);
        ExecutorService turns = Executors.newFixedThreadPool(2);
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            BillingStore store = JdbiBillingStore.on(source);
            Billing billing = billing(store);
            List<TenantStatus> alone = alone(store, billing);
            List<Future<?>> reading = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Random random = new Random(thread);
                reading.add(readers.submit(() -> {
                    for (int n = 0; n < EACH; n++) {
                        int index = random.nextInt(ASKED_FOR);
                        assertThat(billing.status(tenant(index), turns).join()).isEqualTo(alone.get(index));
                    }
                }));
            }
            for (Future<?> one : reading) one.get();
        } finally {
            readers.shutdownNow();
            turns.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(60)
    void who_asks_while_the_database_answers_another_shares_the_next_statement(RealDatabase database) throws Exception {
        ExecutorService turns = Executors.newFixedThreadPool(2);
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            Counted store = new Counted(JdbiBillingStore.on(source));
            Billing billing = billing(store);
            List<TenantStatus> alone = alone(store, billing);
            store.statements.set(0);
            store.holds = true;
            Future<TenantStatus> first =
                    turns.submit(() -> billing.status(tenant(0), turns).join());
            store.asked.acquire();
            List<CompletableFuture<TenantStatus>> meanwhile = new ArrayList<>();
            for (int one = 0; one < TOGETHER; one++) meanwhile.add(billing.status(tenant(one), turns));
            store.go.release();

            assertThat(first.get()).isEqualTo(alone.get(0));
            for (int one = 0; one < TOGETHER; one++)
                assertThat(meanwhile.get(one).get()).isEqualTo(alone.get(one));
            assertThat(store.statements).hasValue(2);
        } finally {
            turns.shutdownNow();
        }
    }
}

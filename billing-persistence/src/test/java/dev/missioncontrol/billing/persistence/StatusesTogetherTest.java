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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Statuses that many ask for at once are read together, and nobody can tell. */
class StatusesTogetherTest {
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final PlanCatalog CATALOG = DefaultCatalog.withPlaceholderPrices();

    private static final int TENANTS = 200;
    private static final int THREADS = 16;
    private static final int EACH = 400;

    /** Some that never had anything. */
    private static final int ASKED_FOR = TENANTS + TENANTS / 4;

    /** Counts the statements that read statuses. */
    private record Counted(BillingStore store, AtomicInteger statements) implements BillingStore {
        @Override
        public <T> T inTransaction(Function<BillingTransaction, T> work) {
            return store.inTransaction(work);
        }

        @Override
        public Optional<Standing> standing(TenantId tenant) {
            statements.incrementAndGet();
            return store.standing(tenant);
        }

        @Override
        public Map<TenantId, Standing> standings(Set<TenantId> tenants) {
            statements.incrementAndGet();
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

    @ParameterizedTest
    @EnumSource
    void many_who_ask_at_random_are_each_answered_what_they_would_be_alone(RealDatabase database) throws Exception {
        ExecutorService readers = Executors.newFixedThreadPool(THREADS);
        ExecutorService turns = Executors.newFixedThreadPool(2);
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            Counted store = new Counted(JdbiBillingStore.on(source), new AtomicInteger());
            Billing billing = Billing.builder()
                    .catalog(CATALOG)
                    .provider(SandboxPaymentProvider.startingAt(NOW))
                    .store(store)
                    .clock(() -> NOW)
                    .build();
            for (int one = 0; one < TENANTS; one++) has(store, tenant(one), one + 1);
            List<TenantStatus> alone = new ArrayList<>();
            for (int one = 0; one < ASKED_FOR; one++) alone.add(billing.status(tenant(one)));
            assertThat(alone.stream().distinct().count()).as("they differ").isGreaterThanOrEqualTo(TENANTS);
            store.statements().set(0);
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
            assertThat(store.statements().get()).as("they were read together").isLessThan(THREADS * EACH * 3 / 4);
        } finally {
            readers.shutdownNow();
            turns.shutdownNow();
        }
    }
}

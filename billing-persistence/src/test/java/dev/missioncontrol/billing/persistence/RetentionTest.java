package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.JobState;
import dev.missioncontrol.billing.usecase.PurgeInbox;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is over is removed after its time, in the midst of intake, by one node of several. */
class RetentionTest {
    private static final int OLD = 3_000;
    private static final int NODES = 3;

    private static Billing node(HikariDataSource source) {
        SandboxPaymentProvider stripe = SandboxPaymentProvider.startingAt(Instant.now());
        return Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(stripe)
                .store(JdbiBillingStore.on(source))
                .build();
    }

    private static boolean take(BillingStore store, String id) {
        return store.inTransaction(tx -> take(tx, id));
    }

    private static boolean take(BillingTransaction tx, String id) {
        EventId event = new EventId(id);
        Instant now = Instant.now();
        ProviderEvent said = new ProviderEvent(
                event, "test", now, false, Optional.empty(), Optional.empty(), new EventContent.Other(), "{}");
        boolean isNew = tx.inbox().insert(said, now);
        tx.inbox().conclude(event, EventOutcome.IGNORED, "", Optional.empty());
        return isNew;
    }

    /** Of a hundred days ago, many with each commit. */
    private static void takeOld(HikariDataSource source, int events) throws Exception {
        for (int from = 0; from < events; from += 500) {
            int begin = from;
            JdbiBillingStore.on(source).inTransaction(tx -> {
                for (int i = begin; i < Math.min(begin + 500, events); i++) take(tx, "evt_old" + i);
                return begin;
            });
        }
        execute(
                source,
                "update billing.webhook_events set received_at = received_at - interval '100' day,"
                        + " payload_since = payload_since - interval '100' day");
    }

    @ParameterizedTest
    @EnumSource
    void old_events_go_while_new_ones_come_and_the_run_says_what_it_removed(RealDatabase database) throws Exception {
        ExecutorService nodes = Executors.newFixedThreadPool(NODES);
        try (HikariDataSource source = database.open()) {
            JdbiBillingStore.migrate(source);
            BillingStore store = JdbiBillingStore.on(source);
            takeOld(source, OLD);
            CountDownLatch all = new CountDownLatch(NODES);
            Future<?>[] purging = new Future<?>[NODES];
            for (int i = 0; i < NODES; i++)
                purging[i] = nodes.submit(() -> {
                    all.countDown();
                    node(source).runDue();
                });
            all.await();
            // Each without having been in anybody's way, or it throws.
            int taken = 0;
            while (taken < 50 || oldOnes(source) > 0 && !Stream.of(purging).allMatch(Future::isDone))
                assertThat(take(store, "evt_new" + taken++)).isTrue();
            for (Future<?> one : purging) one.get(5, TimeUnit.MINUTES);

            assertThat(oldOnes(source)).isZero();
            assertThat(count(source, "webhook_events where event_id like 'evt_new%'"))
                    .isEqualTo(taken);
            JobState purge = store.inTransaction(tx -> tx.measures().jobs()).stream()
                    .filter(job -> job.name().equals(PurgeInbox.JOB))
                    .findFirst()
                    .orElseThrow();
            assertThat(purge.done()).isPresent();
            assertThat(purge.result()).contains(OLD + " events");
        } finally {
            nodes.shutdownNow();
        }
    }

    /** However long a purge takes to commit: what it removes is nothing that intake waits for. */
    @ParameterizedTest
    @EnumSource
    void an_event_is_taken_while_a_purge_has_not_yet_committed(RealDatabase database) throws Exception {
        ExecutorService purge = Executors.newSingleThreadExecutor();
        CountDownLatch removed = new CountDownLatch(1);
        CountDownLatch taken = new CountDownLatch(1);
        try (HikariDataSource source = database.open()) {
            JdbiBillingStore.migrate(source);
            BillingStore store = JdbiBillingStore.on(source);
            takeOld(source, 100);
            Future<Integer> purged = purge.submit(() -> store.inTransaction(tx -> {
                int rows = tx.inbox().purge(Duration.ofDays(90), 50);
                removed.countDown();
                await(taken);
                return rows;
            }));
            assertThat(removed.await(1, TimeUnit.MINUTES)).isTrue();

            assertThat(take(store, "evt_new")).isTrue();
            assertThat(purged.isDone()).isFalse();
            taken.countDown();

            assertThat(purged.get(1, TimeUnit.MINUTES)).isEqualTo(50);
            assertThat(count(source, "webhook_events")).isEqualTo(51);
        } finally {
            taken.countDown();
            purge.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void execute(HikariDataSource source, String sql) throws Exception {
        try (Connection connection = source.getConnection()) {
            Database.execute(connection, sql);
        }
    }

    private static long oldOnes(HikariDataSource source) throws Exception {
        return count(source, "webhook_events where event_id like 'evt_old%'");
    }

    private static long count(HikariDataSource source, String from) throws Exception {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from billing." + from)) {
            row.next();
            return row.getLong(1);
        }
    }
}

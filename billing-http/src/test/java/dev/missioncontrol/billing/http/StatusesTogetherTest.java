package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.Standing;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.usecase.Checkout;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests for a status that come while the store is being asked: answered by its next answer, as they would be alone. */
@Timeout(180)
class StatusesTogetherTest {
    private static final String STATUS = "/api/billing/status";
    private static final int WAITING = 5;
    private static final Duration A_MOMENT = Duration.ofMillis(100);

    /** After which who waits is told that the store is away. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    /** Times that they are let meet on a busy machine. */
    private static final int MOST_TRIES = 10;

    /** What is asked while the store answers another. Returns whether all of them waited when it did, and none for too long. */
    @FunctionalInterface
    private interface Play {
        boolean in(Scene scene) throws Exception;
    }

    /** Only once a machine has let them come in time there is something to be seen: until then it is tried again. */
    private static void whereTheyMeet(Play play) throws Exception {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            try (Scene scene = new Scene()) {
                if (play.in(scene)) return;
            }
        }
        throw new AssertionError("they never waited together");
    }

    /** A store that holds back its first answer. */
    private static final class HeldStore implements BillingStore {
        private final InMemoryBillingStore store = new InMemoryBillingStore();
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);
        private final Queue<Integer> sizes = new ConcurrentLinkedQueue<>();
        private final AtomicInteger came = new AtomicInteger();
        private volatile boolean holds;
        private volatile boolean away;

        @Override
        public <T> T inTransaction(Function<BillingTransaction, T> work) {
            return store.inTransaction(work);
        }

        @Override
        public Optional<Standing> standing(TenantId tenant) {
            if (holds) {
                asked.countDown();
                await(go);
            }
            return store.standing(tenant);
        }

        @Override
        public Map<TenantId, Standing> standings(Set<TenantId> tenants) {
            sizes.add(tenants.size());
            if (away) throw StoreException.unavailable("away, in a test");
            holds = false;
            return BillingStore.super.standings(tenants);
        }

        @Override
        public boolean readsTogether() {
            came.incrementAndGet();
            return true;
        }

        @Override
        public void follow(InstantSource clock) {
            store.follow(clock);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A server on such a store, and those who ask it. */
    private static final class Scene implements AutoCloseable {
        private final HeldStore store = new HeldStore();
        private final ARunningServer running = new ARunningServer(store);
        private final ExecutorService clients = Executors.newCachedThreadPool();
        private long begun;

        CompletableFuture<HttpResponse<String>> ask(String path, String tenant, String... headers) {
            List<String> all = new ArrayList<>(List.of("Authorization", "Bearer " + tenant + " read"));
            all.addAll(List.of(headers));
            return CompletableFuture.supplyAsync(() -> running.get(path, all.toArray(String[]::new)), clients);
        }

        /** Asks for these while the store answers another: none of them is answered before it is told to go on. */
        List<CompletableFuture<HttpResponse<String>>> askMeanwhile(List<String> tenants, String... headers) {
            int before = store.came.get();
            store.holds = true;
            List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>(List.of(ask(STATUS, "first")));
            await(store.asked);
            begun = System.nanoTime();
            for (String tenant : tenants) all.add(ask(STATUS, tenant, headers));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .during(A_MOMENT)
                    .until(() -> store.came.get() == before + 1 + tenants.size());
            boolean answered = all.stream().anyMatch(CompletableFuture::isDone);
            if (inTime()) assertThat(answered).as("before the store has").isFalse();
            return all;
        }

        /** Whether nobody can have waited for too long by now. */
        boolean inTime() {
            return System.nanoTime() - begun < LONGEST_WAIT.toNanos();
        }

        /** Whether all of them were asked for together. */
        boolean met() {
            return inTime() && List.copyOf(store.sizes).equals(List.of(WAITING));
        }

        @Override
        public void close() {
            store.go.countDown();
            running.close();
            clients.shutdownNow();
        }
    }

    private static List<String> tenants() {
        List<String> tenants = new ArrayList<>();
        for (int one = 0; one < WAITING; one++) tenants.add("tenant-" + one);
        return tenants;
    }

    @Test
    void each_is_answered_its_own_as_it_would_be_alone() throws Exception {
        whereTheyMeet(StatusesTogetherTest::eachIsAnsweredAsAlone);
    }

    private static boolean eachIsAnsweredAsAlone(Scene scene) throws Exception {
        ARunningServer running = scene.running;
        for (int one = 0; one < WAITING; one++)
            running.sandbox.pay(running.billing.startCheckout(
                    new TenantId("tenant-" + one), Checkout.of("team").seats(2 + one)));
        for (String tenant : tenants()) running.billing.sync(new TenantId(tenant));
        List<HttpResponse<String>> alone = new ArrayList<>();
        for (String tenant : tenants()) alone.add(scene.ask(STATUS, tenant).get());

        List<HttpResponse<String>> together = answers(scene, scene.askMeanwhile(tenants()));

        if (!scene.met()) return false;
        assertThat(together.get(0).statusCode()).isEqualTo(200);
        for (int one = 0; one < WAITING; one++) {
            HttpResponse<String> answer = together.get(one + 1);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(alone.get(one).body()).contains("\"seats\":" + (2 + one));
            assertThat(answer.headers().map().keySet())
                    .isEqualTo(alone.get(one).headers().map().keySet());
            assertThat(answer.headers().firstValue("ETag"))
                    .isEqualTo(alone.get(one).headers().firstValue("ETag"));
        }
        assertThat(running.answers.answered)
                .filteredOn(one -> one.route().equals(STATUS) && one.status() == 200)
                .hasSize(2 * WAITING + 1);
        return true;
    }

    /** Once the store has answered. */
    private static List<HttpResponse<String>> answers(Scene scene, List<CompletableFuture<HttpResponse<String>>> asked)
            throws Exception {
        scene.store.go.countDown();
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (CompletableFuture<HttpResponse<String>> one : asked) answers.add(one.get());
        return answers;
    }

    @Test
    void who_has_the_same_answer_already_is_told_that() throws Exception {
        whereTheyMeet(scene -> {
            String tag =
                    scene.ask(STATUS, "acme").get().headers().firstValue("ETag").orElseThrow();
            List<HttpResponse<String>> together =
                    answers(scene, scene.askMeanwhile(List.of("acme"), "If-None-Match", tag));

            if (!scene.inTime()) return false;
            assertThat(together.get(1).statusCode()).isEqualTo(304);
            assertThat(together.get(1).body()).isEmpty();
            return true;
        });
    }

    @Test
    void a_store_that_is_away_is_a_problem_of_theirs_alone() throws Exception {
        whereTheyMeet(scene -> {
            List<CompletableFuture<HttpResponse<String>>> asked = scene.askMeanwhile(tenants());
            scene.store.away = true;
            List<HttpResponse<String>> together = answers(scene, asked);

            if (!scene.met()) return false;
            assertThat(together.get(0).statusCode()).isEqualTo(200);
            for (HttpResponse<String> one : together.subList(1, WAITING + 1)) {
                assertThat(one.statusCode()).isEqualTo(503);
                assertThat(one.body())
                        .contains("\"code\":\"store_unavailable\"")
                        .contains("requestId");
                assertThat(one.headers().firstValue("Retry-After")).isPresent();
            }
            scene.store.holds = false;
            assertThat(scene.ask(STATUS, "acme").get().statusCode()).isEqualTo(200);
            return true;
        });
    }

    @Test
    void a_server_that_stops_answers_those_who_wait() throws Exception {
        whereTheyMeet(scene -> {
            List<CompletableFuture<HttpResponse<String>>> asked = scene.askMeanwhile(tenants());
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(scene.running.server::stop, scene.clients);
            List<HttpResponse<String>> together = answers(scene, asked);
            boolean inTime = scene.inTime();

            stopped.get();
            if (!inTime) return false;
            assertThat(together).extracting(HttpResponse::statusCode).containsOnly(200);
            return true;
        });
    }
}

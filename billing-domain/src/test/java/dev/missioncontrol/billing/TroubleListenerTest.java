package dev.missioncontrol.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.usecase.Checkout;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host whose listener for trouble throws itself: that costs nobody anything, and the thread's handler is told of both. */
class TroubleListenerTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId GLOBEX = new TenantId("globex");

    /** What a machine with other work needs at most; passed only by a test that fails. */
    private static final int SECONDS = 10;

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final GoneStore store = new GoneStore();
    private final List<TenantId> told = new ArrayList<>();
    private final List<Throwable> uncaught = new ArrayList<>();
    private final Billing billing = Billing.builder()
            .catalog(DefaultCatalog.withPlaceholderPrices())
            .provider(stripe)
            .store(store)
            .clock(stripe.clock())
            .refreshInterval(Duration.ofMillis(1))
            .rememberStatuses(10)
            .onEvent(this::refusingThoseOfAcme)
            .onTrouble(trouble -> {
                throw new IllegalStateException("a log that is full");
            })
            .build();

    /** A store that can be away. */
    private static final class GoneStore implements BillingStore {
        private final BillingStore store = new InMemoryBillingStore();
        private boolean away;

        @Override
        public <T> T inTransaction(Function<BillingTransaction, T> work) {
            if (away) throw StoreException.unavailable("away, in a test");
            return store.inTransaction(work);
        }

        @Override
        public void follow(InstantSource clock) {
            store.follow(clock);
        }
    }

    private void refusingThoseOfAcme(BillingEvent event) {
        if (event.tenant().equals(ACME)) throw new IllegalArgumentException("not of acme");
        told.add(event.tenant());
    }

    @BeforeEach
    void listenToTheThread() {
        Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> uncaught.add(e));
    }

    @AfterEach
    void leaveTheThreadAsItWas() {
        Thread.currentThread().setUncaughtExceptionHandler(null);
    }

    private void buy(TenantId tenant) {
        stripe.pay(billing.startCheckout(tenant, Checkout.of("pro")));
        billing.sync(tenant);
    }

    @Test
    void due_work_goes_on_behind_what_failed() {
        buy(ACME);
        buy(GLOBEX);

        billing.runDue();

        assertThat(told).containsExactly(GLOBEX);
        assertThat(uncaught).isNotEmpty().allSatisfy(e -> {
            assertThat(e).hasMessage("a log that is full");
            assertThat(e.getSuppressed()).extracting(Throwable::getMessage).containsExactly("not of acme");
        });
    }

    @Test
    void a_webhook_is_asked_for_again_while_the_store_is_away() {
        store.away = true;

        WebhookAnswer answer = billing.accept(new ProviderEvent(
                new EventId("evt_1"),
                "product.created",
                stripe.clock().instant(),
                false,
                Optional.empty(),
                Optional.empty(),
                new EventContent.Other(),
                "{}"));

        assertThat(answer.httpStatus()).isEqualTo(503);
        assertThat(uncaught).hasSize(1);
    }

    @Test
    void a_status_that_is_remembered_is_answered() {
        buy(GLOBEX);
        assertThat(billing.status(GLOBEX).plan()).isEqualTo("pro");

        store.away = true;
        stripe.advance(Duration.ofMillis(1500));

        assertThat(billing.status(GLOBEX).plan()).isEqualTo("pro");
        assertThat(uncaught).hasSize(1);
    }

    @Test
    void workers_go_on_once_the_executor_takes_work_again() throws InterruptedException {
        AtomicBoolean refused = new AtomicBoolean();
        CountDownLatch ran = new CountDownLatch(1);
        Executor fullAtFirst = run -> {
            if (!refused.getAndSet(true)) throw new RejectedExecutionException("full, in a test");
            run.run();
            ran.countDown();
        };
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(run -> {
            Thread thread = new Thread(run);
            thread.setUncaughtExceptionHandler((same, e) -> {});
            return thread;
        });
        try (Workers workers = billing.startWorkers(timer, fullAtFirst)) {
            assertThat(ran.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            timer.shutdownNow();
        }
    }

    @Test
    void nor_does_a_handler_of_the_thread_that_throws_too() {
        Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> {
            throw new IllegalStateException("nobody listens");
        });
        buy(ACME);
        buy(GLOBEX);

        billing.runDue();

        assertThat(told).containsExactly(GLOBEX);
    }
}

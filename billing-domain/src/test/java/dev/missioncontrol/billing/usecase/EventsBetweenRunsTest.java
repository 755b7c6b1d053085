package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.BillingBuilder;
import dev.missioncontrol.billing.Workers;
import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** While events come in, they are made readable a few at a time between two runs of what is due, and not a second's worth at once. */
class EventsBetweenRunsTest {
    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final InMemoryBillingStore store = new InMemoryBillingStore();
    private final TimerByHand timer = new TimerByHand();
    private int tenants;

    /** Whether nothing can be made readable. */
    private boolean fails;

    private final BillingStore failing = new InterceptedStore(store) {
        @Override
        Object meet(Intercepted.Call call) throws Throwable {
            if (fails && call.is("deliverUnheard")) throw StoreException.unavailable("it only reads, in a test");
            return call.proceed();
        }
    };

    private BillingBuilder node() {
        return Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(stripe)
                .store(store)
                .clock(stripe.clock());
    }

    /** What another thread does at any time: a tenant buys, and the event of that is decided. */
    private void buy(Billing billing) {
        TenantId tenant = new TenantId("tenant-" + ++tenants);
        stripe.pay(billing.startCheckout(tenant, Checkout.of("pro")));
        billing.sync(tenant);
    }

    private int readable() {
        return store.inTransaction(tx -> tx.journal().published(0, 100)).size();
    }

    private void tenthOfASecond() {
        timer.again(Duration.ofMillis(100));
    }

    @Test
    void what_flows_is_readable_a_tenth_of_a_second_later_until_no_more_comes() {
        Billing billing = node().build();
        try (Workers workers = billing.startWorkers(timer.service(), Runnable::run)) {
            buy(billing);
            tenthOfASecond();
            assertThat(readable()).as("nothing flowed").isZero();
            timer.interval();
            assertThat(readable()).isEqualTo(1);
            for (int more = 2; more <= 4; more++) {
                buy(billing);
                tenthOfASecond();
                assertThat(readable()).isEqualTo(more);
            }

            stripe.advance(Duration.ofSeconds(1));
            buy(billing);
            tenthOfASecond();
            assertThat(readable()).as("no more came, so it waits for a run").isEqualTo(4);
            timer.interval();
            assertThat(readable()).isEqualTo(5);
        }
    }

    /** It would fail ten times a second, and be told as often. */
    @Test
    void what_could_not_be_made_readable_waits_for_a_run() {
        List<RuntimeException> trouble = new ArrayList<>();
        Billing billing = node().store(failing).onTrouble(trouble::add).build();
        try (Workers workers = billing.startWorkers(timer.service(), Runnable::run)) {
            buy(billing);
            timer.interval();
            buy(billing);
            fails = true;
            for (int time = 0; time < 5; time++) tenthOfASecond();
            assertThat(trouble).hasSize(1);

            fails = false;
            timer.interval();
            assertThat(readable()).isEqualTo(2);
        }
    }

    @Test
    void it_is_done_beside_a_run_that_waits_for_the_provider_and_by_nobody_who_is_busy() {
        List<Runnable> beside = new ArrayList<>();
        Billing billing = node().build();
        try (Workers workers = billing.startWorkers(timer.service(), Runnable::run, beside::add)) {
            buy(billing);
            timer.interval();
            beside.clear();
            buy(billing);
            tenthOfASecond();
            assertThat(readable()).isEqualTo(1);
            beside.remove(0).run();
            assertThat(readable()).isEqualTo(2);
        }
        try (Workers workers = billing.startWorkers(timer.service(), Runnable::run, run -> {
            throw new RejectedExecutionException("busy, in a test");
        })) {
            buy(billing);
            tenthOfASecond();
            assertThat(readable()).isEqualTo(2);
            timer.interval();
            assertThat(readable()).isEqualTo(3);
        }
    }

    @Test
    void who_is_told_is_told_in_runs_alone() {
        List<BillingEvent> told = new ArrayList<>();
        Billing billing = node().onEvent(told::add).build();
        try (Workers workers = billing.startWorkers(timer.service(), Runnable::run)) {
            buy(billing);
            timer.interval();
            assertThat(told).hasSize(1);
            buy(billing);
            tenthOfASecond();
            assertThat(told).hasSize(1);
        }
    }
}

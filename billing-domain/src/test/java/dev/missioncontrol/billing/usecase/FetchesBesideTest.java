package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.Workers;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A provider that takes its time for each answer is asked for several subscriptions at once. */
class FetchesBesideTest {
    private static final int TENANTS = 4;

    /** Nobody waits as long, unless what is waited for never comes. */
    private static final int SECONDS = 30;

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final CountDownLatch asked = new CountDownLatch(TENANTS);
    private final CountDownLatch fetched = new CountDownLatch(TENANTS);
    private final Billing billing = Billing.builder()
            .catalog(DefaultCatalog.withPlaceholderPrices())
            .provider(whoAnswersOnceAllAreAsked())
            .store(new InMemoryBillingStore())
            .clock(stripe.clock())
            .refreshInterval(Duration.ofMillis(1))
            .onWork(note -> {
                if (note instanceof WorkNote.Fetched) fetched.countDown();
            })
            .build();

    private PaymentProvider whoAnswersOnceAllAreAsked() {
        return (PaymentProvider) Proxy.newProxyInstance(
                PaymentProvider.class.getClassLoader(),
                new Class<?>[] {PaymentProvider.class},
                (self, method, arguments) -> {
                    if (method.getName().equals("fetchSubscription")) {
                        asked.countDown();
                        assertThat(asked.await(SECONDS, TimeUnit.SECONDS)).isTrue();
                    }
                    return method.invoke(stripe, arguments);
                });
    }

    private static TenantId tenant(int number) {
        return new TenantId("tenant-" + number);
    }

    @Test
    void what_waits_to_be_fetched_is_asked_for_together() throws Exception {
        List<ProviderEvent> events = new ArrayList<>();
        stripe.onEvent(events::add);
        for (int number = 0; number < TENANTS; number++)
            stripe.pay(billing.startCheckout(tenant(number), Checkout.of("pro")));
        events.forEach(billing::accept);

        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Workers workers = billing.startWorkers(timer, threads)) {
            assertThat(fetched.await(SECONDS, TimeUnit.SECONDS)).isTrue();
            workers.stop();
        } finally {
            timer.shutdownNow();
            threads.shutdownNow();
        }
        for (int number = 0; number < TENANTS; number++)
            assertThat(billing.status(tenant(number)).plan()).isEqualTo("pro");
    }
}

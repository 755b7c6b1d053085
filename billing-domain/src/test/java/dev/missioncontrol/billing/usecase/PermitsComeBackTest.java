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
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Workers whose permits are used up go on when there are some again, and not at their next interval. */
class PermitsComeBackTest {
    private static final int RATE =
            BillingSettings.returningTo(URI.create("http://localhost/")).providerRate();

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final List<ProviderEvent> events = new ArrayList<>();
    private final TimerByHand timer = new TimerByHand();
    private int fetched;
    private final Billing billing = Billing.builder()
            .catalog(DefaultCatalog.withPlaceholderPrices())
            .provider(metered())
            .store(new InMemoryBillingStore())
            .clock(stripe.clock())
            .refreshInterval(Duration.ofMinutes(1))
            .onWork(note -> {
                if (note instanceof WorkNote.Fetched) fetched++;
            })
            .build();

    private PaymentProvider metered() {
        return (PaymentProvider) Proxy.newProxyInstance(
                PaymentProvider.class.getClassLoader(),
                new Class<?>[] {PaymentProvider.class},
                (self, method, arguments) ->
                        method.getName().equals("metered") ? (Object) true : method.invoke(stripe, arguments));
    }

    @Test
    void the_next_run_is_planned_for_when_a_permit_is_due_and_only_one() {
        // The sweep that is due at first spends some too.
        billing.runDue();
        stripe.onEvent(events::add);
        for (int number = 0; number < 3 * RATE; number++)
            stripe.pay(billing.startCheckout(new TenantId("tenant-" + number), Checkout.of("pro")));
        events.forEach(billing::accept);
        stripe.advance(Duration.ofSeconds(2));

        try (Workers workers = billing.startWorkers(timer.service(), Runnable::run)) {
            timer.interval();
            timer.interval();
            assertThat(fetched).isEqualTo(RATE);
            assertThat(timer.planned).hasSize(1);

            while (fetched < 3 * RATE) {
                TimerByHand.Planned next = timer.planned.remove();
                assertThat(next.in()).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(1));
                stripe.advance(next.in());
                next.run().run();
                assertThat(timer.planned).hasSize(1);
            }

            stripe.advance(Duration.ofSeconds(1));
            timer.planned.remove().run().run();
            assertThat(timer.planned)
                    .as("there are permits, so nothing is left to do")
                    .isEmpty();
        }
    }
}

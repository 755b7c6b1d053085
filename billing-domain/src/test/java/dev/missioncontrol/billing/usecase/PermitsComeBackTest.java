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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers whose permits are used up go on when there are some again, and not at their next interval. */
class PermitsComeBackTest {
    private static final int RATE =
            BillingSettings.returningTo(URI.create("http://localhost/")).providerRate();

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final List<ProviderEvent> events = new ArrayList<>();
    private final TimerByHand timer = new TimerByHand();
    private int fetched;
    private int swept;

    /** How much later it is with each look at the clock, once a run has begun. */
    private Duration everyLook = Duration.ZERO;

    private Billing billing = begin(RATE);

    private Billing begin(int rate) {
        return Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(metered())
                .store(new InMemoryBillingStore())
                .clock(this::now)
                .refreshInterval(Duration.ofMinutes(1))
                .providerRate(rate)
                .onWork(note -> {
                    if (note instanceof WorkNote.Fetched) fetched++;
                    if (note instanceof WorkNote.Swept) swept++;
                })
                .build();
    }

    private Instant now() {
        if (!everyLook.isZero()) stripe.advance(everyLook);
        return stripe.clock().instant();
    }

    private PaymentProvider metered() {
        return (PaymentProvider) Proxy.newProxyInstance(
                PaymentProvider.class.getClassLoader(),
                new Class<?>[] {PaymentProvider.class},
                (self, method, arguments) ->
                        method.getName().equals("metered") ? (Object) true : method.invoke(stripe, arguments));
    }

    private void sell(int tenants) {
        // The sweep that is due at first spends some too.
        billing.runDue();
        stripe.onEvent(events::add);
        for (int number = 0; number < tenants; number++)
            stripe.pay(billing.startCheckout(new TenantId("tenant-" + number), Checkout.of("pro")));
        events.forEach(billing::accept);
        stripe.advance(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @MethodSource("paces")
    void a_permit_that_comes_back_while_a_run_ends_is_not_left_for_the_next_interval(Duration pace) {
        sell(3 * RATE);
        everyLook = pace;
        try (Workers workers = billing.startWorkers(timer.service(), Runnable::run)) {
            timer.interval();
            while (fetched < 3 * RATE) {
                assertThat(timer.planned).as("after %s fetches", fetched).hasSize(1);
                timer.planned.remove().run().run();
            }
        }
    }

    /** From a clock that nearly stands still during a run to one by which a few steps of it take a second. */
    static Stream<Duration> paces() {
        return IntStream.rangeClosed(1, 30).mapToObj(many -> Duration.ofMillis(10L * many));
    }

    @Test
    void the_next_run_is_planned_for_when_a_permit_is_due_and_only_one() {
        sell(3 * RATE);

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

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 10})
    void pushed_seats_and_a_sweep_that_is_due_move_on_before_a_backlog_of_fetches_is_done(int rate) {
        int backlog = 300;
        TenantId acme = new TenantId("acme");
        billing = begin(rate);
        sell(backlog);
        stripe.pay(billing.startCheckout(acme, Checkout.of("team").seats(3)));
        billing.sync(acme);
        assertThat(billing.pushSeats(acme, 5)).isInstanceOf(SeatPush.Accepted.class);
        stripe.advance(BillingSettings.STANDARD_SWEEP_INTERVAL);
        fetched = 0;
        swept = 0;

        int leftWhenMade = 0;
        int leftWhenSwept = 0;
        for (int second = 0; second < 2 * backlog && fetched < backlog; second++) {
            stripe.advance(Duration.ofSeconds(1));
            billing.runDue();
            if (leftWhenMade == 0 && billing.status(acme).seats() == 5) leftWhenMade = backlog - fetched;
            if (leftWhenSwept == 0 && swept == 1) leftWhenSwept = backlog - fetched;
        }

        assertThat(leftWhenMade).as("fetches left when the seats were there").isGreaterThan(backlog / 2);
        assertThat(leftWhenSwept).as("fetches left when the sweep was done").isGreaterThan(backlog / 2);
        assertThat(fetched).as("nor does the backlog wait for them").isGreaterThanOrEqualTo(backlog);
    }
}

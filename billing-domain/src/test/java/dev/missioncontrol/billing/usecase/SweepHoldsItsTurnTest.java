package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.Workers;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.Figures;
import dev.missioncontrol.billing.store.JobState;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A sweep that asks about many open checkouts of a provider that takes its time: one node does, to the end. */
class SweepHoldsItsTurnTest {
    private static final Duration AN_ANSWER = Duration.ofSeconds(1);

    private static final Duration LONGER_THAN_A_LEASE = Duration.ofMinutes(2);

    /** More than a lease has seconds. */
    private static final int OPEN = 70;

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final TimerByHand timer = new TimerByHand();
    private final InMemoryBillingStore store = new InMemoryBillingStore(stripe.clock());

    /** A node that does this whenever it has asked about a checkout. */
    private Billing node(Runnable asked) {
        PaymentProvider slow = (PaymentProvider) Proxy.newProxyInstance(
                PaymentProvider.class.getClassLoader(),
                new Class<?>[] {PaymentProvider.class},
                (self, method, arguments) -> {
                    try {
                        if (method.getName().equals("fetchCheckoutSession")) {
                            stripe.advance(AN_ANSWER);
                            asked.run();
                        }
                        return method.invoke(stripe, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(slow)
                .store(store)
                .clock(stripe.clock())
                .build();
    }

    @Test
    void it_keeps_its_turn_for_longer_than_a_lease() {
        int[] byFirst = new int[1];
        int[] bySecond = new int[1];
        Billing second = node(() -> bySecond[0]++);
        Billing first = node(() -> {
            byFirst[0]++;
            second.runDue();
        });
        first.runDue();
        open(first);
        Instant before = stripe.clock().instant();

        first.runDue();
        assertThat(byFirst[0]).isEqualTo(OPEN);
        assertThat(bySecond[0]).isZero();
        List<JobState> jobs = store.inTransaction(tx -> tx.measures().jobs());
        assertThat(jobs)
                .filteredOn(job -> job.name().equals(SweepProvider.JOB))
                .singleElement()
                .satisfies(job -> assertThat(job.done())
                        .hasValueSatisfying(done -> assertThat(done).isAfter(before)));
    }

    @Test
    void one_that_is_to_stop_asks_no_more_and_hands_the_sweep_back_at_once() {
        int[] asked = new int[1];
        Workers[] workers = new Workers[1];
        Billing node = node(() -> {
            if (++asked[0] == 5) workers[0].stop();
        });
        node.runDue();
        open(node);
        workers[0] = node.startWorkers(timer.service(), Runnable::run);
        timer.interval();
        assertThat(asked[0]).isEqualTo(5);

        int[] byNext = new int[1];
        node(() -> byNext[0]++).runDue();
        assertThat(byNext[0]).as("within the lease of the first").isEqualTo(OPEN);
    }

    private int sweeps() {
        return store.<List<Figures.Sweep>>inTransaction(tx -> tx.figures().sweeps(9))
                .size();
    }

    @Test
    void one_that_another_node_took_over_asks_no_more_and_writes_nothing_down() {
        int[] byFirst = new int[1];
        int[] bySecond = new int[1];
        Billing second = node(() -> bySecond[0]++);
        Billing first = node(() -> {
            if (++byFirst[0] > 1) return;
            stripe.advance(LONGER_THAN_A_LEASE);
            second.runDue();
            // Of two that are written for the same moment the first one stays.
            stripe.advance(AN_ANSWER);
        });
        first.runDue();
        open(first);
        int before = sweeps();

        first.runDue();

        assertThat(byFirst[0]).isEqualTo(1);
        assertThat(bySecond[0]).isEqualTo(OPEN);
        assertThat(sweeps()).isEqualTo(before + 1);
    }

    @Test
    void a_reconciliation_that_another_took_over_asks_no_more() {
        int[] byFirst = new int[1];
        int[] bySecond = new int[1];
        List<Reconcile.Result> results = new ArrayList<>();
        Billing second = node(() -> bySecond[0]++);
        Billing first = node(() -> {
            if (++byFirst[0] > 1) return;
            stripe.advance(LONGER_THAN_A_LEASE);
            results.add(mended(second));
        });
        open(first);

        results.add(mended(first));

        assertThat(byFirst[0]).isEqualTo(1);
        assertThat(bySecond[0]).isEqualTo(OPEN);
        assertThat(results.get(0)).isInstanceOf(Reconcile.Result.Finished.class);
        assertThat(results.get(1)).isEqualTo(new Reconcile.Result.Busy());
    }

    private static Reconcile.Result mended(Billing node) {
        return node.operations().reconcile(Reconcile.Request.toMend(), finding -> {}, OperatedShop::noPause);
    }

    private void open(Billing billing) {
        for (int number = 0; number < OPEN; number++)
            billing.startCheckout(new TenantId("tenant-" + number), Checkout.of("pro"));
        stripe.advance(Duration.ofHours(2));
    }
}

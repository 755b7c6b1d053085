package dev.missioncontrol.billing.stripe.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.sandbox.HostedCheckout;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.stripe.StripePaymentProvider;
import dev.missioncontrol.billing.usecase.BillingSettings;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Redirect;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** One tenant presses the button eight times at once: over the real adapter and the wire. */
class CheckoutRacesTest {
    private static final int RACES = 200;
    private static final int AT_ONCE = 8;

    /** Races of different tenants at the same time: each mostly waits for a rival's call to end. */
    private static final int SIDE_BY_SIDE = 4;

    /** A second wish than the others', so that some of them take the place of others. */
    private static final Checkout[] WISHES = {
        Checkout.of("pro"), Checkout.of("team").seats(3)
    };

    @Test
    void one_customer_one_open_session_one_live_subscription() throws Exception {
        try (WireShop shop = new WireShop(100_000)) {
            Billing billing = Billing.builder()
                    .catalog(DefaultCatalog.withPlaceholderPrices())
                    .provider(StripePaymentProvider.withKey(WireShop.KEY)
                            .apiBase(shop.base())
                            .connectTimeout(WireShop.PATIENCE)
                            .readTimeout(WireShop.PATIENCE)
                            .build())
                    .store(new InMemoryBillingStore())
                    .clock(shop.sandbox.clock())
                    .settings(unhurried())
                    .build();
            shop.sandbox.deliverTo(billing);
            ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE * SIDE_BY_SIDE);
            ExecutorService races = Executors.newFixedThreadPool(SIDE_BY_SIDE);
            try {
                List<Future<?>> run = new ArrayList<>();
                for (int race = 0; race < RACES; race++) {
                    int number = race;
                    run.add(races.submit(() -> {
                        race(billing, shop, threads, number);
                        return number;
                    }));
                }
                for (Future<?> race : run) race.get();
            } finally {
                races.shutdownNow();
                threads.shutdownNow();
            }
        }
    }

    /** The workers' share of the provider's rate is not what is tried here. */
    private static BillingSettings unhurried() {
        BillingSettings standard = BillingSettings.returningTo(URI.create("https://app.example/billing"));
        return new BillingSettings(
                standard.access(),
                standard.installation(),
                standard.returnTo(),
                false,
                false,
                standard.lease(),
                standard.refreshInterval(),
                standard.sweepInterval(),
                10_000,
                standard.retention());
    }

    private static void race(Billing billing, WireShop shop, ExecutorService threads, int race) throws Exception {
        TenantId tenant = new TenantId("tenant-" + race);
        CyclicBarrier together = new CyclicBarrier(AT_ONCE);
        List<Future<Redirect>> pressed = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            Checkout wish = WISHES[race % 2 == 0 ? 0 : i % WISHES.length];
            pressed.add(threads.submit(() -> {
                together.await();
                return billing.startCheckout(tenant, wish);
            }));
        }
        Set<CheckoutSessionId> sessions = sessions(pressed);
        assertThat(sessions).as("tenant " + tenant).isNotEmpty();

        var customers = shop.sandbox.backOffice().customers().stream()
                .filter(customer -> customer.tenant().equals(tenant))
                .toList();
        assertThat(customers).as("customers of " + tenant).hasSize(1);
        // Also one that nobody was sent to could be paid: somebody may have its page open, or find it.
        List<CheckoutSessionId> open = shop.sandbox.backOffice().sessions().stream()
                .filter(session -> session.tenant().equals(tenant))
                .filter(session -> session.state() == CheckoutSession.State.OPEN)
                .map(HostedCheckout::id)
                .toList();
        assertThat(open).as("open sessions of " + tenant).hasSize(1);
        assertThat(sessions).as("what buyers of " + tenant + " were sent to").containsAll(open);
        shop.sandbox.pay(open.get(0));
        assertThat(shop.sandbox.subscriptionsOf(customers.get(0).id()).stream()
                        .filter(one -> one.status().live()))
                .as("live subscriptions of " + tenant)
                .hasSize(1);
        assertThat(billing.startCheckout(tenant, WISHES[0])).isInstanceOf(Redirect.Rejected.class);
    }

    /** What the buyers were sent to; one that was told to wait or try again was sent nowhere. */
    private static Set<CheckoutSessionId> sessions(List<Future<Redirect>> pressed) {
        return pressed.stream()
                .map(CheckoutRacesTest::result)
                .filter(Redirect.To.class::isInstance)
                .map(to -> ((Redirect.To) to).session().orElseThrow())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Redirect result(Future<Redirect> pressed) {
        try {
            return pressed.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.usecase.EventReceiver.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The store is away for a moment while something is under way, and the node lives: it goes on when the store is back, not a lease later. */
class StoreThatBlinksTest {
    private static final TenantId ACME = new TenantId("acme");

    /** Longer than the first backoff and the pause between turns, and shorter than any lease. */
    private static final Duration A_MOMENT = Duration.ofSeconds(3);

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final WatchedStore store = new WatchedStore(new InMemoryBillingStore());
    private final List<String> told = new ArrayList<>();
    private String blinksAt = "";
    private boolean broken;

    private final Billing billing = node(Optional.empty());

    private Billing node(Optional<Runnable> handler) {
        var builder = Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(Intercepted.port(PaymentProvider.class, stripe, call -> {
                    if (!call.is(blinksAt)) return call.proceed();
                    store.away = true;
                    if (broken) throw new IllegalStateException("broken in a test");
                    if (call.is("fetchSubscription")) return call.proceed();
                    throw new ProviderException(ProviderException.Kind.UNAVAILABLE, "away too, in a test");
                }))
                .store(store)
                .clock(stripe.clock());
        handler.ifPresent(one -> builder.onEvent(event -> {
            told.add(event.id());
            one.run();
        }));
        return builder.build();
    }

    @BeforeEach
    void bought() {
        stripe.onEvent(event -> assertThat(billing.accept(event).httpStatus()).isEqualTo(200));
        stripe.pay(billing.startCheckout(ACME, Checkout.of("team").seats(3)));
        assertThat(waitsForItsFetch()).isTrue();
    }

    private boolean waitsForItsFetch() {
        return store.inTransaction(tx -> tx.accounts()
                .subscription(stripe.subscriptionOf(ACME).orElseThrow())
                .orElseThrow()
                .fetchDue());
    }

    private void blinks(ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        fault -> assertThat(fault.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE));
        assertThat(store.away).isTrue();
        blinksAt = "";
        store.away = false;
        stripe.advance(A_MOMENT);
    }

    @Test
    void what_a_worker_was_fetching_is_fetched_when_it_is_back() {
        blinksAt = "fetchSubscription";
        blinks(billing::runDue);
        goesOn(billing);
        assertThat(waitsForItsFetch()).isFalse();
    }

    @Test
    void what_was_fetched_for_who_waits_is_fetched_when_it_is_back() {
        blinksAt = "fetchSubscription";
        blinks(() -> billing.sync(ACME));
        goesOn(billing);
        assertThat(waitsForItsFetch()).isFalse();
    }

    @Test
    void seats_that_were_being_made_are_made_when_it_is_back() {
        seatsAreMadeThoughItBlinks();
    }

    /** Also where something else failed before, and it is the trying again that can't be written. */
    @Test
    void seats_whose_host_failed_as_well_are_made_when_it_is_back() {
        broken = true;
        seatsAreMadeThoughItBlinks();
    }

    private void seatsAreMadeThoughItBlinks() {
        billing.runDue();
        billing.pushSeats(ACME, 8);
        stripe.advance(PushSeats.SETTLES);
        blinksAt = "changeSubscription";
        blinks(billing::runDue);
        goesOn(billing);
        assertThat(stripe.subscription(stripe.subscriptionOf(ACME).orElseThrow())
                        .orElseThrow()
                        .quantity())
                .isEqualTo(8);
    }

    @Test
    void an_event_that_was_being_handed_over_is_handed_over_again_when_it_is_back() {
        Billing host = node(Optional.of(() -> store.away = told.size() == 1));
        blinks(host::runDue);
        assertThat(told).hasSize(1);
        goesOn(host);
        assertThat(told).hasSize(2).containsOnly(told.get(0));
    }

    /** What was sent is known here, though it could not be kept. */
    @Test
    void a_receiver_is_told_what_follows_when_it_is_back_and_nothing_twice() {
        billing.runDue();
        billing.change(ACME, Change.toSeats(5));
        billing.runDue();
        EventReceiver shop = new EventReceiver() {
            @Override
            public String name() {
                return "shop";
            }

            @Override
            public Outcome send(BillingEvent event) {
                told.add(event.tenant() + " " + event.sequence());
                store.away = told.size() == 1;
                return new Outcome.Taken();
            }
        };
        blinks(() -> billing.relay(shop));
        assertThat(told).hasSize(1);
        for (int turn = 0; turn < 3; turn++) {
            billing.relay(shop);
            stripe.advance(RelayEvents.AGAIN);
        }
        assertThat(told).containsExactly("acme 1", "acme 2");
    }

    /** The first run may give it back for a moment later, as after any failure. */
    private void goesOn(Billing node) {
        node.runDue();
        stripe.advance(A_MOMENT);
        node.runDue();
    }
}

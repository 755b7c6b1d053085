package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Seats are pushed while it can't be told how many there are, or something else happens to the subscription. No event arrives. */
class ApplySeatsTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final Duration WINDOW = ChangePolicy.STANDARD_SEAT_WINDOW;

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final InMemoryBillingStore store = new InMemoryBillingStore();

    /** What comes of asking how the subscription is. */
    private Intercepted.Meeting fetching = Intercepted.Call::proceed;

    /** What comes of asking for a change. */
    private Intercepted.Meeting changing = Intercepted.Call::proceed;

    /** Whether the key can't ask for what there is. */
    private boolean otherMode;

    private final Billing billing = Billing.builder()
            .catalog(DefaultCatalog.withPlaceholderPrices())
            .provider(Intercepted.port(PaymentProvider.class, stripe, call -> {
                if (call.is("canFetch") && otherMode) return false;
                if (call.is("fetchSubscription")) return fetching.meet(call);
                return call.is("changeSubscription") ? changing.meet(call) : call.proceed();
            }))
            .store(store)
            .clock(stripe.clock())
            .build();

    @BeforeEach
    void bought() {
        stripe.pay(billing.startCheckout(ACME, Checkout.of("team").seats(3)));
        billing.sync(ACME);
        assertThat(billing.status(ACME).seats()).isEqualTo(3);
    }

    private SubscriptionId subscription() {
        return stripe.subscriptionOf(ACME).orElseThrow();
    }

    private long seats() {
        return stripe.subscription(subscription()).orElseThrow().quantity();
    }

    private void passes(Duration time) {
        stripe.advance(time);
        billing.runDue();
    }

    /** It is not asked for longer than any push waits. */
    private void fetchWaits() {
        fetching = call -> {
            throw new ProviderException(Kind.RATE_LIMITED, "slowly", Optional.of(WINDOW.multipliedBy(3)), null);
        };
    }

    @Test
    void a_count_is_not_taken_for_what_there_is_while_that_waits_for_its_fetch() {
        billing.pushSeats(ACME, 8);
        fetchWaits();
        passes(PushSeats.SETTLES);
        assertThat(seats()).isEqualTo(8);
        assertThat(billing.status(ACME).seats()).isEqualTo(3);

        billing.pushSeats(ACME, 3);
        fetching = Intercepted.Call::proceed;
        passes(WINDOW);
        passes(Backoff.FIRST);
        assertThat(stripe.plannedChange(subscription()).map(PlannedChange::quantity))
                .contains(3L);
    }

    @Test
    void a_count_that_is_what_there_is_keeps_the_next_one_waiting_for_no_window() {
        store.inTransaction(tx -> {
            Instant now = stripe.clock().instant();
            tx.accounts()
                    .save(
                            tx.accounts()
                                    .lockSubscription(subscription(), false, now)
                                    .mark(),
                            now);
            return null;
        });
        fetchWaits();
        billing.runDue();
        fetching = Intercepted.Call::proceed;
        billing.pushSeats(ACME, 3);
        passes(PushSeats.SETTLES);

        billing.pushSeats(ACME, 8);
        passes(PushSeats.SETTLES);
        assertThat(seats()).isEqualTo(8);
    }

    @Test
    void a_count_outlasts_a_key_of_the_other_mode() {
        billing.pushSeats(ACME, 8);
        otherMode = true;
        passes(PushSeats.SETTLES);
        otherMode = false;
        passes(WINDOW);
        assertThat(seats()).isEqualTo(8);
    }

    @ParameterizedTest
    @EnumSource(
            value = ChangeResult.Reason.class,
            names = {"UNDER_WAY", "CHANGED_MEANWHILE"})
    void what_happens_to_the_subscription_meanwhile_is_waited_for_for_minutes(ChangeResult.Reason reason) {
        int[] asked = new int[1];
        changing = call -> {
            asked[0]++;
            return new ChangeResult.Rejected(reason, "in this test");
        };
        billing.pushSeats(ACME, 8);
        passes(PushSeats.SETTLES);
        passes(LostPlans.ASKED_AGAIN.minusSeconds(1));
        assertThat(asked[0]).isEqualTo(1);

        changing = Intercepted.Call::proceed;
        passes(Duration.ofSeconds(1));
        assertThat(seats()).isEqualTo(8);
    }
}

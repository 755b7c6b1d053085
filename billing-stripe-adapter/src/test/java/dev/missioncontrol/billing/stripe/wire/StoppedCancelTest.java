package dev.missioncontrol.billing.stripe.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.stripe.StripePaymentProvider;
import dev.missioncontrol.billing.usecase.Change;
import dev.missioncontrol.billing.usecase.ChangeOutcome;
import dev.missioncontrol.billing.usecase.Checkout;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was planned gave way to an end, or to another plan, that Stripe did not make. */
class StoppedCancelTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final String SUBSCRIPTIONS = "POST /v1/subscriptions/";
    private static final String SCHEDULES = "POST /v1/subscription_schedules";

    /** Longer than anything may be under way. */
    private static final int MINUTES = 10;

    private final WireShop shop = new WireShop();
    private final PaymentProvider provider = StripePaymentProvider.withKey(WireShop.KEY)
            .apiBase(shop.base())
            .connectTimeout(WireShop.PATIENCE)
            .readTimeout(WireShop.PATIENCE)
            .maxNetworkRetries(0)
            .build();
    private final Billing billing = Billing.builder()
            .catalog(DefaultCatalog.withPlaceholderPrices())
            .provider(provider)
            .store(new InMemoryBillingStore())
            .clock(shop.sandbox.clock())
            .returnTo(URI.create("https://app.example/billing"))
            .build();

    @AfterEach
    void close() {
        shop.close();
    }

    private SubscriptionId boughtWithADowngradePlanned() {
        shop.sandbox.pay(billing.startCheckout(ACME, Checkout.of("team").seats(5)));
        billing.sync(ACME);
        assertThat(billing.change(ACME, Change.to("pro"))).isInstanceOf(ChangeOutcome.Scheduled.class);
        // The invoice of what it was bought with is older than the release.
        shop.sandbox.advance(Duration.ofMinutes(1));
        return shop.sandbox.subscriptionOf(ACME).orElseThrow();
    }

    private void pass() {
        for (int minute = 0; minute < MINUTES; minute++) {
            shop.sandbox.advance(Duration.ofMinutes(1));
            billing.runDue();
        }
    }

    private void assertPlanned(SubscriptionId id) {
        assertThat(provider.plannedChange(id)).map(PlannedChange::price).contains(new PriceId(WireShop.PRO));
        assertThat(billing.status(ACME).planned())
                .hasValueSatisfying(
                        plan -> assertThat(plan.terms().plan().key()).isEqualTo("pro"));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 403})
    void an_end_that_stripe_refuses_costs_nobody_the_downgrade(int status) {
        SubscriptionId id = boughtWithADowngradePlanned();
        shop.wire.faults().answer(SUBSCRIPTIONS, status, 1);
        assertThatThrownBy(() -> billing.cancel(ACME)).isInstanceOf(ProviderException.class);

        pass();
        assertPlanned(id);
        assertThat(billing.status(ACME).current().cancelAt()).isEmpty();
    }

    /** Seats were changed beside the schedule, so that the note says how many there are. */
    @Test
    void the_same_request_is_made_again_where_the_schedule_was_noted_and_not_released() {
        SubscriptionId id = boughtWithADowngradePlanned();
        shop.sandbox.changePrice(id, new PriceId(WireShop.TEAM), 8);
        billing.sync(ACME);
        shop.wire.faults().delay(SCHEDULES, Duration.ZERO, 1);
        shop.wire.faults().answer(SCHEDULES, 429, 1);
        assertThatThrownBy(() -> provider.cancelSubscription(id, SubscriptionChange.Timing.PERIOD_END, "once"))
                .isInstanceOf(ProviderException.class);
        assertThat(provider.cancelSubscription(id, SubscriptionChange.Timing.PERIOD_END, "once"))
                .isNotInstanceOf(ChangeResult.Rejected.class);
    }

    @Test
    void an_end_whose_answer_is_lost_leaves_nothing_planned() {
        SubscriptionId id = boughtWithADowngradePlanned();
        shop.wire.faults().next(SUBSCRIPTIONS, WireFaults.Kind.GARBLE, 1);
        assertThatThrownBy(() -> billing.cancel(ACME)).isInstanceOf(ProviderException.class);

        pass();
        assertThat(provider.plannedChange(id)).isEmpty();
        assertThat(billing.status(ACME).current().cancelAt()).isPresent();
    }

    @Test
    void an_end_that_is_made_and_taken_back_brings_back_no_downgrade() {
        SubscriptionId id = boughtWithADowngradePlanned();
        billing.cancel(ACME);
        billing.resume(ACME);

        pass();
        assertThat(provider.plannedChange(id)).isEmpty();
        assertThat(billing.status(ACME).current().cancelAt()).isEmpty();
    }

    /**
     * A schedule knows nothing of seats that were changed beside it, so another one takes its place: it is noted and released, and
     * then a new one is made and filled.
     */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void another_plan_that_stripe_fails_to_make_costs_nobody_the_downgrade(int callsBefore) {
        SubscriptionId id = boughtWithADowngradePlanned();
        shop.sandbox.changePrice(id, new PriceId(WireShop.TEAM), 8);
        billing.sync(ACME);
        shop.sandbox.advance(Duration.ofMinutes(1));
        shop.wire.faults().delay(SCHEDULES, Duration.ZERO, callsBefore);
        shop.wire.faults().answer(SCHEDULES, 500, 1);
        assertThatThrownBy(() -> billing.change(ACME, Change.toSeats(3))).isInstanceOf(ProviderException.class);

        pass();
        assertPlanned(id);
    }
}

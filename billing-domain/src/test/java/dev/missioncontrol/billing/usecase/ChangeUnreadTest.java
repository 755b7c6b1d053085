package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.OperatedShop.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import dev.missioncontrol.billing.store.StoreException;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A change that was made at the provider, and that can't be read back since the store is in the way: it must not look undone. */
class ChangeUnreadTest {
    private final OperatedShop shop = new OperatedShop();

    /** How the store fails, as soon as somebody begins to ask anew how the subscription is. */
    private Supplier<StoreException> fault = () -> StoreException.unavailable("away, in a test");

    private boolean fails;
    private int failed;

    private final Billing billing = Billing.builder()
            .catalog(shop.catalog)
            .provider(shop.stripe)
            .store(new InterceptedStore(shop.store) {
                @Override
                Object meet(Intercepted.Call call) throws Throwable {
                    if (!fails || !call.is("takeOver")) return call.proceed();
                    failed++;
                    throw fault.get();
                }
            })
            .clock(shop.stripe.clock())
            .build();

    /** What was in the way. */
    enum InTheWay {
        NOBODY_ANSWERS,
        SOMEBODY_HOLDS_IT
    }

    @BeforeEach
    void acme_has_two_seats_and_no_event_arrives() {
        shop.buy(ACME, Checkout.of("team").seats(2));
        shop.lossy = true;
        shop.stripe.advance(Duration.ofMinutes(1));
        fails = true;
    }

    private void inTheWay(InTheWay what) {
        if (what == InTheWay.SOMEBODY_HOLDS_IT) fault = () -> StoreException.conflict("held, in a test");
    }

    private void workersGoOn() {
        assertThat(failed).isPositive();
        fails = false;
        billing.runDue();
    }

    @ParameterizedTest
    @EnumSource
    void more_seats_that_are_paid_are_said_to_be_and_seen_by_the_workers(InTheWay what) {
        inTheWay(what);
        assertThat(billing.change(ACME, Change.toSeats(5))).isEqualTo(new ChangeOutcome.Applied());
        workersGoOn();
        assertThat(billing.status(ACME).seats()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    void an_end_that_is_scheduled_is_said_to_be_and_seen_by_the_workers(InTheWay what) {
        inTheWay(what);
        assertThat(billing.cancel(ACME, Timing.PERIOD_END, Conditions.NONE))
                .isInstanceOf(ChangeOutcome.Scheduled.class);
        workersGoOn();
        assertThat(billing.status(ACME).current().cancelAt()).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void what_goes_on_again_is_said_to_and_seen_by_the_workers(InTheWay what) {
        fails = false;
        billing.cancel(ACME, Timing.PERIOD_END, Conditions.NONE);
        assertThat(billing.status(ACME).current().cancelAt()).isPresent();
        fails = true;
        inTheWay(what);
        assertThat(billing.resume(ACME)).isEqualTo(new ChangeOutcome.Applied());
        workersGoOn();
        assertThat(billing.status(ACME).current().cancelAt()).isEmpty();
    }
}

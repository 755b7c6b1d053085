package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.OperatedShop.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.Access;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who has only what was to end by now can buy again, once the provider says that it ended, and not before. */
class CheckoutAfterAnEndTest {
    private final OperatedShop shop = new OperatedShop();

    @BeforeEach
    void it_ends_with_its_month_and_nobody_hears_of_it() {
        shop.buy(ACME, Checkout.of("team").seats(3));
        assertThat(shop.billing.cancel(ACME)).isInstanceOf(ChangeOutcome.Scheduled.class);
        shop.lossy = true;
    }

    private static Rejection.Code refused(Redirect answer) {
        return ((Redirect.Rejected) answer).rejection().code();
    }

    @Test
    void what_ended_unheard_is_in_no_new_checkouts_way() {
        shop.stripe.advance(Duration.ofDays(40));
        assertThat(shop.billing.status(ACME).access().level()).isEqualTo(Access.Level.NONE);
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("team");
        shop.stripe.pay(shop.billing.startCheckout(ACME, Checkout.of("pro")));
        shop.billing.sync(ACME);
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("pro");
    }

    @Test
    void what_goes_on_there_is_not_bought_twice() {
        Billing ahead = Billing.builder()
                .catalog(shop.catalog)
                .provider(shop.stripe)
                .store(shop.store)
                .clock(() -> shop.stripe.clock().instant().plus(Duration.ofDays(40)))
                .build();
        assertThat(ahead.status(ACME).access().level()).isEqualTo(Access.Level.NONE);
        assertThat(refused(ahead.startCheckout(ACME, Checkout.of("pro")))).isEqualTo(Rejection.Code.ALREADY_SUBSCRIBED);
        assertThat(refused(ahead.startCheckout(ACME, Checkout.of("pro")))).isEqualTo(Rejection.Code.ALREADY_SUBSCRIBED);
    }

    @Test
    void what_is_known_to_go_on_is_refused_unasked() {
        shop.stripe.goAway();
        assertThat(refused(shop.billing.startCheckout(ACME, Checkout.of("pro"))))
                .isEqualTo(Rejection.Code.ALREADY_SUBSCRIBED);
    }
}

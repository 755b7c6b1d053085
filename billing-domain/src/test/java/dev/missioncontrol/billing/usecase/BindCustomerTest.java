package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.OperatedShop.ACME;
import static dev.missioncontrol.billing.usecase.OperatedShop.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.CustomerId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BindCustomerTest {
    private final OperatedShop shop = new OperatedShop();

    /** A store whose first look for whose a customer is comes a moment before another transaction binds it. */
    private final class OneLookTooEarly extends InterceptedStore {
        private boolean looked;

        OneLookTooEarly() {
            super(shop.store);
        }

        @Override
        Object meet(Intercepted.Call call) throws Throwable {
            if (!call.is("bindingOf") || looked) return call.proceed();
            looked = true;
            return Optional.empty();
        }
    }

    @Test
    void who_is_told_that_a_customer_is_its_own_has_it_though_two_were_bound_to_it_at_once() {
        CustomerId customer = shop.customer(GLOBEX);
        shop.billing.bind(GLOBEX, customer);
        Billing late = Billing.builder()
                .catalog(shop.catalog)
                .provider(shop.stripe)
                .store(new OneLookTooEarly())
                .clock(shop.stripe.clock())
                .build();

        assertThat(late.bind(ACME, customer)).isEqualTo(new BindCustomer.Result.TakenBy(GLOBEX));
    }
}

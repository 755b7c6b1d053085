package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.OperatedShop.ACME;
import static dev.missioncontrol.billing.usecase.OperatedShop.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.store.Accounts;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class BindCustomerTest {
    private final OperatedShop shop = new OperatedShop();

    /** A store whose first look for whose a customer is comes a moment before another transaction binds it. */
    private final class OneLookTooEarly implements BillingStore {
        private boolean looked;

        @Override
        public <T> T inTransaction(Function<BillingTransaction, T> work) {
            return shop.store.inTransaction(tx -> work.apply(over(BillingTransaction.class, tx)));
        }

        @Override
        public void follow(InstantSource clock) {
            shop.store.follow(clock);
        }

        private <T> T over(Class<T> type, T target) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                        if (method.getName().equals("bindingOf") && !looked) {
                            looked = true;
                            return Optional.empty();
                        }
                        try {
                            Object answer = method.invoke(target, arguments);
                            return answer instanceof Accounts accounts ? over(Accounts.class, accounts) : answer;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
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

package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.OperatedShop.ACME;
import static dev.missioncontrol.billing.usecase.OperatedShop.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.store.Accounts;
import dev.missioncontrol.billing.store.CustomerBinding;
import java.util.ArrayList;
import java.util.List;
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

    /** A store in which another transaction binds another customer, a moment before the tenant is held. */
    private final class BoundMeanwhile extends InterceptedStore {
        private final CustomerId other;
        private boolean looked;

        BoundMeanwhile(CustomerId other) {
            super(shop.store);
            this.other = other;
        }

        @Override
        Object meet(Intercepted.Call call) throws Throwable {
            if (call.is("lockTenant") && !looked) {
                looked = true;
                ((Accounts) call.target())
                        .bind(
                                new CustomerBinding(ACME, shop.stripe.name(), other, false, false, 2),
                                shop.stripe.clock().instant());
            }
            return call.proceed();
        }
    }

    @Test
    void a_customer_that_was_deleted_takes_back_no_binding_that_was_made_while_its_event_waited() {
        CustomerId first = shop.customer(ACME);
        CustomerId second = shop.customer(ACME);
        shop.billing.bind(ACME, first);
        List<ProviderEvent> sent = new ArrayList<>();
        shop.lossy = true;
        shop.stripe.onEvent(sent::add);
        shop.stripe.backOffice().deleteCustomer(first);
        Billing late = Billing.builder()
                .catalog(shop.catalog)
                .provider(shop.stripe)
                .store(new BoundMeanwhile(second))
                .clock(shop.stripe.clock())
                .build();

        sent.forEach(late::accept);

        assertThat(sent).extracting(ProviderEvent::type).contains("customer.deleted");
        Optional<CustomerBinding> bound =
                shop.store.inTransaction(tx -> tx.accounts().customerOf(ACME, shop.stripe.name()));
        assertThat(bound).hasValueSatisfying(one -> {
            assertThat(one.customer()).isEqualTo(second);
            assertThat(one.gone()).isFalse();
        });
    }
}

package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.OperatedShop.ACME;
import static dev.missioncontrol.billing.usecase.OperatedShop.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.store.Accounts;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An event whose subscription is given to another tenant between the look for whose it is and the lock that is waited for. */
class BoundWhileWaitingTest {
    private final OperatedShop shop = new OperatedShop();
    private final List<ProviderEvent> sent = new ArrayList<>();
    private final CustomerId customer = shop.customer(ACME);

    @BeforeEach
    void no_event_arrives_unless_a_test_brings_it() {
        shop.lossy = true;
        shop.stripe.onEvent(sent::add);
    }

    /**
     * Another transaction gives the subscription to globex and commits, a moment before the first such lock. What it wrote is there for
     * whoever holds the lock then, and stays there when that one is rolled back.
     */
    private final class GivenAway extends InterceptedStore {
        private final String lock;
        private final SubscriptionId subscription;
        private boolean given;

        GivenAway(String lock, SubscriptionId subscription) {
            super(shop.store);
            this.lock = lock;
            this.subscription = subscription;
        }

        private void give(Accounts accounts) {
            accounts.save(
                    accounts.lockSubscription(
                                    subscription, false, shop.stripe.clock().instant())
                            .boundTo(GLOBEX),
                    shop.stripe.clock().instant());
        }

        @Override
        Object meet(Intercepted.Call call) throws Throwable {
            if (call.is(lock) && !given) {
                given = true;
                give((Accounts) call.target());
            }
            return call.proceed();
        }

        @Override
        public <T> T inTransaction(Function<BillingTransaction, T> work) {
            boolean before = given;
            try {
                return super.inTransaction(work);
            } catch (StoreException e) {
                if (before != given) {
                    shop.store.inTransaction(tx -> {
                        give(tx.accounts());
                        return null;
                    });
                }
                throw e;
            }
        }
    }

    private ProviderEvent said(SubscriptionId bought) {
        return sent.stream()
                .filter(event -> event.content() instanceof EventContent.OfSubscription own
                        && own.snapshot().id().equals(bought)
                        && own.snapshot().status().equals("active"))
                .findFirst()
                .orElseThrow();
    }

    private void assertThatItIsAppliedToGlobex(SubscriptionId bought, String lock) {
        shop.store.inTransaction(tx ->
                tx.accounts().lockTenant(GLOBEX, "none", shop.stripe.clock().instant()));
        Billing late = Billing.builder()
                .catalog(shop.catalog)
                .provider(shop.stripe)
                .store(new GivenAway(lock, bought))
                .clock(shop.stripe.clock())
                .build();
        ProviderEvent event = said(bought);

        late.accept(event);

        assertThat(late.status(GLOBEX).plan()).isEqualTo("pro");
        assertThat(late.status(ACME).plan()).isEqualTo("free");
        InboxEvent stored = shop.stored(event.id());
        assertThat(stored.outcome()).isEqualTo(EventOutcome.APPLIED);
        assertThat(stored.tenant()).contains(GLOBEX);
    }

    @Test
    void what_another_tenant_was_given_meanwhile_stays_that_tenants_whomever_the_event_names() {
        BillingMetadata acme = new BillingMetadata(Optional.of("acme"), Optional.empty(), Optional.empty());
        assertThatItIsAppliedToGlobex(shop.subscription(ACME, customer, acme), "lockTenant");
    }

    @Test
    void what_was_nobodys_and_was_given_to_a_tenant_meanwhile_stays_that_tenants() {
        assertThatItIsAppliedToGlobex(shop.subscription(ACME, customer, BillingMetadata.NONE), "lockSubscription");
    }
}

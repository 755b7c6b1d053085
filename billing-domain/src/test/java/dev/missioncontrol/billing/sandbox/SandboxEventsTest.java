package dev.missioncontrol.billing.sandbox;

import static dev.missioncontrol.billing.sandbox.SandboxShop.ACME;
import static dev.missioncontrol.billing.sandbox.SandboxShop.PRO;
import static dev.missioncontrol.billing.sandbox.SandboxShop.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SandboxEventsTest {
    private final SandboxShop shop = new SandboxShop();
    private final SandboxPaymentProvider provider = shop.provider;

    @Test
    void a_listener_sees_the_clock_and_the_state_of_the_events_own_moment() {
        shop.bought(PRO, 1);
        provider.declinePayments(ACME);
        List<Instant> clocks = new ArrayList<>();
        List<Boolean> same = new ArrayList<>();
        provider.onEvent(event -> {
            clocks.add(provider.clock().instant());
            if (event.content() instanceof EventContent.OfSubscription said)
                same.add(
                        shop.status(said.snapshot().id()).equals(said.snapshot().status()));
        });
        shop.said();
        shop.advanceDays(60);

        assertThat(clocks)
                .isEqualTo(shop.events.stream().map(ProviderEvent::created).toList());
        assertThat(same).isNotEmpty().containsOnly(true);
        assertThat(provider.clock().instant()).isEqualTo(START.plus(Duration.ofDays(60)));
    }

    @Test
    void a_listener_that_acts_hears_of_it_after_what_was_said_before() {
        List<String> heard = new ArrayList<>();
        provider.onEvent(event -> {
            heard.add(event.type());
            if (event.type().equals("customer.subscription.created"))
                provider.cancelNow(event.content().subscription().orElseThrow());
        });
        List<String> heardBehindIt = new ArrayList<>();
        provider.onEvent(event -> heardBehindIt.add(event.type()));
        SubscriptionId id = shop.bought(PRO, 1);

        assertThat(heardBehindIt).isEqualTo(heard);
        assertThat(heard)
                .containsExactly(
                        "customer.subscription.created",
                        "invoice.paid",
                        "customer.subscription.updated",
                        "checkout.session.completed",
                        "customer.subscription.deleted");
        assertThat(shop.status(id)).isEqualTo("canceled");
    }

    @Test
    void a_listener_that_throws_fails_the_call_but_not_the_state_or_what_follows() {
        List<String> heard = new ArrayList<>();
        provider.onEvent(event -> {
            heard.add(event.type());
            if (heard.size() == 1) throw new IllegalStateException("the listener is broken");
        });
        var session = shop.checkout(PRO, 1);

        assertThatThrownBy(() -> provider.pay(session)).hasMessage("the listener is broken");
        assertThat(shop.status(provider.subscriptionOf(ACME).orElseThrow())).isEqualTo("active");
        assertThat(heard).hasSize(4);
    }

    @Test
    void the_clock_never_goes_back_and_never_further_than_a_century_at_once() {
        assertThatIllegalArgumentException().isThrownBy(() -> provider.advance(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> provider.advance(Duration.ofDays(36_526)));
        provider.advance(Duration.ZERO);
        assertThat(provider.clock().instant()).isEqualTo(START);
    }

    @Test
    void a_huge_advance_ends_where_its_bound_is_and_can_go_on() {
        for (int i = 0; i < 60; i++) shop.bought(PRO, 1);

        assertThatIllegalStateException().isThrownBy(() -> shop.advanceDays(36_525));
        Instant reached = provider.clock().instant();
        assertThat(reached).isAfter(START.plus(Duration.ofDays(20_000)));
        shop.advanceDays(31);
        assertThat(provider.clock().instant()).isEqualTo(reached.plus(Duration.ofDays(31)));
    }

    @Test
    void a_base_clock_that_goes_back_makes_no_event_older_than_the_one_before() {
        Instant[] time = {START};
        SandboxShop running = new SandboxShop(SandboxPaymentProvider.on(() -> time[0], "back"));
        SubscriptionId id = running.bought(PRO, 1);
        time[0] = START.minusSeconds(3600);
        running.provider.cancelNow(id);

        assertThat(running.events).extracting("created").containsOnly(START);
    }

    @Test
    void many_threads_at_once_lose_no_event_and_keep_their_order() throws Exception {
        int threads = 8;
        int each = 25;
        shop.customer(ACME);
        List<ProviderEvent> heard = Collections.synchronizedList(new ArrayList<>());
        SandboxPaymentProvider shared = SandboxPaymentProvider.startingAt(START);
        shared.sell(SandboxShop.CATALOG);
        shared.onEvent(event -> {
            event.content().subscription().ifPresent(shared::fetchSubscription);
            heard.add(event);
        });
        var pool = Executors.newFixedThreadPool(threads);
        List<Future<?>> done = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            TenantId tenant = new TenantId("tenant" + t);
            done.add(pool.submit(() -> {
                var customer = shared.createCustomer(SandboxShop.customerRequest(tenant), tenant.value());
                for (int i = 0; i < each; i++) {
                    var request = SandboxShop.request(tenant, customer, PRO, 1, 0);
                    shared.pay(shared.createCheckoutSession(request, tenant + "-" + i)
                            .id());
                    if (i % 5 == 0)
                        shared.advance(Duration.ofMinutes(10)); // of all threads together less than a session lives
                }
            }));
        }
        for (Future<?> one : done) one.get(60, TimeUnit.SECONDS);
        pool.shutdown();

        assertThat(heard).hasSize(threads * each * 4);
        assertThat(heard).extracting(event -> event.id().value()).isSorted().doesNotHaveDuplicates();
        assertThat(shared.clock().instant()).isEqualTo(START.plus(Duration.ofMinutes(10L * threads * each / 5)));
    }
}

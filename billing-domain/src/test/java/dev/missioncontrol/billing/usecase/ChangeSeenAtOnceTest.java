package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who changed something sees what came of it, whoever asks the provider or hears from it beside that. */
class ChangeSeenAtOnceTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final PriceId TEAM = new PriceId("price_team_monthly");
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final InMemoryBillingStore store = new InMemoryBillingStore();
    private final List<ProviderEvent> events = new ArrayList<>();
    private Consumer<String> onceAnswered = call -> {};
    private int fetches;

    private final Billing billing = Billing.builder()
            .catalog(DefaultCatalog.withPlaceholderPrices())
            .provider(Intercepted.port(PaymentProvider.class, stripe, call -> {
                Object answer = call.proceed();
                onceAnswered.accept(call.method().getName());
                return answer;
            }))
            .store(store)
            .clock(stripe.clock())
            .build();

    @BeforeEach
    void acme_has_two_seats() {
        stripe.onEvent(events::add);
        stripe.pay(billing.startCheckout(ACME, Checkout.of("team").seats(2)));
        events.forEach(billing::accept);
        billing.sync(ACME);
        stripe.advance(Duration.ofSeconds(3));
        events.clear();
        assertThat(billing.status(ACME).current().provisional()).isFalse();
    }

    private void moreSeats() {
        assertThat(billing.change(ACME, Change.toSeats(5))).isEqualTo(new ChangeOutcome.Applied());
    }

    @Test
    void also_while_a_worker_is_at_it_who_may_have_asked_before_the_change() {
        onceAnswered = call -> {
            if (!call.equals("changeSubscription")) return;
            List<?> claims = store.inTransaction(tx -> {
                tx.accounts()
                        .subscriptionsOf(ACME)
                        .forEach(one ->
                                tx.accounts().save(one.mark(), stripe.clock().instant()));
                return tx.refreshes().claimDue(1, LEASE);
            });
            assertThat(claims).hasSize(1);
        };
        moreSeats();
        assertThat(billing.status(ACME).seats()).isEqualTo(5);
    }

    /** The event says that something changed, and what; the answer is from before it was written. */
    private void hear() {
        List.copyOf(events).forEach(billing::accept);
        events.clear();
    }

    @Test
    void also_where_the_event_about_it_is_written_while_the_provider_answers() {
        onceAnswered = call -> {
            if (call.equals("fetchSubscription")) hear();
        };
        moreSeats();
        assertThat(billing.status(ACME).seats()).isEqualTo(5);
        assertThat(billing.status(ACME).current().provisional()).isFalse();
    }

    @Test
    void who_asks_gives_up_where_something_else_is_written_each_time() {
        onceAnswered = call -> {
            if (!call.equals("fetchSubscription")) return;
            fetches++;
            stripe.advance(Duration.ofSeconds(1));
            stripe.changePrice(stripe.subscriptionOf(ACME).orElseThrow(), TEAM, 5 + fetches);
            hear();
        };
        moreSeats();
        assertThat(fetches).isEqualTo(RefreshSubscriptions.MOST_ASKED);
    }
}

package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a tenant asked for stands in the trace, and is seen whatever became of the answer. */
class ChangeTraceTest {
    private static final TenantId ACME = new TenantId("acme");

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final InMemoryBillingStore store = new InMemoryBillingStore();
    private final Billing billing = CheckoutHealsTest.on(stripe, store, stripe);

    @BeforeEach
    void acme_has_two_seats() {
        stripe.pay(billing.startCheckout(ACME, Checkout.of("team").seats(2)));
        stripe.advance(Duration.ofSeconds(3));
        billing.sync(ACME);
    }

    private List<String> asked() {
        List<AuditEntry> audit = store.inTransaction(tx -> tx.journal().audit(ACME, 1, 99));
        return audit.stream()
                .filter(entry -> entry.rule().startsWith("asked for"))
                .map(entry -> entry.actor() + " " + entry.rule())
                .toList();
    }

    @Test
    void the_trace_says_what_was_asked_for_and_what_the_provider_made_of_it() {
        billing.change(ACME, Change.toSeats(5));
        stripe.declineNextPayment(ACME);
        billing.change(ACME, Change.to("team").yearly());
        billing.change(ACME, Change.to("pro"));
        billing.resume(ACME);
        billing.cancel(ACME);
        assertThat(asked())
                .containsExactly(
                        "tenant asked for team by the month, seats 5: applied",
                        "tenant asked for team by the year, seats 5: declined",
                        "tenant asked for pro by the month, seats 1: scheduled",
                        "tenant asked for going on: applied",
                        "tenant asked for its end with the period: scheduled");
    }

    @Test
    void what_was_changed_though_its_answer_was_lost_is_had_at_once() {
        Billing deaf = CheckoutHealsTest.on(stripe, store, Intercepted.port(PaymentProvider.class, stripe, call -> {
            Object answer = call.proceed();
            if (call.is("changeSubscription")) throw new ProviderException(ProviderException.Kind.TIMEOUT, "no answer");
            return answer;
        }));
        assertThatThrownBy(() -> deaf.change(ACME, Change.toSeats(5))).isInstanceOf(ProviderException.class);
        assertThat(deaf.status(ACME).seats()).isEqualTo(5);
    }

    @Test
    void a_sync_that_can_not_ask_leaves_what_is_known_and_one_asked_again_at_once_costs_nothing() {
        stripe.advance(SyncTenant.FRESH);
        stripe.goAway();
        assertThat(billing.sync(ACME)).isEqualTo(SyncTenant.Result.PROVIDER_AWAY);
        assertThat(billing.status(ACME).seats()).isEqualTo(2);
        stripe.comeBack();
        assertThat(billing.sync(ACME)).isEqualTo(SyncTenant.Result.FRESH);
        stripe.advance(SyncTenant.FRESH);
        assertThat(billing.sync(ACME)).isEqualTo(SyncTenant.Result.SYNCED);
    }
}

package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A downgrade is planned, an upgrade in its place lapses, and the provider does not simply plan the downgrade again. */
abstract class AfterALapsedUpgrade {
    static final TenantId ACME = new TenantId("acme");

    final SandboxPaymentProvider stripe = SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    final InMemoryBillingStore store = new InMemoryBillingStore();
    final PlanCatalog catalog = DefaultCatalog.withPlaceholderPrices();
    final List<WorkNote> notes = new ArrayList<>();

    /** What comes of asking for the plan again. */
    Intercepted.Meeting restoring = Intercepted.Call::proceed;

    /** What comes of asking how the subscription is. */
    Intercepted.Meeting fetching = Intercepted.Call::proceed;

    int asked;

    /** Whether no event arrives. */
    boolean deaf;

    final Billing billing = Billing.builder()
            .catalog(catalog)
            .provider(Intercepted.port(PaymentProvider.class, stripe, call -> {
                if (call.is("fetchSubscription")) return fetching.meet(call);
                if (!call.is("restorePlannedChange")) return call.proceed();
                asked++;
                return restoring.meet(call);
            }))
            .store(store)
            .clock(stripe.clock())
            .onWork(notes::add)
            .build();

    /** All that happened is known, but for what becomes of the plan. */
    final void upgradeLapses() {
        CheckoutSessionId session = ((Redirect.To)
                        billing.startCheckout(ACME, Checkout.of("team").seats(5)))
                .session()
                .orElseThrow();
        stripe.pay(session);
        stripe.onEvent(event -> {
            if (!deaf) billing.accept(event);
        });
        billing.runDue();
        billing.change(ACME, Change.to("pro"));
        stripe.askBankNext(stripe.customerOf(ACME).orElseThrow());
        assertThat(billing.change(ACME, Change.toSeats(9))).isInstanceOf(ChangeOutcome.PaymentNeeded.class);
        stripe.advance(Duration.ofDays(1));
        billing.runDue();
    }

    final SubscriptionId subscription() {
        return stripe.subscriptionOf(ACME).orElseThrow();
    }

    final List<String> audited() {
        return store.inTransaction(tx -> tx.journal().audit(ACME, 1, 100).stream()
                .map(AuditEntry::rule)
                .filter(rule -> rule.startsWith("planned"))
                .toList());
    }

    final void assertSettled() {
        TrackedSubscription row = store.inTransaction(
                tx -> tx.accounts().subscription(subscription()).orElseThrow());
        assertThat(row.provisional()).isFalse();
        assertThat(billing.status(ACME).seats()).isEqualTo(5);
    }

    final void away() {
        fetching = call -> {
            throw new ProviderException(Kind.UNAVAILABLE, "away");
        };
    }
}

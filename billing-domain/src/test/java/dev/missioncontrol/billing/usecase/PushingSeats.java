package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
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
import org.junit.jupiter.api.BeforeEach;

/** Tests of seats that are pushed to a tenant of three, at a provider that a test may interfere with. */
abstract class PushingSeats {
    static final TenantId ACME = new TenantId("acme");
    static final Duration WINDOW = ChangePolicy.STANDARD_SEAT_WINDOW;

    final SandboxPaymentProvider stripe = SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    final InMemoryBillingStore store = new InMemoryBillingStore();

    /** What comes of asking how the subscription is. */
    Intercepted.Meeting fetching = Intercepted.Call::proceed;

    /** What comes of asking for a change. */
    Intercepted.Meeting changing = Intercepted.Call::proceed;

    /** What is told of what is done. */
    final List<WorkNote> notes = new ArrayList<>();

    /** Whether the key can't ask for what there is. */
    boolean otherMode;

    final Billing billing = Billing.builder()
            .catalog(DefaultCatalog.withPlaceholderPrices())
            .provider(Intercepted.port(PaymentProvider.class, stripe, call -> {
                if (call.is("canFetch") && otherMode) return false;
                if (call.is("fetchSubscription")) return fetching.meet(call);
                return call.is("changeSubscription") ? changing.meet(call) : call.proceed();
            }))
            .store(store)
            .clock(stripe.clock())
            .onWork(notes::add)
            .build();

    @BeforeEach
    void bought() {
        stripe.pay(billing.startCheckout(ACME, Checkout.of("team").seats(3)));
        billing.sync(ACME);
        assertThat(billing.status(ACME).seats()).isEqualTo(3);
    }

    SubscriptionId subscription() {
        return stripe.subscriptionOf(ACME).orElseThrow();
    }

    long seats() {
        return stripe.subscription(subscription()).orElseThrow().quantity();
    }

    void passes(Duration time) {
        stripe.advance(time);
        billing.runDue();
    }

    long audited(String rule) {
        return store.inTransaction(tx -> tx.journal().audit(ACME, 1, 100).stream()
                .map(AuditEntry::rule)
                .filter(rule::equals)
                .count());
    }

    List<WorkNote.SeatsRefused> toldOfRefusals() {
        return notes.stream()
                .filter(WorkNote.SeatsRefused.class::isInstance)
                .map(WorkNote.SeatsRefused.class::cast)
                .toList();
    }

    /** Returns the keys under which it is asked for. */
    List<Object> refuses(Kind kind) {
        List<Object> keys = new ArrayList<>();
        changing = call -> {
            keys.add(call.argument(1));
            throw new ProviderException(kind, "This customer has no attached payment source");
        };
        return keys;
    }
}

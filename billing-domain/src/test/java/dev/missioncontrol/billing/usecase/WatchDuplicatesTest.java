package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CheckoutSessionRequest;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.sandbox.CancelShape;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A tenant that pays twice, however that came to be: somebody is told, and the later one is ended if that is wished. */
class WatchDuplicatesTest {
    private static final TenantId ACME = new TenantId("acme");

    private final SandboxPaymentProvider sandbox =
            SandboxPaymentProvider.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final List<RuntimeException> trouble = new ArrayList<>();

    private Billing billing(DuplicatePolicy policy) {
        Billing billing = Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(sandbox)
                .store(new InMemoryBillingStore())
                .clock(sandbox.clock())
                .duplicates(policy)
                .onTrouble(trouble::add)
                .build();
        sandbox.deliverTo(billing);
        return billing;
    }

    /** Bought past us: in the dashboard, say. */
    private SubscriptionId another(CustomerId customer) {
        sandbox.advance(Duration.ofMinutes(1));
        CheckoutSessionRequest request = new CheckoutSessionRequest(
                ACME,
                customer,
                new PriceId("price_team_monthly"),
                3,
                "https://app.example/",
                URI.create("https://app.example/"),
                new BillingMetadata(Optional.of(ACME.value()), Optional.empty(), Optional.empty()),
                0,
                false,
                Optional.empty(),
                false,
                Optional.empty());
        return sandbox.pay(sandbox.createCheckoutSession(
                        request, "another-" + sandbox.clock().instant())
                .id());
    }

    private SubscriptionId first(Billing billing) {
        return sandbox.pay(billing.startCheckout(ACME, Checkout.of("pro")));
    }

    private ProviderStatus status(SubscriptionId id) {
        return sandbox.subscription(id).orElseThrow().status();
    }

    @Test
    void it_is_told_and_left_to_an_operator_unless_said_otherwise() {
        Billing billing = billing(DuplicatePolicy.ALERT);
        SubscriptionId first = first(billing);
        assertThat(trouble).isEmpty();

        SubscriptionId second = another(sandbox.customerOf(ACME).orElseThrow());
        sandbox.advance(Duration.ofMinutes(1));
        billing.runDue();

        assertThat(trouble).isNotEmpty().allSatisfy(e -> {
            DuplicateSubscriptionsException told = (DuplicateSubscriptionsException) e;
            assertThat(told.tenant()).isEqualTo(ACME);
            assertThat(told.found().kept()).isEqualTo(first);
            assertThat(told.found().newer()).containsExactly(second);
        });
        assertThat(status(first)).isEqualTo(ProviderStatus.ACTIVE);
        assertThat(status(second)).isEqualTo(ProviderStatus.ACTIVE);
    }

    @Test
    void the_later_one_is_ended_where_that_is_wished_and_the_first_one_stays() {
        Billing billing = billing(DuplicatePolicy.CANCEL_NEWER);
        SubscriptionId first = first(billing);

        SubscriptionId second = another(sandbox.customerOf(ACME).orElseThrow());
        sandbox.advance(Duration.ofMinutes(1));
        billing.runDue();

        assertThat(status(first)).isEqualTo(ProviderStatus.ACTIVE);
        assertThat(status(second)).isEqualTo(ProviderStatus.CANCELED);
        assertThat(billing.status(ACME).plan()).isEqualTo("pro");
    }

    @Test
    void nothing_is_ended_where_the_first_one_ends_or_owes() {
        Billing billing = billing(DuplicatePolicy.CANCEL_NEWER);
        SubscriptionId first = first(billing);
        sandbox.cancelAtPeriodEnd(first, CancelShape.FLEXIBLE);

        SubscriptionId second = another(sandbox.customerOf(ACME).orElseThrow());
        sandbox.advance(Duration.ofMinutes(1));
        billing.runDue();

        assertThat(status(first)).isEqualTo(ProviderStatus.ACTIVE);
        assertThat(status(second)).isEqualTo(ProviderStatus.ACTIVE);
        assertThat(trouble).isNotEmpty();
    }
}

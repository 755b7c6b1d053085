package dev.missioncontrol.billing.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CheckoutSessionRequest;
import dev.missioncontrol.billing.provider.CustomerRequest;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A sandbox that takes over from another goes on as that one would have. */
class SandboxTakeOverTest {
    private static final Instant JAN_1 = Instant.parse("2027-01-01T00:00:00Z");
    private static final TenantId ACME = new TenantId("acme");

    private final PlanCatalog catalog = DefaultCatalog.withPlaceholderPrices();
    private final SandboxPaymentProvider first = started(JAN_1);

    private SandboxPaymentProvider started(Instant at) {
        SandboxPaymentProvider sandbox = SandboxPaymentProvider.startingAt(at);
        sandbox.sell(catalog);
        return sandbox;
    }

    /** What may have become of a subscription by then. */
    enum Life {
        ACTIVE(any -> {}),
        CANCELING(sandbox -> sandbox.cancelAtPeriodEnd(mine(sandbox), CancelShape.FLEXIBLE)),
        CANCELING_CLASSIC(sandbox -> sandbox.cancelAtPeriodEnd(mine(sandbox), CancelShape.CLASSIC)),
        RENEWED(sandbox -> sandbox.advance(Duration.ofDays(40))),
        PAST_DUE(sandbox -> {
            sandbox.declinePayments(ACME);
            sandbox.advance(Duration.ofDays(32));
        }),
        ENDED(sandbox -> sandbox.cancelNow(mine(sandbox)));

        private final Consumer<SandboxPaymentProvider> lived;

        Life(Consumer<SandboxPaymentProvider> lived) {
            this.lived = lived;
        }

        private static SubscriptionId mine(SandboxPaymentProvider sandbox) {
            return sandbox.subscriptionOf(ACME).orElseThrow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void it_says_what_the_one_before_said_and_comes_to_the_same_end(Life life) {
        SubscriptionId id = bought();
        life.lived.accept(first);
        CustomerId customer = first.customerOf(ACME).orElseThrow();
        SubscriptionSnapshot last = said(first, id);

        SandboxPaymentProvider second = started(first.clock().instant());
        second.takeOver(ACME, customer, List.of(last));
        assertThat(said(second, id)).isEqualTo(last);
        assertThat(second.customerOf(ACME)).contains(customer);

        first.acceptPayments(customer);
        first.advance(Duration.ofDays(45));
        second.advance(Duration.ofDays(45));
        assertThat(said(second, id)).isEqualTo(said(first, id));
    }

    private static SubscriptionSnapshot said(SandboxPaymentProvider sandbox, SubscriptionId id) {
        return ((FetchedSubscription.Found) sandbox.fetchSubscription(id)).snapshot();
    }

    private SubscriptionId bought() {
        BillingMetadata metadata = new BillingMetadata(Optional.of("acme"), Optional.empty(), Optional.empty());
        CustomerId customer = first.createCustomer(
                new CustomerRequest(ACME, Optional.empty(), Optional.empty(), metadata), "customer");
        CheckoutSessionId session = first.createCheckoutSession(
                        new CheckoutSessionRequest(
                                ACME,
                                customer,
                                catalog.plan("team")
                                        .orElseThrow()
                                        .prices()
                                        .get(BillingInterval.MONTH)
                                        .id(),
                                5,
                                "https://example.com/?session_id={CHECKOUT_SESSION_ID}",
                                URI.create("https://example.com/"),
                                metadata,
                                0,
                                false,
                                Optional.empty(),
                                false,
                                Optional.empty()),
                        "session")
                .id();
        return first.pay(session);
    }
}

package dev.missioncontrol.billing;

import static dev.missioncontrol.billing.account.SubscriptionStatus.ACTIVE;
import static dev.missioncontrol.billing.account.SubscriptionStatus.CANCELED;
import static dev.missioncontrol.billing.account.SubscriptionStatus.PAST_DUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.Access;
import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.account.Transition;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CustomerRequest;
import dev.missioncontrol.billing.sandbox.CancelShape;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.BindCustomer;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Redirect;
import dev.missioncontrol.billing.usecase.Rejection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What somebody types who swaps the payment provider in their tests: no network, no database, no sleeping. */
class SandboxEmbeddingTest {
    private static final Instant JAN_1 = Instant.parse("2027-01-01T00:00:00Z");

    private final TenantId acme = new TenantId("acme");
    private final TenantId globex = new TenantId("globex");
    private final PlanCatalog catalog = DefaultCatalog.withPlaceholderPrices();
    private final SandboxPaymentProvider stripe = SandboxPaymentProvider.startingAt(JAN_1);
    private final List<BillingEvent> told = new ArrayList<>();
    private final Billing billing = Billing.builder()
            .catalog(catalog)
            .provider(stripe)
            .store(new InMemoryBillingStore())
            .clock(stripe.clock())
            .onEvent(told::add)
            .build();

    private boolean lossy;

    SandboxEmbeddingTest() {
        stripe.onEvent(event -> {
            if (lossy) return;
            billing.accept(event);
            billing.runDue();
        });
    }

    private void buy(TenantId tenant, Checkout wanted) {
        stripe.pay(
                ((Redirect.To) billing.startCheckout(tenant, wanted)).session().orElseThrow());
    }

    @Test
    void a_failed_renewal_makes_the_tenant_past_due() {
        var stripe = SandboxPaymentProvider.startingAt(JAN_1);
        var billing = Billing.builder()
                .catalog(catalog)
                .provider(stripe)
                .store(new InMemoryBillingStore())
                .clock(stripe.clock())
                .build();
        stripe.deliverTo(billing);

        var checkout = billing.startCheckout(acme, Checkout.of("team").seats(5));
        stripe.pay(checkout);
        stripe.declineNextPayment(acme);
        stripe.advance(Duration.ofDays(31));

        assertThat(billing.status(acme).status()).isEqualTo(PAST_DUE);
        assertThat(billing.status(acme).access().level()).isEqualTo(Access.Level.GRACE);
        assertThat(billing.status(acme).plan()).isEqualTo("team");
    }

    @Test
    void a_paid_checkout_gives_the_plan_with_its_seats_and_interval() {
        buy(acme, Checkout.of("archon").yearly().seats(5));
        assertThat(billing.status(acme).plan()).isEqualTo("team");
        assertThat(billing.status(acme).status()).isEqualTo(ACTIVE);
        assertThat(billing.status(acme).seats()).isEqualTo(5);
        assertThat(billing.status(acme).currentPeriodEnd()).contains(Instant.parse("2028-01-01T00:00:00Z"));
        assertThat(billing.status(acme).current().provisional()).isFalse();
        assertThat(billing.entitlements(acme).has("roles and audit log")).isTrue();
        assertThat(billing.status(globex).plan()).isEqualTo("free");
    }

    @Test
    void each_transition_is_told_exactly_once_and_in_order() {
        buy(acme, Checkout.of("pro"));
        stripe.cancelNow(stripe.subscriptionOf(acme).orElseThrow());
        assertThat(told)
                .extracting(BillingEvent::type)
                .containsExactly(Transition.Type.SUBSCRIPTION_STARTED, Transition.Type.SUBSCRIPTION_ENDED);
        assertThat(told).extracting(BillingEvent::sequence).containsExactly(1L, 2L);
    }

    @Test
    void both_shapes_of_a_cancellation_keep_the_plan_until_the_end() {
        for (CancelShape shape : CancelShape.values()) {
            TenantId tenant = new TenantId("tenant-" + shape.name().toLowerCase(java.util.Locale.ROOT));
            buy(tenant, Checkout.of("pro"));
            stripe.cancelAtPeriodEnd(stripe.subscriptionOf(tenant).orElseThrow(), shape);
            assertThat(billing.status(tenant).plan()).isEqualTo("pro");
            assertThat(billing.status(tenant).current().cancelAt()).isPresent();
        }
        stripe.advance(Duration.ofDays(32));
        for (CancelShape shape : CancelShape.values()) {
            TenantId tenant = new TenantId("tenant-" + shape.name().toLowerCase(java.util.Locale.ROOT));
            assertThat(billing.status(tenant).status()).isEqualTo(CANCELED);
            assertThat(billing.status(tenant).plan()).isEqualTo("free");
        }
    }

    @Test
    void one_who_is_subscribed_is_sent_to_the_portal() {
        buy(acme, Checkout.of("pro"));
        Redirect second = billing.startCheckout(acme, Checkout.of("team").seats(3));
        assertThat(((Redirect.Rejected) second).rejection().code()).isEqualTo(Rejection.Code.ALREADY_SUBSCRIBED);
        assertThat(billing.openPortal(acme).url()).isNotNull();
        assertThat(((Redirect.Rejected) billing.openPortal(globex)).rejection().code())
                .isEqualTo(Rejection.Code.NO_CUSTOMER);
    }

    @Test
    void the_same_checkout_again_is_the_same_page_and_another_takes_its_place() {
        var first = (Redirect.To) billing.startCheckout(acme, Checkout.of("pro"));
        var again = (Redirect.To) billing.startCheckout(acme, Checkout.of("pro"));
        var other =
                (Redirect.To) billing.startCheckout(acme, Checkout.of("team").seats(2));
        assertThat(again.session()).isEqualTo(first.session());
        assertThat(other.session()).isNotEqualTo(first.session());
        assertThat(stripe.session(first.session().orElseThrow())
                        .orElseThrow()
                        .state()
                        .name())
                .isEqualTo("EXPIRED");
    }

    @Test
    void a_return_from_checkout_works_without_any_webhook() {
        lossy = true;
        buy(acme, Checkout.of("team").seats(4));
        assertThat(billing.status(acme).plan()).isEqualTo("free");
        billing.sync(acme);
        assertThat(billing.status(acme).plan()).isEqualTo("team");
        assertThat(billing.status(acme).seats()).isEqualTo(4);
    }

    @Test
    void lost_events_are_made_good_by_one_sweep() {
        buy(acme, Checkout.of("team").seats(4));
        lossy = true;
        stripe.cancelNow(stripe.subscriptionOf(acme).orElseThrow());
        assertThat(billing.status(acme).plan()).isEqualTo("team");
        stripe.advance(Duration.ofHours(2));
        billing.runDue();
        assertThat(billing.status(acme).status()).isEqualTo(CANCELED);
    }

    @Test
    void metadata_of_another_tenant_on_a_bound_subscription_moves_nothing() {
        buy(acme, Checkout.of("team").seats(4));
        var subscription = stripe.subscriptionOf(acme).orElseThrow();
        stripe.editMetadata(subscription, Map.of("tenantId", "globex"));
        assertThat(billing.status(acme).plan()).isEqualTo("team");
        assertThat(billing.status(globex).plan()).isEqualTo("free");
        stripe.cancelNow(subscription);
        assertThat(billing.status(acme).status()).isEqualTo(CANCELED);
    }

    @Test
    void seats_outside_the_plans_policy_are_refused_by_name() {
        var refused = (Redirect.Rejected)
                billing.startCheckout(acme, Checkout.of("team").seats(1));
        assertThat(refused.rejection().field()).isEqualTo("seats");
        assertThat(refused.rejection().sentence()).contains("at least 2 seats");
    }

    @Test
    void a_customer_is_bound_to_one_tenant_only() {
        CustomerId customer = stripe.createCustomer(
                new CustomerRequest(acme, Optional.empty(), Optional.empty(), BillingMetadata.NONE), "key-1");
        assertThat(billing.bind(acme, customer)).isInstanceOf(BindCustomer.Result.Bound.class);
        assertThat(billing.bind(globex, customer)).isEqualTo(new BindCustomer.Result.TakenBy(acme));
    }

    @Test
    void the_same_event_again_changes_nothing() {
        List<dev.missioncontrol.billing.provider.ProviderEvent> seen = new ArrayList<>();
        stripe.onEvent(seen::add);
        buy(acme, Checkout.of("pro"));
        for (int delivery = 0; delivery < 50; delivery++) seen.forEach(billing::accept);
        billing.runDue();
        assertThat(billing.status(acme).plan()).isEqualTo("pro");
        assertThat(told).extracting(BillingEvent::type).containsExactly(Transition.Type.SUBSCRIPTION_STARTED);
    }
}

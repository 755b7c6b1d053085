package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.Access;
import dev.missioncontrol.billing.account.SubscriptionStatus;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionPage;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.usecase.OpenMatters.FirstPayment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What waits for a buyer is told apart: a page to go back to, a bank to answer, a payment that takes days. */
class OpenMattersTest {
    private static final TenantId ACME = new TenantId("acme");

    private final SandboxPaymentProvider sandbox =
            SandboxPaymentProvider.startingAt(Instant.parse("2026-01-01T00:00:00Z"));

    /** Whether the buyer pays only once the provider has said what is had. */
    private boolean paidSinceListed;

    /** Whether the provider is away once a page is to be ended. */
    private boolean awayForPages;

    private final PaymentProvider provider = Intercepted.port(PaymentProvider.class, sandbox, call -> {
        if (paidSinceListed && call.is("listSubscriptions"))
            return new SubscriptionPage(List.of(), false, sandbox.clock().instant());
        if (awayForPages && call.is("expireCheckoutSession"))
            throw new ProviderException(ProviderException.Kind.UNAVAILABLE, "away");
        return call.proceed();
    });

    private final Billing billing = selling();

    OpenMattersTest() {
        sandbox.deliverTo(billing);
    }

    private Billing selling() {
        return selling(new InMemoryBillingStore());
    }

    private Billing selling(InMemoryBillingStore store) {
        return Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(provider)
                .store(store)
                .clock(sandbox.clock())
                .build();
    }

    private CheckoutSessionId begun() {
        return begun(billing);
    }

    private static CheckoutSessionId begun(Billing billing) {
        Redirect redirect = billing.startCheckout(ACME, Checkout.of("team").seats(3));
        return ((Redirect.To) redirect).session().orElseThrow();
    }

    private OpenMatters matters() {
        return billing.openMatters(ACME);
    }

    @Test
    void nothing_waits_for_a_tenant_that_was_never_seen() {
        assertThat(matters().firstPayment()).isEqualTo(FirstPayment.NONE);
        assertThat(matters().checkout()).isEmpty();
        assertThat(matters().subscribedTwice()).isFalse();
        assertThat(matters().trial()).isTrue();
    }

    @Test
    void a_trial_is_offered_to_nobody_whose_checkout_would_give_none() {
        InMemoryBillingStore store = new InMemoryBillingStore();
        Billing heardOfOne = selling(store);
        store.inTransaction(tx -> {
            Instant now = sandbox.clock().instant();
            tx.accounts().lockTenant(ACME, "pseudonym", now);
            TrackedSubscription heardOf =
                    tx.accounts().lockSubscription(new SubscriptionId("sub_of_another_account"), false, now);
            tx.accounts().save(heardOf.boundTo(ACME), now);
            return true;
        });
        assertThat(heardOfOne.status(ACME).current().subscription())
                .as("it counts for nothing")
                .isEmpty();
        assertThat(heardOfOne.openMatters(ACME).trial()).isFalse();
    }

    @Test
    void a_checkout_that_was_left_can_be_gone_back_to_until_it_expires() {
        begun();
        assertThat(matters().firstPayment()).isEqualTo(FirstPayment.NONE);
        assertThat(matters().checkout().map(CheckoutAttempt::seats)).contains(3);

        sandbox.advance(Duration.ofDays(2));
        assertThat(matters().checkout()).isEmpty();
    }

    @Test
    void a_bank_that_asks_waits_for_the_buyer_and_is_done_once_it_is_paid() {
        CheckoutSessionId session = begun();
        sandbox.beginPayment(session);
        assertThat(matters().firstPayment()).isEqualTo(FirstPayment.TO_CONFIRM);
        assertThat(matters().checkout().map(CheckoutAttempt::plan)).contains("team");

        sandbox.pay(session);
        assertThat(matters()).isEqualTo(new OpenMatters(FirstPayment.NONE, Optional.empty(), false, false, false));
    }

    @Test
    void a_checkout_that_was_paid_is_being_asked_for_until_the_provider_was() {
        Billing heardLittle = selling();
        List<ProviderEvent> events = new ArrayList<>();
        sandbox.onEvent(events::add);
        sandbox.pay(begun(heardLittle));
        heardLittle.accept(events.stream()
                .filter(event -> event.type().equals("checkout.session.completed"))
                .findFirst()
                .orElseThrow());
        assertThat(heardLittle.openMatters(ACME).firstPayment()).isEqualTo(FirstPayment.BEING_ASKED_FOR);
        assertThat(heardLittle.openMatters(ACME).checkout().map(CheckoutAttempt::plan))
                .contains("team");
        assertThat(heardLittle.startCheckout(ACME, Checkout.of("pro"))).isInstanceOf(Redirect.Rejected.class);

        heardLittle.runDue();
        assertThat(heardLittle.status(ACME).plan()).isEqualTo("team");
        assertThat(heardLittle.openMatters(ACME).firstPayment()).isEqualTo(FirstPayment.NONE);

        sandbox.cancelNow(sandbox.subscriptionOf(ACME).orElseThrow());
        heardLittle.accept(events.get(events.size() - 1));
        heardLittle.runDue();
        assertThat(heardLittle.openMatters(ACME))
                .as("it has ended")
                .isEqualTo(new OpenMatters(FirstPayment.NONE, Optional.empty(), false, false, false));
    }

    @Test
    void a_payment_that_takes_days_is_on_its_way_until_it_comes_or_never_does() {
        SubscriptionId subscription = sandbox.payLater(begun(), ProviderStatus.INCOMPLETE);
        assertThat(matters().firstPayment()).isEqualTo(FirstPayment.ON_ITS_WAY);
        assertThat(matters().checkout().map(CheckoutAttempt::plan)).contains("team");

        sandbox.settleDelayedPayment(subscription, false);
        assertThat(matters().firstPayment()).isEqualTo(FirstPayment.NONE);
    }

    @Test
    void a_payment_that_takes_days_waits_for_nobody_where_its_plan_is_had_meanwhile() {
        SubscriptionId subscription = sandbox.payLater(begun());
        assertThat(matters()).isEqualTo(new OpenMatters(FirstPayment.NONE, Optional.empty(), false, false, false));
        assertThat(billing.status(ACME).plan()).isEqualTo("team");
        assertThat(billing.status(ACME).access().level()).isEqualTo(Access.Level.FULL);

        sandbox.settleDelayedPayment(subscription, false);
        assertThat(billing.status(ACME).status()).isEqualTo(SubscriptionStatus.PAST_DUE);
        assertThat(billing.status(ACME).access().level())
                .as("there is no grace")
                .isEqualTo(Access.Level.NONE);
    }

    /** The buyer pays in one tab, and chooses another plan in a second one before any event came. */
    private Billing paidThenChoseAnother(Consumer<CheckoutSessionId> pays) {
        Billing unheard = selling();
        pays.accept(begun(unheard));
        paidSinceListed = true;
        assertThat(unheard.startCheckout(ACME, Checkout.of("pro"))).isInstanceOf(Redirect.Rejected.class);
        paidSinceListed = false;
        return unheard;
    }

    @Test
    void what_takes_days_is_on_its_way_though_another_plan_was_chosen_after_it() {
        Billing late = paidThenChoseAnother(page -> sandbox.payLater(page, ProviderStatus.INCOMPLETE));
        late.runDue();
        assertThat(late.openMatters(ACME).firstPayment()).isEqualTo(FirstPayment.ON_ITS_WAY);
        assertThat(late.openMatters(ACME).checkout().map(CheckoutAttempt::plan)).contains("team");
    }

    @Test
    void what_was_paid_is_being_asked_for_though_another_plan_was_chosen_after_it() {
        Billing late = paidThenChoseAnother(sandbox::pay);
        assertThat(late.openMatters(ACME).firstPayment()).isEqualTo(FirstPayment.BEING_ASKED_FOR);
        assertThat(late.openMatters(ACME).checkout().map(CheckoutAttempt::plan)).contains("team");
    }

    /** The buyer chooses another plan, and the provider answers nothing: the first page may be paid still. */
    private CheckoutSessionId choseAnotherInVain() {
        CheckoutSessionId first = begun();
        awayForPages = true;
        assertThatThrownBy(() -> billing.startCheckout(ACME, Checkout.of("pro")))
                .isInstanceOf(ProviderException.class);
        awayForPages = false;
        return first;
    }

    @Test
    void what_takes_days_is_on_its_way_though_another_plans_page_could_not_be_made_before_it() {
        CheckoutSessionId first = choseAnotherInVain();
        assertThat(matters()).isEqualTo(new OpenMatters(FirstPayment.NONE, Optional.empty(), false, true, true));

        sandbox.payLater(first, ProviderStatus.INCOMPLETE);
        assertThat(matters().firstPayment()).isEqualTo(FirstPayment.ON_ITS_WAY);
        assertThat(matters().checkout().map(CheckoutAttempt::plan)).contains("team");
    }

    @Test
    void a_bank_that_asks_is_not_taken_for_the_payment_of_a_plan_that_has_ended() {
        sandbox.pay(begun());
        sandbox.cancelNow(sandbox.subscriptionOf(ACME).orElseThrow());
        sandbox.beginPayment(begun());
        assertThat(matters().firstPayment()).isEqualTo(FirstPayment.TO_CONFIRM);
    }
}

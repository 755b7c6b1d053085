package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.SubscriptionPage;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of all the pages of a tenant one can be paid, whatever becomes of those who begin them. */
class CheckoutSupersededTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final Checkout PRO = Checkout.of("pro");
    private static final Checkout TEAM = Checkout.of("team").seats(3);

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final InMemoryBillingStore store = new InMemoryBillingStore();

    /** The provider, on whose pages is paid only once it has said what is had: that list is no help here. */
    private final PaymentProvider provider = Intercepted.port(
            PaymentProvider.class,
            stripe,
            call -> call.is("listSubscriptions")
                    ? new SubscriptionPage(List.of(), false, stripe.clock().instant())
                    : call.proceed());

    private final Billing billing = on(provider);

    private Billing on(PaymentProvider any) {
        return CheckoutHealsTest.on(stripe, store, any);
    }

    /** The provider, which does this once before it is asked for the operation. */
    private PaymentProvider before(String operation, Runnable once) {
        AtomicBoolean done = new AtomicBoolean();
        return Intercepted.port(PaymentProvider.class, provider, call -> {
            if (call.is(operation) && done.compareAndSet(false, true)) once.run();
            return call.proceed();
        });
    }

    /** The provider, but this comes of the operation each time. */
    private PaymentProvider failing(String operation, Throwable fault) {
        return Intercepted.port(PaymentProvider.class, provider, call -> {
            if (call.is(operation)) throw fault;
            return call.proceed();
        });
    }

    private static CheckoutSessionId session(Redirect page) {
        assertThat(page).isInstanceOf(Redirect.To.class);
        return ((Redirect.To) page).session().orElseThrow();
    }

    /** A page whose place was taken while the provider did not answer. */
    private CheckoutSessionId notEnded() {
        CheckoutSessionId first = session(billing.startCheckout(ACME, PRO));
        Billing away = on(before("expireCheckoutSession", () -> {
            throw new ProviderException(ProviderException.Kind.TIMEOUT, "no answer");
        }));
        assertThatThrownBy(() -> away.startCheckout(ACME, TEAM)).isInstanceOf(ProviderException.class);
        return first;
    }

    private boolean payable(CheckoutSessionId session) {
        return stripe.fetchCheckoutSession(session).orElseThrow().url().isPresent();
    }

    private static void assertSold(Redirect answer) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Redirect.Rejected.class,
                        no -> assertThat(no.rejection().code()).isEqualTo(Rejection.Code.ALREADY_SUBSCRIBED));
    }

    @Test
    void what_was_paid_while_another_plan_was_chosen_is_sold_to_nobody_who_asks_again() {
        stripe.pay(session(billing.startCheckout(ACME, PRO)));
        assertSold(billing.startCheckout(ACME, TEAM));
        assertSold(billing.startCheckout(ACME, TEAM));
        assertSold(billing.startCheckout(ACME, PRO));

        billing.runDue();
        assertThat(billing.status(ACME).plan()).isEqualTo("pro");
    }

    @Test
    void what_was_paid_long_ago_and_nobody_heard_of_is_not_sold_again() {
        stripe.pay(session(billing.startCheckout(ACME, PRO)));
        assertThatNobodyIsSoldItAfterAWeek(TEAM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pro", "team"})
    void what_was_paid_long_ago_on_a_page_that_could_not_be_ended_is_not_sold_again(String plan) {
        stripe.pay(notEnded());
        assertThatNobodyIsSoldItAfterAWeek(plan.equals("pro") ? PRO : TEAM);
    }

    private void assertThatNobodyIsSoldItAfterAWeek(Checkout wanted) {
        // Nobody was there for a week: no event came, and nobody looked.
        stripe.advance(Duration.ofDays(7));
        for (String operation : List.of("fetchCheckoutSession", "expireCheckoutSession", "createCheckoutSession")) {
            for (Throwable fault : List.of(
                    new ProviderException(ProviderException.Kind.TIMEOUT, "no answer"), new AssertionError("killed"))) {
                Billing failing = on(failing(operation, fault));
                assertThat(catchThrowable(() -> assertSold(failing.startCheckout(ACME, wanted))))
                        .isIn(null, fault);
            }
        }
        assertSold(billing.startCheckout(ACME, wanted));

        billing.runDue();
        assertThat(billing.status(ACME).plan()).isEqualTo("pro");
    }

    @Test
    void a_page_that_could_not_be_ended_and_was_over_by_itself_is_asked_about_once_and_leaves_room() {
        notEnded();
        stripe.advance(Duration.ofDays(7));
        CheckoutSessionId second = session(billing.startCheckout(ACME, TEAM));
        Billing quiet = on(failing("expireCheckoutSession", new AssertionError("asked again")));
        assertThat(session(quiet.startCheckout(ACME, TEAM))).isEqualTo(second);
        assertThat(payable(second)).isTrue();
    }

    @Test
    void a_page_that_was_over_without_a_word_leaves_room_for_another_plans() {
        CheckoutSessionId first = session(billing.startCheckout(ACME, PRO));
        stripe.advance(Duration.ofDays(7));
        CheckoutSessionId second = session(billing.startCheckout(ACME, TEAM));
        assertThat(payable(first)).isFalse();
        assertThat(payable(second)).isTrue();
    }

    @Test
    void who_asks_twice_at_once_is_not_sold_it_either() {
        stripe.pay(session(billing.startCheckout(ACME, PRO)));
        // The other request has taken the first one's place, and comes to its end before this one asks the provider.
        Billing second = on(before("createCheckoutSession", () -> assertSold(billing.startCheckout(ACME, TEAM))));
        assertSold(second.startCheckout(ACME, TEAM));
    }

    @Test
    void a_page_whose_end_its_node_did_not_live_to_see_is_ended_before_the_next_one_is_made() {
        CheckoutSessionId first = session(billing.startCheckout(ACME, PRO));
        Billing dies = on(before("expireCheckoutSession", () -> {
            throw new AssertionError("killed");
        }));
        assertThatThrownBy(() -> dies.startCheckout(ACME, TEAM)).isInstanceOf(AssertionError.class);
        assertThat(payable(first)).isTrue();

        CheckoutSessionId second = session(billing.startCheckout(ACME, TEAM));

        assertThat(payable(first)).isFalse();
        assertThat(payable(second)).isTrue();
    }

    @Test
    void a_page_that_could_not_be_ended_is_ended_by_who_comes_meanwhile() {
        CheckoutSessionId first = session(billing.startCheckout(ACME, PRO));
        Billing away = on(before("expireCheckoutSession", () -> {
            assertThat(payable(session(billing.startCheckout(ACME, TEAM)))).isTrue();
            throw new ProviderException(ProviderException.Kind.TIMEOUT, "no answer");
        }));
        assertThatThrownBy(() -> away.startCheckout(ACME, TEAM)).isInstanceOf(ProviderException.class);

        assertThat(payable(first)).isFalse();
        assertThat(payable(session(billing.startCheckout(ACME, TEAM)))).isTrue();
    }

    @Test
    void a_node_whose_clock_is_ahead_ends_a_page_that_is_not_over_yet() {
        CheckoutSessionId first = session(billing.startCheckout(ACME, PRO));
        stripe.advance(Duration.ofHours(23).plusMinutes(30));
        Billing ahead = Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(provider)
                .store(store)
                .clock(InstantSource.offset(stripe.clock(), Duration.ofHours(1)))
                .build();

        assertThat(payable(session(ahead.startCheckout(ACME, TEAM)))).isTrue();
        assertThat(payable(first)).isFalse();
    }

    @Test
    void one_that_was_paid_before_it_could_be_ended_wins() {
        CheckoutSessionId first = notEnded();
        stripe.pay(first);

        assertSold(billing.startCheckout(ACME, TEAM));
        billing.runDue();
        assertThat(billing.status(ACME).plan()).isEqualTo("pro");
    }

    @Test
    void what_was_paid_there_and_has_ended_since_is_in_nobodys_way() {
        List<ProviderEvent> events = new ArrayList<>();
        stripe.onEvent(events::add);
        stripe.pay(notEnded());
        stripe.cancelNow(stripe.subscriptionOf(ACME).orElseThrow());
        stripe.advance(Duration.ofDays(7));
        // What said that the page was paid is lost.
        events.stream()
                .filter(event -> event.content() instanceof EventContent.OfSubscription)
                .forEach(billing::accept);
        billing.runDue();
        assertThat(billing.status(ACME).plan()).isEqualTo("free");
        assertThat(payable(session(billing.startCheckout(ACME, TEAM)))).isTrue();
    }

    @Test
    void one_that_expired_by_itself_is_in_nobodys_way() {
        CheckoutSessionId first = notEnded();
        stripe.expireCheckoutSession(first);

        assertThat(payable(session(billing.startCheckout(ACME, TEAM)))).isTrue();
    }

    @Test
    void a_page_that_somebody_made_for_the_same_purchase_meanwhile_is_the_page() {
        Redirect[] made = new Redirect[1];
        Billing late = on(before("createCheckoutSession", () -> {
            made[0] = billing.startCheckout(ACME, PRO.locale("de"));
            throw new ProviderException(ProviderException.Kind.IDEMPOTENCY_CONFLICT, "another page by this key");
        }));

        assertThat(session(late.startCheckout(ACME, PRO))).isEqualTo(session(made[0]));
        assertThat(payable(session(made[0]))).isTrue();
    }
}

package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.sandbox.HostedCheckout;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Two who begin to buy at once, and choose different plans. */
class CheckoutOvertakenTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final Checkout PRO = Checkout.of("pro");

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final InMemoryBillingStore store = new InMemoryBillingStore();
    private final Billing rival = CheckoutHealsTest.on(stripe, store, stripe);
    private final List<CheckoutSessionId> rivals = new ArrayList<>();

    /** A node, of which the rival begins another page while it is answered one, if the rival has begun as many before as this wants. */
    private Billing overtaken(IntPredicate before) {
        return CheckoutHealsTest.on(stripe, store, Intercepted.port(PaymentProvider.class, stripe, call -> {
            Object answer = call.proceed();
            if (call.is("createCheckoutSession") && before.test(rivals.size()))
                rivals.add(session(rival.startCheckout(ACME, Checkout.of("team").seats(3 + rivals.size() % 2))));
            return answer;
        }));
    }

    private static CheckoutSessionId session(Redirect page) {
        assertThat(page).isInstanceOf(Redirect.To.class);
        return ((Redirect.To) page).session().orElseThrow();
    }

    /** Of all the pages that were made, this one alone can be paid. */
    private void assertPayable(int made, CheckoutSessionId one) {
        assertThat(stripe.backOffice().sessions())
                .hasSize(made)
                .extracting(HostedCheckout::id)
                .filteredOn(id ->
                        stripe.fetchCheckoutSession(id).orElseThrow().url().isPresent())
                .containsExactly(one);
    }

    @Test
    void of_two_pages_that_are_made_at_once_one_can_be_paid() {
        CheckoutSessionId page = session(overtaken(rivals -> rivals == 0).startCheckout(ACME, PRO));

        assertPayable(3, page);
    }

    /** A page a round without an end would cost calls, and bring nobody any further. */
    @Test
    void who_is_overtaken_each_time_is_told_so_after_a_few_rounds_and_one_page_can_be_paid() {
        assertThat(overtaken(rivals -> true).startCheckout(ACME, PRO))
                .isInstanceOfSatisfying(
                        Redirect.Rejected.class,
                        no -> assertThat(no.rejection().code()).isEqualTo(Rejection.Code.CHECKOUT_IN_PROGRESS));

        assertThat(rivals).hasSize(StartCheckout.MOST_ROUNDS);
        assertPayable(2 * StartCheckout.MOST_ROUNDS, rivals.get(rivals.size() - 1));
    }
}

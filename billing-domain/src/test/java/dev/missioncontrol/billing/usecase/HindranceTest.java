package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is in the way of a change is known before one is asked for, and is what it would be refused for. */
class HindranceTest {
    private static final TenantId ACME = new TenantId("acme");

    private final SandboxPaymentProvider sandbox =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final Billing billing = Billing.builder()
            .catalog(DefaultCatalog.withPlaceholderPrices())
            .provider(sandbox)
            .store(new InMemoryBillingStore())
            .clock(sandbox.clock())
            .build();

    HindranceTest() {
        sandbox.deliverTo(billing);
    }

    private void settled() {
        sandbox.advance(Duration.ofMinutes(1));
        billing.runDue();
    }

    private Optional<Rejection.Code> refusal() {
        return billing.change(ACME, Change.toSeats(9)) instanceof ChangeOutcome.Rejected no
                ? Optional.of(no.rejection().code())
                : Optional.empty();
    }

    private void assertHindered(Rejection.Code code) {
        settled();
        assertThat(billing.status(ACME).hindrance()).contains(code);
        assertThat(refusal()).contains(code);
    }

    @Test
    void what_hinders_a_change_is_what_it_would_be_refused_for() {
        assertHindered(Rejection.Code.NO_SUBSCRIPTION);
        sandbox.pay(billing.startCheckout(ACME, Checkout.of("team").seats(5)));
        settled();
        assertThat(billing.status(ACME).hindrance()).isEmpty();
        billing.cancel(ACME);
        assertHindered(Rejection.Code.ENDING);
        billing.resume(ACME);
        sandbox.pause(sandbox.subscriptionOf(ACME).orElseThrow());
        assertHindered(Rejection.Code.PAUSED);
        sandbox.resumePaused(sandbox.subscriptionOf(ACME).orElseThrow());
        sandbox.declinePayments(ACME);
        sandbox.advance(Duration.ofDays(32));
        assertHindered(Rejection.Code.PAYMENT_OVERDUE);
        sandbox.acceptPayments(ACME);
        sandbox.payOpenInvoice(sandbox.subscriptionOf(ACME).orElseThrow());
        settled();
        assertThat(billing.status(ACME).hindrance()).isEmpty();
        assertThat(refusal()).isEmpty();
    }
}

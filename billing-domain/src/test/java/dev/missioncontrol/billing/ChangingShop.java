package dev.missioncontrol.billing;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.ChangeOutcome;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Redirect;
import dev.missioncontrol.billing.usecase.Rejection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A shop whose tenant changes what it has. No webhook arrives here unless a test says so: the answer alone makes the state
 * converge.
 */
final class ChangingShop {
    static final Instant JAN_1 = Instant.parse("2027-01-01T00:00:00Z");
    static final Instant FEB_1 = Instant.parse("2027-02-01T00:00:00Z");
    static final TenantId ACME = new TenantId("acme");
    static final ChangeOutcome APPLIED = new ChangeOutcome.Applied();

    final PlanCatalog catalog = PlanCatalog.of(
            Plan.draft("free").rank(0),
            Plan.draft("pro")
                    .rank(1)
                    .seats(1, 1)
                    .trialDays(14)
                    .monthly("pro_m", 2000, "usd")
                    .yearly("pro_y", 20_000, "usd"),
            Plan.draft("team")
                    .rank(2)
                    .seats(2, 50)
                    .monthly("team_m", 1500, "usd")
                    .yearly("team_y", 15_000, "usd"));
    final SandboxPaymentProvider stripe = SandboxPaymentProvider.startingAt(JAN_1);
    final InMemoryBillingStore store = new InMemoryBillingStore();

    /** What the host counts. */
    long seatsInUse;

    final Billing billing =
            selling(catalog).seatUsage(tenant -> OptionalLong.of(seatsInUse)).build();

    /** The same shop as it is run otherwise. */
    BillingBuilder selling(PlanCatalog sold) {
        return Billing.builder().catalog(sold).provider(stripe).store(store).clock(stripe.clock());
    }

    void buy(Checkout wanted) {
        stripe.pay(session(wanted));
        stripe.advance(Duration.ofSeconds(3));
        billing.sync(ACME);
        stripe.advance(Duration.ZERO);
    }

    CheckoutSessionId session(Checkout wanted) {
        return ((Redirect.To) billing.startCheckout(ACME, wanted)).session().orElseThrow();
    }

    SubscriptionId subscription() {
        return stripe.subscriptionOf(ACME).orElseThrow();
    }

    List<Invoice> invoices() {
        return billing.invoices(ACME, Optional.empty(), 100).invoices();
    }

    static Rejection.Code rejection(ChangeOutcome outcome) {
        return ((ChangeOutcome.Rejected) outcome).rejection().code();
    }
}

package dev.missioncontrol.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.Grant;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.Change;
import dev.missioncontrol.billing.usecase.ChangeOutcome;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Conditions;
import dev.missioncontrol.billing.usecase.Preview;
import dev.missioncontrol.billing.usecase.Redirect;
import dev.missioncontrol.billing.usecase.TenantStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Lives of random changes: whatever a tenant, its card and time do, nothing is granted that was not paid for. */
class RandomChangesTest {
    private static final int LIVES = 400;
    private static final int STEPS = 40;
    private static final TenantId ACME = new TenantId("acme");
    private static final PlanCatalog CATALOG = PlanCatalog.of(
            Plan.draft("free").rank(0),
            Plan.draft("pro").rank(1).seats(1, 1).monthly("pro_m", 2000, "usd").yearly("pro_y", 20_000, "usd"),
            Plan.draft("team")
                    .rank(2)
                    .seats(2, 9)
                    .monthly("team_m", 1500, "usd")
                    .yearly("team_y", 15_000, "usd"));

    @Test
    void no_life_grants_what_was_not_paid_for() {
        Set<String> outcomes = new TreeSet<>();
        for (int seed = 0; seed < LIVES; seed++) new Life(seed, outcomes).live();
        assertThat(outcomes).containsExactly("Applied", "Declined", "PaymentNeeded", "Rejected", "Scheduled");
    }

    /** One tenant's life. */
    private static final class Life {
        private final int seed;
        private final Set<String> outcomes;
        private final Random random;
        private final SandboxPaymentProvider stripe =
                SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
        private final Billing billing = Billing.builder()
                .catalog(CATALOG)
                .provider(stripe)
                .store(new InMemoryBillingStore())
                .clock(stripe.clock())
                .allowCancelNow()
                .build();

        Life(int seed, Set<String> outcomes) {
            this.seed = seed;
            this.outcomes = outcomes;
            random = new Random(seed);
            stripe.deliverTo(billing);
        }

        void live() {
            for (int step = 0; step < STEPS; step++) {
                if (!billing.status(ACME).current().live()) buy();
                else step();
                agrees();
            }
        }

        private void buy() {
            Redirect to = billing.startCheckout(ACME, Checkout.of(random.nextBoolean() ? "pro" : "team"));
            stripe.pay(to);
            stripe.acceptPayments(ACME);
        }

        private void step() {
            switch (random.nextInt(8)) {
                case 0 -> stripe.advance(Duration.ofHours(random.nextInt(24 * 40)));
                case 1 -> stripe.declineNextPayment(ACME);
                case 2 -> stripe.askBankNext(stripe.customerOf(ACME).orElseThrow());
                case 3 -> unlessPaid(() -> billing.resume(ACME));
                case 4 ->
                    billing.cancel(ACME, random.nextInt(5) == 0 ? Timing.NOW : Timing.PERIOD_END, Conditions.NONE);
                case 5 -> stripe.acceptPayments(ACME);
                default -> unlessPaid(this::change);
            }
        }

        private ChangeOutcome change() {
            Change wanted = random.nextBoolean()
                    ? Change.to(random.nextBoolean() ? "pro" : "team")
                    : Change.toSeats(random.nextInt(11));
            if (random.nextInt(4) == 0)
                wanted = wanted.every(random.nextBoolean() ? BillingInterval.YEAR : BillingInterval.MONTH);
            Preview preview = billing.previewChange(ACME, wanted);
            long due = preview instanceof Preview.Of of ? of.costs().dueNow().minorUnits() : 0;
            int paid = paid().size();
            ChangeOutcome outcome = billing.change(ACME, wanted);
            assertThat(outcome instanceof ChangeOutcome.Rejected)
                    .as("seed %d: a preview is rejected where the change is", seed)
                    .isEqualTo(preview instanceof Preview.Rejected);
            if (outcome instanceof ChangeOutcome.Applied && due > 0)
                assertThat(paid()).as("seed %d: what was due is paid", seed).hasSizeGreaterThan(paid);
            return outcome;
        }

        private void unlessPaid(Supplier<ChangeOutcome> doing) {
            TenantStatus before = billing.status(ACME);
            ChangeOutcome outcome = doing.get();
            outcomes.add(outcome.getClass().getSimpleName());
            if (!(outcome instanceof ChangeOutcome.Applied))
                assertThat(billing.status(ACME).version())
                        .as("seed %d: %s leaves all as it was", seed, outcome)
                        .isEqualTo(before.version());
        }

        private List<Invoice> paid() {
            return billing.invoices(ACME, Optional.empty(), 100).invoices().stream()
                    .filter(invoice -> invoice.state() == Invoice.State.PAID)
                    .toList();
        }

        /** What the tenant has is what the provider says, at every step. */
        private void agrees() {
            SubscriptionId id = stripe.subscriptionOf(ACME).orElseThrow();
            var snapshot = ((FetchedSubscription.Found) stripe.fetchSubscription(id)).snapshot();
            TenantStatus status = billing.status(ACME);
            assertThat(status.current().providerStatus()).as("seed %d", seed).contains(snapshot.status());
            if (!snapshot.knownStatus().orElseThrow().paid()) return;
            Grant grant = Grant.of(snapshot.items(), CATALOG).orElseThrow();
            assertThat(status.plan()).as("seed %d", seed).isEqualTo(grant.plan().key());
            assertThat(status.seats()).as("seed %d", seed).isEqualTo(grant.seats());
        }
    }
}

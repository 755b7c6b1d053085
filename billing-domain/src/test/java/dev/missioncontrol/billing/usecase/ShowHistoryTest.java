package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.Milestone;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A tenant reads its whole story in what is told, each thing once and in order. */
class ShowHistoryTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final Instant JAN_1 = Instant.parse("2027-01-01T00:00:00Z");

    private final SandboxPaymentProvider stripe = SandboxPaymentProvider.startingAt(JAN_1);
    private final Billing billing = Billing.builder()
            .catalog(PlanCatalog.of(
                    Plan.draft("free").rank(0),
                    Plan.draft("pro").rank(1).trialDays(14).monthly("price_pro", 2000, "usd"),
                    Plan.draft("team")
                            .rank(2)
                            .seats(2, 100)
                            .monthly("price_team", 1500, "usd")
                            .yearly("price_team_y", 15000, "usd")))
            .provider(stripe)
            .store(new InMemoryBillingStore())
            .clock(stripe.clock())
            .build();

    ShowHistoryTest() {
        stripe.deliverTo(billing);
    }

    @Test
    void bought_changed_renewed_failed_recovered_canceled_kept_and_ended() {
        stripe.pay(billing.startCheckout(ACME, Checkout.of("team").seats(5)));
        billing.change(ACME, Change.toSeats(7));
        billing.change(ACME, Change.to("team").yearly());
        stripe.advance(Duration.ofDays(366));
        stripe.declineNextPayment(ACME);
        stripe.advance(Duration.ofDays(366));
        stripe.acceptPayments(ACME);
        stripe.payOpenInvoice(subscription());
        billing.cancel(ACME);
        billing.resume(ACME);
        billing.cancel(ACME);
        stripe.advance(Duration.ofDays(366));

        assertThat(story())
                .containsExactly(
                        "Bought",
                        "SeatsChanged",
                        "IntervalChanged",
                        "Renewed",
                        "PaymentFailed",
                        "Recovered",
                        "Canceled",
                        "Kept",
                        "Canceled",
                        "Ended");
    }

    @Test
    void a_trial_that_becomes_a_subscription_and_one_that_rests_without_a_card() {
        stripe.pay(billing.startCheckout(ACME, Checkout.of("pro")));
        stripe.advance(Duration.ofDays(20));
        TenantId globex = new TenantId("globex");
        Redirect.To checkout = (Redirect.To) billing.startCheckout(globex, Checkout.of("pro"));
        stripe.startTrialWithoutCard(checkout.session().orElseThrow());
        stripe.advance(Duration.ofDays(20));
        stripe.acceptPayments(globex);
        billing.resume(globex);

        assertThat(story()).containsExactly("TrialBegan", "TrialEnded");
        assertThat(story(globex)).containsExactly("TrialBegan", "Paused", "Resumed");
    }

    @Test
    void a_failed_payment_says_how_long_access_stays() {
        stripe.pay(billing.startCheckout(ACME, Checkout.of("team").seats(2)));
        Instant renewal = billing.status(ACME).currentPeriodEnd().orElseThrow();
        stripe.declinePayments(ACME);
        stripe.advance(Duration.between(stripe.clock().instant(), renewal).plusMinutes(1));

        Milestone last = milestones(ACME).get(milestones(ACME).size() - 1);

        assertThat(last)
                .isEqualTo(
                        new Milestone.PaymentFailed("team", java.util.Optional.of(renewal.plus(Duration.ofDays(7)))));
    }

    private List<String> story() {
        return story(ACME);
    }

    private List<String> story(TenantId tenant) {
        return milestones(tenant).stream()
                .map(milestone -> milestone.getClass().getSimpleName())
                .toList();
    }

    private List<Milestone> milestones(TenantId tenant) {
        List<ShowHistory.Change> changes =
                new ArrayList<>(billing.history(tenant, OptionalLong.empty()).changes());
        Collections.reverse(changes);
        return changes.stream().flatMap(change -> change.milestones().stream()).toList();
    }

    private SubscriptionId subscription() {
        return stripe.subscriptionOf(ACME).orElseThrow();
    }
}

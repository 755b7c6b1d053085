package dev.missioncontrol.billing;

import static dev.missioncontrol.billing.ChangingShop.ACME;
import static dev.missioncontrol.billing.ChangingShop.APPLIED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.SubscriptionStatus;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.plan.PlanDraft;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.Change;
import dev.missioncontrol.billing.usecase.ChangeOutcome;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Preview;
import dev.missioncontrol.billing.usecase.Redirect;
import dev.missioncontrol.billing.usecase.SyncTenant;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another plan while on trial: how long the trial goes on, and who has had one. */
class TrialChangesTest {
    private final ChangingShop shop = new ChangingShop();
    private final SandboxPaymentProvider stripe = shop.stripe;
    private final Billing billing = shop.billing;

    @Test
    void a_trial_is_had_once_and_an_upgrade_to_a_plan_without_one_ends_it_paid() {
        shop.buy(Checkout.of("pro"));
        assertThat(billing.status(ACME).status()).isEqualTo(SubscriptionStatus.TRIALING);
        Preview.Of preview = (Preview.Of) billing.previewChange(ACME, Change.to("team"));
        assertThat(preview.endsTrial()).isTrue();
        assertThat(preview.costs().dueNow()).isEqualTo(new Money(3000, "usd"));
        stripe.declineNextPayment(ACME);
        assertThat(billing.change(ACME, Change.to("team"))).isInstanceOf(ChangeOutcome.Declined.class);
        assertThat(billing.status(ACME).plan()).isEqualTo("pro");
        assertThat(billing.change(ACME, Change.to("team"))).isEqualTo(APPLIED);
        assertThat(billing.status(ACME).status()).isEqualTo(SubscriptionStatus.ACTIVE);

        stripe.cancelNow(shop.subscription());
        stripe.advance(Duration.ofMinutes(1));
        billing.sync(ACME);
        shop.buy(Checkout.of("pro"));
        assertThat(billing.status(ACME).status()).isEqualTo(SubscriptionStatus.ACTIVE);
    }

    /** On trial of pro for 14 days, and so many for team. */
    private Billing trying(int teamDays) {
        shop.buy(Checkout.of("pro"));
        return shop.selling(PlanCatalog.of(
                        Plan.draft("free").rank(0),
                        Plan.draft("pro").rank(1).seats(1, 1).trialDays(14).monthly("pro_m", 2000, "usd"),
                        Plan.draft("team")
                                .rank(2)
                                .seats(2, 50)
                                .trialDays(teamDays)
                                .monthly("team_m", 1500, "usd")))
                .build();
    }

    @Test
    void a_trial_ends_when_that_of_the_plan_that_it_goes_on_with_does() {
        Billing trying = trying(7);
        Instant end = ChangingShop.JAN_1.plus(Duration.ofDays(7));
        Preview.Of preview = (Preview.Of) trying.previewChange(ACME, Change.to("team"));
        assertThat(preview.endsTrial()).isFalse();
        assertThat(preview.costs().dueNow()).isEqualTo(Money.none("usd"));
        assertThat(preview.costs().nextPayment()).contains(end);
        assertThat(trying.change(ACME, Change.to("team"))).isEqualTo(APPLIED);
        assertThat(trying.status(ACME).current().trialEnd()).contains(end);
        stripe.advance(Duration.ofDays(7));
        trying.sync(ACME);
        assertThat(trying.status(ACME).status()).isEqualTo(SubscriptionStatus.ACTIVE);
    }

    @Test
    void a_trial_that_is_longer_than_all_of_the_other_plans_ends_paid() {
        Billing trying = trying(7);
        stripe.advance(Duration.ofDays(8));
        Preview.Of preview = (Preview.Of) trying.previewChange(ACME, Change.to("team"));
        assertThat(preview.endsTrial()).isTrue();
        assertThat(preview.costs().dueNow()).isEqualTo(new Money(3000, "usd"));
        assertThat(trying.change(ACME, Change.to("team"))).isEqualTo(APPLIED);
        assertThat(trying.status(ACME).status()).isEqualTo(SubscriptionStatus.ACTIVE);
    }

    @Test
    void a_trial_gets_no_longer_by_an_upgrade() {
        Billing trying = trying(30);
        assertThat(trying.change(ACME, Change.to("team"))).isEqualTo(APPLIED);
        assertThat(trying.status(ACME).current().trialEnd()).contains(ChangingShop.JAN_1.plus(Duration.ofDays(14)));
    }

    /** As in the provider's dashboard. */
    private void extendTrialTo(Instant end) {
        extendTrialTo(billing, new PriceId("pro_m"), end);
    }

    private void extendTrialTo(Billing known, PriceId price, Instant end) {
        stripe.backOffice()
                .changeOncePaid(
                        new SubscriptionChange(shop.subscription(), price, price, 1, Timing.NOW).endingTrialAt(end));
        stripe.advance(SyncTenant.FRESH.plusSeconds(1));
        known.sync(ACME);
        assertThat(known.status(ACME).current().trialEnd()).contains(end);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 30})
    void a_trial_that_a_person_made_longer_is_cut_by_no_upgrade(int teamDays) {
        Billing trying = trying(teamDays);
        Instant end = ChangingShop.JAN_1.plus(Duration.ofDays(45));
        extendTrialTo(end);
        Preview.Of preview = (Preview.Of) trying.previewChange(ACME, Change.to("team"));
        assertThat(preview.endsTrial()).isFalse();
        assertThat(preview.costs().dueNow()).isEqualTo(Money.none("usd"));
        assertThat(trying.change(ACME, Change.to("team"))).isEqualTo(APPLIED);
        assertThat(trying.status(ACME).current().trialEnd()).contains(end);
        assertThat(trying.status(ACME).plan()).isEqualTo("team");
    }

    /** On trial of a plan for so many days, in a shop that sells those that are named by theirs. */
    private Billing trying(int begunWith, int... sold) {
        Billing trying = shop.selling(PlanCatalog.of(Stream.concat(
                                Stream.of(Plan.draft("free").rank(0)),
                                IntStream.range(0, sold.length)
                                        .mapToObj(i -> Plan.draft("for" + sold[i])
                                                .rank(i + 1)
                                                .trialDays(sold[i])
                                                .monthly("for" + sold[i] + "_m", 1000 * (i + 1), "usd")))
                        .toArray(PlanDraft[]::new)))
                .build();
        stripe.pay(((Redirect.To) trying.startCheckout(ACME, Checkout.of("for" + begunWith)))
                .session()
                .orElseThrow());
        stripe.advance(Duration.ofSeconds(3));
        trying.sync(ACME);
        return trying;
    }

    @Test
    void a_trial_that_a_person_made_longer_is_cut_by_no_second_upgrade_either() {
        Billing trying = trying(14, 14, 60, 7);
        Instant end = ChangingShop.JAN_1.plus(Duration.ofDays(45));
        extendTrialTo(trying, new PriceId("for14_m"), end);
        assertThat(trying.change(ACME, Change.to("for60"))).isEqualTo(APPLIED);
        assertThat(trying.change(ACME, Change.to("for7"))).isEqualTo(APPLIED);
        assertThat(trying.status(ACME).plan()).isEqualTo("for7");
        assertThat(trying.status(ACME).current().trialEnd()).contains(end);
    }

    @Test
    void a_trial_of_another_plan_that_was_taken_along_in_the_portal_is_nobodys_grant() {
        Billing trying = trying(30, 7, 14, 30);
        stripe.changePrice(shop.subscription(), new PriceId("for7_m"), 1);
        stripe.advance(SyncTenant.FRESH.plusSeconds(1));
        trying.sync(ACME);
        assertThat(trying.status(ACME).plan()).isEqualTo("for7");
        assertThat(trying.status(ACME).current().trialEnd()).contains(ChangingShop.JAN_1.plus(Duration.ofDays(30)));
        assertThat(trying.change(ACME, Change.to("for14"))).isEqualTo(APPLIED);
        assertThat(trying.status(ACME).current().trialEnd()).contains(ChangingShop.JAN_1.plus(Duration.ofDays(14)));
    }

    @Test
    void a_trial_that_a_person_made_shorter_goes_on_until_then() {
        Billing trying = trying(0);
        Instant end = ChangingShop.JAN_1.plus(Duration.ofDays(3));
        extendTrialTo(end);
        assertThat(trying.change(ACME, Change.to("team"))).isEqualTo(APPLIED);
        assertThat(trying.status(ACME).current().trialEnd()).contains(end);
    }

    @Test
    void a_checkout_that_came_to_nothing_takes_no_trial_away() {
        stripe.deliverTo(billing);
        stripe.beginPayment(shop.session(Checkout.of("team")));
        stripe.advance(Duration.ofDays(2));
        shop.buy(Checkout.of("pro"));
        assertThat(billing.status(ACME).status()).isEqualTo(SubscriptionStatus.TRIALING);
    }
}

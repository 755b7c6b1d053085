package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.OperatedShop.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.Drift.Kind;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.usecase.Reconcile.Finding;
import dev.missioncontrol.billing.usecase.Reconcile.Finding.Done;
import org.junit.jupiter.api.Test;

/** What is planned for later at the provider, and what is remembered of it, are compared as well. */
class ReconcilePlansTest {
    private final OperatedShop shop = new OperatedShop();

    @Test
    void a_plan_that_was_taken_back_unheard_is_found_and_forgotten() {
        SubscriptionId bought = shop.buy(ACME, Checkout.of("team").seats(3));
        shop.billing.change(ACME, Change.to("pro"));
        assertThat(shop.billing.status(ACME).planned()).isPresent();
        assertThat(shop.dryRun()).as("both sides have it").isEmpty();
        shop.lossy = true;
        shop.stripe.resumeSubscription(bought, "elsewhere");

        Finding found = OperatedShop.only(shop.dryRun());
        assertThat(found.drift().kind()).isEqualTo(Kind.DETAIL);
        assertThat(found.drift().tenant()).contains(ACME);
        assertThat(found.drift().reason()).startsWith("what is planned for it");
        assertThat(shop.billing.status(ACME).planned()).isPresent();

        assertThat(OperatedShop.only(shop.apply()).done()).isEqualTo(Done.MENDED);
        assertThat(shop.billing.status(ACME).planned()).isEmpty();
        assertThat(shop.apply()).isEmpty();
    }

    @Test
    void a_plan_that_gave_way_to_a_change_that_waits_for_its_payment_is_no_difference() {
        shop.buy(ACME, Checkout.of("team").seats(3));
        shop.billing.change(ACME, Change.to("pro"));
        shop.stripe.askBankNext(shop.stripe.customerOf(ACME).orElseThrow());
        assertThat(shop.billing.change(ACME, Change.toSeats(9))).isInstanceOf(ChangeOutcome.PaymentNeeded.class);
        assertThat(shop.billing.status(ACME).planned()).isPresent();
        assertThat(shop.dryRun()).isEmpty();
    }
}

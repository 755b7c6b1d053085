package dev.missioncontrol.billing.sandbox;

import static dev.missioncontrol.billing.sandbox.SandboxShop.ACME;
import static dev.missioncontrol.billing.sandbox.SandboxShop.PRO;
import static dev.missioncontrol.billing.sandbox.SandboxShop.PRO_YEARLY;
import static dev.missioncontrol.billing.sandbox.SandboxShop.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.ProviderEvent;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SandboxRenewalTest {
    private final SandboxShop shop = new SandboxShop();
    private final SandboxPaymentProvider provider = shop.provider;

    @Test
    void a_renewal_is_announced_invoiced_paid_and_begins_the_next_period() {
        SubscriptionId id = shop.bought(PRO, 1);
        shop.said();
        shop.advanceDays(31);

        assertThat(shop.events.get(0).created()).isEqualTo(Instant.parse("2026-01-25T00:00:00Z"));
        assertThat(shop.events.stream().skip(1).map(ProviderEvent::created))
                .containsOnly(Instant.parse("2026-02-01T00:00:00Z"));
        assertThat(shop.said())
                .containsExactly(
                        "invoice.upcoming",
                        "invoice.created",
                        "invoice.finalized",
                        "invoice.paid",
                        "customer.subscription.updated");
        assertThat(shop.status(id)).isEqualTo("active");
        assertThat(shop.periodEnd(id)).isEqualTo("2026-03-01T00:00:00Z");
    }

    @Test
    void a_month_begun_on_the_31st_is_clamped_and_comes_back_to_the_31st() {
        shop.advanceTo("2026-01-31T10:00:00Z");
        SubscriptionId id = shop.bought(PRO, 1);

        assertThat(shop.periodEnd(id)).isEqualTo("2026-02-28T10:00:00Z");
        shop.advanceTo("2026-03-01T00:00:00Z");
        assertThat(shop.periodEnd(id)).isEqualTo("2026-03-31T10:00:00Z");
        shop.advanceTo("2026-04-01T00:00:00Z");
        assertThat(shop.periodEnd(id)).isEqualTo("2026-04-30T10:00:00Z");
    }

    @Test
    void a_year_begun_on_a_leap_day_is_clamped_too() {
        shop.advanceTo("2028-02-29T00:00:00Z");
        SubscriptionId id = shop.bought(PRO_YEARLY, 1);

        assertThat(shop.periodEnd(id)).isEqualTo("2029-02-28T00:00:00Z");
        shop.advanceTo("2031-06-01T00:00:00Z");
        assertThat(shop.periodEnd(id)).isEqualTo("2032-02-29T00:00:00Z");
    }

    @Test
    void an_advance_over_years_renews_every_month_of_them() {
        SubscriptionId id = shop.bought(PRO, 1);
        shop.said();
        shop.advanceTo("2028-01-01T00:00:00Z");

        assertThat(shop.said().stream().filter("invoice.paid"::equals)).hasSize(24);
        assertThat(shop.periodEnd(id)).isEqualTo("2028-02-01T00:00:00Z");
    }

    @Test
    void a_trial_with_a_card_announces_its_end_and_becomes_a_paid_period() {
        SubscriptionId id = provider.pay(shop.trial(14));
        assertThat(shop.said())
                .containsExactly("customer.subscription.created", "invoice.paid", "checkout.session.completed");
        assertThat(shop.status(id)).isEqualTo("trialing");
        assertThat(shop.fetch(id).trialEnd()).contains(Instant.parse("2026-01-15T00:00:00Z"));
        assertThat(shop.periodEnd(id)).isEqualTo("2026-01-15T00:00:00Z");

        shop.advanceDays(11);
        assertThat(shop.said()).containsExactly("customer.subscription.trial_will_end");
        shop.advanceDays(3);
        assertThat(shop.said())
                .containsExactly(
                        "invoice.created", "invoice.finalized", "invoice.paid", "customer.subscription.updated");
        assertThat(shop.status(id)).isEqualTo("active");
        assertThat(shop.periodEnd(id)).isEqualTo("2026-02-15T00:00:00Z");
    }

    @Test
    void a_trial_shorter_than_its_notice_announces_its_end_at_once() {
        provider.pay(shop.trial(2));

        assertThat(shop.events.stream()
                        .filter(event -> event.type().endsWith("trial_will_end"))
                        .map(ProviderEvent::created))
                .containsExactly(START);
    }

    @Test
    void a_trial_whose_first_payment_fails_is_past_due() {
        SubscriptionId id = provider.pay(shop.trial(14));
        provider.declineNextPayment(ACME);
        shop.advanceDays(14);

        assertThat(shop.status(id)).isEqualTo("past_due");
        assertThat(shop.fetch(id).arrears().orElseThrow().since()).isEqualTo("2026-01-15T00:00:00Z");
    }

    @Test
    void a_trial_without_a_card_pauses_and_resumes_with_one() {
        SubscriptionId id = provider.startTrialWithoutCard(shop.trial(14));
        shop.advanceDays(13);
        shop.said();
        shop.advanceDays(30);
        assertThat(shop.status(id)).isEqualTo("paused");
        assertThat(shop.said()).containsExactly("customer.subscription.updated", "customer.subscription.paused");

        provider.acceptPayments(ACME);
        provider.resumePaused(id);
        assertThat(shop.status(id)).isEqualTo("active");
        assertThat(shop.periodEnd(id)).isEqualTo("2026-03-13T00:00:00Z");
        assertThat(shop.said())
                .containsExactly("invoice.paid", "customer.subscription.updated", "customer.subscription.resumed");
    }

    @Test
    void a_running_clock_makes_things_fall_due_without_being_moved() {
        Instant[] time = {START};
        SandboxShop running = new SandboxShop(SandboxPaymentProvider.on(() -> time[0], "run7_"));
        SubscriptionId id = running.bought(PRO, 1);
        assertThat(id.value()).isEqualTo("sub_run7_000001");
        running.said();

        time[0] = START.plus(Duration.ofDays(40)).plusMillis(700);
        assertThat(running.periodEnd(id)).isEqualTo("2026-03-01T00:00:00Z");
        assertThat(running.said()).endsWith("customer.subscription.updated");
    }
}

package dev.missioncontrol.billing.sandbox;

import static dev.missioncontrol.billing.sandbox.SandboxShop.ACME;
import static dev.missioncontrol.billing.sandbox.SandboxShop.PRO;
import static dev.missioncontrol.billing.sandbox.SandboxShop.PRO_YEARLY;
import static dev.missioncontrol.billing.sandbox.SandboxShop.START;
import static dev.missioncontrol.billing.sandbox.SandboxShop.TEAM;
import static dev.missioncontrol.billing.sandbox.SandboxShop.TEAM_EURO;
import static dev.missioncontrol.billing.sandbox.SandboxShop.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.CheckoutSession.State;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SandboxChangesTest {
    private static final Instant PERIOD_END = Instant.parse("2026-02-01T00:00:00Z");

    private final SandboxShop shop = new SandboxShop();
    private final SandboxPaymentProvider provider = shop.provider;

    @ParameterizedTest
    @EnumSource
    void a_cancellation_at_period_end_keeps_it_active_until_then_in_both_shapes(CancelShape shape) {
        SubscriptionId id = shop.bought(PRO, 1);
        shop.said();
        provider.cancelAtPeriodEnd(id, shape);

        assertThat(shop.status(id)).isEqualTo("active");
        assertThat(shop.fetch(id).cancelAt()).contains(PERIOD_END);
        assertThat(shop.view(id).cancelShape()).contains(shape);
        assertThat(shop.said()).containsExactly("customer.subscription.updated");

        shop.advanceDays(31);
        assertThat(shop.status(id)).isEqualTo("canceled");
        assertThat(shop.fetch(id).endedAt()).contains(PERIOD_END);
        assertThat(shop.said()).containsExactly("customer.subscription.deleted");
    }

    @ParameterizedTest
    @EnumSource
    void a_cancellation_taken_back_renews_as_if_it_had_never_been(CancelShape shape) {
        SubscriptionId id = shop.bought(PRO, 1);
        provider.cancelAtPeriodEnd(id, shape);
        shop.said();
        provider.resume(id);
        provider.resume(id);

        assertThat(shop.said()).containsExactly("customer.subscription.updated");
        assertThat(shop.fetch(id).cancelAt()).isEmpty();
        shop.advanceDays(31);
        assertThat(shop.status(id)).isEqualTo("active");
    }

    @Test
    void a_classic_cancellation_moves_with_the_period_and_a_flexible_one_stays() {
        SubscriptionId classic = shop.bought(PRO, 1);
        SubscriptionId flexible = shop.bought(PRO, 1);
        provider.cancelAtPeriodEnd(classic, CancelShape.CLASSIC);
        provider.cancelAtPeriodEnd(flexible, CancelShape.FLEXIBLE);
        provider.changePrice(classic, PRO_YEARLY, 1);
        provider.changePrice(flexible, PRO_YEARLY, 1);

        assertThat(shop.fetch(classic).cancelAt()).contains(Instant.parse("2027-01-01T00:00:00Z"));
        shop.advanceDays(31);
        assertThat(shop.status(classic)).isEqualTo("active");
        assertThat(shop.status(flexible)).isEqualTo("canceled");
    }

    @Test
    void a_trial_that_is_canceled_ends_without_a_payment() {
        SubscriptionId id = provider.pay(shop.trial(14));
        provider.cancelAtPeriodEnd(id, CancelShape.FLEXIBLE);
        shop.said();
        shop.advanceDays(14);

        assertThat(shop.status(id)).isEqualTo("canceled");
        assertThat(shop.said())
                .containsExactly("customer.subscription.trial_will_end", "customer.subscription.deleted");
    }

    @Test
    void an_ended_subscription_stays_ended_and_listed() {
        SubscriptionId id = shop.bought(PRO, 1);
        provider.cancelNow(id);

        assertThat(shop.status(id)).isEqualTo("canceled");
        assertThat(shop.fetch(id).endedAt()).contains(START);
        assertRefused(Kind.WRONG_STATE, () -> provider.cancelNow(id));
        assertRefused(Kind.WRONG_STATE, () -> provider.resume(id));
        assertRefused(Kind.WRONG_STATE, () -> provider.changePrice(id, TEAM, 2));
        shop.said();
        shop.advanceDays(400);
        assertThat(shop.said()).isEmpty();
        assertThat(provider.subscriptionOf(ACME)).contains(id);
    }

    @Test
    void more_seats_are_invoiced_at_once_and_fewer_are_not() {
        SubscriptionId id = shop.bought(TEAM, 2);
        shop.said();
        provider.changePrice(id, TEAM, 5);
        assertThat(shop.said())
                .containsExactly(
                        "invoice.created", "invoice.finalized", "invoice.paid", "customer.subscription.updated");
        provider.changePrice(id, TEAM, 3);
        assertThat(shop.said()).containsExactly("customer.subscription.updated");

        assertThat(shop.fetch(id).items().get(0).quantity()).isEqualTo(OptionalLong.of(3));
        assertThat(shop.periodEnd(id)).isEqualTo(PERIOD_END);
    }

    @Test
    void a_change_costs_what_its_preview_said() {
        SubscriptionId id = shop.bought(PRO, 1);
        shop.advanceTo("2026-01-16T00:00:00Z");
        var preview = provider.previewChange(new SubscriptionChange(id, PRO, TEAM, 5, Timing.NOW));
        provider.changePrice(id, TEAM, 5);

        assertThat(preview.dueNow()).isEqualTo(new Money(28_39, "usd"));
        assertThat(shop.newestInvoice(ACME).total()).isEqualTo(preview.dueNow());
        assertThat(provider.backOffice().invoices().get(0).lines())
                .extracting(line -> line.amount().minorUnits())
                .containsExactly(-10_32L, 38_71L);
    }

    @Test
    void what_a_change_costs_is_owed_beside_what_was_owed_before() {
        SubscriptionId id = shop.bought(PRO, 1);
        provider.declinePayments(ACME);
        shop.advanceTo("2026-02-15T00:00:00Z");
        provider.changePrice(id, TEAM, 4);

        assertThat(shop.view(id).owed()).contains(new Money(20_00 + 20_00, "usd"));
        assertThat(shop.newestInvoice(ACME).total()).isEqualTo(new Money(20_00, "usd"));
    }

    @Test
    void what_is_unused_of_a_longer_period_pays_the_shorter_one_and_what_is_left_is_credit() {
        SubscriptionId id = shop.bought(PRO_YEARLY, 1);
        shop.advanceTo("2026-02-01T00:00:00Z");
        shop.said();
        provider.declinePayments(ACME);
        provider.changePrice(id, TEAM, 5);

        assertThat(shop.said()).containsExactly("customer.subscription.updated");
        assertThat(shop.status(id)).isEqualTo("active");
        assertThat(credit()).isEqualTo(183_01 - 75_00);

        shop.advanceTo("2026-03-02T00:00:00Z");
        assertThat(credit()).as("it pays the next period").isEqualTo(183_01 - 75_00 - 75_00);
        shop.advanceTo("2026-04-02T00:00:00Z");
        assertThat(shop.status(id)).isEqualTo("past_due");
    }

    @Test
    void what_credit_paid_for_counts_as_paid() {
        SubscriptionId id = shop.bought(PRO_YEARLY, 1);
        provider.declinePayments(ACME);
        provider.changePrice(id, TEAM, 10);
        var had = shop.fetch(id).items();
        shop.advanceTo("2026-02-02T00:00:00Z");

        assertThat(shop.fetch(id).arrears().orElseThrow().lastPaid()).isEqualTo(had);
    }

    private long credit() {
        return provider.backOffice().customer(shop.customer(ACME)).orElseThrow().credit();
    }

    @Test
    void another_interval_begins_a_new_period() {
        SubscriptionId id = shop.bought(PRO, 1);
        shop.advanceDays(10);
        provider.changePrice(id, PRO_YEARLY, 1);

        assertThat(shop.periodEnd(id)).isEqualTo("2027-01-11T00:00:00Z");
        provider.changePrice(id, PRO, 1);
        assertThat(shop.periodEnd(id)).isEqualTo("2026-02-11T00:00:00Z");
    }

    @Test
    void a_period_begun_anew_is_announced_anew() {
        SubscriptionId id = shop.bought(PRO, 1);
        shop.advanceDays(28);
        provider.changePrice(id, PRO_YEARLY, 1);
        shop.said();
        shop.advanceDays(364);

        assertThat(shop.said()).containsExactly("invoice.upcoming");
    }

    @Test
    void a_change_during_a_trial_leaves_its_end_and_costs_nothing_yet() {
        SubscriptionId id = provider.pay(shop.trial(14));
        Instant trialEnd = shop.periodEnd(id);
        shop.said();
        provider.changePrice(id, PRO_YEARLY, 1);

        assertThat(shop.periodEnd(id)).isEqualTo(trialEnd);
        assertThat(shop.said()).containsExactly("customer.subscription.updated");
        shop.advanceDays(14);
        assertThat(shop.periodEnd(id)).isEqualTo("2027-01-15T00:00:00Z");
    }

    @Test
    void an_upgrade_that_is_declined_applies_but_owes_and_remembers_what_was_paid() {
        SubscriptionId id = shop.bought(PRO, 1);
        var paidFor = shop.fetch(id).items();
        provider.declineNextPayment(ACME);
        provider.changePrice(id, TEAM, 900);

        assertThat(shop.status(id)).isEqualTo("past_due");
        assertThat(shop.fetch(id).items().get(0).price()).isEqualTo(TEAM);
        assertThat(shop.fetch(id).arrears().orElseThrow().lastPaid()).isEqualTo(paidFor);
    }

    @Test
    void a_change_needs_a_price_that_is_sold_in_the_same_currency() {
        SubscriptionId id = shop.bought(PRO, 1);
        PriceId unknown = new PriceId("price_nobody_knows");

        assertRefused(Kind.INVALID_REQUEST, () -> provider.changePrice(id, unknown, 1));
        assertRefused(Kind.INVALID_REQUEST, () -> provider.changePrice(id, TEAM_EURO, 1));
        assertRefused(Kind.INVALID_REQUEST, () -> provider.changePrice(id, TEAM, 0));
        assertThat(shop.fetch(id).items().get(0).price()).isEqualTo(PRO);
    }

    @Test
    void a_paused_subscription_waits_and_stays_paused_when_the_card_declines() {
        SubscriptionId id = shop.bought(PRO, 1);
        provider.pause(id);
        shop.advanceDays(100);
        assertThat(shop.status(id)).isEqualTo("paused");
        shop.said();

        provider.declineNextPayment(ACME);
        assertRefused(Kind.DECLINED, () -> provider.resumePaused(id));
        assertThat(shop.status(id)).isEqualTo("paused");
        assertThat(shop.said()).containsExactly("invoice.payment_failed");
        provider.resumePaused(id);
        assertThat(shop.status(id)).isEqualTo("active");
        assertRefused(Kind.WRONG_STATE, () -> provider.resumePaused(id));
    }

    @Test
    void edited_metadata_is_merged_and_said() {
        SubscriptionId id = shop.bought(PRO, 1);
        shop.said();
        provider.editMetadata(id, Map.of("tenantId", "globex", "billingAttempt", "", "note", "moved"));

        assertThat(shop.fetch(id).metadata().tenant()).contains("globex");
        assertThat(shop.fetch(id).metadata().attempt()).isEmpty();
        assertThat(shop.view(id).metadata()).containsEntry("note", "moved");
        assertThat(shop.said()).containsExactly("customer.subscription.updated");
    }

    @Test
    void a_deleted_customer_takes_everything_along_and_makes_room_for_another() {
        CustomerId customer = shop.customer(ACME);
        SubscriptionId id = shop.bought(PRO, 1);
        CheckoutSessionId open = shop.checkout(TEAM, 2);
        shop.said();
        provider.deleteCustomer(customer);

        assertThat(shop.events.get(2).content()).isEqualTo(new EventContent.OfCustomer(customer, true));
        assertThat(shop.said())
                .isEqualTo(List.of("checkout.session.expired", "customer.subscription.deleted", "customer.deleted"));
        assertThat(shop.status(id)).isEqualTo("canceled");
        assertThat(provider.session(open).orElseThrow().state()).isEqualTo(State.EXPIRED);
        assertThat(provider.customerOf(ACME)).isEmpty();
        assertRefused(Kind.NOT_FOUND, () -> provider.declineNextPayment(customer));
        assertThat(shop.customer(ACME)).isNotEqualTo(customer);
    }
}

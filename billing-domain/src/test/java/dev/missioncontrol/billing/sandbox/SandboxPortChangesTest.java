package dev.missioncontrol.billing.sandbox;

import static dev.missioncontrol.billing.sandbox.SandboxShop.ACME;
import static dev.missioncontrol.billing.sandbox.SandboxShop.PRO;
import static dev.missioncontrol.billing.sandbox.SandboxShop.PRO_YEARLY;
import static dev.missioncontrol.billing.sandbox.SandboxShop.START;
import static dev.missioncontrol.billing.sandbox.SandboxShop.TEAM;
import static dev.missioncontrol.billing.sandbox.SandboxShop.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.ChangePreview;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.ChangeResult.Reason;
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an application changes over the port: reckoned by the second, at once only if it is paid. */
class SandboxPortChangesTest {
    private static final Instant PERIOD_END = Instant.parse("2026-02-01T00:00:00Z");
    private static final Instant HALFWAY = Instant.parse("2026-01-16T12:00:00Z");
    private static final ChangeResult APPLIED = new ChangeResult.Applied();

    private final SandboxShop shop = new SandboxShop();
    private final SandboxPaymentProvider provider = shop.provider;

    @Test
    void a_preview_is_what_the_change_then_costs() {
        SubscriptionId id = shop.bought(TEAM, 2);
        shop.advanceTo(HALFWAY.toString());
        ChangePreview preview = provider.previewChange(now(id, TEAM, TEAM, 5));

        assertThat(preview.dueNow()).isEqualTo(usd(2250));
        assertThat(preview.lines())
                .extracting(line -> line.amount().minorUnits())
                .containsExactly(-1500L, 3750L);
        assertThat(preview.recurring()).isEqualTo(usd(7500));
        assertThat(preview.nextPayment()).contains(PERIOD_END);

        assertThat(provider.changeSubscription(now(id, TEAM, TEAM, 5), "k")).isEqualTo(APPLIED);
        assertThat(newestInvoice().total()).isEqualTo(preview.dueNow());
        assertThat(newestInvoice().state()).isEqualTo(Invoice.State.PAID);
    }

    @Test
    void a_part_of_a_cent_is_rounded_half_up_on_each_line() {
        SubscriptionId id = shop.bought(PRO, 1);
        shop.advanceTo("2026-01-11T00:00:00Z");
        assertThat(provider.previewChange(now(id, PRO, TEAM, 3)).lines())
                .extracting(line -> line.amount().minorUnits())
                .containsExactly(-1355L, 3048L);
    }

    @Test
    void a_count_that_is_planned_already_changes_nothing() {
        SubscriptionId id = shop.bought(TEAM, 5);
        SubscriptionChange count = new SubscriptionChange(id, TEAM, TEAM, 3, Timing.PERIOD_END).keepingPlanned();
        ChangeResult first = provider.changeSubscription(count, "k1");
        shop.said();
        assertThat(provider.changeSubscription(count, "k2")).isEqualTo(first);
        assertThat(shop.said()).isEmpty();
    }

    @Test
    void what_gave_way_is_not_planned_over_what_was_changed_since() {
        SubscriptionId id = shop.bought(TEAM, 5);
        provider.changeSubscription(new SubscriptionChange(id, TEAM, PRO, 1, Timing.PERIOD_END), "k1");
        provider.askBankNext(provider.customerOf(ACME).orElseThrow());
        assertThat(provider.changeSubscription(now(id, TEAM, TEAM, 9), "k2"))
                .isInstanceOf(ChangeResult.PaymentNeeded.class);
        shop.advanceTo("2026-01-03T00:00:00Z");
        provider.changePrice(id, TEAM, 6);
        assertThat(provider.restorePlannedChange(id, "k3")).isEqualTo(APPLIED);
        assertThat(provider.plannedChange(id)).isEmpty();
    }

    @Test
    void another_interval_begins_a_period_that_is_paid_in_full_less_what_is_unused() {
        SubscriptionId id = shop.bought(PRO, 1);
        shop.advanceTo(HALFWAY.toString());
        ChangePreview preview = provider.previewChange(now(id, PRO, PRO_YEARLY, 1));
        assertThat(preview.dueNow()).isEqualTo(usd(19_000));
        assertThat(preview.nextPayment()).contains(Instant.parse("2027-01-16T12:00:00Z"));
        assertThat(provider.changeSubscription(now(id, PRO, PRO_YEARLY, 1), "k"))
                .isEqualTo(APPLIED);
        assertThat(shop.periodEnd(id)).isEqualTo("2027-01-16T12:00:00Z");
    }

    @Test
    void a_declining_card_leaves_all_as_it_was() {
        SubscriptionId id = shop.bought(TEAM, 2);
        var before = shop.fetch(id);
        provider.declineNextPayment(ACME);
        shop.said();
        assertThat(provider.changeSubscription(now(id, TEAM, TEAM, 9), "k")).isInstanceOf(ChangeResult.Declined.class);

        assertThat(shop.fetch(id)).isEqualTo(before);
        assertThat(newestInvoice().state()).isEqualTo(Invoice.State.VOID);
        assertThat(shop.said())
                .containsExactly(
                        "invoice.created",
                        "invoice.finalized",
                        "invoice.payment_failed",
                        "customer.subscription.updated",
                        "invoice.voided",
                        "customer.subscription.pending_update_expired");
        assertThat(provider.changeSubscription(now(id, TEAM, TEAM, 9), "k")).isInstanceOf(ChangeResult.Declined.class);
        assertThat(provider.changeSubscription(now(id, TEAM, TEAM, 9), "another"))
                .isEqualTo(APPLIED);
    }

    @Test
    void a_payment_that_the_bank_must_confirm_brings_the_change_when_it_is() {
        SubscriptionId id = shop.bought(TEAM, 2);
        provider.askBankNext(customer());
        var result = provider.changeSubscription(now(id, TEAM, TEAM, 9), "k");
        assertThat(((ChangeResult.PaymentNeeded) result).url())
                .hasPath("/sandbox/invoice/" + newestInvoice().id());
        assertThat(seats(id)).isEqualTo(2);

        shop.said();
        provider.confirmPayment(id);
        assertThat(seats(id)).isEqualTo(9);
        assertThat(newestInvoice().state()).isEqualTo(Invoice.State.PAID);
        assertThat(shop.said()).contains("invoice.paid", "customer.subscription.pending_update_applied");
    }

    @Test
    void a_payment_that_nobody_confirms_is_given_up_after_23_hours() {
        SubscriptionId id = shop.bought(TEAM, 2);
        provider.askBankNext(customer());
        provider.changeSubscription(now(id, TEAM, TEAM, 9), "k");
        shop.advanceTo("2026-01-01T23:00:00Z");
        assertThat(seats(id)).isEqualTo(2);
        assertThat(newestInvoice().state()).isEqualTo(Invoice.State.VOID);
        assertRefused(Kind.WRONG_STATE, () -> provider.confirmPayment(id));
    }

    @Test
    void a_downgrade_comes_with_the_next_period_which_it_prices() {
        SubscriptionId id = shop.bought(TEAM, 5);
        assertThat(provider.previewChange(later(id, TEAM, PRO, 1)).dueNow()).isEqualTo(usd(0));
        assertThat(provider.changeSubscription(later(id, TEAM, PRO, 1), "k"))
                .isEqualTo(new ChangeResult.Scheduled(PERIOD_END));
        assertThat(provider.plannedChange(id)).contains(new PlannedChange(PRO, 1, PERIOD_END));
        assertThat(seats(id)).isEqualTo(5);

        shop.advanceTo(PERIOD_END.toString());
        assertThat(shop.fetch(id).items().get(0).price()).isEqualTo(PRO);
        assertThat(newestInvoice().total()).isEqualTo(usd(2000));
        assertThat(provider.plannedChange(id)).isEmpty();
    }

    @Test
    void a_shorter_interval_comes_when_the_longer_one_ends() {
        SubscriptionId id = shop.bought(PRO_YEARLY, 1);
        provider.changeSubscription(later(id, PRO_YEARLY, PRO, 1), "k");
        shop.advanceTo("2027-01-01T00:00:00Z");
        assertThat(shop.periodEnd(id)).isEqualTo("2027-02-01T00:00:00Z");
        assertThat(newestInvoice().total()).isEqualTo(usd(2000));
    }

    @Test
    void what_is_planned_can_be_taken_back_or_replaced() {
        SubscriptionId id = shop.bought(TEAM, 5);
        provider.changeSubscription(later(id, TEAM, PRO, 1), "k1");
        assertThat(provider.resumeSubscription(id, "k2")).isEqualTo(APPLIED);
        assertThat(provider.plannedChange(id)).isEmpty();

        provider.changeSubscription(later(id, TEAM, PRO, 1), "k3");
        provider.changeSubscription(later(id, TEAM, TEAM, 3), "k4");
        assertThat(provider.plannedChange(id)).contains(new PlannedChange(TEAM, 3, PERIOD_END));
        provider.cancelSubscription(id, Timing.PERIOD_END, "k5");
        assertThat(provider.plannedChange(id)).isEmpty();
    }

    @Test
    void a_declined_upgrade_leaves_the_planned_downgrade_planned() {
        SubscriptionId id = shop.bought(TEAM, 5);
        provider.changeSubscription(later(id, TEAM, PRO, 1), "k1");
        provider.declineNextPayment(ACME);
        provider.changeSubscription(now(id, TEAM, TEAM, 9), "k2");
        assertThat(provider.plannedChange(id)).isPresent();
        provider.changeSubscription(now(id, TEAM, TEAM, 9), "k3");
        assertThat(provider.plannedChange(id)).isEmpty();
    }

    @Test
    void what_is_given_back_pays_the_next_invoices() {
        SubscriptionId id = shop.bought(TEAM, 4);
        shop.advanceTo(HALFWAY.toString());
        ChangePreview preview = provider.previewChange(now(id, TEAM, TEAM, 2));
        assertThat(preview.dueNow()).isEqualTo(usd(0));
        assertThat(preview.credit()).isEqualTo(usd(1500));
        provider.backOffice().changeOncePaid(now(id, TEAM, TEAM, 2));
        assertThat(provider.previewChange(now(id, TEAM, TEAM, 5)).dueNow()).isEqualTo(usd(750));
    }

    @Test
    void a_bank_debit_is_in_the_way_of_nothing_on_a_trial_that_goes_on() {
        SubscriptionId id = provider.pay(shop.trial(14));
        provider.payLater(shop.checkout(TEAM, 1));
        SubscriptionChange ends =
                new SubscriptionChange(id, PRO, TEAM, 2, Timing.NOW, true, Optional.empty(), false, Optional.empty());
        assertThat(provider.changeSubscription(ends, "k1"))
                .isInstanceOfSatisfying(
                        ChangeResult.Rejected.class,
                        no -> assertThat(no.reason()).isEqualTo(Reason.PAID_BY_DEBIT));
        assertThat(provider.previewChange(now(id, PRO, TEAM, 2)).dueNow()).isEqualTo(usd(0));
        assertThat(provider.changeSubscription(now(id, PRO, TEAM, 2), "k2")).isEqualTo(APPLIED);
    }

    @Test
    void a_trial_goes_on_for_nothing_or_ends_paid_in_full() {
        SubscriptionId id = provider.pay(shop.trial(14));
        assertThat(provider.previewChange(now(id, PRO, TEAM, 2)).dueNow()).isEqualTo(usd(0));
        provider.changeSubscription(now(id, PRO, TEAM, 2), "k1");
        assertThat(shop.status(id)).isEqualTo("trialing");

        SubscriptionChange ending =
                new SubscriptionChange(id, TEAM, TEAM, 5, Timing.NOW, true, Optional.empty(), false, Optional.empty());
        assertThat(provider.previewChange(ending).dueNow()).isEqualTo(usd(7500));
        assertThat(provider.changeSubscription(ending, "k2")).isEqualTo(APPLIED);
        assertThat(shop.status(id)).isEqualTo("active");
        assertThat(shop.fetch(id).trialEnd()).contains(START);
        assertThat(shop.periodEnd(id)).isEqualTo(PERIOD_END);
    }

    @Test
    void what_can_not_be_changed_says_why() {
        SubscriptionId id = shop.bought(TEAM, 2);
        assertThat(reason(provider.changeSubscription(now(id, PRO, TEAM, 9), "k1")))
                .isEqualTo(Reason.CHANGED_MEANWHILE);
        assertThat(provider.changeSubscription(now(id, PRO, TEAM, 2), "k2")).isEqualTo(APPLIED);
        provider.cancelNow(id);
        assertThat(reason(provider.changeSubscription(now(id, TEAM, TEAM, 9), "k3")))
                .isEqualTo(Reason.ENDED);
        assertThat(reason(provider.resumeSubscription(id, "k4"))).isEqualTo(Reason.ENDED);
        assertThat(provider.cancelSubscription(id, Timing.NOW, "k5")).isEqualTo(APPLIED);
        assertRefused(Kind.WRONG_STATE, () -> provider.previewChange(now(id, TEAM, TEAM, 9)));
        assertRefused(Kind.NOT_FOUND, () -> provider.resumeSubscription(new SubscriptionId("sub_x"), "k6"));
    }

    @Test
    void an_end_is_planned_once_and_taken_back() {
        SubscriptionId id = shop.bought(TEAM, 2);
        shop.said();
        var end = new ChangeResult.Scheduled(PERIOD_END);
        assertThat(provider.cancelSubscription(id, Timing.PERIOD_END, "k1")).isEqualTo(end);
        assertThat(provider.cancelSubscription(id, Timing.PERIOD_END, "k2")).isEqualTo(end);
        assertThat(shop.said()).containsExactly("customer.subscription.updated");
        assertThat(provider.resumeSubscription(id, "k3")).isEqualTo(APPLIED);
        shop.advanceTo(PERIOD_END.toString());
        assertThat(shop.status(id)).isEqualTo("active");
    }

    @Test
    void a_paused_one_goes_on_only_if_that_is_paid() {
        SubscriptionId id = shop.bought(TEAM, 2);
        provider.pause(id);
        provider.declineNextPayment(ACME);
        assertThat(provider.resumeSubscription(id, "k1")).isInstanceOf(ChangeResult.Declined.class);
        assertThat(shop.status(id)).isEqualTo("paused");
        assertThat(provider.resumeSubscription(id, "k2")).isEqualTo(APPLIED);
        assertThat(shop.status(id)).isEqualTo("active");
    }

    private long seats(SubscriptionId id) {
        return shop.fetch(id).items().get(0).quantity().orElseThrow();
    }

    private CustomerId customer() {
        return provider.customerOf(ACME).orElseThrow();
    }

    private Invoice newestInvoice() {
        return shop.newestInvoice(ACME);
    }

    private static Reason reason(ChangeResult result) {
        return ((ChangeResult.Rejected) result).reason();
    }

    private static SubscriptionChange now(SubscriptionId id, PriceId from, PriceId to, long quantity) {
        return new SubscriptionChange(id, from, to, quantity, Timing.NOW);
    }

    private static SubscriptionChange later(SubscriptionId id, PriceId from, PriceId to, long quantity) {
        return new SubscriptionChange(id, from, to, quantity, Timing.PERIOD_END);
    }

    private static Money usd(long cents) {
        return new Money(cents, "usd");
    }
}

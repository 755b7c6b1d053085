package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.http.pages.BillingNotice;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.usecase.Change;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.TenantStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which one of all that could be said is said. */
class PageNoticeTest {
    private static final TenantId ACME = new TenantId("acme");

    private final InMemoryBillingStore store = new InMemoryBillingStore();
    private final ARunningServer running = new ARunningServer(store);

    @AfterEach
    void stop() {
        running.close();
    }

    private BillingNotice notice(Optional<BillingNotice> said, boolean manage) {
        TenantStatus status = running.billing.status(ACME);
        return PageNotice.of(
                status,
                running.billing.openMatters(ACME),
                running.billing.catalog().plan(status.plan()).orElseThrow(),
                said,
                manage,
                running.billing.now());
    }

    private void buy() {
        running.sandbox.pay(
                running.billing.startCheckout(ACME, Checkout.of("team").seats(5)));
        running.billing.sync(ACME);
    }

    @Test
    void what_was_just_done_comes_before_what_is() {
        buy();
        running.billing.change(ACME, Change.to("pro"));
        assertThat(notice(Optional.empty(), true)).isEqualTo(BillingNotice.DOWNGRADE_SCHEDULED);
        assertThat(notice(Optional.of(BillingNotice.DECLINED), true)).isEqualTo(BillingNotice.DECLINED);
        assertThat(notice(Optional.of(BillingNotice.CONFIRMING), true))
                .as("it is confirmed by now")
                .isEqualTo(BillingNotice.DOWNGRADE_SCHEDULED);
    }

    @Test
    void a_checkout_that_was_left_is_not_gone_back_to_once_another_was_paid() {
        running.billing.startCheckout(ACME, Checkout.of("team").seats(5));
        assertThat(notice(Optional.of(BillingNotice.CHECKOUT_LEFT), true)).isEqualTo(BillingNotice.CHECKOUT_LEFT);
        buy();
        assertThat(notice(Optional.of(BillingNotice.CHECKOUT_LEFT), true))
                .as("paid in another tab")
                .isEqualTo(BillingNotice.NONE);
        running.sandbox.declineNextPayment(ACME);
        running.sandbox.advance(Duration.ofDays(32));
        running.billing.sync(ACME);
        assertThat(notice(Optional.of(BillingNotice.CHECKOUT_LEFT), true)).isEqualTo(BillingNotice.PAST_DUE_GRACE);
    }

    @Test
    void an_end_comes_before_what_was_planned_and_a_reader_hears_who_can_act() {
        buy();
        assertThat(notice(Optional.empty(), true)).isEqualTo(BillingNotice.NONE);
        assertThat(notice(Optional.empty(), false)).isEqualTo(BillingNotice.READER);
        running.billing.change(ACME, Change.to("pro"));
        running.billing.cancel(ACME);
        assertThat(notice(Optional.empty(), true)).isEqualTo(BillingNotice.CANCELS_AT_PERIOD_END);
    }

    @Test
    void what_was_to_end_by_now_is_over_and_can_not_be_kept_though_its_event_was_lost() {
        buy();
        running.billing.cancel(ACME);
        running.sandbox.advance(Duration.ofDays(32));
        assertThat(running.billing.status(ACME).plan())
                .as("nobody said that it ended")
                .isEqualTo("team");
        assertThat(notice(Optional.empty(), true)).isEqualTo(BillingNotice.CANCELED);
    }

    @Test
    void what_was_never_known_here_does_not_end_as_a_plan_that_the_tenant_had() {
        Billing elsewhere = running.selling(
                PlanCatalog.of(
                        Plan.draft("free").rank(0), Plan.draft("gold").rank(1).monthly("price_gold", 2000, "usd")),
                store);
        running.sandbox.pay(elsewhere.startCheckout(ACME, Checkout.of("gold")));
        elsewhere.sync(ACME);
        elsewhere.cancel(ACME);
        running.billing.sync(ACME);
        running.sandbox.advance(Duration.ofDays(32));
        TenantStatus status = running.billing.status(ACME);
        assertThat(status.plan()).isEqualTo("free");
        assertThat(status.current().over(running.billing.now())).isTrue();
        assertThat(notice(Optional.empty(), true)).isEqualTo(BillingNotice.NONE);
    }

    /** The provider says the same of it with a status that we never heard of. */
    private static ProviderEvent inANewWord(ProviderEvent said, Instant at) {
        SubscriptionSnapshot was = ((EventContent.OfSubscription) said.content()).snapshot();
        SubscriptionSnapshot now = new SubscriptionSnapshot(
                was.id(),
                was.customer(),
                "hibernating",
                was.items(),
                was.created(),
                was.trialEnd(),
                was.cancelAt(),
                was.endedAt(),
                was.metadata(),
                was.livemode(),
                was.arrears(),
                was.currency());
        return new ProviderEvent(
                new EventId("evt_in_a_new_word"),
                said.type(),
                at,
                said.livemode(),
                said.account(),
                said.apiVersion(),
                new EventContent.OfSubscription(now),
                said.payload());
    }

    @Test
    void what_was_paused_when_it_was_last_understood_is_paused_and_can_be_resumed() {
        buy();
        List<ProviderEvent> told = new ArrayList<>();
        running.sandbox.onEvent(told::add);
        running.sandbox.pause(running.sandbox.subscriptionOf(ACME).orElseThrow());
        running.sandbox.advance(Duration.ofSeconds(3));
        running.billing.accept(told.get(0));
        running.billing.runDue();
        running.sandbox.advance(Duration.ofMinutes(1));
        running.billing.accept(inANewWord(told.get(0), running.billing.now()));
        assertThat(running.billing.status(ACME).current().providerStatus()).contains("hibernating");

        assertThat(notice(Optional.empty(), true)).isEqualTo(BillingNotice.PAUSED);
        ABrowser browser = ABrowser.of(running, "acme manage");
        assertThat(browser.text()).contains("Paused").doesNotContain("payment failed", "Payment failed");
        browser.press("Resume");
        assertThat(browser.text()).contains("Resume Team", "Resume and pay");
    }

    @Test
    void what_is_over_is_not_told_as_unpaid_either() {
        buy();
        running.sandbox.declinePayments(ACME);
        running.sandbox.advance(Duration.ofDays(32));
        running.billing.sync(ACME);
        running.billing.cancel(ACME);
        assertThat(notice(Optional.empty(), true)).isEqualTo(BillingNotice.PAST_DUE_GRACE);
        running.sandbox.advance(Duration.ofDays(31));
        assertThat(notice(Optional.empty(), true)).isEqualTo(BillingNotice.CANCELED);
    }
}

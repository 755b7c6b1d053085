package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.Access;
import dev.missioncontrol.billing.account.Access.Level;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CheckoutSessionRequest;
import dev.missioncontrol.billing.provider.PortalRequest;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.sandbox.CancelShape;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who pays for two, of which one ends, goes on with the other one, though nobody has said yet that the first one ended. */
class StatusAfterAnEndTest extends TwoNodesThatRemember {
    private SubscriptionId older;
    private SubscriptionId newer;

    /** The smaller one goes on, the larger one ends with its month. */
    private void paysForTwo() {
        older = buy(billing, ACME, Checkout.of("pro"));
        newer = another("price_team_monthly", 3);
        heardBy(billing, () -> sandbox.cancelAtPeriodEnd(newer, CancelShape.FLEXIBLE));
        assertThat(billing.status(ACME).plan()).isEqualTo("team");
    }

    /** Bought past us: in the dashboard, say. */
    private SubscriptionId another(String price, int seats) {
        CheckoutSessionRequest request = new CheckoutSessionRequest(
                ACME,
                sandbox.customerOf(ACME).orElseThrow(),
                new PriceId(price),
                seats,
                "https://app.example/",
                URI.create("https://app.example/"),
                new BillingMetadata(Optional.of(ACME.value()), Optional.empty(), Optional.empty()),
                0,
                false,
                Optional.empty(),
                false,
                Optional.empty());
        sandbox.advance(Duration.ofMinutes(1));
        SubscriptionId[] made = {null};
        heardBy(
                billing,
                () -> made[0] = sandbox.pay(
                        sandbox.createCheckoutSession(request, "another").id()));
        return made[0];
    }

    private void heardBy(Billing node, Runnable act) {
        boolean[] hears = {true};
        sandbox.onEvent(event -> {
            if (!hears[0]) return;
            node.accept(event);
            node.runDue();
        });
        act.run();
        hears[0] = false;
    }

    private void atItsEnd() {
        now = billing.status(ACME).access().until().orElseThrow();
    }

    @Test
    void what_goes_on_counts_from_the_end_of_the_other_on_by_the_clock_alone() {
        paysForTwo();
        atItsEnd();
        now = now.minusMillis(1);
        assertThat(billing.status(ACME).plan()).isEqualTo("team");
        pass(Duration.ofMillis(1));
        assertThat(store.asked(() -> {
                    TenantStatus status = billing.status(ACME);
                    assertThat(status.plan()).isEqualTo("pro");
                    assertThat(status.access()).isEqualTo(new Access(Level.FULL, Optional.empty()));
                    assertThat(status.current().cancelAt()).isEmpty();
                    assertThat(billing.entitlements(ACME).plan()).isEqualTo("pro");
                }))
                .isZero();
        assertThat(billing.recurring(ACME)).contains(new Money(2_000, "usd"));
    }

    @Test
    void it_counts_as_well_where_nothing_is_remembered() {
        paysForTwo();
        Billing plain = node(store).build();
        atItsEnd();
        assertThat(plain.status(ACME).plan()).isEqualTo("pro");
        assertThat(plain.status(ACME, Runnable::run).join().plan()).isEqualTo("pro");
        assertThat(plain.operations().explain(ACME).why().get(0))
                .contains("plan is pro")
                .contains(older.value());
        assertThat(plain.operations().explain(ACME).why())
                .anySatisfy(why -> assertThat(why).contains(newer.value()).contains("it was to end"));
    }

    @Test
    void the_portal_opens_at_what_goes_on() {
        paysForTwo();
        assertThat(portalAt()).contains(newer);
        atItsEnd();
        assertThat(portalAt()).contains(older);
    }

    private Optional<SubscriptionId> portalAt() {
        URI url = billing.openPortal(ACME, PortalRequest.PortalFlow.SUBSCRIPTION_CANCEL)
                .url();
        String path = url.getPath();
        return sandbox.portal(path.substring(path.lastIndexOf('/') + 1))
                .orElseThrow()
                .subscription();
    }

    @Test
    void what_is_changed_or_ended_then_is_what_goes_on() {
        paysForTwo();
        atItsEnd();
        String seen = billing.status(ACME).version();
        assertThat(billing.change(
                        ACME,
                        Change.to("team").seats(4),
                        Conditions.once("more").ifVersion(seen)))
                .isInstanceOf(ChangeOutcome.Applied.class);
        assertThat(sandbox.subscription(older).orElseThrow().quantity()).isEqualTo(4);
        assertThat(billing.status(ACME).seats()).isEqualTo(4);
    }

    @Test
    void what_was_remembered_to_go_on_is_looked_up_again_once_it_has_ended_too() {
        paysForTwo();
        atItsEnd();
        now = now.minusSeconds(1);
        assertThat(billing.status(ACME).plan()).isEqualTo("team");
        heardBy(other, () -> sandbox.cancelNow(older));
        assertThat(other.status(ACME).plan()).as("what counts is as before").isEqualTo("team");
        pass(StatusCache.LONGEST_UNSEEN.plusMillis(1));
        assertThat(billing.status(ACME).access().level()).isEqualTo(Level.NONE);
        assertThat(other.status(ACME).access().level()).isEqualTo(Level.NONE);
    }

    @Test
    void an_end_that_is_asked_for_again_is_that_of_the_same_one() {
        older = buy(billing, ACME, Checkout.of("team").seats(3));
        newer = another("price_team_monthly", 3);
        String seen = billing.status(ACME).version();
        ChangeOutcome first = billing.cancel(ACME, SubscriptionChange.Timing.PERIOD_END, Conditions.once("k"));
        assertThat(first).isInstanceOf(ChangeOutcome.Scheduled.class);
        for (Conditions again : List.of(
                Conditions.NONE, Conditions.once("k"), Conditions.once("k").ifVersion(seen), Conditions.once("other")))
            assertThat(billing.cancel(ACME, SubscriptionChange.Timing.PERIOD_END, again))
                    .isEqualTo(first);
        assertThat(sandbox.subscription(older).orElseThrow().cancelAt()).isEmpty();

        String other = billing.status(ACME).version();
        assertThat(billing.cancel(
                        ACME,
                        SubscriptionChange.Timing.PERIOD_END,
                        Conditions.once("both").ifVersion(other)))
                .isInstanceOf(ChangeOutcome.Scheduled.class);
        assertThat(sandbox.subscription(older).orElseThrow().cancelAt()).isPresent();
    }

    @Test
    void who_ends_the_newer_of_two_alike_has_no_end_before_it() {
        older = buy(billing, ACME, Checkout.of("team").seats(3));
        newer = another("price_team_monthly", 3);
        assertThat(billing.status(ACME).current().subscription()).contains(newer);

        assertThat(billing.cancel(ACME)).isInstanceOf(ChangeOutcome.Scheduled.class);
        assertThat(sandbox.subscription(newer).orElseThrow().cancelAt()).isPresent();
        TenantStatus status = billing.status(ACME);
        assertThat(status.current().subscription()).contains(older);
        assertThat(status.current().standing()).contains(ProviderStatus.ACTIVE);
        assertThat(status.access()).isEqualTo(new Access(Level.FULL, Optional.empty()));
    }
}

package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.OperatedShop.ACME;
import static dev.missioncontrol.billing.usecase.OperatedShop.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.Transition;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.sandbox.HostedPrice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is told of a tenant: why it has what it has, and what happened on the way. */
class ExplainTenantTest {
    private static final PriceId TEAM = new PriceId("price_team_monthly");

    private final OperatedShop shop = new OperatedShop();
    private final Operations operations = shop.operations;

    @Test
    void one_who_was_never_seen_is_on_free_because_nothing_was_heard() {
        assertThat(why(ACME)).isEqualTo("The plan is free because nothing was ever heard of this tenant.");
        assertThat(shop.store.inTransaction(tx -> tx.accounts().tenant(ACME)).isPresent())
                .isFalse();
    }

    @Test
    void a_plan_names_the_subscription_and_the_price_that_it_comes_from() {
        SubscriptionId bought = shop.buy(ACME, Checkout.of("team").seats(3));
        assertThat(why(ACME))
                .startsWith("The plan is team because " + bought + " is active and has ")
                .contains("which is team");
    }

    @Test
    void one_whose_subscription_ended_is_told_when_and_what_it_was() {
        shop.stripe.cancelNow(shop.buy(ACME, Checkout.of("pro")));
        assertThat(why(ACME)).contains("ended 2027-01-01T00:00").contains("Before it ended the plan was pro.");
    }

    @Test
    void a_quarantined_subscription_shows_to_both_tenants_that_its_signs_name() {
        SubscriptionId disputed = shop.quarantined();
        for (TenantId tenant : List.of(ACME, GLOBEX))
            assertThat(why(tenant)).contains("plan is free").contains(disputed + " is nobody's: the signs");
    }

    @Test
    void an_open_checkout_and_a_lost_fetch_are_said() {
        shop.billing.startCheckout(ACME, Checkout.of("pro"));
        assertThat(why(ACME)).contains("A checkout of pro was begun");
        shop.lossy = true;
        shop.stripe.declinePayments(ACME);
        assertThat(why(ACME)).contains("no subscription of its customer");
    }

    @Test
    void access_that_is_over_says_since_when() {
        shop.buy(ACME, Checkout.of("pro"));
        shop.stripe.declinePayments(ACME);
        shop.stripe.advance(Duration.ofDays(33));
        assertThat(why(ACME)).contains("It may be used until").contains("7 days of grace");
        shop.stripe.advance(Duration.ofDays(8));
        assertThat(why(ACME)).contains("No more than the free plan may be used");
    }

    @Test
    void events_and_decisions_stand_in_the_order_of_time_each_event_before_what_it_led_to() {
        shop.buy(ACME, Checkout.of("pro"));
        shop.stripe.advance(Duration.ofDays(32));
        shop.stripe.cancelNow(shop.stripe.subscriptionOf(ACME).orElseThrow());
        Explanation told = operations.explain(ACME);
        assertThat(told.timeline()).extracting(Explanation.Entry::at).isSorted();
        assertThat(told.timeline()).hasAtLeastOneElementOfType(Explanation.Entry.Event.class);
        assertThat(told.timeline()).hasAtLeastOneElementOfType(Explanation.Entry.Decision.class);
        assertThat(told.earlierLeftOut()).isFalse();
    }

    @Test
    void a_history_holds_what_changed_and_nothing_of_how_it_came_to_be_known() {
        SubscriptionId bought = shop.buy(ACME, Checkout.of("pro"));
        shop.stripe.cancelNow(bought);
        operations.bind(ACME, shop.customer(ACME), "moved", true, OperatedShop::noPause);
        ShowHistory.History history = shop.billing.history(ACME, OptionalLong.empty());
        assertThat(history.changes())
                .extracting(change -> change.transition().type())
                .containsExactly(Transition.Type.SUBSCRIPTION_ENDED, Transition.Type.SUBSCRIPTION_STARTED);
        assertThat(history.before()).isEmpty();
        assertThat(shop.billing.history(GLOBEX, OptionalLong.empty()).changes()).isEmpty();
    }

    @Test
    void a_long_history_comes_in_pages_that_hold_everything_once() {
        for (int i = 0; i < 130; i++) {
            shop.stripe.cancelNow(shop.buy(ACME, Checkout.of("pro")));
            shop.stripe.advance(Duration.ofMinutes(1));
        }
        List<ShowHistory.Change> all = new ArrayList<>();
        OptionalLong before = OptionalLong.empty();
        do {
            ShowHistory.History page = shop.billing.history(ACME, before);
            assertThat(page.changes()).hasSizeLessThanOrEqualTo(ShowHistory.PAGE);
            all.addAll(page.changes());
            before = page.before();
        } while (before.isPresent());
        assertThat(all).hasSize(260);
        assertThat(all).extracting(ShowHistory.Change::at).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    private String why(TenantId tenant) {
        return String.join(" ", operations.explain(tenant).why());
    }

    @Test
    void what_was_to_end_and_is_not_known_to_have_ended_is_not_told_as_active() {
        shop.buy(ACME, Checkout.of("pro"));
        shop.billing.cancel(ACME);
        shop.lossy = true;
        shop.stripe.advance(Duration.ofDays(32));
        assertThat(why(ACME))
                .contains("No more than the free plan may be used: it was to end 2027-02-01T00:00:00Z,"
                        + " and the provider has not said yet that it did.")
                .doesNotContain("the subscription is active");
    }

    @Test
    void a_plan_that_is_owed_for_is_told_as_what_was_last_paid_for() {
        SubscriptionId bought = shop.buy(ACME, Checkout.of("pro"));
        assertThat(why(ACME)).doesNotContain("no more is given");
        shop.stripe.declinePayments(ACME);
        shop.stripe.changePrice(bought, TEAM, 3);
        assertThat(why(ACME))
                .startsWith(
                        "The plan is pro because " + bought + " is past_due and has price_team_monthly, which is team;"
                                + " no more is given than was last paid for.");
    }

    @Test
    void a_plan_at_a_price_that_is_not_known_is_told_as_what_was_known_before() {
        SubscriptionId bought = shop.buy(ACME, Checkout.of("pro"));
        PriceId support = new PriceId("price_premium_support");
        shop.stripe
                .backOffice()
                .sell(new HostedPrice(support, BillingInterval.MONTH, new Money(90_000, "usd"), "Premium support"));
        shop.stripe.changePrice(bought, support, 1);
        assertThat(why(ACME))
                .startsWith("The plan is pro because " + bought + " is active and has price_premium_support, which the"
                        + " catalogue does not know; no more is given than was known before.");
    }
}

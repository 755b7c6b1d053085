package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.OperatedShop.ACME;
import static dev.missioncontrol.billing.usecase.OperatedShop.GLOBEX;
import static dev.missioncontrol.billing.usecase.OperatedShop.JAN_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.store.Attempts;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.store.CustomerBinding;
import dev.missioncontrol.billing.store.InboxEvent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is none of ours is kept and does nothing; what is ours says what became of it. */
class EventsOfOthersTest {
    private static final SubscriptionSnapshot TEAM = ASnapshot.of("sub_elsewhere", JAN_1)
            .customer("cus_elsewhere")
            .item("price_team_monthly", 9)
            .tenant("acme")
            .said();

    private final OperatedShop shop = new OperatedShop();
    private int events;

    private InboxEvent heard(EventContent content) {
        return heard(content, false, Optional.empty());
    }

    private InboxEvent heard(EventContent content, boolean livemode, Optional<String> account) {
        EventId id = new EventId("evt_" + ++events);
        shop.billing.accept(new ProviderEvent(id, "a.type", JAN_1, livemode, account, Optional.empty(), content, "{}"));
        return shop.stored(id);
    }

    private void assertIgnored(InboxEvent event, String reason) {
        assertThat(event.outcome()).isEqualTo(EventOutcome.IGNORED);
        assertThat(event.reason()).contains(reason);
        assertThat(shop.known(TEAM.id())).isFalse();
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("free");
    }

    private static EventContent completed(CheckoutSessionId id, boolean subscriptionMode, SubscriptionSnapshot made) {
        return new EventContent.OfCheckout(new CheckoutSession(
                id,
                CheckoutSession.State.COMPLETE,
                Optional.empty(),
                made.customer(),
                Optional.of(made.id()),
                Optional.empty(),
                BillingMetadata.NONE,
                subscriptionMode,
                "paid",
                Optional.empty()));
    }

    private static EventContent expired(CheckoutSessionId id) {
        return new EventContent.OfCheckout(new CheckoutSession(
                id,
                CheckoutSession.State.EXPIRED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                BillingMetadata.NONE,
                true,
                "unpaid",
                Optional.empty()));
    }

    @Test
    void a_connected_account_gives_nobody_a_plan() {
        assertIgnored(
                heard(new EventContent.OfSubscription(TEAM), false, Optional.of("acct_2")),
                "comes from the connected account acct_2");
    }

    @Test
    void the_other_mode_gives_nobody_a_plan() {
        assertIgnored(
                heard(new EventContent.OfSubscription(TEAM), true, Optional.empty()), "livemode is true, ours is not");
    }

    @Test
    void what_sells_no_subscription_or_is_about_none_does_nothing() {
        assertIgnored(
                heard(completed(new CheckoutSessionId("cs_1"), false, TEAM)),
                "the checkout does not sell a subscription");
        assertIgnored(
                heard(new EventContent.OfInvoice(Optional.empty(), TEAM.customer())), "it is about no subscription");
        assertIgnored(heard(new EventContent.Other()), "this type is not used");
        assertIgnored(
                heard(new EventContent.OfCustomer(new CustomerId("cus_elsewhere"), false)),
                "the customer is not bound to a tenant");
        assertIgnored(heard(expired(new CheckoutSessionId("cs_1"))), "not a checkout of ours");
    }

    @Test
    void what_is_ours_says_that_it_was_applied_and_where_its_signs_name_another() {
        SubscriptionId id = shop.buy(ACME, Checkout.of("pro"));
        InboxEvent about = heard(new EventContent.OfInvoice(Optional.of(id), Optional.empty()));
        assertThat(about.outcome()).isEqualTo(EventOutcome.APPLIED);
        assertThat(about.reason()).contains("marked for a fetch");
        assertThat(about.tenant()).contains(ACME);

        SubscriptionSnapshot moved = ASnapshot.of(id, JAN_1)
                .item("price_pro_monthly", 1)
                .tenant("globex")
                .said();
        InboxEvent edited = heard(new EventContent.OfSubscription(moved));
        assertThat(edited.tenant()).contains(ACME);
        assertThat(edited.reason()).endsWith("; its signs name [globex], it stays");
    }

    @Test
    void what_waited_for_an_owner_is_applied_once_an_event_says_whose_it_is() {
        SubscriptionSnapshot nobodys = ASnapshot.of("sub_elsewhere", JAN_1)
                .item("price_team_monthly", 9)
                .said();
        InboxEvent waiting = heard(new EventContent.OfSubscription(nobodys));
        assertThat(waiting.outcome()).isEqualTo(EventOutcome.UNBOUND);
        heard(new EventContent.OfSubscription(TEAM));
        assertThat(shop.stored(waiting.id()).outcome()).isEqualTo(EventOutcome.APPLIED);
        assertThat(shop.stored(waiting.id()).tenant()).contains(ACME);
    }

    private CheckoutSessionId begun() {
        return ((Redirect.To) shop.billing.startCheckout(ACME, Checkout.of("pro")))
                .session()
                .orElseThrow();
    }

    private CheckoutAttempt.State state(CheckoutSessionId session) {
        return shop.store
                .<Optional<CheckoutAttempt>>inTransaction(tx -> tx.checkouts().bySession(session))
                .orElseThrow()
                .state();
    }

    @Test
    void a_page_that_is_over_is_none_to_go_back_to_unless_it_was_paid() {
        CheckoutSessionId left = begun();
        assertThat(heard(expired(left)).outcome()).isEqualTo(EventOutcome.APPLIED);
        assertThat(state(left)).isEqualTo(CheckoutAttempt.State.EXPIRED);

        CheckoutSessionId paid = begun();
        shop.stripe.pay(paid);
        heard(expired(paid));
        assertThat(state(paid)).isEqualTo(CheckoutAttempt.State.COMPLETED);
    }

    @Test
    void a_customer_that_was_changed_has_what_lives_asked_for_anew_and_what_ended_left_alone() {
        SubscriptionId ended = shop.buy(ACME, Checkout.of("pro"));
        shop.stripe.cancelNow(ended);
        SubscriptionId lives = shop.buy(ACME, Checkout.of("team").seats(2));
        shop.billing.runDue();
        CustomerId customer = shop.stripe.customerOf(ACME).orElseThrow();

        assertThat(heard(new EventContent.OfCustomer(customer, false)).tenant()).contains(ACME);

        assertThat(due(lives)).isTrue();
        assertThat(due(ended)).isFalse();
        assertThat(binding().gone()).isFalse();
    }

    @Test
    void a_customer_that_was_deleted_is_gone_and_the_audit_says_so_once() {
        begun();
        CustomerId customer = shop.stripe.customerOf(ACME).orElseThrow();
        heard(new EventContent.OfCustomer(customer, true));
        heard(new EventContent.OfCustomer(customer, true));
        assertThat(binding().gone()).isTrue();
        assertThat(shop.audit(ACME))
                .extracting(AuditEntry::rule)
                .filteredOn(rule -> rule.contains("was deleted"))
                .containsExactly("the customer " + customer + " was deleted at the provider");
    }

    @Test
    void anothers_checkout_ends_nobody_elses_and_binds_no_customer() {
        SubscriptionId globexes = shop.buy(GLOBEX, Checkout.of("pro"));
        CheckoutSessionId acmes = begun();
        SubscriptionSnapshot made =
                ASnapshot.of(globexes, JAN_1).customer("cus_third").said();
        heard(completed(acmes, true, made));
        assertThat(state(acmes)).isEqualTo(CheckoutAttempt.State.OPEN);
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("free");
    }

    @Test
    void a_checkout_of_ours_says_who_the_customer_is_where_nobody_knew() {
        CheckoutAttempt open = Attempts.attempt("kept", ACME, 1, CheckoutAttempt.State.OPEN, JAN_1);
        CheckoutSessionId kept = open.session().orElseThrow();
        shop.store.<Void>inTransaction(tx -> {
            tx.accounts().lockTenant(ACME, "pseudonym", JAN_1);
            tx.checkouts().save(open);
            return null;
        });
        heard(completed(kept, true, TEAM));
        heard(completed(kept, true, TEAM));
        assertThat(binding().customer()).isEqualTo(TEAM.customer().orElseThrow());
        assertThat(shop.audit(ACME))
                .extracting(AuditEntry::rule)
                .filteredOn(rule -> rule.startsWith("bound to the customer"))
                .hasSize(1);
        assertThat(state(kept)).isEqualTo(CheckoutAttempt.State.COMPLETED);
    }

    @Test
    void of_two_payloads_of_one_second_the_later_one_counts_only_where_the_provider_can_not_be_asked() {
        heard(new EventContent.OfSubscription(TEAM));
        heard(new EventContent.OfSubscription(
                ASnapshot.of(TEAM.id(), JAN_1).item("price_team_monthly", 4).said()));
        assertThat(shop.billing.status(ACME).seats()).isEqualTo(4);

        SubscriptionId asked = shop.buy(GLOBEX, Checkout.of("team").seats(2));
        heard(new EventContent.OfSubscription(
                ASnapshot.of(asked, JAN_1).item("price_team_monthly", 4).said()));
        assertThat(shop.billing.status(GLOBEX).seats()).isEqualTo(2);
    }

    @Test
    void what_the_provider_can_not_be_asked_about_is_had_and_not_changed_here() {
        heard(new EventContent.OfSubscription(TEAM));
        assertThat(shop.billing.change(ACME, Change.toSeats(10)))
                .isInstanceOfSatisfying(
                        ChangeOutcome.Rejected.class,
                        no -> assertThat(no.rejection().code()).isEqualTo(Rejection.Code.NOT_CHANGEABLE));
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("team");
    }

    private boolean due(SubscriptionId id) {
        return shop.store.inTransaction(
                tx -> tx.accounts().subscription(id).orElseThrow().fetchDue());
    }

    private CustomerBinding binding() {
        List<CustomerBinding> found = shop.store.inTransaction(tx ->
                tx.accounts().customerOf(ACME, shop.stripe.name()).stream().toList());
        return found.get(0);
    }
}

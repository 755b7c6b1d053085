package dev.missioncontrol.billing.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.ChangeResult.Applied;
import dev.missioncontrol.billing.provider.CheckoutSession.State;
import dev.missioncontrol.billing.provider.PortalRequest.PortalFlow;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Customers, the pages they pay on, and the pages they manage things on. */
abstract class BuyingContract extends ProviderContract {
    @Test
    void the_same_key_makes_one_customer_and_another_key_another() {
        CustomerId first = provider.createCustomer(customerRequest(), "once");

        assertThat(provider.createCustomer(customerRequest(), "once")).isEqualTo(first);
        assertThat(provider.createCustomer(customerRequest(), "again")).isNotEqualTo(first);
    }

    @Test
    void a_key_that_was_used_for_something_else_is_a_conflict() {
        CustomerId customer = provider.createCustomer(customerRequest(), "once");
        provider.createCheckoutSession(request(customer, pro(), 1, 0), "twice");

        assertFails(
                Kind.IDEMPOTENCY_CONFLICT,
                () -> provider.createCheckoutSession(request(customer, team(), 2, 0), "twice"));
    }

    @Test
    void a_session_is_open_with_a_page_until_it_is_paid() {
        CustomerId customer = customer();

        CheckoutSession session = provider.createCheckoutSession(request(customer, team(), 5, 0), key());

        assertThat(session.state()).isEqualTo(State.OPEN);
        assertThat(session.url()).isPresent();
        assertThat(session.customer()).contains(customer);
        assertThat(session.clientReference()).contains(ACME.value());
        assertThat(session.metadata()).isEqualTo(METADATA);
        assertThat(session.expiresAt().orElseThrow()).isAfter(stage.now());
        assertThat(session.subscription()).isEmpty();
        assertThat(provider.fetchCheckoutSession(session.id())).contains(session);
    }

    @Test
    void whatever_language_a_buyer_reads_there_is_a_page() {
        CustomerId customer = customer();

        for (String language : List.of("de", "de-AT", "en-US", "pt-BR", "de_DE", "no", "tlh", ""))
            assertThat(provider.createCheckoutSession(reading(language, request(customer, pro(), 1, 0)), key())
                            .url())
                    .as(language)
                    .isPresent();
    }

    private static CheckoutSessionRequest reading(String language, CheckoutSessionRequest plain) {
        return new CheckoutSessionRequest(
                plain.tenant(),
                plain.customer(),
                plain.price(),
                plain.quantity(),
                plain.successUrl(),
                plain.cancelUrl(),
                plain.metadata(),
                plain.trialDays(),
                plain.promotionCodes(),
                plain.promotion(),
                plain.automaticTax(),
                Optional.of(language));
    }

    @Test
    void what_was_paid_is_a_subscription_with_the_metadata_of_its_session() {
        CustomerId customer = customer();
        CheckoutSessionId session = checkout(customer, team(), 5, 0);

        stage.pay(session);

        CheckoutSession complete = provider.fetchCheckoutSession(session).orElseThrow();
        assertThat(complete.state()).isEqualTo(State.COMPLETE);
        assertThat(complete.url()).isEmpty();
        assertThat(complete.paymentStatus()).isEqualTo("paid");
        SubscriptionSnapshot bought = fetched(complete.subscription().orElseThrow());
        assertThat(bought.status()).isEqualTo("active");
        assertThat(bought.customer()).contains(customer);
        assertThat(bought.metadata()).isEqualTo(METADATA);
        assertThat(has(bought.id())).isEqualTo("5 of " + team());
    }

    @Test
    void a_trial_costs_nothing_until_it_ends() {
        CheckoutSessionId session = checkout(customer(), team(), 2, 14);

        stage.pay(session);

        CheckoutSession complete = provider.fetchCheckoutSession(session).orElseThrow();
        assertThat(complete.paymentStatus()).isEqualTo("no_payment_required");
        SubscriptionSnapshot trial = fetched(complete.subscription().orElseThrow());
        assertThat(trial.status()).isEqualTo("trialing");
        assertThat(trial.trialEnd()).contains(trial.created().plus(Duration.ofDays(14)));
        stage.advance(Duration.ofDays(15));
        assertThat(fetched(trial.id()).status()).isEqualTo("active");
    }

    @Test
    void a_trial_that_goes_on_ends_when_it_is_said_to() {
        CheckoutSessionId session = checkout(customer(), pro(), 1, 14);
        stage.pay(session);
        SubscriptionId id = provider.fetchCheckoutSession(session)
                .orElseThrow()
                .subscription()
                .orElseThrow();
        Instant end = stage.now().plus(Duration.ofDays(7));
        SubscriptionChange change = change(id, pro(), team(), 2, Timing.NOW).endingTrialAt(end);

        ChangePreview preview = provider.previewChange(change);
        assertThat(preview.dueNow()).isEqualTo(Money.none("usd"));
        assertThat(preview.nextPayment()).contains(end);
        assertThat(provider.changeSubscription(change, key())).isEqualTo(new Applied());

        assertThat(fetched(id).status()).isEqualTo("trialing");
        assertThat(fetched(id).trialEnd()).contains(end);
        stage.advance(Duration.ofDays(8));
        assertThat(fetched(id).status()).isEqualTo("active");
        assertThat(has(id)).isEqualTo("2 of " + team());
    }

    @Test
    void a_session_that_was_expired_stays_so_and_can_be_expired_again() {
        CheckoutSessionId session = checkout(customer(), pro(), 1, 0);

        provider.expireCheckoutSession(session);
        provider.expireCheckoutSession(session);

        assertThat(provider.fetchCheckoutSession(session).orElseThrow().state()).isEqualTo(State.EXPIRED);
        assertThat(provider.fetchCheckoutSession(session).orElseThrow().url()).isEmpty();
    }

    @Test
    void a_session_that_is_complete_can_not_be_expired() {
        CheckoutSessionId session = checkout(customer(), pro(), 1, 0);
        stage.pay(session);

        assertFails(Kind.WRONG_STATE, () -> provider.expireCheckoutSession(session));
        assertThat(provider.fetchCheckoutSession(session).orElseThrow().state()).isEqualTo(State.COMPLETE);
    }

    @Test
    void a_session_that_nobody_made_is_none() {
        assertThat(provider.fetchCheckoutSession(new CheckoutSessionId("cs_none")))
                .isEmpty();
    }

    /** Taken for expired, a page that a wrong key does not see could still be paid. */
    @Test
    void a_session_that_nobody_made_is_not_taken_for_an_expired_one() {
        assertFails(Kind.NOT_FOUND, () -> provider.expireCheckoutSession(new CheckoutSessionId("cs_none")));
    }

    @Test
    void a_price_that_is_not_there_is_our_fault_and_a_customer_that_is_gone_is_not_found() {
        CustomerId customer = customer();
        assertFails(
                Kind.INVALID_REQUEST,
                () -> provider.createCheckoutSession(request(customer, new PriceId("price_none"), 1, 0), key()));

        stage.deleteCustomer(customer);
        assertFails(Kind.NOT_FOUND, () -> provider.createCheckoutSession(request(customer, pro(), 1, 0), key()));
    }

    @Test
    void the_portal_opens_at_its_front_and_at_each_of_its_pages() {
        CustomerId customer = customer();
        var subscription = bought(customer, pro(), 1);

        assertThat(provider.createPortalSession(new PortalRequest(customer, BACK, Optional.empty(), Optional.empty())))
                .hasScheme("https");
        for (PortalFlow flow : PortalFlow.values())
            assertThat(provider.createPortalSession(
                            new PortalRequest(customer, BACK, Optional.of(flow), Optional.of(subscription))))
                    .as(flow.name())
                    .hasScheme("https");
    }

    @Test
    void a_page_of_the_portal_about_a_subscription_wants_to_know_which() {
        PortalRequest request =
                new PortalRequest(customer(), BACK, Optional.of(PortalFlow.SUBSCRIPTION_CANCEL), Optional.empty());

        assertFails(Kind.WRONG_STATE, () -> provider.createPortalSession(request));
    }

    @Test
    void a_customer_that_is_gone_has_no_portal() {
        CustomerId customer = customer();
        stage.deleteCustomer(customer);

        assertFails(
                Kind.NOT_FOUND,
                () -> provider.createPortalSession(
                        new PortalRequest(customer, BACK, Optional.empty(), Optional.empty())));
    }
}

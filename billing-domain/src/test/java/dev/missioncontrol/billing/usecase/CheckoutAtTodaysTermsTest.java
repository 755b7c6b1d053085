package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.plan.PlanDraft;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CustomerRequest;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.sandbox.HostedSubscription;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Who asks for a page again is sent to the one that is open only if that sells what is sold today, to the customer of today. */
class CheckoutAtTodaysTermsTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final Checkout TEAM = Checkout.of("team").seats(10);

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final InMemoryBillingStore store = new InMemoryBillingStore();
    private Billing billing = selling("team_2026", 0);

    /** Another start of the server, with this catalogue. */
    private Billing selling(String price, int trialDays) {
        PlanDraft team = Plan.draft("team").rank(1).seats(2, 50).monthly(price, 1500, "usd");
        return Billing.builder()
                .catalog(PlanCatalog.of(Plan.draft("free").rank(0), trialDays > 0 ? team.trialDays(trialDays) : team))
                .provider(stripe)
                .store(store)
                .clock(stripe.clock())
                .build();
    }

    private CheckoutSessionId page() {
        Redirect answer = billing.startCheckout(ACME, TEAM);
        assertThat(answer).isInstanceOf(Redirect.To.class);
        return ((Redirect.To) answer).session().orElseThrow();
    }

    private boolean payable(CheckoutSessionId session) {
        return stripe.fetchCheckoutSession(session).orElseThrow().url().isPresent();
    }

    /** Another page than that, which is ended, and to which whoever asks once more is sent. */
    private CheckoutSessionId inPlaceOf(CheckoutSessionId first) {
        CheckoutSessionId second = page();
        assertThat(second).isNotEqualTo(first);
        assertThat(payable(first)).isFalse();
        assertThat(page()).isEqualTo(second);
        return second;
    }

    private HostedSubscription paid(CheckoutSessionId session) {
        SubscriptionId id = stripe.pay(session);
        stripe.advance(SyncTenant.FRESH);
        billing.sync(ACME);
        assertThat(billing.status(ACME).plan()).isEqualTo("team");
        return stripe.subscription(id).orElseThrow();
    }

    @Test
    void a_page_at_a_price_that_is_sold_no_more_is_ended_and_another_is_made() {
        CheckoutSessionId first = page();
        billing = selling("team_2027", 0);
        assertThat(paid(inPlaceOf(first)).price()).isEqualTo(new PriceId("team_2027"));
    }

    @Test
    void a_page_with_a_trial_that_is_given_no_more_is_ended_and_one_without_is_made() {
        billing = selling("team_2026", 30);
        CheckoutSessionId first = page();
        billing = selling("team_2026", 0);
        assertThat(paid(inPlaceOf(first)).status()).isEqualTo(ProviderStatus.ACTIVE);
    }

    @Test
    void a_trial_that_was_had_meanwhile_is_not_given_again_by_a_page_from_before() {
        billing = selling("team_2026", 30);
        CheckoutSessionId first = page();
        // A page that was lost from view is paid, and what it sold is over again.
        store.inTransaction(tx -> {
            CheckoutAttempt open = tx.checkouts().open(ACME).orElseThrow();
            tx.accounts().lockTenant(ACME, "any", stripe.clock().instant());
            tx.checkouts().save(open.in(CheckoutAttempt.State.EXPIRED));
            return null;
        });
        CheckoutSessionId second = page();
        stripe.cancelNow(stripe.pay(first));
        billing.sync(ACME);

        assertThat(paid(inPlaceOf(second)).status()).isEqualTo(ProviderStatus.ACTIVE);
    }

    @Test
    void a_page_of_the_customer_that_another_took_the_place_of_is_ended_and_one_of_the_other_is_made() {
        CheckoutSessionId first = page();
        CustomerId other = stripe.createCustomer(
                new CustomerRequest(ACME, Optional.empty(), Optional.empty(), BillingMetadata.NONE), "other");
        billing.bind(ACME, other);

        CheckoutSessionId second = inPlaceOf(first);

        assertThat(stripe.fetchCheckoutSession(second).orElseThrow().customer()).contains(other);
        paid(second);
    }

    @Test
    void a_page_that_a_version_before_made_is_ended_once_and_one_that_says_what_it_sells_is_made() {
        CheckoutSessionId first = page();
        store.inTransaction(tx -> {
            tx.accounts().lockTenant(ACME, "any", stripe.clock().instant());
            tx.checkouts().save(asBefore(tx.checkouts().open(ACME).orElseThrow()));
            return null;
        });

        paid(inPlaceOf(first));
    }

    /** As a version wrote it that knew neither price nor customer of a page. */
    private static CheckoutAttempt asBefore(CheckoutAttempt one) {
        return new CheckoutAttempt(
                one.id(),
                one.tenant(),
                one.plan(),
                one.interval(),
                one.seats(),
                one.promotion(),
                Optional.empty(),
                OptionalInt.empty(),
                one.generation(),
                Optional.empty(),
                one.session(),
                one.url(),
                one.expiresAt(),
                one.state(),
                one.created());
    }
}

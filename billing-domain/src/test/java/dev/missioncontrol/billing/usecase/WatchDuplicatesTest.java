package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.BillingAccount;
import dev.missioncontrol.billing.account.Duplicates;
import dev.missioncontrol.billing.account.Settled;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CheckoutSessionRequest;
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.provider.InvoicePage;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.sandbox.CancelShape;
import dev.missioncontrol.billing.sandbox.HostedPrice;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A tenant that pays twice, however that came to be: somebody is told, and the later one is ended if that is wished. */
class WatchDuplicatesTest {
    private static final TenantId ACME = new TenantId("acme");

    private static final PriceId PRO = new PriceId("price_pro_monthly");
    private static final PriceId TEAM = new PriceId("price_team_monthly");
    private static final PriceId TEAM_YEARLY = new PriceId("price_team_yearly");

    private final SandboxPaymentProvider sandbox =
            SandboxPaymentProvider.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final List<RuntimeException> trouble = new ArrayList<>();

    /** Whether events are on their way for longer than the test looks. */
    private boolean late;

    private Billing billing(DuplicatePolicy policy) {
        Billing billing = Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(sandbox)
                .store(new InMemoryBillingStore())
                .clock(sandbox.clock())
                .duplicates(policy)
                .onTrouble(trouble::add)
                .build();
        sandbox.onEvent(event -> {
            if (late) return;
            billing.accept(event);
            billing.runDue();
        });
        return billing;
    }

    /** Bought past us: in the dashboard, say. */
    private SubscriptionId another(CustomerId customer) {
        return another(customer, TEAM);
    }

    private SubscriptionId another(CustomerId customer, PriceId price) {
        sandbox.advance(Duration.ofMinutes(1));
        CheckoutSessionRequest request = new CheckoutSessionRequest(
                ACME,
                customer,
                price,
                3,
                "https://app.example/",
                URI.create("https://app.example/"),
                new BillingMetadata(Optional.of(ACME.value()), Optional.empty(), Optional.empty()),
                0,
                false,
                Optional.empty(),
                false,
                Optional.empty());
        return sandbox.pay(sandbox.createCheckoutSession(
                        request, "another-" + sandbox.clock().instant())
                .id());
    }

    private SubscriptionId first(Billing billing) {
        return sandbox.pay(billing.startCheckout(ACME, Checkout.of("pro")));
    }

    private ProviderStatus status(SubscriptionId id) {
        return sandbox.subscription(id).orElseThrow().status();
    }

    @Test
    void it_is_told_and_left_to_an_operator_unless_said_otherwise() {
        Billing billing = billing(DuplicatePolicy.ALERT);
        SubscriptionId first = first(billing);
        assertThat(trouble).isEmpty();

        SubscriptionId second = another(sandbox.customerOf(ACME).orElseThrow());
        sandbox.advance(Duration.ofMinutes(1));
        billing.runDue();

        assertThat(trouble).isNotEmpty().allSatisfy(e -> {
            DuplicateSubscriptionsException told = (DuplicateSubscriptionsException) e;
            assertThat(told.tenant()).isEqualTo(ACME);
            assertThat(told.found().kept()).isEqualTo(first);
            assertThat(told.found().newer()).containsExactly(second);
        });
        assertThat(status(first)).isEqualTo(ProviderStatus.ACTIVE);
        assertThat(status(second)).isEqualTo(ProviderStatus.ACTIVE);
    }

    @Test
    void the_later_one_is_ended_where_that_is_wished_and_the_first_one_stays() {
        Billing billing = billing(DuplicatePolicy.CANCEL_NEWER);
        SubscriptionId first = first(billing);

        SubscriptionId second = another(sandbox.customerOf(ACME).orElseThrow(), PRO);
        sandbox.advance(Duration.ofMinutes(1));
        billing.runDue();

        assertThat(status(first)).isEqualTo(ProviderStatus.ACTIVE);
        assertThat(status(second)).isEqualTo(ProviderStatus.CANCELED);
        assertThat(billing.status(ACME).plan()).isEqualTo("pro");
    }

    @Test
    void the_later_one_stays_where_it_is_a_higher_plan_than_the_first_one() {
        Billing billing = billing(DuplicatePolicy.CANCEL_NEWER);
        SubscriptionId first = first(billing);

        SubscriptionId second = another(sandbox.customerOf(ACME).orElseThrow(), TEAM);
        assertBothStay(billing, first, second);
    }

    @Test
    void what_is_paid_for_is_not_ended_for_a_trial_nor_the_higher_plan_for_a_lower_one() {
        PlanCatalog catalog = DefaultCatalog.withPlaceholderPrices();
        for (boolean trial : new boolean[] {true, false})
            for (PriceId newer : List.of(PRO, TEAM)) {
                ProviderStatus status = trial ? ProviderStatus.TRIALING : ProviderStatus.ACTIVE;
                BillingAccount twice = BillingAccount.of(
                        ACME,
                        List.of(
                                Settled.of("sub_1", Instant.parse("2026-01-01T00:00:00Z"), PRO, status),
                                Settled.of(
                                        "sub_2", Instant.parse("2026-01-02T00:00:00Z"), newer, ProviderStatus.ACTIVE)));
                assertThat(twice.duplicates(catalog).orElseThrow().sound())
                        .as("%s, and then %s", status, newer)
                        .isEqualTo(!trial && newer.equals(PRO));
            }
    }

    @Test
    void the_later_one_stays_where_it_has_more_seats_than_the_first_one() {
        Billing billing = billing(DuplicatePolicy.CANCEL_NEWER);
        SubscriptionId first =
                sandbox.pay(billing.startCheckout(ACME, Checkout.of("team").seats(2)));

        SubscriptionId second = another(sandbox.customerOf(ACME).orElseThrow(), TEAM);
        assertBothStay(billing, first, second);
        assertThat(billing.status(ACME).seats()).isEqualTo(3);
    }

    /** A year was paid in advance: what is ended at once is not given back. */
    @Test
    void the_later_one_stays_where_it_is_paid_for_longer_than_the_first_one() {
        Billing billing = billing(DuplicatePolicy.CANCEL_NEWER);
        SubscriptionId first =
                sandbox.pay(billing.startCheckout(ACME, Checkout.of("team").seats(3)));

        SubscriptionId second = another(sandbox.customerOf(ACME).orElseThrow(), TEAM_YEARLY);
        assertBothStay(billing, first, second);
        assertThat(trouble).allSatisfy(e -> assertThat(e.getMessage()).contains("end one of them at the provider"));
    }

    /** The tenant would be left with the lower plan, though it has just paid for the higher one. */
    @Test
    void the_later_one_stays_where_the_first_one_is_going_to_be_something_else() {
        Billing billing = billing(DuplicatePolicy.CANCEL_NEWER);
        SubscriptionId first =
                sandbox.pay(billing.startCheckout(ACME, Checkout.of("team").seats(3)));
        assertThat(billing.change(ACME, Change.to("pro"))).isInstanceOf(ChangeOutcome.Scheduled.class);

        SubscriptionId second = another(sandbox.customerOf(ACME).orElseThrow(), TEAM);
        assertBothStay(billing, first, second);
    }

    @Test
    void the_later_one_stays_while_a_change_of_the_first_one_waits_for_its_payment() {
        Billing billing = billing(DuplicatePolicy.CANCEL_NEWER);
        SubscriptionId first = first(billing);
        sandbox.askBankNext(sandbox.customerOf(ACME).orElseThrow());
        assertThat(billing.change(ACME, Change.to("team").seats(2))).isInstanceOf(ChangeOutcome.PaymentNeeded.class);

        SubscriptionId second = another(sandbox.customerOf(ACME).orElseThrow(), PRO);
        assertBothStay(billing, first, second);
    }

    @Test
    void nothing_is_ended_where_the_first_one_ends_or_owes() {
        Billing billing = billing(DuplicatePolicy.CANCEL_NEWER);
        SubscriptionId first = first(billing);
        sandbox.cancelAtPeriodEnd(first, CancelShape.FLEXIBLE);

        SubscriptionId second = another(sandbox.customerOf(ACME).orElseThrow(), PRO);
        assertBothStay(billing, first, second);
    }

    @Test
    void what_the_catalogue_does_not_sell_is_never_told_of_nor_ended_as_a_duplicate() {
        Billing billing = billing(DuplicatePolicy.CANCEL_NEWER);
        SubscriptionId first = first(billing);
        PriceId support = new PriceId("price_premium_support");
        sandbox.backOffice()
                .sell(new HostedPrice(support, BillingInterval.MONTH, new Money(90_000, "usd"), "Premium support"));

        SubscriptionId second = another(sandbox.customerOf(ACME).orElseThrow(), support);
        sandbox.advance(Duration.ofDays(32));
        billing.runDue();
        assertThat(status(first)).isEqualTo(ProviderStatus.ACTIVE);
        assertThat(status(second)).isEqualTo(ProviderStatus.ACTIVE);
        assertThat(trouble).as("also once both were renewed, and fetched").isEmpty();
    }

    private void assertBothStay(Billing billing, SubscriptionId first, SubscriptionId second) {
        sandbox.advance(Duration.ofMinutes(1));
        billing.runDue();

        assertThat(status(first)).isEqualTo(ProviderStatus.ACTIVE);
        assertThat(status(second)).isEqualTo(ProviderStatus.ACTIVE);
        assertThat(trouble).isNotEmpty();
    }

    @Test
    void what_takes_the_place_of_one_whose_end_was_not_heard_of_yet_is_not_ended() {
        Billing billing = billing(DuplicatePolicy.CANCEL_NEWER);
        SubscriptionId first = first(billing);
        late = true;
        sandbox.cancelNow(first);
        late = false;

        SubscriptionId second = another(sandbox.customerOf(ACME).orElseThrow(), PRO);

        assertThat(status(second)).isEqualTo(ProviderStatus.ACTIVE);
        assertThat(billing.status(ACME).plan()).isEqualTo("pro");
        assertThat(trouble).isNotEmpty();
    }

    /** It is active while its first payment is on its way, by a bank debit, say: nothing would be left if that failed. */
    @Test
    void nothing_is_ended_while_it_is_not_known_that_all_of_them_are_paid_for() {
        Billing billing = billing(DuplicatePolicy.ALERT);
        SubscriptionId first = first(billing);
        SubscriptionId second = another(sandbox.customerOf(ACME).orElseThrow(), PRO);
        Duplicates both = new Duplicates(first, List.of(second), true);
        for (Invoice.State state : Invoice.State.values())
            if (state != Invoice.State.PAID && state != Invoice.State.VOID)
                watching(List.of(Invoice.State.PAID, state)).found(ACME, both);
        watching(List.of()).found(ACME, both);
        watching(List.of(Invoice.State.VOID)).found(ACME, both);
        assertThat(status(first)).isEqualTo(ProviderStatus.ACTIVE);
        assertThat(status(second)).isEqualTo(ProviderStatus.ACTIVE);
        assertThat(trouble).allSatisfy(e -> assertThat(e.getMessage()).contains("end one of them at the provider"));

        watching(List.of(Invoice.State.PAID, Invoice.State.VOID)).found(ACME, both);
        assertThat(status(first)).isEqualTo(ProviderStatus.ACTIVE);
        assertThat(status(second)).isEqualTo(ProviderStatus.CANCELED);
    }

    /** Where the customer's invoices stand so. */
    private WatchDuplicates watching(List<Invoice.State> states) {
        List<Invoice> invoices = states.stream()
                .map(state -> new Invoice(
                        new InvoiceId("in_" + state),
                        Optional.empty(),
                        sandbox.clock().instant(),
                        new Money(2_000, "usd"),
                        state,
                        Optional.empty()))
                .toList();
        PaymentProvider provider = Intercepted.port(
                PaymentProvider.class,
                sandbox,
                call -> call.is("listInvoices") ? new InvoicePage(invoices, false) : call.proceed());
        return new WatchDuplicates(
                provider, DefaultCatalog.withPlaceholderPrices(), DuplicatePolicy.CANCEL_NEWER, trouble::add);
    }

    @Test
    void nothing_is_ended_that_is_not_sound_or_whose_first_one_the_provider_does_not_have() {
        Billing billing = billing(DuplicatePolicy.ALERT);
        SubscriptionId first = first(billing);
        SubscriptionId second = another(sandbox.customerOf(ACME).orElseThrow(), PRO);
        WatchDuplicates watch = new WatchDuplicates(
                sandbox, DefaultCatalog.withPlaceholderPrices(), DuplicatePolicy.CANCEL_NEWER, trouble::add);

        watch.found(ACME, new Duplicates(first, List.of(second), false));
        watch.found(ACME, new Duplicates(new SubscriptionId("sub_elsewhere"), List.of(second), true));
        assertThat(status(second)).isEqualTo(ProviderStatus.ACTIVE);

        watch.found(ACME, new Duplicates(first, List.of(second), true));
        assertThat(status(second)).isEqualTo(ProviderStatus.CANCELED);
    }
}

package dev.missioncontrol.billing.sandbox;

import static dev.missioncontrol.billing.sandbox.SandboxShop.ACME;
import static dev.missioncontrol.billing.sandbox.SandboxShop.PRO;
import static dev.missioncontrol.billing.sandbox.SandboxShop.START;
import static dev.missioncontrol.billing.sandbox.SandboxShop.TEAM;
import static dev.missioncontrol.billing.sandbox.SandboxShop.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.CheckoutSessionRequest;
import dev.missioncontrol.billing.provider.CustomerRequest;
import dev.missioncontrol.billing.provider.EventReader;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.provider.InvoicePage;
import dev.missioncontrol.billing.provider.PortalRequest;
import dev.missioncontrol.billing.provider.PortalRequest.PortalFlow;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.provider.SubscriptionPage;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SandboxPortTest {
    private static final TenantId GLOBEX = new TenantId("globex");

    private final SandboxShop shop = new SandboxShop();
    private final SandboxPaymentProvider provider = shop.provider;

    @Test
    void the_same_key_and_request_make_one_thing() {
        CustomerId customer = provider.createCustomer(SandboxShop.customerRequest(ACME), "k1");
        CheckoutSessionRequest request = SandboxShop.request(ACME, customer, PRO, 1, 0);
        CheckoutSession session = provider.createCheckoutSession(request, "k2");
        provider.pay(session.id());

        assertThat(provider.createCustomer(SandboxShop.customerRequest(ACME), "k1"))
                .isEqualTo(customer);
        assertThat(provider.createCheckoutSession(request, "k2")).isEqualTo(session);
        assertThat(provider.createCheckoutSession(request, "k3").id()).isNotEqualTo(session.id());
    }

    @Test
    void the_same_key_for_something_else_is_a_conflict() {
        CustomerId customer = provider.createCustomer(SandboxShop.customerRequest(ACME), "k1");

        assertRefused(
                Kind.IDEMPOTENCY_CONFLICT, () -> provider.createCustomer(SandboxShop.customerRequest(GLOBEX), "k1"));
        assertRefused(
                Kind.IDEMPOTENCY_CONFLICT,
                () -> provider.createCheckoutSession(SandboxShop.request(ACME, customer, PRO, 1, 0), "k1"));
    }

    @Test
    void an_address_that_can_be_none_is_refused_and_an_empty_one_is_none() {
        assertRefused(Kind.REFUSED_INPUT, () -> provider.createCustomer(mailedTo("ann@intranet"), "k1"));
        assertThat(provider.customerOf(ACME)).isEmpty();

        CustomerId customer = provider.createCustomer(mailedTo(""), "k1");
        assertThat(provider.paymentDetails(customer, Optional.empty()).email()).isEmpty();
    }

    private static CustomerRequest mailedTo(String address) {
        return new CustomerRequest(ACME, Optional.of(address), Optional.empty(), SandboxShop.metadata(ACME));
    }

    @Test
    void a_key_is_neither_empty_nor_endless() {
        assertRefused(Kind.INVALID_REQUEST, () -> provider.createCustomer(SandboxShop.customerRequest(ACME), ""));
        assertRefused(
                Kind.INVALID_REQUEST,
                () -> provider.createCustomer(SandboxShop.customerRequest(ACME), "k".repeat(256)));
    }

    @Test
    void the_same_calls_give_the_same_ids_and_another_prefix_gives_others() {
        SandboxShop again = new SandboxShop();
        SandboxShop other = new SandboxShop(SandboxPaymentProvider.on(() -> START, "x"));

        shop.bought(PRO, 1);
        again.bought(PRO, 1);
        other.bought(PRO, 1);
        assertThat(again.events).isEqualTo(shop.events);
        assertThat(other.events).extracting("id").doesNotContainAnyElementsOf(ids(shop));
        assertThatIllegalArgumentException().isThrownBy(() -> SandboxPaymentProvider.on(() -> START, "a/b"));
    }

    @Test
    void pages_are_where_they_are_hosted() {
        CheckoutSession nowhere =
                provider.fetchCheckoutSession(shop.checkout(PRO, 1)).orElseThrow();
        assertThat(nowhere.url()).contains(URI.create("https://sandbox.invalid/sandbox/checkout/" + nowhere.id()));

        provider.hostedAt(URI.create("http://localhost:8080/billing"));
        CheckoutSession here =
                provider.fetchCheckoutSession(shop.checkout(PRO, 1)).orElseThrow();
        assertThat(here.url()).contains(URI.create("http://localhost:8080/billing/sandbox/checkout/" + here.id()));
    }

    @Test
    void a_portal_url_leads_to_its_customer_and_flow() {
        CustomerId customer = shop.customer(ACME);
        SubscriptionId id = shop.bought(PRO, 1);
        PortalRequest request = new PortalRequest(
                customer,
                URI.create("https://app.example/billing"),
                Optional.of(PortalFlow.SUBSCRIPTION_CANCEL),
                Optional.of(id));
        String url = provider.createPortalSession(request).toString();

        assertThat(url).startsWith("https://sandbox.invalid/sandbox/portal/bps_");
        HostedPortal portal =
                provider.portal(url.substring(url.lastIndexOf('/') + 1)).orElseThrow();
        assertThat(portal.customer()).isEqualTo(customer);
        assertThat(portal.flow()).contains(PortalFlow.SUBSCRIPTION_CANCEL);
        assertThat(portal.subscription()).contains(id);
        assertThat(provider.subscriptionsOf(customer))
                .extracting(HostedSubscription::planName)
                .containsExactly("Pro");
        assertThat(provider.portal("bps_unknown")).isEmpty();
    }

    @Test
    void a_list_is_complete_newest_first_with_ended_ones_whatever_the_page() {
        List<SubscriptionId> made = new ArrayList<>();
        for (int i = 0; i < 7; i++) made.add(0, shop.bought(PRO, 1));
        provider.cancelNow(made.get(2));

        for (int limit = 1; limit <= 8; limit++)
            assertThat(listed(Optional.empty(), limit)).isEqualTo(made);
        assertThat(provider.listSubscriptions(Optional.empty(), Optional.empty(), 7)
                        .more())
                .isFalse();
    }

    @Test
    void a_list_of_one_customer_holds_nobody_elses() {
        SubscriptionId first = shop.bought(PRO, 1);
        SubscriptionId theirs = provider.pay(shop.checkout(GLOBEX, TEAM, 2, 0));
        SubscriptionId second = shop.bought(PRO, 1);

        assertThat(listed(provider.customerOf(ACME), 1)).containsExactly(second, first);
        assertThat(listed(provider.customerOf(GLOBEX), 1)).containsExactly(theirs);
        assertRefused(
                Kind.NOT_FOUND,
                () -> provider.listSubscriptions(Optional.of(new CustomerId("cus_x")), Optional.empty(), 1));
        assertRefused(Kind.INVALID_REQUEST, () -> provider.listSubscriptions(Optional.empty(), Optional.empty(), 101));
    }

    @Test
    void invoices_are_listed_newest_first_in_pages_each_customers_own() {
        shop.bought(TEAM, 2);
        shop.advanceDays(100);
        InvoicePage first = provider.listInvoices(provider.customerOf(ACME).orElseThrow(), Optional.empty(), 3);
        InvoicePage second = provider.listInvoices(
                provider.customerOf(ACME).orElseThrow(),
                Optional.of(first.invoices().get(2).id()),
                3);
        assertThat(first.more()).isTrue();
        assertThat(second.more()).isFalse();
        assertThat(first.invoices()).extracting(Invoice::date).isSortedAccordingTo((a, b) -> b.compareTo(a));
        assertThat(first.invoices().size() + second.invoices().size()).isEqualTo(4);
        assertThat(first.invoices()).allMatch(one -> one.state() == Invoice.State.PAID);
        CustomerId other = shop.customer(GLOBEX);
        assertThat(provider.listInvoices(other, Optional.empty(), 3).invoices()).isEmpty();
        assertRefused(
                Kind.NOT_FOUND,
                () -> provider.listInvoices(
                        other, Optional.of(first.invoices().get(0).id()), 3));
    }

    @Test
    void an_unpaid_renewal_is_an_open_invoice_until_it_is_paid() {
        SubscriptionId id = shop.bought(TEAM, 2);
        provider.declineNextPayment(ACME);
        shop.advanceDays(31);
        assertThat(shop.newestInvoice(ACME).state()).isEqualTo(Invoice.State.OPEN);
        provider.payOpenInvoice(id);
        assertThat(shop.newestInvoice(ACME).state()).isEqualTo(Invoice.State.PAID);
    }

    @Test
    void a_payment_method_is_there_once_something_was_bought() {
        assertThat(provider.paymentDetails(shop.customer(ACME), Optional.empty())
                        .method())
                .isEmpty();
        SubscriptionId id = shop.bought(PRO, 1);
        assertThat(provider.paymentDetails(provider.customerOf(ACME).orElseThrow(), Optional.of(id))
                        .method())
                .isPresent();
    }

    @Test
    void a_fetch_says_when_in_seconds_and_knows_only_its_own() {
        SandboxShop late = new SandboxShop(SandboxPaymentProvider.startingAt(START.plusMillis(999)));
        SubscriptionId id = late.bought(PRO, 1);
        var found = (FetchedSubscription.Found) late.provider.fetchSubscription(id);

        assertThat(found.at()).isEqualTo(START);
        assertThat(found.snapshot().created()).isEqualTo(START);
        assertThat(late.events).extracting("created").containsOnly(START);
        assertThat(late.provider.canFetch(id, false)).isTrue();
        assertThat(late.provider.canFetch(id, true)).isFalse();
        SubscriptionId foreign = new SubscriptionId("sub_foreign");
        assertThat(late.provider.canFetch(foreign, false)).isFalse();
        assertThat(late.provider.fetchSubscription(foreign)).isInstanceOf(FetchedSubscription.Unaskable.class);
    }

    @Test
    void while_it_is_away_every_call_fails_and_time_and_people_go_on() {
        SubscriptionId id = shop.bought(PRO, 1);
        var session = shop.checkout(PRO, 1);
        provider.goAway();

        assertRefused(Kind.UNAVAILABLE, () -> provider.fetchSubscription(id));
        assertRefused(Kind.UNAVAILABLE, () -> provider.fetchCheckoutSession(session));
        assertRefused(Kind.UNAVAILABLE, () -> provider.expireCheckoutSession(session));
        assertRefused(Kind.UNAVAILABLE, () -> provider.listSubscriptions(Optional.empty(), Optional.empty(), 10));
        assertRefused(Kind.UNAVAILABLE, () -> provider.createCustomer(SandboxShop.customerRequest(GLOBEX), "k"));
        assertThat(provider.canFetch(id, false)).isTrue();
        provider.cancelNow(id);
        provider.comeBack();
        assertThat(shop.status(id)).isEqualTo("canceled");
    }

    @Test
    void its_own_events_are_read_again_and_bytes_never() {
        shop.bought(PRO, 1);
        EventReader reader = provider.eventReader();

        for (var event : shop.events)
            assertThat(reader.reread(event.id(), event.payload())).isEqualTo(event);
        assertThatIllegalArgumentException().isThrownBy(() -> reader.reread(new EventId("evt_foreign"), ""));
        assertThat(reader.read(new byte[0], Optional.empty()))
                .isInstanceOfSatisfying(
                        EventReader.Reading.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(EventReader.Refusal.NOT_CONFIGURED));
    }

    private static List<EventId> ids(SandboxShop shop) {
        return shop.events.stream().map(event -> event.id()).toList();
    }

    private List<SubscriptionId> listed(Optional<CustomerId> customer, int limit) {
        List<SubscriptionId> ids = new ArrayList<>();
        Optional<SubscriptionId> after = Optional.empty();
        SubscriptionPage page;
        do {
            page = provider.listSubscriptions(customer, after, limit);
            page.subscriptions().stream().map(SubscriptionSnapshot::id).forEach(ids::add);
            after = Optional.of(ids.get(ids.size() - 1));
        } while (page.more());
        return ids;
    }
}

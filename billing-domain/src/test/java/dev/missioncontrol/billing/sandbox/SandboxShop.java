package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.CheckoutSessionRequest;
import dev.missioncontrol.billing.provider.CustomerRequest;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A sandbox that sells three prices, and all that it said, for tests. */
final class SandboxShop {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final TenantId ACME = new TenantId("acme");
    static final PriceId PRO = new PriceId("price_pro_m");
    static final PriceId PRO_YEARLY = new PriceId("price_pro_y");
    static final PriceId TEAM = new PriceId("price_team_m");
    static final PriceId TEAM_EURO = new PriceId("price_team_eur");

    static final PlanCatalog CATALOG = PlanCatalog.of(
            Plan.draft("free").rank(0),
            Plan.draft("pro").rank(1).monthly(PRO.value(), 2000, "usd").yearly(PRO_YEARLY.value(), 20_000, "usd"),
            Plan.draft("team").rank(2).monthly(TEAM.value(), 1500, "usd"),
            Plan.draft("euro").rank(3).monthly(TEAM_EURO.value(), 1500, "eur"));

    final SandboxPaymentProvider provider;
    final List<ProviderEvent> events = new ArrayList<>();
    private int keys;

    SandboxShop() {
        this(SandboxPaymentProvider.startingAt(START));
    }

    SandboxShop(SandboxPaymentProvider provider) {
        this.provider = provider;
        provider.sell(CATALOG);
        provider.onEvent(events::add);
    }

    CustomerId customer(TenantId tenant) {
        return provider.customerOf(tenant).orElseGet(() -> provider.createCustomer(customerRequest(tenant), key()));
    }

    CheckoutSessionId checkout(TenantId tenant, PriceId price, long quantity, int trialDays) {
        return provider.createCheckoutSession(request(tenant, customer(tenant), price, quantity, trialDays), key())
                .id();
    }

    CheckoutSessionId checkout(PriceId price, long quantity) {
        return checkout(ACME, price, quantity, 0);
    }

    CheckoutSessionId trial(int days) {
        return checkout(ACME, PRO, 1, days);
    }

    SubscriptionId bought(PriceId price, long quantity) {
        return provider.pay(checkout(price, quantity));
    }

    String key() {
        return "key-" + ++keys;
    }

    void advanceTo(String instant) {
        provider.advance(Duration.between(provider.clock().instant(), Instant.parse(instant)));
    }

    void advanceDays(long days) {
        provider.advance(Duration.ofDays(days));
    }

    SubscriptionSnapshot fetch(SubscriptionId id) {
        return ((FetchedSubscription.Found) provider.fetchSubscription(id)).snapshot();
    }

    String status(SubscriptionId id) {
        return fetch(id).status();
    }

    Instant periodEnd(SubscriptionId id) {
        return fetch(id).items().get(0).periodEnd().orElseThrow();
    }

    HostedSubscription view(SubscriptionId id) {
        return provider.subscription(id).orElseThrow();
    }

    /** The types of the events said since the last time this was asked. */
    List<String> said() {
        List<String> types = events.stream().map(ProviderEvent::type).toList();
        events.clear();
        return types;
    }

    static CustomerRequest customerRequest(TenantId tenant) {
        return new CustomerRequest(tenant, Optional.empty(), Optional.empty(), metadata(tenant));
    }

    static CheckoutSessionRequest request(
            TenantId tenant, CustomerId customer, PriceId price, long quantity, int trialDays) {
        return new CheckoutSessionRequest(
                tenant,
                customer,
                price,
                quantity,
                "https://app.example/done?session={CHECKOUT_SESSION_ID}",
                URI.create("https://app.example/left"),
                metadata(tenant),
                trialDays,
                false,
                Optional.empty(),
                false,
                Optional.empty());
    }

    static BillingMetadata metadata(TenantId tenant) {
        return new BillingMetadata(Optional.of(tenant.value()), Optional.empty(), Optional.of("attempt"));
    }

    static void assertRefused(ProviderException.Kind kind, ThrowingCallable call) {
        Assertions.assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        thrown -> Assertions.assertThat(thrown.kind()).isEqualTo(kind));
    }

    Invoice newestInvoice(TenantId tenant) {
        CustomerId customer = provider.customerOf(tenant).orElseThrow();
        return provider.listInvoices(customer, Optional.empty(), 1).invoices().get(0);
    }

    /** The session that the event of this place is about. */
    CheckoutSession sessionIn(int event) {
        return ((EventContent.OfCheckout) events.get(event).content()).session();
    }
}

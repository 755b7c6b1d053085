package dev.missioncontrol.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.CheckoutSession.State;
import dev.missioncontrol.billing.provider.CheckoutSessionRequest;
import dev.missioncontrol.billing.provider.CustomerRequest;
import dev.missioncontrol.billing.provider.PortalRequest;
import dev.missioncontrol.billing.provider.PortalRequest.PortalFlow;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire for customers, checkout and portal; every request is one that Stripe's schema allows. */
class CheckoutCallsTest extends OnStripeDouble {
    private static final BillingMetadata ACME =
            new BillingMetadata(Optional.of("acme"), Optional.of("main"), Optional.of("att_1"));
    private static final String OPEN =
            "{\"id\":\"cs_test_1\",\"object\":\"checkout.session\",\"status\":\"open\",\"mode\":\"subscription\","
                    + "\"payment_status\":\"unpaid\",\"customer\":\"cus_1\",\"expires_at\":1790086400,"
                    + "\"url\":\"https://checkout.stripe.com/c/pay/cs_test_1#fid\"}";
    private static final CheckoutSessionId SESSION = new CheckoutSessionId("cs_test_1");

    @Test
    void a_session_carries_the_tenant_where_the_subscription_will_have_it() {
        stripe.answers(OPEN);
        CheckoutSession session = provider.createCheckoutSession(request(0, false, false), "checkout-acme-1");
        assertThat(session.state()).isEqualTo(State.OPEN);
        assertThat(session.url()).contains(URI.create("https://checkout.stripe.com/c/pay/cs_test_1#fid"));
        assertThat(stripe.only().header("Idempotency-Key")).contains("checkout-acme-1");
        assertThat(stripe.only().parameters())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("mode", "subscription"),
                        Map.entry("customer", "cus_1"),
                        Map.entry("client_reference_id", "acme"),
                        Map.entry("line_items[0][price]", "price_team_m"),
                        Map.entry("line_items[0][quantity]", "5"),
                        Map.entry("success_url", "https://app.example/billing?session={CHECKOUT_SESSION_ID}"),
                        Map.entry("cancel_url", "https://app.example/billing"),
                        Map.entry("customer_update[name]", "auto"),
                        Map.entry("customer_update[address]", "auto"),
                        Map.entry("tax_id_collection[enabled]", "true"),
                        Map.entry("metadata[tenantId]", "acme"),
                        Map.entry("metadata[billingInstallation]", "main"),
                        Map.entry("metadata[billingAttempt]", "att_1"),
                        Map.entry("subscription_data[metadata][tenantId]", "acme"),
                        Map.entry("subscription_data[metadata][billingInstallation]", "main"),
                        Map.entry("subscription_data[metadata][billingAttempt]", "att_1")));
    }

    @Test
    void trial_promotion_tax_and_language_are_passed_on_where_wanted() {
        stripe.answers(OPEN);
        provider.createCheckoutSession(request(14, true, true), "k1");
        assertThat(stripe.only().parameters())
                .containsEntry("subscription_data[trial_period_days]", "14")
                .containsEntry("subscription_data[trial_settings][end_behavior][missing_payment_method]", "pause")
                .containsEntry("allow_promotion_codes", "true")
                .containsEntry("automatic_tax[enabled]", "true")
                .containsEntry("customer_update[address]", "auto")
                .containsEntry("locale", "de");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"url\":null", "\"url\":7", "\"url\":\"no url\"", "\"status\":\"odd\""})
    void a_session_that_nobody_can_be_sent_to_is_a_malformed_answer(String field) {
        String name = field.substring(0, field.indexOf(':'));
        stripe.answers(OPEN.replaceAll(name + ":\"[^\"]*\"", field));
        assertThat(failure(() -> provider.createCheckoutSession(request(0, false, false), "k1")))
                .isEqualTo(Kind.MALFORMED_ANSWER);
    }

    @Test
    void a_session_is_asked_for_and_may_be_unknown() {
        stripe.answers(OPEN.replace("\"open\"", "\"complete\"")
                        .replace("\"customer\"", "\"subscription\":\"sub_1\",\"customer\""))
                .refuses(404, "resource_missing", "session", "No such checkout.session");
        CheckoutSession session = provider.fetchCheckoutSession(SESSION).orElseThrow();
        assertThat(session.state()).isEqualTo(State.COMPLETE);
        assertThat(session.subscription()).contains(new SubscriptionId("sub_1"));
        assertThat(session.url()).isEmpty();
        assertThat(provider.fetchCheckoutSession(SESSION)).isEmpty();
    }

    @Test
    void an_open_session_is_expired() {
        stripe.answers(OPEN.replace("\"open\"", "\"expired\""));
        provider.expireCheckoutSession(SESSION);
        assertThat(stripe.only().path()).isEqualTo("/v1/checkout/sessions/cs_test_1/expire");
    }

    @Test
    void an_expired_session_stays_expired_and_a_complete_one_is_said_to_be() {
        for (String state : new String[] {"expired", "complete", "open"})
            stripe.refuses(400, "", "", "Only Checkout Sessions with a status in [open] can be expired")
                    .answers(OPEN.replace("\"open\"", "\"" + state + "\""));
        provider.expireCheckoutSession(SESSION);
        assertThat(failure(() -> provider.expireCheckoutSession(SESSION))).isEqualTo(Kind.WRONG_STATE);
        assertThat(failure(() -> provider.expireCheckoutSession(SESSION))).isEqualTo(Kind.INVALID_REQUEST);
    }

    @Test
    void a_customer_is_made_with_what_is_known() {
        stripe.answers("{\"id\":\"cus_1\",\"object\":\"customer\"}");
        CustomerId made = provider.createCustomer(
                new CustomerRequest(
                        new TenantId("acme"),
                        Optional.of("a+b@example.com"),
                        Optional.of("M\u00fcller & S\u00f6hne"),
                        ACME),
                "customer-acme-1");
        assertThat(made).isEqualTo(new CustomerId("cus_1"));
        assertThat(stripe.only().parameters())
                .containsEntry("email", "a+b@example.com")
                .containsEntry("name", "M\u00fcller & S\u00f6hne")
                .containsEntry("metadata[tenantId]", "acme");
    }

    @Test
    void a_customer_is_deleted_if_stripe_says_so_and_not_if_it_does_not_know_it_or_the_key() {
        CustomerId customer = new CustomerId("cus_1");
        stripe.answers("{\"id\":\"cus_1\",\"object\":\"customer\",\"deleted\":true}");
        assertThat(provider.customerDeleted(customer)).isTrue();

        stripe.answers("{\"id\":\"cus_1\",\"object\":\"customer\"}");
        assertThat(provider.customerDeleted(customer)).isFalse();

        stripe.refuses(404, "resource_missing", "id", "No such customer: 'cus_1'");
        assertThat(provider.customerDeleted(customer)).isFalse();

        stripe.refuses(401, "api_key_expired", "", "Expired API Key provided");
        assertThat(catchThrowableOfType(ProviderException.class, () -> provider.customerDeleted(customer))
                        .kind())
                .isEqualTo(Kind.AUTHENTICATION);
        assertThat(paths()).containsOnly("/v1/customers/cus_1").hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(PortalFlow.class)
    void the_portal_opens_at_the_page_that_is_asked_for(PortalFlow flow) {
        stripe.answers("{\"id\":\"bps_1\",\"url\":\"https://billing.stripe.com/p/session/secret\"}");
        PortalRequest request = new PortalRequest(
                new CustomerId("cus_1"),
                URI.create("https://app.example/billing"),
                Optional.of(flow),
                Optional.of(new SubscriptionId("sub_1")));
        assertThat(provider.createPortalSession(request)).hasHost("billing.stripe.com");
        assertThat(stripe.only().header("Idempotency-Key")).isPresent();
        assertThat(stripe.only().parameters())
                .containsEntry("flow_data[type]", flow.name().toLowerCase(java.util.Locale.ROOT));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {"de-AT,de", "pt-BR,pt-BR", "fr,fr", "tlh,none"})
    void the_portal_is_in_the_nearest_language_that_it_speaks(String wanted, String sent) {
        stripe.answers("{\"id\":\"bps_1\",\"url\":\"https://billing.stripe.com/p/session/secret\"}");
        provider.createPortalSession(new PortalRequest(
                new CustomerId("cus_1"),
                URI.create("https://app.example/billing"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(wanted)));
        assertThat(stripe.only().parameters().get("locale")).isEqualTo(sent);
    }

    @Test
    void the_portals_overview_needs_no_subscription_and_a_flow_about_one_does() {
        stripe.answers("{\"id\":\"bps_1\",\"url\":\"https://billing.stripe.com/p/session/secret\"}");
        URI back = URI.create("https://app.example/billing");
        CustomerId customer = new CustomerId("cus_1");
        provider.createPortalSession(new PortalRequest(customer, back, Optional.empty(), Optional.empty()));
        assertThat(stripe.only().parameters())
                .containsExactlyInAnyOrderEntriesOf(Map.of("customer", "cus_1", "return_url", back.toString()));
        PortalRequest cancel =
                new PortalRequest(customer, back, Optional.of(PortalFlow.SUBSCRIPTION_CANCEL), Optional.empty());
        assertThat(failure(() -> provider.createPortalSession(cancel))).isEqualTo(Kind.WRONG_STATE);
    }

    private static Kind failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(ProviderException.class, call).kind();
    }

    private static CheckoutSessionRequest request(int trialDays, boolean promotionCodes, boolean automaticTax) {
        return new CheckoutSessionRequest(
                new TenantId("acme"),
                new CustomerId("cus_1"),
                new PriceId("price_team_m"),
                5,
                "https://app.example/billing?session={CHECKOUT_SESSION_ID}",
                URI.create("https://app.example/billing"),
                ACME,
                trialDays,
                promotionCodes,
                Optional.empty(),
                automaticTax,
                automaticTax ? Optional.of("de") : Optional.empty());
    }
}

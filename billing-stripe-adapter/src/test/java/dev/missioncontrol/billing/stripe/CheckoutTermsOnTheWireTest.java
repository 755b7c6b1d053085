package dev.missioncontrol.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.usecase.BillingSettings;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Redirect;
import dev.missioncontrol.billing.usecase.Rejection;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an operator sets arrives in the request that Stripe gets: trial days, tax, promotion codes. */
class CheckoutTermsOnTheWireTest extends OnStripeDouble {
    private static final TenantId ACME = new TenantId("acme");

    @Test
    void all_of_it_where_it_is_set() {
        assertThat(checkout(billing(true), Checkout.of("pro").locale("de")))
                .containsEntry("subscription_data[trial_period_days]", "14")
                .containsEntry("automatic_tax[enabled]", "true")
                .containsEntry("customer_update[address]", "auto")
                .containsEntry("allow_promotion_codes", "true")
                .containsEntry("locale", "de")
                .containsEntry("customer", "cus_1");
    }

    @Test
    void none_of_it_where_it_is_not() {
        assertThat(checkout(billing(false), Checkout.of("team")))
                .doesNotContainKeys(
                        "subscription_data[trial_period_days]",
                        "automatic_tax[enabled]",
                        "allow_promotion_codes",
                        "locale");
    }

    @Test
    void a_company_can_say_on_stripes_page_who_is_invoiced_and_its_tax_number() {
        assertThat(checkout(billing(false), Checkout.of("team")))
                .containsEntry("customer_update[name]", "auto")
                .containsEntry("customer_update[address]", "auto")
                .containsEntry("tax_id_collection[enabled]", "true");
    }

    @Test
    void a_name_that_the_host_knows_is_the_customers_and_one_that_is_too_long_is_cut_between_two_characters() {
        assertThat(named("  M\u00fcller & S\u00f6hne ")).contains("M\u00fcller & S\u00f6hne");
        assertThat(named("x".repeat(255) + "\ud83d\ude80 and more")).contains("x".repeat(255));
        assertThat(named(" ")).isEmpty();
    }

    private Optional<String> named(String given) {
        checkout(billing(false), Checkout.of("team").name(given));
        StripeDouble.Seen customer = stripe.seen().get(stripe.seen().size() - 2);
        assertThat(customer.path()).isEqualTo("/v1/customers");
        return Optional.ofNullable(customer.parameters().get("name"));
    }

    @Test
    void a_page_is_asked_for_in_a_language_that_stripe_takes() {
        assertThat(checkout(billing(false), Checkout.of("team").locale(Locale.GERMANY.toLanguageTag())))
                .containsEntry("locale", "de");
    }

    @Test
    void an_address_that_stripe_does_not_take_is_refused_as_one() {
        stripe.refuses(400, "email_invalid", "email", "Invalid email address: ann@acme.example");
        assertThat(billing(true).startCheckout(ACME, Checkout.of("pro").email("ann@acme.example")))
                .isInstanceOfSatisfying(
                        Redirect.Rejected.class,
                        no -> assertThat(no.rejection().code()).isEqualTo(Rejection.Code.INVALID_EMAIL));
        assertThat(paths()).containsExactly("/v1/customers");
    }

    @Test
    void a_trial_is_offered_once_even_to_a_tenant_whose_first_subscription_is_only_known_to_stripe() {
        Billing billing = billing(false);
        String ended = "{\"id\":\"sub_1\",\"status\":\"canceled\",\"created\":1780000000,\"customer\":\"cus_1\","
                + "\"ended_at\":1780000100,\"items\":{\"data\":[]}}";
        String listed = "{\"data\":[" + ended + "],\"has_more\":false}";
        stripe.answers(listed).answers(ended);
        billing.bind(ACME, new dev.missioncontrol.billing.id.CustomerId("cus_1"));
        billing.runDue();
        stripe.forget();
        stripe.answers(listed).answers(session());
        billing.startCheckout(ACME, Checkout.of("pro"));
        assertThat(stripe.seen().get(stripe.seen().size() - 1).parameters())
                .containsEntry("line_items[0][price]", "price_pro")
                .doesNotContainKey("subscription_data[trial_period_days]");
    }

    private Map<String, String> checkout(Billing billing, Checkout wanted) {
        stripe.answers("{\"id\":\"cus_1\"}").answers(session());
        billing.startCheckout(ACME, wanted);
        return stripe.seen().get(1).parameters();
    }

    private Billing billing(boolean all) {
        BillingSettings standard = BillingSettings.returningTo(URI.create("https://app.example/billing"));
        return Billing.builder()
                .catalog(PlanCatalog.of(
                        Plan.draft("free").rank(0),
                        Plan.draft("pro").rank(1).trialDays(14).monthly("price_pro", 2000, "usd"),
                        Plan.draft("team").rank(2).monthly("price_team", 1500, "usd")))
                .provider(stripe.provider())
                .store(new InMemoryBillingStore())
                .settings(new BillingSettings(
                        standard.access(),
                        standard.installation(),
                        standard.returnTo(),
                        all,
                        all,
                        standard.lease(),
                        standard.refreshInterval(),
                        standard.sweepInterval(),
                        standard.providerRate(),
                        standard.retention()))
                .build();
    }

    private static String session() {
        return "{\"id\":\"cs_1\",\"object\":\"checkout.session\",\"status\":\"open\",\"mode\":\"subscription\","
                + "\"payment_status\":\"unpaid\",\"url\":\"https://checkout.stripe.com/c/1\"}";
    }
}

package dev.missioncontrol.billing.stripe;

import static dev.missioncontrol.billing.stripe.Standing.TEAM;
import static dev.missioncontrol.billing.stripe.Standing.standing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.ChangePreview;
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.provider.InvoicePage;
import dev.missioncontrol.billing.provider.PaymentMethod;
import dev.missioncontrol.billing.provider.PortalRequest;
import dev.missioncontrol.billing.provider.PortalRequest.PortalFlow;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.provider.ProviderPrice;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.net.URI;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Previews, invoices, payment methods and prices, on the wire. */
class MoneyCallsTest extends OnStripeDouble {
    private static final SubscriptionId SUB = new SubscriptionId("sub_1");
    private static final CustomerId CUS = new CustomerId("cus_1");
    private final PriceCalls prices = new PriceCalls(stripe.settings().calls(), false);

    private static final String RECURRING =
            "{\"currency\":\"eur\",\"total\":10500,\"amount_due\":10500,\"lines\":{\"data\":[]}}";

    @Test
    void a_preview_says_what_is_due_now_of_what_and_what_each_period_costs() {
        stripe.answers(standing("active", "")).answers(RECURRING).answers(prorations());
        ChangePreview preview = provider.previewChange(change(Timing.NOW, false));
        assertThat(preview.dueNow()).isEqualTo(new Money(1234, "eur"));
        assertThat(preview.credit()).isEqualTo(new Money(0, "eur"));
        assertThat(preview.recurring()).isEqualTo(new Money(10500, "eur"));
        assertThat(preview.effectiveAt()).isEqualTo(Read.NOW);
        assertThat(preview.prorationDate()).contains(Read.NOW);
        assertThat(preview.nextPayment()).contains(Instant.ofEpochSecond(1792678400));
        assertThat(preview.lines()).hasSize(2);
        assertThat(preview.lines().get(0))
                .isEqualTo(new ChangePreview.Line(
                        "Unused time", new Money(-766, "eur"), true, Optional.of(TEAM), OptionalLong.of(5)));
        assertThat(stripe.seen().get(1).parameters()).containsEntry("preview_mode", "recurring");
        assertThat(stripe.seen().get(2).parameters())
                .containsEntry("subscription", "sub_1")
                .containsEntry("subscription_details[items][0][id]", "si_1")
                .containsEntry("subscription_details[items][0][price]", "price_big")
                .containsEntry("subscription_details[items][0][quantity]", "7")
                .containsEntry("subscription_details[proration_behavior]", "always_invoice")
                .containsEntry("subscription_details[proration_date]", "" + Read.NOW.getEpochSecond());
    }

    @Test
    void more_given_back_than_charged_is_credit() {
        stripe.answers(standing("active", ""))
                .answers(RECURRING)
                .answers("{\"currency\":\"eur\",\"total\":-500,\"amount_due\":0,\"lines\":{\"data\":[]}}");
        ChangePreview preview = provider.previewChange(change(Timing.NOW, false));
        assertThat(preview.dueNow()).isEqualTo(new Money(0, "eur"));
        assertThat(preview.credit()).isEqualTo(new Money(500, "eur"));
    }

    @Test
    void a_change_of_the_next_period_or_of_a_trial_costs_nothing_now() {
        stripe.answers(standing("active", "")).answers(RECURRING);
        ChangePreview later = provider.previewChange(change(Timing.PERIOD_END, false));
        assertThat(later.dueNow().minorUnits()).isZero();
        assertThat(later.effectiveAt()).isEqualTo(Instant.ofEpochSecond(1792678400));
        stripe.answers(standing("trialing", "")).answers(RECURRING);
        assertThat(provider.previewChange(change(Timing.NOW, false)).dueNow().minorUnits())
                .isZero();
        assertThat(stripe.seen()).hasSize(4);
    }

    @Test
    void a_change_that_would_be_rejected_has_no_preview() {
        stripe.answers(standing("canceled", ""));
        assertThat(failure(() -> provider.previewChange(change(Timing.NOW, false))))
                .isEqualTo(Kind.WRONG_STATE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"currency\":\"eur\"}",
                "{\"currency\":\"EURO\",\"total\":1}",
                "{\"currency\":\"eur\",\"total\":\"1\"}"
            })
    void a_malformed_preview_is_a_failure_that_passes(String body) {
        stripe.answers(standing("active", "")).answers(body);
        assertThat(failure(() -> provider.previewChange(change(Timing.NOW, false))))
                .isEqualTo(Kind.MALFORMED_ANSWER);
    }

    @Test
    void invoices_come_in_pages_with_all_that_a_list_shows() {
        stripe.answers(
                "{\"data\":[{\"id\":\"in_2\",\"number\":\"A-2\",\"created\":1,\"status\":\"paid\",\"currency\":\"eur\","
                        + "\"total\":1234,\"status_transitions\":{\"finalized_at\":1790000000},\"hosted_invoice_url\":\"https://pay.stripe.com/2\"},"
                        + "{\"id\":\"in_1\",\"number\":null,\"created\":1780000000,\"status\":\"new_word\",\"currency\":\"jpy\","
                        + "\"total\":-5,\"hosted_invoice_url\":null}],\"has_more\":true}");
        InvoicePage page = provider.listInvoices(CUS, Optional.of(new InvoiceId("in_3")), 2);
        assertThat(page.more()).isTrue();
        assertThat(page.invoices())
                .containsExactly(
                        new Invoice(
                                new InvoiceId("in_2"),
                                Optional.of("A-2"),
                                Instant.ofEpochSecond(1790000000),
                                new Money(1234, "eur"),
                                Invoice.State.PAID,
                                Optional.of(URI.create("https://pay.stripe.com/2"))),
                        new Invoice(
                                new InvoiceId("in_1"),
                                Optional.empty(),
                                Instant.ofEpochSecond(1780000000),
                                new Money(-5, "jpy"),
                                Invoice.State.OTHER,
                                Optional.empty()));
        assertThat(stripe.only().parameters())
                .containsEntry("customer", "cus_1")
                .containsEntry("starting_after", "in_3")
                .containsEntry("limit", "2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"data\":[],\"has_more\":true}",
                "{\"data\":[{\"id\":\"in_1\"}]}",
                "{\"data\":[{\"id\":\"in_1\",\"currency\":\"eur\",\"created\":1,\"total\":null}]}",
                "{\"data\":[{\"id\":\"in_1\",\"currency\":\"eur\",\"created\":1,\"total\":1,\"hosted_invoice_url\":\"javascript:1\"}]}"
            })
    void a_malformed_list_of_invoices_is_a_failure_that_passes(String body) {
        stripe.answers(body);
        assertThat(failure(() -> provider.listInvoices(CUS, Optional.empty(), 10)))
                .isEqualTo(Kind.MALFORMED_ANSWER);
    }

    @Test
    void what_pays_is_the_subscriptions_own_then_the_customers_default_then_an_old_card() {
        String card =
                "{\"id\":\"pm_1\",\"type\":\"card\",\"card\":{\"brand\":\"visa\",\"last4\":\"4242\",\"exp_month\":12,\"exp_year\":2030}}";
        stripe.answers("{\"id\":\"sub_1\",\"default_payment_method\":" + card + "}")
                .answers("{\"id\":\"cus_1\"}");
        assertThat(provider.paymentDetails(CUS, Optional.of(SUB)).method())
                .contains(new PaymentMethod(
                        "card", Optional.of("visa"), Optional.of("4242"), Optional.of(YearMonth.of(2030, 12))));
        stripe.answers("{\"id\":\"sub_1\",\"default_payment_method\":null}")
                .answers("{\"id\":\"cus_1\",\"invoice_settings\":{\"default_payment_method\":{\"type\":\"sepa_debit\","
                        + "\"sepa_debit\":{\"last4\":\"3000\"}}}}");
        assertThat(provider.paymentDetails(CUS, Optional.of(SUB)).method())
                .contains(new PaymentMethod("sepa_debit", Optional.empty(), Optional.of("3000"), Optional.empty()));
        stripe.answers("{\"id\":\"cus_1\",\"default_source\":{\"object\":\"card\",\"brand\":\"Visa\",\"last4\":\"1\","
                + "\"exp_month\":13,\"exp_year\":2030}}");
        assertThat(provider.paymentDetails(CUS, Optional.empty()).method())
                .contains(new PaymentMethod("card", Optional.of("Visa"), Optional.of("1"), Optional.empty()));
        stripe.answers("{\"id\":\"cus_1\",\"default_source\":null,\"invoice_settings\":[]}");
        assertThat(provider.paymentDetails(CUS, Optional.empty()).method()).isEmpty();
    }

    @Test
    void a_price_is_what_stripe_says_or_not_there() {
        stripe.answers(
                        "{\"id\":\"price_1\",\"active\":false,\"currency\":\"usd\",\"unit_amount\":1500,\"livemode\":true,"
                                + "\"recurring\":{\"interval\":\"month\",\"interval_count\":1}}")
                .answers("{\"id\":\"price_1\",\"active\":true,\"currency\":\"usd\",\"unit_amount\":null,"
                        + "\"recurring\":{\"interval\":\"month\",\"interval_count\":3}}")
                .refuses(404, "resource_missing", "price", "No such price: 'price_1'")
                .answers("{\"id\":\"price_1\",\"currency\":\"usd\"}");
        PriceId id = new PriceId("price_1");
        assertThat(prices.fetch(id))
                .contains(new ProviderPrice(
                        id, false, "usd", OptionalLong.of(1500), Optional.of(BillingInterval.MONTH), true));
        assertThat(prices.fetch(id))
                .contains(new ProviderPrice(id, true, "usd", OptionalLong.empty(), Optional.empty(), false));
        assertThat(prices.fetch(id)).isEmpty();
        assertThat(failure(() -> prices.fetch(id))).isEqualTo(Kind.MALFORMED_ANSWER);
    }

    @ParameterizedTest
    @EnumSource
    void a_page_of_the_portal_about_a_subscription_wants_to_know_which(PortalFlow flow) {
        stripe.answers("{\"url\":\"https://billing.stripe.com/p/1\"}");
        PortalRequest request =
                new PortalRequest(CUS, URI.create("https://app.example"), Optional.of(flow), Optional.empty());
        if (flow == PortalFlow.PAYMENT_METHOD_UPDATE) {
            assertThat(provider.createPortalSession(request)).hasHost("billing.stripe.com");
            return;
        }
        assertThat(failure(() -> provider.createPortalSession(request))).isEqualTo(Kind.WRONG_STATE);
        assertThat(stripe.seen()).isEmpty();
    }

    private static Kind failure(Runnable call) {
        return catchThrowableOfType(ProviderException.class, call::run).kind();
    }

    private static SubscriptionChange change(Timing when, boolean endTrial) {
        return new SubscriptionChange(
                SUB, TEAM, new PriceId("price_big"), 7, when, endTrial, Optional.empty(), false, Optional.empty());
    }

    private static String prorations() {
        return "{\"currency\":\"eur\",\"total\":1234,\"amount_due\":1234,\"lines\":{\"data\":["
                + "{\"description\":\"Unused time\",\"amount\":-766,\"quantity\":5,\"period\":{\"end\":1792678400},"
                + "\"parent\":{\"subscription_item_details\":{\"proration\":true}},"
                + "\"pricing\":{\"price_details\":{\"price\":\"price_team\"}}},"
                + "{\"description\":\"Remaining time\",\"amount\":2000,\"quantity\":7,\"period\":{\"end\":1792678400}}]}}";
    }

    @Test
    void a_price_says_which_other_currencies_it_has_amounts_for() {
        stripe.answers("{\"id\":\"price_1\",\"active\":true,\"currency\":\"usd\",\"unit_amount\":1500,"
                + "\"currency_options\":{\"usd\":{\"unit_amount\":1500},\"eur\":{\"unit_amount\":1380}},"
                + "\"recurring\":{\"interval\":\"month\",\"interval_count\":1}}");
        assertThat(prices.fetch(new PriceId("price_1")).orElseThrow().otherCurrencies())
                .containsExactly("eur");
        assertThat(stripe.only().parameters()).containsExactly(Map.entry("expand[0]", "currency_options"));
    }
}

package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CheckoutSessionRequest;
import dev.missioncontrol.billing.provider.CustomerRequest;
import dev.missioncontrol.billing.usecase.Checkout;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What was sold in the provider's dashboard and bound by its metadata alone has no customer that is known here: the page offers nothing
 * that it can't do, and says of nothing that there is none.
 */
class UnboundCustomerPagesTest {
    private static final TenantId ACME = new TenantId("acme");

    private final ARunningServer running =
            new ARunningServer(PageSettings.STANDARD.supportedAt(URI.create("https://help.example/")));

    @AfterEach
    void stop() {
        running.close();
    }

    private CustomerId sold() {
        CustomerId customer = customer();
        running.sandbox.pay(pageFor(customer));
        hear();
        assertThat(running.billing.status(ACME).seats()).isEqualTo(5);
        return customer;
    }

    private CustomerId customer() {
        return running.sandbox.createCustomer(
                new CustomerRequest(ACME, Optional.empty(), Optional.empty(), BillingMetadata.NONE), "customer");
    }

    private CheckoutSessionId pageFor(CustomerId customer) {
        CheckoutSessionRequest request = new CheckoutSessionRequest(
                ACME,
                customer,
                running.billing
                        .catalog()
                        .plan("team")
                        .flatMap(team -> team.price(BillingInterval.MONTH))
                        .orElseThrow()
                        .id(),
                5,
                "https://app.example/done",
                URI.create("https://app.example/left"),
                new BillingMetadata(Optional.of(ACME.value()), Optional.empty(), Optional.empty()),
                0,
                false,
                Optional.empty(),
                false,
                Optional.empty());
        return running.sandbox.createCheckoutSession(request, "session").id();
    }

    private void hear() {
        running.sandbox.advance(Duration.ofSeconds(3));
        running.events.values().forEach(running.billing::accept);
        running.billing.runDue();
    }

    private ABrowser browser() {
        return ABrowser.of(running, "acme manage");
    }

    @Test
    void who_owes_is_led_to_whom_can_be_asked_and_not_to_a_portal_that_does_not_open() {
        CustomerId customer = sold();
        running.sandbox.declinePayments(customer);
        running.sandbox.advance(Duration.ofDays(31));
        hear();
        ABrowser browser = browser();
        assertThat(browser.text())
                .contains(
                        "Your last payment failed.",
                        "Ask whoever made the agreement with you how to pay.",
                        "Contact",
                        "Cancel subscription")
                .doesNotContain("Update payment method", "Payment and invoices");
        assertThat(browser.html()).contains("https://help.example/").doesNotContain("/billing/portal");

        running.billing.bind(ACME, customer);
        assertThat(browser.reload().text())
                .contains("Update payment method", "Payment and invoices")
                .doesNotContain("Ask whoever", "Contact");
        assertThat(browser.post(browser.form("Update payment method")).statusCode())
                .isEqualTo(303);
    }

    @Test
    void sections_of_a_customer_that_is_not_known_do_not_say_that_there_is_nothing() {
        CustomerId customer = sold();
        ABrowser browser = browser();
        assertThat(browser.go("/billing?show=payment").text())
                .contains("How you pay can&#39;t be shown here.")
                .doesNotContain("No payment method is on file.", "Save address");
        assertThat(browser.go("/billing/parts/invoices").html())
                .contains("Your invoices can&#39;t be shown here.", "https://help.example/")
                .doesNotContain("There are no invoices yet.");

        running.billing.bind(ACME, customer);
        assertThat(browser.go("/billing?show=payment").text()).contains("Visa ending in 4242", "Save address");
        assertThat(browser.go("/billing?show=invoices").text()).contains("US$75");
    }

    @Test
    void the_portal_of_an_older_page_is_refused_on_a_page_that_is_whole() {
        sold();
        ABrowser browser = browser();
        browser.send(toPortal(browser, "Cancel subscription"));
        assertThat(browser.status()).isEqualTo(409);
        assertThat(browser.text())
                .contains("Payment and invoices can&#39;t be managed here.", "5 seats", "Cancel subscription")
                .doesNotContain("Choose a plan first", "Already changed");
    }

    @Test
    void a_first_payment_that_waits_for_the_bank_says_whom_to_ask_and_never_to_choose_a_plan_first() {
        running.sandbox.beginPayment(pageFor(customer()));
        hear();
        ABrowser browser = browser();
        assertThat(browser.text())
                .contains("confirm the payment. Ask whoever made the agreement with you how to pay.", "Contact")
                .doesNotContain("Confirm payment");
        browser.send(toPortal(browser, "Choose Team"));
        assertThat(browser.status()).isEqualTo(409);
        assertThat(browser.text())
                .contains("Payment and invoices can&#39;t be managed here.")
                .doesNotContain("Choose a plan first");
    }

    @Test
    void a_first_payment_of_a_customer_that_is_known_is_confirmed_in_the_portal() {
        CustomerId customer = customer();
        running.sandbox.beginPayment(pageFor(customer));
        hear();
        running.billing.bind(ACME, customer);
        ABrowser browser = browser();
        assertThat(browser.text()).doesNotContain("Ask whoever", "Contact");
        assertThat(browser.post(browser.form("Confirm payment")).statusCode()).isEqualTo(303);
    }

    @Test
    void who_never_had_anything_is_told_to_choose_a_plan_first() {
        ABrowser browser = browser();
        browser.send(toPortal(browser, "Choose Team"));
        assertThat(browser.status()).isEqualTo(409);
        assertThat(browser.text())
                .contains("Choose a plan first.", "Choose Team")
                .doesNotContain("Already changed");
    }

    private static Map<String, String> toPortal(ABrowser browser, String tokenOf) {
        return Map.of("", "/billing/portal", "csrf", browser.form(tokenOf).get("csrf"));
    }

    @Test
    void what_ended_with_a_customer_that_was_deleted_leads_to_no_portal() {
        ABrowser browser = ABrowser.having(running, Checkout.of("team").seats(5));
        assertThat(browser.html()).contains("/billing/portal");
        hear();
        running.sandbox
                .backOffice()
                .deleteCustomer(running.sandbox.customerOf(ACME).orElseThrow());
        hear();
        assertThat(browser.reload().text())
                .contains("Team ended on", "Contact")
                .doesNotContain("Invoices and receipts");
        assertThat(browser.html()).doesNotContain("/billing/portal");
        assertThat(browser.go("/billing?show=payment").text()).doesNotContain("Save address");
    }
}

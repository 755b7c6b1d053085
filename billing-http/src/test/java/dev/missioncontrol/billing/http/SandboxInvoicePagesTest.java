package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Redirect;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Wherever an invoice is linked to, the sandbox has a page of it, on which it can be paid. */
class SandboxInvoicePagesTest {
    private static final TenantId ACME = new TenantId("acme");

    /** Who serves the stand-ins. */
    enum Served {
        /** The server of a demo, beside the billing page. */
        WITH_THE_PAGE,
        /** A server of their own, for any application. */
        ALONE
    }

    private final ARunningServer running = new ARunningServer();
    private final SandboxPaymentProvider sandbox = running.sandbox;
    private final SandboxServer alone = new SandboxServer(sandbox, running.billing.catalog(), "token-of-forms");
    private URI pages = running.base;

    @AfterEach
    void stop() {
        alone.close();
        running.close();
    }

    private void served(Served where) {
        if (where == Served.ALONE) pages = URI.create("http://127.0.0.1:" + alone.start(0));
    }

    private HttpResponse<String> get(String link) {
        return running.send(
                HttpRequest.newBuilder(pages.resolve(URI.create(link).getPath()))
                        .header("Accept", "text/html"));
    }

    private HttpResponse<String> press(String link, String action, String token) {
        return running.send(
                HttpRequest.newBuilder(pages.resolve(URI.create(link).getPath() + "/" + action))
                        .header("Accept", "text/html")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("csrf=" + token)));
    }

    private HttpResponse<String> press(String link, String action) {
        return press(link, action, get(link).body().replaceAll("(?s).*name=\"csrf\" value=\"([^\"]*)\".*", "$1"));
    }

    /** All that the API and the page lead to. */
    private List<String> links() {
        String api = running.get("/api/billing/invoices", "Authorization", "Bearer acme read")
                .body();
        String page =
                ABrowser.of(running, "acme manage").go("/billing?show=invoices").html();
        TreeSet<String> fromApi = new TreeSet<>(all(api, "\"url\":\"([^\"]*)\""));
        assertThat(fromApi)
                .isNotEmpty()
                .isEqualTo(new TreeSet<>(all(page, "href=\"([^\"]*/sandbox/invoice/[^\"]*)\"")));
        return List.copyOf(fromApi);
    }

    private static List<String> all(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static String text(HttpResponse<String> page) {
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        return page.body()
                .substring(page.body().indexOf("<body"))
                .replaceAll("<[^>]*>", " ")
                .replaceAll("\\s+", " ");
    }

    private CheckoutSessionId checkout() {
        Redirect begun = running.billing.startCheckout(ACME, Checkout.of("team").seats(5));
        return ((Redirect.To) begun).session().orElseThrow();
    }

    private String newest() {
        return running.billing
                .invoices(ACME, Optional.empty(), 1)
                .invoices()
                .get(0)
                .hostedPage()
                .orElseThrow()
                .toString();
    }

    private String fallBehind() {
        running.buy(ACME, Checkout.of("team").seats(5));
        sandbox.declinePayments(ACME);
        sandbox.advance(Duration.ofDays(32));
        running.billing.sync(ACME);
        return newest();
    }

    @ParameterizedTest
    @EnumSource
    void every_link_to_an_invoice_leads_to_its_page(Served where) {
        served(where);
        fallBehind();
        assertThat(links()).hasSize(2).allSatisfy(link -> {
            String id = link.replaceFirst(".*/", "");
            assertThat(text(get(link))).contains(id.toUpperCase(Locale.ROOT), "5 × Team $75", "Total $75", "USD");
            assertThat(get(link).body()).contains("Sandbox: no money moves", "href=\"https://app.example/billing");
        });
        assertThat(links().stream().map(link -> text(get(link))))
                .anySatisfy(receipt -> assertThat(receipt).contains("Receipt", " paid ", "Paid on January 1, 2027"))
                .anySatisfy(open -> assertThat(open).contains("Invoice", " open ", "Pay $75"));
    }

    @ParameterizedTest
    @EnumSource
    void what_is_overdue_is_paid_on_its_page_unless_the_card_is_declined(Served where) {
        served(where);
        String link = fallBehind();
        assertThat(text(press(link, "decline"))).contains("Your card was declined.", "Pay $75");
        running.billing.runDue();
        sandbox.advance(Duration.ofMinutes(1));
        running.billing.sync(ACME);
        assertThat(running.billing.status(ACME).current().status().word()).isEqualTo("past_due");

        HttpResponse<String> paid = press(link, "pay");
        assertThat(paid.statusCode()).as(paid.body()).isEqualTo(303);
        assertThat(text(get(paid.headers().firstValue("Location").orElseThrow())))
                .contains("Receipt", " paid ");
        sandbox.advance(Duration.ofMinutes(1));
        running.billing.sync(ACME);
        assertThat(running.billing.status(ACME).current().status().word()).isEqualTo("active");
    }

    @ParameterizedTest
    @EnumSource
    void a_press_on_a_page_that_is_out_of_date_leaves_the_card_as_it_is(Served where) {
        served(where);
        String link = fallBehind();
        CustomerId customer = sandbox.customerOf(ACME).orElseThrow();
        String token = get(link).body().replaceAll("(?s).*name=\"csrf\" value=\"([^\"]*)\".*", "$1");
        assertThat(press(link, "pay", token).statusCode()).isEqualTo(303);
        assertThat(text(press(link, "decline", token))).contains("is not open");
        assertThat(sandbox.nextPaymentFails(customer)).isFalse();

        sandbox.declinePayments(customer);
        assertThat(text(press(link, "pay", token))).contains("is not open");
        assertThat(sandbox.nextPaymentFails(customer)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void what_the_bank_asks_of_an_upgrade_is_confirmed_on_its_page(Served where) {
        served(where);
        running.buy(ACME, Checkout.of("team").seats(5));
        sandbox.askBankNext(sandbox.customerOf(ACME).orElseThrow());
        ABrowser browser = ABrowser.of(running, "acme manage");
        browser.press("Change seats", "seats", "8");
        browser.press(browser.payButton());
        String link =
                all(browser.html(), "href=\"([^\"]*)\"[^>]*>Confirm payment").get(0);
        assertThat(text(get(link))).contains("Confirm and pay $45");

        assertThat(press(link, "pay").statusCode()).isEqualTo(303);
        sandbox.advance(Duration.ofMinutes(1));
        running.billing.sync(ACME);
        assertThat(running.billing.status(ACME).current().seats()).isEqualTo(8);
    }

    @ParameterizedTest
    @EnumSource
    void a_first_payment_is_confirmed_on_its_page_and_the_checkout_is_complete(Served where) {
        served(where);
        CheckoutSessionId session = checkout();
        sandbox.beginPayment(session);
        String link = newest();
        assertThat(press(link, "pay").statusCode()).isEqualTo(303);
        assertThat(sandbox.session(session).orElseThrow().subscription()).isPresent();
        sandbox.advance(Duration.ofDays(2));
        running.billing.sync(ACME);
        assertThat(running.billing.status(ACME).plan()).isEqualTo("team");
    }

    @ParameterizedTest
    @EnumSource
    void a_payment_that_takes_days_arrives_or_fails_on_its_page(Served where) {
        served(where);
        sandbox.payLater(checkout());
        String link = newest();
        assertThat(text(get(link))).contains("on its way").doesNotContain("Pay $75");
        assertThat(text(press(link, "pay"))).contains("is on its way");
        assertThat(press(link, "settle").statusCode()).isEqualTo(303);
        assertThat(text(get(link))).contains("Receipt");
    }

    @ParameterizedTest
    @EnumSource
    void a_payment_that_took_days_and_failed_is_paid_on_its_page(Served where) {
        served(where);
        sandbox.payLater(checkout());
        String link = newest();
        assertThat(press(link, "fail-settling").statusCode()).isEqualTo(303);
        assertThat(text(get(link))).contains(" open ", "Pay $75");
        assertThat(press(link, "pay").statusCode()).isEqualTo(303);
        assertThat(text(get(link))).contains("Receipt");
    }

    @ParameterizedTest
    @EnumSource
    void a_payment_that_was_waited_for_and_failed_makes_its_invoice_void(Served where) {
        served(where);
        sandbox.payLater(checkout(), ProviderStatus.INCOMPLETE);
        String link = newest();
        assertThat(press(link, "fail-settling").statusCode()).isEqualTo(303);
        assertThat(text(get(link))).contains(" void ").doesNotContain("Pay $75");
    }

    @ParameterizedTest
    @EnumSource
    void what_is_no_invoice_has_no_page_and_other_sites_can_pay_none(Served where) {
        served(where);
        String link = fallBehind();
        for (String other :
                List.of(link + "0", link.replaceFirst("[^/]*$", "cs_1"), link.replaceFirst("[^/]*$", "%20"))) {
            assertThat(running.send(HttpRequest.newBuilder(
                                    pages.resolve(URI.create(other).getRawPath())))
                            .statusCode())
                    .as(other)
                    .isEqualTo(404);
        }
        String token = get(link).body().replaceAll("(?s).*name=\"csrf\" value=\"([^\"]*)\".*", "$1");
        assertThat(press(link + "0", "pay", token).statusCode()).isEqualTo(404);
        assertThat(press(link, "forgive", token).statusCode()).isEqualTo(404);
        assertThat(press(link, "pay", "guessed").statusCode()).isEqualTo(403);
        assertThat(text(get(link))).contains(" open ");
    }
}

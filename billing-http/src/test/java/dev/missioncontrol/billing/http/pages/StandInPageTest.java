package dev.missioncontrol.billing.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.http.pages.CheckoutStandIn.State;
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.sandbox.HostedInvoice;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandInPageTest {
    @Test
    void checkout_says_what_is_bought_and_has_every_way_out() {
        String html = CheckoutStandIn.render(AStandIn.checkout(State.OPEN, 0, ""));
        assertThat(Markup.text(html))
                .contains("Team · yearly", "5 seats US$150 a year each", "Today US$750", "Then US$750 a year");
        assertThat(Markup.buttons(html))
                .containsExactly(
                        "Pay US$750",
                        "Pay in a way that takes days",
                        "Pay in a way that takes days, and wait for it",
                        "Let the bank ask first",
                        "Pay with a declining card",
                        "Leave");
        assertThat(Markup.posts(html))
                .containsExactly(
                        "/sandbox/checkout/cs_1/pay",
                        "/sandbox/checkout/cs_1/later",
                        "/sandbox/checkout/cs_1/later-and-wait",
                        "/sandbox/checkout/cs_1/bank",
                        "/sandbox/checkout/cs_1/decline",
                        "/sandbox/checkout/cs_1/leave");
    }

    @Test
    void a_trial_costs_nothing_today() {
        String html = CheckoutStandIn.render(AStandIn.checkout(State.OPEN, 14, ""));
        assertThat(Markup.text(html))
                .contains("Trial 14 days free", "Today US$0", "From 12 March 2027 US$750 a year", "Start the trial");
    }

    @Test
    void a_checkout_that_is_over_can_not_be_paid() {
        for (State over : List.of(State.COMPLETE, State.EXPIRED))
            assertThat(Markup.posts(CheckoutStandIn.render(AStandIn.checkout(over, 0, ""))))
                    .isEmpty();
    }

    @Test
    void an_invoice_says_what_it_asks_for_and_has_every_way_to_pay_it() {
        String html = InvoiceStandIn.render(AStandIn.invoice(Invoice.State.OPEN, HostedInvoice.Attempt.DECLINED, ""));
        assertThat(Markup.text(html))
                .contains("IN_1 open", "Date 3 March 2027", "5 × Team US$750", "Total US$750", "Currency USD");
        assertThat(Markup.buttons(html)).containsExactly("Pay US$750", "Pay with a declining card");
        assertThat(Markup.posts(html)).containsExactly("/sandbox/invoice/in_1/pay", "/sandbox/invoice/in_1/decline");
        assertThat(Markup.buttons(InvoiceStandIn.render(
                        AStandIn.invoice(Invoice.State.OPEN, HostedInvoice.Attempt.BANK_ASKS, ""))))
                .containsExactly("Confirm and pay US$750", "Pay with a declining card");
        assertThat(Markup.buttons(InvoiceStandIn.render(
                        AStandIn.invoice(Invoice.State.OPEN, HostedInvoice.Attempt.ON_ITS_WAY, ""))))
                .containsExactly("Let it arrive", "Let it fail");
    }

    @Test
    void an_invoice_that_is_over_can_not_be_paid() {
        for (Invoice.State over : List.of(Invoice.State.PAID, Invoice.State.VOID)) {
            String html = InvoiceStandIn.render(AStandIn.invoice(over, HostedInvoice.Attempt.BANK_ASKS, ""));
            assertThat(Markup.posts(html)).isEmpty();
            assertThat(Markup.text(html)).contains("Back to billing");
        }
    }

    @Test
    void the_portal_has_every_lever() {
        String html = PortalStandIn.render(AStandIn.portal("active", Optional.empty(), ""));
        String at = "/sandbox/portal/bps_1/";
        assertThat(Markup.posts(html))
                .containsExactly(
                        at + "change",
                        at + "fail-next",
                        at + "pay",
                        at + "advance",
                        at + "cancel",
                        at + "cancel",
                        at + "pause",
                        at + "cancel-now");
        assertThat(Markup.all(html, "name=\"shape\" value=\"([^\"]*)\"")).containsExactly("classic", "flexible");
        assertThat(Markup.all(html, "name=\"by\" value=\"([^\"]*)\"")).containsExactly("P1D", "P7D", "P31D", "P1Y");
        assertThat(Markup.all(html, "<option value=\"([^\"]*)\" selected")).containsExactly("team", "year");
        assertThat(html).doesNotContain("<option value=\"free\"");
    }

    @Test
    void the_portal_says_whether_the_next_payment_will_fail() {
        for (boolean fails : new boolean[] {true, false}) {
            String html = PortalStandIn.render(AStandIn.portal("active", Optional.empty(), "", fails));
            assertThat(Markup.text(html).contains("The next payment will fail."))
                    .isEqualTo(fails);
            assertThat(Markup.text(html).contains("The next payment will be made."))
                    .isEqualTo(!fails);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"active", "incomplete"})
    void a_payment_that_takes_days_arrives_or_fails_in_the_portal(String meanwhile) {
        String at = "/sandbox/portal/bps_1/";
        String html = PortalStandIn.render(AStandIn.portal(meanwhile, Optional.empty(), "", false, true));
        assertThat(Markup.posts(html)).contains(at + "settle", at + "fail-settling");
        assertThat(Markup.posts(html).contains(at + "cancel-now")).isEqualTo(meanwhile.equals("active"));
        assertThat(Markup.posts(PortalStandIn.render(AStandIn.portal(meanwhile, Optional.empty(), ""))))
                .doesNotContain(at + "settle");
    }

    @Test
    void what_is_cancelled_can_be_resumed() {
        String html = PortalStandIn.render(AStandIn.portal("active", Optional.of(APage.PERIOD_END), ""));
        assertThat(Markup.posts(html))
                .contains("/sandbox/portal/bps_1/resume")
                .doesNotContain("/sandbox/portal/bps_1/cancel");
        assertThat(Markup.text(html)).contains("Ends for good 12 March 2027");
    }

    @Test
    void what_has_ended_can_not_be_changed() {
        String html = PortalStandIn.render(AStandIn.portal("canceled", Optional.of(APage.PERIOD_END), ""));
        assertThat(Markup.posts(html)).doesNotContain("/sandbox/portal/bps_1/change", "/sandbox/portal/bps_1/resume");
    }

    @Test
    void every_page_of_the_sandbox_says_that_no_money_moves_and_names_no_brand() {
        for (String html : List.of(
                CheckoutStandIn.render(AStandIn.checkout(State.OPEN, 0, "")),
                InvoiceStandIn.render(AStandIn.invoice(Invoice.State.OPEN, HostedInvoice.Attempt.NONE, "")),
                PortalStandIn.render(AStandIn.portal("active", Optional.empty(), "")))) {
            assertThat(html).contains("Sandbox: no money moves").doesNotContainIgnoringCase("stripe");
            assertThat(Markup.all(html, "(<form method=\"post\".*?</form>)"))
                    .allSatisfy(form -> assertThat(form).contains("name=\"csrf\" value=\"token-1\""));
        }
    }

    @Test
    void sign_in_offers_tenants_and_a_field() {
        String html = LoginPage.render(
                new LoginPage.View("t", List.of("acme", "globex"), "a b", Optional.of("No blanks."), true, true));
        assertThat(Markup.buttons(html)).containsExactly("acme", "globex", "Sign in", "Open the console");
        assertThat(html)
                .contains("action=\"/billing/login\"", "name=\"tenant\" value=\"acme\"", "value=\"a b\"", "No blanks.");
        assertThat(Markup.text(html)).contains("your own machine");
    }

    @Test
    void an_error_says_what_to_do_and_the_id_to_ask_about() {
        assertThat(Markup.text(ErrorPage.render(503, "provider_timeout", "req_1", Locale.UK)))
                .contains(
                        "Not available just now Changes are not possible just now; your plan is not affected. Try again in a"
                                + " moment. Back to billing Request req_1");
    }
}

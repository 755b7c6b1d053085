package dev.missioncontrol.billing.http.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.missioncontrol.billing.http.pages.CheckoutStandIn.State;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.sandbox.HostedInvoice;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageEscapingTest {
    private static final String HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&";

    private static final PlanCatalog HOSTILE_CATALOG = PlanCatalog.of(
            Plan.draft("free").rank(0).name(HOSTILE + "free").features(HOSTILE),
            Plan.draft("team")
                    .rank(1)
                    .name(HOSTILE + "team")
                    .seatsAtLeast(2)
                    .monthly("price_m", 1500, "usd")
                    .features(HOSTILE));

    @Test
    void every_text_of_the_billing_page_is_escaped_whatever_the_notice() {
        for (BillingNotice notice : BillingNotice.values()) {
            for (APage page : List.of(hostile(), hostile().holding("team", BillingInterval.MONTH, 2))) {
                assertNothingGotOut(page.saying(notice).html());
            }
        }
    }

    private static APage hostile() {
        return APage.onFree()
                .selling(HOSTILE_CATALOG)
                .of(HOSTILE)
                .csrf(HOSTILE)
                .ended(HOSTILE, APage.PERIOD_END)
                .attempted("team", BillingInterval.MONTH, 1)
                .wrong("team", "seats", HOSTILE);
    }

    @Test
    void an_error_of_no_field_is_escaped_too() {
        assertNothingGotOut(APage.onFree().wrong(HOSTILE, HOSTILE, HOSTILE).html());
    }

    @Test
    void every_text_of_the_sandboxs_pages_is_escaped() {
        for (State state : State.values())
            assertNothingGotOut(CheckoutStandIn.render(AStandIn.checkout(state, 14, HOSTILE)));
        for (Invoice.State state : Invoice.State.values())
            assertNothingGotOut(
                    InvoiceStandIn.render(AStandIn.invoice(state, HostedInvoice.Attempt.BANK_ASKS, HOSTILE)));
        for (String status : List.of("active", "canceled", HOSTILE))
            assertNothingGotOut(PortalStandIn.render(AStandIn.portal(status, Optional.of(APage.PERIOD_END), HOSTILE)));
    }

    @Test
    void every_text_of_login_entry_and_error_page_is_escaped() {
        assertNothingGotOut(LoginPage.render(
                new LoginPage.View(HOSTILE, List.of(HOSTILE), HOSTILE, Optional.of(HOSTILE), true, true)));
        assertNothingGotOut(ErrorPage.render(500, HOSTILE, HOSTILE, Locale.UK));
        assertNothingGotOut(EntryPage.render(new EntryPage.View(HOSTILE, HOSTILE, HOSTILE, HOSTILE, true), Locale.UK));
    }

    /** Takes away every tag that is well formed: what is left is text, without a mark that could begin markup. */
    private static void assertNothingGotOut(String html) {
        assertThat(html).contains("&lt;script&gt;");
        assertThat(html.replaceAll("</?[a-z!][a-z0-9]*(?: [a-z-]+(?:=\"[^\"<>]*\")?)*>", ""))
                .doesNotContain("<", ">", "\"", "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "JavaScript:alert(1)",
                " javascript:alert(1)",
                "data:text/html,x",
                "//evil.example",
                "/\\evil.example",
                "https://a\nb",
                "billing"
            })
    void a_link_leads_nowhere_but_to_us_the_web_or_mail(String address) {
        assertThatIllegalArgumentException().isThrownBy(() -> Html.el("a", "x").attr("href", address));
    }

    @Test
    void a_return_address_that_is_none_leads_back_to_billing() {
        assertThat(CheckoutStandIn.back("javascript:alert(1)").markup()).contains("href=\"/billing\"");
    }

    @Test
    void a_support_address_that_is_none_is_left_out() {
        String html = APage.onTeamYearly(5)
                .support("javascript:alert(1)")
                .saying(BillingNotice.TWO_SUBSCRIPTIONS)
                .html();
        assertThat(html).doesNotContain("javascript:").doesNotContain("Contact");
    }

    @Test
    void inline_code_can_not_be_written() {
        assertThatIllegalArgumentException().isThrownBy(() -> Html.el("p").attr("style", "color: red"));
        assertThatIllegalArgumentException().isThrownBy(() -> Html.el("p").attr("onclick", "x()"));
        assertThatIllegalArgumentException().isThrownBy(() -> Html.el("script", "x()"));
        assertThatIllegalArgumentException().isThrownBy(() -> Html.el("style", "p{}"));
        assertThatIllegalArgumentException().isThrownBy(() -> Html.el("p><b"));
        assertThatIllegalArgumentException().isThrownBy(() -> Html.el("p").attr("a b", "x"));
    }

    @Test
    void control_characters_become_visible_and_harmless() {
        assertThat(Html.text("a\u0000b\u001bc\td").markup()).isEqualTo("a\uFFFDb\uFFFDc\td");
    }
}

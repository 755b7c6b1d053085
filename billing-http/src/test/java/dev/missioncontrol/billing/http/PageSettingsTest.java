package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.Checkout;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host says of the pages reaches them, and nothing that it did not mean. */
class PageSettingsTest {
    private static final String CONTACT = "https://help.example/billing?from=page";

    @Test
    void who_may_be_stuck_is_offered_the_hosts_contact() {
        try (ARunningServer running = new ARunningServer(PageSettings.STANDARD.supportedAt(URI.create(CONTACT)))) {
            ABrowser browser = ABrowser.of(running, "acme manage");
            assertThat(browser.html()).doesNotContain(CONTACT);
            running.billing.startCheckout(new TenantId("acme"), Checkout.of("pro"));
            assertThat(browser.go("/billing?checkout=success").html())
                    .contains("href=\"" + CONTACT + "\"")
                    .contains(">Contact");
        }
    }

    @Test
    void without_one_there_is_no_button() {
        try (ARunningServer running = new ARunningServer()) {
            ABrowser browser = ABrowser.of(running, "acme manage");
            running.billing.startCheckout(new TenantId("acme"), Checkout.of("pro"));
            assertThat(browser.go("/billing?checkout=success").html())
                    .contains("We are confirming your payment.")
                    .doesNotContain(">Contact");
        }
    }

    @Test
    void forms_may_lead_to_where_stripes_pages_are() {
        PageSettings settings = PageSettings.STANDARD.leadingTo(Set.of("https://pay.example", "http://127.0.0.1:*"));
        try (ARunningServer running = new ARunningServer(settings)) {
            assertThat(running.get("/health/live")
                            .headers()
                            .firstValue("Content-Security-Policy")
                            .orElseThrow())
                    .contains("form-action 'self' https://checkout.stripe.com https://billing.stripe.com"
                            + " http://127.0.0.1:* https://pay.example");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://pay.example/",
                "https://PAY.example",
                "https://pay.example:443",
                "https://*.example",
                "https://pay.example:*",
                "https://pay.example; script-src *",
                "http://pay.example",
                "http://localhost.example:*",
                "javascript:alert(1)",
                "*",
                "'unsafe-inline'",
                ""
            })
    void nothing_but_an_origin_comes_into_the_policy(String target) {
        assertThatIllegalArgumentException().isThrownBy(() -> PageSettings.STANDARD.leadingTo(Set.of(target)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://help.example", "javascript:alert(1)", "/help", "https:help", "mailto:nobody"})
    void contact_leads_to_a_page_or_a_mailbox_alone(String address) {
        assertThatIllegalArgumentException().isThrownBy(() -> PageSettings.STANDARD.supportedAt(URI.create(address)));
    }
}

package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Redirect;
import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of the stand-ins for the provider's pages, also filled in with what nobody can mean. */
class SandboxPagesTest {
    private static final TenantId ACME = new TenantId("acme");

    @ParameterizedTest
    @ValueSource(strings = {"P999999999Y", "P-1D", "soon"})
    void a_time_that_the_clock_can_not_be_moved_by_is_said_on_the_page(String by) {
        try (ARunningServer running = new ARunningServer()) {
            running.buy(ACME, Checkout.of("pro"));
            String portal = running.billing.openPortal(ACME).url().getPath();
            HttpResponse<String> answer = press(running, portal, "advance", "&by=" + by);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).doesNotContain("Done.");
        }
    }

    @ParameterizedTest
    @CsvSource({"later, active", "later-and-wait, incomplete"})
    void a_payment_that_takes_days_is_made_on_the_page_and_arrives_in_the_portal(String way, String meanwhile) {
        try (ARunningServer running = new ARunningServer()) {
            Redirect page = running.billing.startCheckout(ACME, Checkout.of("pro"));
            String checkout = ((Redirect.To) page).url().getPath();
            assertThat(press(running, checkout, way, "").statusCode()).isEqualTo(303);
            SubscriptionId id = running.sandbox.subscriptionOf(ACME).orElseThrow();
            assertThat(status(running, id)).isEqualTo(meanwhile);

            String portal = running.billing.openPortal(ACME).url().getPath();
            assertThat(running.get(portal).body()).contains("The payment that is on its way");
            assertThat(press(running, portal, "settle", "").body()).contains("Done.");
            assertThat(status(running, id)).isEqualTo("active");
            assertThat(running.get(portal).body()).doesNotContain("The payment that is on its way");
        }
    }

    private static String status(ARunningServer running, SubscriptionId id) {
        return running.sandbox.subscription(id).orElseThrow().status().word();
    }

    private static HttpResponse<String> press(ARunningServer running, String page, String action, String more) {
        String csrf = running.get(page).body().replaceAll("(?s).*name=\"csrf\" value=\"([^\"]*)\".*", "$1");
        return running.send(
                "POST",
                page + "/" + action,
                "csrf=" + csrf + more,
                "Content-Type",
                "application/x-www-form-urlencoded");
    }
}

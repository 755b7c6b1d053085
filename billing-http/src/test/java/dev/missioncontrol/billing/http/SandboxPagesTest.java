package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.Checkout;
import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of the stand-ins for the provider's pages, filled in with what nobody can mean. */
class SandboxPagesTest {
    private static final TenantId ACME = new TenantId("acme");

    @ParameterizedTest
    @ValueSource(strings = {"P999999999Y", "P-1D", "soon"})
    void a_time_that_the_clock_can_not_be_moved_by_is_said_on_the_page(String by) {
        try (ARunningServer running = new ARunningServer()) {
            running.buy(ACME, Checkout.of("pro"));
            String portal = running.billing.openPortal(ACME).url().getPath();
            String csrf = running.get(portal).body().replaceAll("(?s).*name=\"csrf\" value=\"([^\"]*)\".*", "$1");
            HttpResponse<String> answer = running.send(
                    "POST",
                    portal + "/advance",
                    "csrf=" + csrf + "&by=" + by,
                    "Content-Type",
                    "application/x-www-form-urlencoded");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).doesNotContain("Done.");
        }
    }
}

package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.usecase.Checkout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who bought fewer seats than the plan begins with by now reads for how many more a change takes money. */
class RaisedMinimumPagesTest {
    private static final TenantId ACME = new TenantId("acme");

    private final InMemoryBillingStore store = new InMemoryBillingStore();
    private final ARunningServer running = new ARunningServer(startingAt(5), store);
    private final Billing before = running.selling(startingAt(2), store);

    private static PlanCatalog startingAt(int seats) {
        return PlanCatalog.of(
                Plan.draft("free").rank(0),
                Plan.draft("team").rank(2).seats(seats, 50).monthly("price_team", 1500, "usd"));
    }

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void seats_are_counted_from_what_is_charged_and_not_from_what_the_plan_grants_by_now() {
        running.sandbox.pay(before.startCheckout(ACME, Checkout.of("team").seats(2)));
        before.sync(ACME);
        ABrowser browser = ABrowser.of(running, "acme manage");
        assertThat(browser.form("Change seats")).containsEntry("seats", "5");
        assertThat(browser.press("Change seats").text())
                .contains("Add 3 seats", "3 more seats until 1 February 2027", "Confirm and pay US$45");
        assertThat(browser.reload().press("Change seats", "seats", "6").text())
                .contains("Add 4 seats", "4 more seats until 1 February 2027", "Confirm and pay US$60");
    }
}

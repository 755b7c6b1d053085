package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.plan.PlanDraft;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.usecase.Checkout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stylesheet shows the prices of one interval: of one that is sold. */
class OneIntervalPagesTest {
    private static final TenantId ACME = new TenantId("acme");

    /** @param sold the intervals at which plans are sold, as "m", "y" or both */
    private static ARunningServer selling(String sold) {
        List<PlanDraft> plans = new ArrayList<>();
        plans.add(Plan.draft("free").rank(0));
        // What is sold no more decides nothing.
        plans.add(Plan.draft("legacy")
                .rank(3)
                .retired(true)
                .monthly("price_legacy_m", 900, "usd")
                .yearly("price_legacy_y", 9000, "usd"));
        if (!sold.isEmpty()) {
            plans.add(priced("pro", Plan.draft("pro").rank(1).seats(1, 1), sold));
            plans.add(priced("team", Plan.draft("team").rank(2).seats(2, 50), sold));
        }
        return new ARunningServer(PlanCatalog.of(plans, Map.of()), new InMemoryBillingStore());
    }

    private static PlanDraft priced(String key, PlanDraft plan, String sold) {
        if (sold.contains("m")) plan.monthly("price_" + key + "_m", 1500, "usd");
        if (sold.contains("y")) plan.yearly("price_" + key + "_y", 15_000, "usd");
        return plan;
    }

    @ParameterizedTest
    @CsvSource({"m, month", "y, year"})
    void the_one_interval_that_is_sold_is_shown_whatever_the_address_says(String sold, String shown) {
        try (ARunningServer running = selling(sold)) {
            ABrowser browser = ABrowser.of(running, "acme manage");
            for (String query : new String[] {"", "?interval=month", "?interval=year"}) {
                assertThat(browser.go("/billing" + query).html()).as(query).contains("data-single=\"" + shown + "\"");
                assertThat(browser.form("Choose Pro")).containsEntry("interval", shown);
            }
        }
    }

    @Test
    void what_is_sold_by_the_year_alone_is_bought_and_changed() {
        try (ARunningServer running = selling("y")) {
            ABrowser browser = ABrowser.of(running, "acme manage");
            assertThat(browser.html()).contains("data-single=\"year\"");
            assertThat(browser.post(browser.form("Choose Team", "seats", "5")).statusCode())
                    .isEqualTo(303);
            running.buy(ACME, Checkout.of("team").yearly().seats(5));
            assertThat(browser.reload().html()).contains("data-single=\"year\"");
            browser.press("Change seats", "seats", "6");
            assertThat(browser.text()).contains("Add 1 seat");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"month", "year"})
    void where_both_are_sold_the_one_that_is_asked_for_is_shown(String interval) {
        try (ARunningServer running = selling("my")) {
            ABrowser browser = ABrowser.of(running, "acme manage");
            assertThat(browser.html()).contains("data-interval=\"month\"");
            assertThat(browser.go("/billing?interval=" + interval).html())
                    .contains("data-interval=\"" + interval + "\"");
        }
    }

    @Test
    void where_nothing_is_sold_the_page_is_whole() {
        try (ARunningServer running = selling("")) {
            ABrowser browser = ABrowser.of(running, "acme manage");
            assertThat(browser.status()).isEqualTo(200);
            assertThat(browser.text()).contains("You pay nothing.");
        }
    }
}

package dev.missioncontrol.billing.http;

import static dev.missioncontrol.billing.http.AnOperator.READER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.http.console.ConsoleChrome;
import dev.missioncontrol.billing.http.console.OverviewPage;
import dev.missioncontrol.billing.http.console.TenantsPage;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.store.Figures;
import dev.missioncontrol.billing.store.Listings.TenantFilter;
import dev.missioncontrol.billing.store.Listings.TenantLine;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Explanation;
import dev.missioncontrol.billing.usecase.Overview;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the console shows: its views as they are described, what others typed as text, its own files. */
class ConsoleViewsTest {
    private static final ConsoleChrome CHROME = new ConsoleChrome("token", "anna", false, false);
    private static final TenantId ACME = new TenantId("acme");

    private final ARunningServer running = new ARunningServer();

    @AfterEach
    void stop() {
        running.close();
    }

    private JsonNode seen(String view, String query) {
        return Description.held("get", view, 200, running.get(view + query, "Authorization", READER));
    }

    @Test
    void views_are_what_the_description_says() {
        running.buy(ACME, Checkout.of("team").seats(3));
        JsonNode overview = seen("/api/billing/console/overview", "?days=30");
        assertThat(overview.at("/days/0/plan").textValue()).isEqualTo("team");
        assertThat(overview.at("/days/0/revenue/currency").textValue()).isEqualTo("usd");
        JsonNode tenants = seen("/api/billing/console/tenants", "?q=ac&plan=team");
        assertThat(tenants.at("/tenants/0/has/seats").intValue()).isEqualTo(3);
        JsonNode tenant = seen("/api/billing/console/tenant", "?id=acme");
        assertThat(tenant.at("/why/0").textValue()).startsWith("The plan is team because");
        JsonNode events = seen("/api/billing/console/events", "?outcome=dead");
        assertThat(events.path("events")).isEmpty();
        for (String odd : List.of(
                "overview?days=0", "overview?days=x", "tenants?status=x", "tenant?id=", "events?outcome=applied"))
            Description.held(
                    "get",
                    "/api/billing/console/" + odd.substring(0, odd.indexOf('?')),
                    400,
                    running.get("/api/billing/console/" + odd, "Authorization", READER));
        Description.held(
                "get",
                "/api/billing/console/event",
                404,
                running.get("/api/billing/console/event?id=evt_nobody", "Authorization", READER));
    }

    @Test
    void an_event_is_shown_with_its_payload_and_replayed_for_a_reason() {
        running.sandbox.pay(running.billing.startCheckout(ACME, Checkout.of("pro")));
        running.events
                .keySet()
                .forEach(id -> running.post("/api/billing/webhook", id.value(), "Stripe-Signature", "right"));
        running.billing.runDue();
        String id = running.billing.operations().explain(ACME).timeline().stream()
                .filter(Explanation.Entry.Event.class::isInstance)
                .map(entry -> ((Explanation.Entry.Event) entry).event().id().value())
                .findFirst()
                .orElseThrow();
        Description.held(
                "get",
                "/api/billing/console/event",
                200,
                running.get("/api/billing/console/event?id=" + id, "Authorization", READER));
        AnOperator operator = AnOperator.acting(running);
        HttpResponse<String> page = operator.page("/console/event?id=" + id);
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        assertThat(page.body()).contains("/console/tenant?id=acme");
    }

    @Test
    void hostile_searches_are_shown_as_text_and_find_nothing() {
        AnOperator operator = AnOperator.looking(running, READER);
        String hostile = URLEncoder.encode("\"><script>alert(1)</script>", StandardCharsets.UTF_8);
        HttpResponse<String> page = operator.page("/console/tenants?q=" + hostile);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("<script>alert").contains("No tenant fits");
        for (String path : List.of("/console", "/console/tenants", "/console/inbox", "/console/tenant?id=nobody"))
            assertThat(operator.page(path).statusCode()).as(path).isEqualTo(200);
    }

    @Test
    void what_goes_wrong_in_the_console_leads_back_to_it() {
        AnOperator operator = AnOperator.looking(running, READER);
        for (String path : List.of("/console/tenant?id=", "/console/event?id=evt_none", "/console/nothing"))
            assertThat(operator.page(path).body()).as(path).contains("href=\"/console\"", "Back to the console");
        assertThat(running.get("/billing/nothing", "Accept", "text/html").body())
                .contains("href=\"/billing\"", "Back to billing");
    }

    @Test
    void what_goes_wrong_in_the_console_is_said_to_an_operator_and_in_english() {
        AnOperator operator = AnOperator.acting(running);
        assertThat(operator.page("/console/event?id=evt_none").body())
                .contains("There is no such event; old ones are removed.");
        assertThat(running.get("/console/tenants", "Accept", "text/html", "Accept-Language", "de")
                        .body())
                .contains("Please sign in", "Ask for another link with your token.", "lang=\"en")
                .doesNotContain("from your application", "Anmeld");
        assertThat(running.get("/console/enter?ticket=used", "Accept", "text/html")
                        .body())
                .contains("Ask for another one with your token.");

        running.buy(new TenantId("acme"), Checkout.of("team").seats(3));
        String csrf = operator.csrf("/console/tenant?id=acme");
        running.sandbox.goAway();
        HttpResponse<String> away =
                operator.form("/console/refresh", Map.of("csrf", csrf, "tenant", "acme", "reason", "they called"));
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.body()).contains("The payment provider can&#39;t be asked just now.");
    }

    @Test
    void its_files_are_served_and_no_others() {
        for (String name : List.of("console.css", "console.js", "billing.css", "uPlot.iife.min.js", "uPlot.min.css"))
            assertThat(running.get("/console/assets/" + name).statusCode())
                    .as(name)
                    .isEqualTo(200);
        assertThat(running.get("/console/assets/uPlot.cjs.js").statusCode()).isEqualTo(404);
    }

    @Test
    void a_tenant_with_nothing_is_listed_on_the_free_plan_whatever_that_is_called() {
        PlanCatalog catalog = PlanCatalog.of(
                Plan.draft("basic").rank(0), Plan.draft("pro").rank(1).monthly("price_pro", 2000, "usd"));
        TenantsPage.View view = new TenantsPage.View(
                "",
                TenantFilter.ALL,
                List.of(new TenantLine(ACME, Optional.empty())),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                catalog.plans());
        assertThat(TenantsPage.render(CHROME, view))
                .contains("/console/tenant?id=acme", "nothing yet", "<td>basic</td>")
                .doesNotContain("<td>free</td>");
    }

    @Test
    void a_sweep_is_late_by_how_often_one_is_due() {
        Duration six = Duration.ofHours(6);
        assertThat(lastSweep(Duration.ofHours(4), six)).contains("4 h ago").doesNotContain("warn");
        assertThat(lastSweep(Duration.ofHours(19), six)).contains("warn");
        assertThat(lastSweep(Duration.ofHours(4), Duration.ofHours(1))).contains("warn");
    }

    /** What stands of it in the overview, with the class of its colour. */
    private String lastSweep(Duration ago, Duration interval) {
        Overview now = running.billing.operations().overview(30);
        Overview swept = new Overview(
                now.at(),
                now.days(),
                now.countedSince(),
                now.minutes(),
                List.of(new Figures.Sweep(now.at().minus(ago), 1, 0, 0)),
                now.backlog());
        String page = OverviewPage.render(CHROME, swept, running.billing.catalog(), interval, 30);
        int name = page.indexOf("<dt>Last sweep");
        return page.substring(page.lastIndexOf("<div", name), page.indexOf("</div>", name));
    }
}

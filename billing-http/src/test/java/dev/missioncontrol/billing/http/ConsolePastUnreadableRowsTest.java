package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.http.console.ConsoleChrome;
import dev.missioncontrol.billing.http.console.InboxPage;
import dev.missioncontrol.billing.http.console.TenantPage;
import dev.missioncontrol.billing.http.console.TenantsPage;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.Listings.TenantFilter;
import dev.missioncontrol.billing.store.Listings.TenantLine;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Explanation;
import dev.missioncontrol.billing.usecase.Operations;
import dev.missioncontrol.billing.usecase.TenantStatus;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The console's pages say which rows they leave out since those can't be read, beside all the others. */
class ConsolePastUnreadableRowsTest {
    private static final ConsoleChrome CHROME = new ConsoleChrome("token", "anna", false, false);
    private static final List<String> BROKEN = List.of("the row 'x' in a <table>: broken");
    private static final String SHOWN = "the row &#39;x&#39; in a &lt;table&gt;: broken";
    private static final TenantId ACME = new TenantId("acme");

    private final ARunningServer running = new ARunningServer();

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void the_inbox_names_what_it_left_out_and_does_not_call_itself_empty() {
        Operations.Events none = new Operations.Events(List.of(), List.of(), Optional.empty());
        Operations.Events broken = new Operations.Events(List.of(), BROKEN, Optional.empty());
        assertThat(inbox(none)).contains("No event is dead").doesNotContain("Left out");
        assertThat(inbox(broken)).contains("Left out", SHOWN).doesNotContain("No event is dead");
    }

    private String inbox(Operations.Events page) {
        return InboxPage.render(
                CHROME,
                new InboxPage.View(
                        EventOutcome.DEAD, running.billing.operations().backlog(), page));
    }

    @Test
    void the_list_of_tenants_does() {
        List<TenantLine> others = List.of(new TenantLine(ACME, Optional.empty()));
        assertThat(tenants(others)).contains("Left out", SHOWN, "/console/tenant?id=acme");
        assertThat(tenants(List.of())).contains("Left out", SHOWN).doesNotContain("There is no tenant yet");
    }

    private static String tenants(List<TenantLine> others) {
        return TenantsPage.render(
                CHROME,
                new TenantsPage.View(
                        "", TenantFilter.ALL, others, Optional.empty(), BROKEN, Optional.empty(), List.of()));
    }

    @Test
    void a_tenants_page_does() {
        Explanation whole = running.billing.operations().explain(ACME);
        assertThat(tenant(whole)).doesNotContain("Left out").contains("<dt>Status", "<dt>Access");
        assertThat(tenant(past(whole, whole.status())))
                .contains("Left out", SHOWN, "nothing was ever heard of this tenant", "<dt>Status", "<dt>Access");
        assertThat(tenant(past(whole, Optional.empty())))
                .as("where not even what it has can be read")
                .contains("Left out", SHOWN, "nothing was ever heard of this tenant", "Customer")
                .doesNotContain("<dt>Status", "<dt>Access");
    }

    private static Explanation past(Explanation whole, Optional<TenantStatus> status) {
        return new Explanation(
                whole.tenant(),
                whole.at(),
                status,
                whole.why(),
                whole.record(),
                whole.customer(),
                whole.checkout(),
                whole.subscriptions(),
                whole.timeline(),
                whole.earlierLeftOut(),
                BROKEN);
    }

    @Test
    void a_tenants_page_and_its_answer_for_programs_tell_the_rest_of_one_of_whom_not_even_that_can_be_read() {
        DamagedStore store = new DamagedStore();
        try (ARunningServer damaged = new ARunningServer(store)) {
            damaged.buy(ACME, Checkout.of("pro"));
            store.withoutStatus.add(ACME);
            JsonNode answer = Description.held(
                    "get",
                    "/api/billing/console/tenant",
                    200,
                    damaged.get("/api/billing/console/tenant?id=acme", "Authorization", AnOperator.READER));
            assertThat(answer.path("status").isNull()).isTrue();
            assertThat(answer.path("timeline")).isNotEmpty();
            assertThat(answer.at("/unreadable/0").textValue()).startsWith("its row in subscriptions: ");
            assertThat(AnOperator.looking(damaged, AnOperator.READER)
                            .page("/console/tenant?id=acme")
                            .body())
                    .contains("Its row in subscriptions can&#39;t be read", "The plan is pro because", "Left out");
        }
    }

    @Test
    void an_event_that_can_not_be_read_has_a_page_that_says_what_is_known_of_it_and_how_to_go_on() {
        DamagedStore store = new DamagedStore();
        try (ARunningServer damaged = new ARunningServer(store)) {
            damaged.sandbox.pay(damaged.billing.startCheckout(ACME, Checkout.of("pro")));
            EventId event = damaged.events.keySet().iterator().next();
            damaged.post("/api/billing/webhook", event.value(), "Stripe-Signature", "right");
            store.events.add(event);
            JsonNode answer = Description.held(
                    "get",
                    "/api/billing/console/event",
                    200,
                    damaged.get("/api/billing/console/event?id=" + event, "Authorization", AnOperator.READER));
            assertThat(answer.path("event").textValue()).isEqualTo(event.value());
            assertThat(answer.path("outcome").textValue()).isEqualTo("applied");
            assertThat(answer.path("unreadable").textValue()).contains("in webhook_events", "lacks plan");

            AnOperator operator = AnOperator.acting(damaged);
            HttpResponse<String> page = operator.page("/console/event?id=" + event);
            assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
            assertThat(page.body())
                    .contains(event.value(), "applied", "1 Jan 2027", "lacks plan", "Mend its row", "from a backup")
                    .doesNotContain("action=\"/console/replay\"");

            Map<String, String> form = Map.of(
                    "csrf", operator.csrf("/console"), "event", event.value(), "reason", "from a page of before");
            HttpResponse<String> replayed = operator.form("/console/replay", form);
            assertThat(replayed.statusCode()).isEqualTo(409);
            assertThat(replayed.body()).contains("Mend its row");
        }
    }

    private static String tenant(Explanation why) {
        return TenantPage.render(CHROME, why, Optional.empty(), Optional.empty());
    }
}

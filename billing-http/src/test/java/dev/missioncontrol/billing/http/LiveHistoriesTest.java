package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.Checkout;
import java.net.http.HttpResponse;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is really answered of what happened, to a tenant and to an operator, is what the description says. */
class LiveHistoriesTest extends HeldToTheDescription {
    @Test
    void events_of_all_tenants_for_an_operator_and_for_nobody_else() {
        String operator = "Bearer anybody operator";
        JsonNode none = get("/api/billing/events", 200, AUTHORIZATION, operator);
        assertThat(none.path("events")).isEmpty();
        assertThat(none.path("next").isNull()).isTrue();
        for (String tenant : new String[] {"acme", "globex"}) {
            running.sandbox.pay(running.billing.startCheckout(
                    new TenantId(tenant), dev.missioncontrol.billing.usecase.Checkout.of("pro")));
            running.events.values().forEach(running.billing::accept);
            running.billing.runDue();
        }

        JsonNode first = Description.held(
                "get", "/api/billing/events", 200, running.get("/api/billing/events?limit=1", AUTHORIZATION, operator));
        JsonNode second = Description.held(
                "get",
                "/api/billing/events",
                200,
                running.get("/api/billing/events?after=" + first.path("next").asLong(), AUTHORIZATION, operator));

        assertThat(first.at("/events/0/data/tenant").asText()).isEqualTo("acme");
        assertThat(first.at("/events/0/type").asText()).isEqualTo("subscription_started");
        assertThat(second.at("/events/0/data/tenant").asText()).isEqualTo("globex");
        get("/api/billing/events", 403, AUTHORIZATION, MANAGER);
        get("/api/billing/events", 401);
        Description.held(
                "get",
                "/api/billing/events",
                400,
                running.get("/api/billing/events?after=-1", AUTHORIZATION, operator));
        Description.held(
                "get", "/api/billing/events", 400, running.get("/api/billing/events?limit=x", AUTHORIZATION, operator));
    }

    @Test
    void a_history_with_nothing_and_with_changes_and_of_nobody_else() {
        assertThat(get("/api/billing/history", 200, AUTHORIZATION, READER).path("entries"))
                .isEmpty();
        subscribe();
        JsonNode history = get("/api/billing/history", 200, AUTHORIZATION, READER);
        assertThat(history.path("entries")).hasSize(1);
        JsonNode change = history.path("entries").get(0);
        assertThat(change.path("what").textValue()).isEqualTo("subscription_started");
        assertThat(change.path("before").path("plan").textValue()).isEqualTo("free");
        assertThat(change.path("after").path("seats").intValue()).isEqualTo(5);
        assertThat(history.path("before").isNull()).isTrue();
        assertThat(get("/api/billing/history", 200, AUTHORIZATION, "Bearer globex read")
                        .path("entries"))
                .isEmpty();
        HttpResponse<String> earlier = running.get("/api/billing/history?before=1", AUTHORIZATION, READER);
        assertThat(Description.held("get", "/api/billing/history", 200, earlier).path("entries"))
                .isEmpty();
        HttpResponse<String> malformed = running.get("/api/billing/history?before=x", AUTHORIZATION, READER);
        assertThat(Description.held("get", "/api/billing/history", 400, malformed)
                        .path("code")
                        .textValue())
                .isEqualTo("malformed_position");
    }

    @Test
    void a_history_names_what_of_it_can_not_be_read_by_its_number_and_hides_nothing_else() {
        DamagedStore store = new DamagedStore();
        try (ARunningServer damaged = new ARunningServer(store)) {
            TenantId acme = new TenantId("acme");
            damaged.buy(acme, Checkout.of("team").seats(5));
            damaged.sandbox.cancelNow(damaged.sandbox.subscriptionOf(acme).orElseThrow());
            damaged.billing.sync(acme);
            JsonNode whole = historyOf(damaged);
            assertThat(whole.path("entries")).hasSize(2);
            assertThat(whole.path("unreadable")).isEmpty();
            long bought = damaged.billing
                    .history(acme, OptionalLong.empty())
                    .changes()
                    .get(1)
                    .sequence();
            store.decisions.add(bought);
            JsonNode past = historyOf(damaged);
            assertThat(past.path("entries")).hasSize(1);
            assertThat(past.at("/entries/0")).isEqualTo(whole.at("/entries/0"));
            assertThat(past.path("unreadable")).hasSize(1);
            assertThat(past.at("/unreadable/0").longValue()).isEqualTo(bought);
            assertThat(ABrowser.of(damaged, "acme manage")
                            .go("/billing?show=history")
                            .text())
                    .containsSubsequence("Team ended", "Entry " + bought, "be read, and is left out")
                    .doesNotContain("Bought Team", "lacks plan");
        }
    }

    private static JsonNode historyOf(ARunningServer damaged) {
        return Description.held(
                "get", "/api/billing/history", 200, damaged.get("/api/billing/history", AUTHORIZATION, READER));
    }
}

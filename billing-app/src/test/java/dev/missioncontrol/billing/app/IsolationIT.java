package dev.missioncontrol.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.app.IsolationProbes.Probe;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nobody reaches another tenant, whatever route they take and whatever they name on it. The routes come from the router: one
 * without a probe in {@link IsolationProbes} fails here.
 */
class IsolationIT {
    private static final String VICTIM = "globex";

    /** How long what happens behind the scenes may take on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** As many tenants as there are routes: what one is allowed a minute must not hide what a route would do. */
    private static String attacker(int route) {
        return "mallory-" + route;
    }

    private static Map<String, String> variables(TestDatabase.Opened database) {
        Map<String, String> variables = new HashMap<>(database.variables());
        // With everything that can be switched on.
        variables.put("BILLING_CONSOLE", "act");
        return variables;
    }

    @Test
    void every_route_has_a_probe() throws Exception {
        try (TestDatabase.Opened database = TestDatabase.H2.open();
                RunningServer server = RunningServer.start(variables(database))) {
            Set<String> forgotten = new TreeSet<>(server.routes());
            forgotten.removeAll(IsolationProbes.ALL.keySet());
            assertThat(forgotten)
                    .as(
                            "routes without a probe. Add to IsolationProbes.ALL one line for each: tenant(body) where a tenant's"
                                    + " token opens it, with a JSON body that it takes; page(form) where the page's cookie does;"
                                    + " operator() where only an operator's token may, console(form) where only the console's cookie may; open() where nobody is asked")
                    .isEmpty();
            assertThat(IsolationProbes.ALL.keySet())
                    .as("probes of routes that are no more: remove them")
                    .isSubsetOf(server.routes());
        }
    }

    @ParameterizedTest
    @EnumSource
    void nobody_reaches_another_tenant(TestDatabase kind) throws Exception {
        try (TestDatabase.Opened database = kind.open();
                RunningServer server = RunningServer.start(variables(database))) {
            List<String> routes = new ArrayList<>(server.routes());
            buy(server, VICTIM);
            for (int i = 0; i < routes.size(); i++)
                if (IsolationProbes.of(routes.get(i)).buys()) buy(server, attacker(i));
            for (int i = 0; i < routes.size(); i++)
                if (IsolationProbes.of(routes.get(i)).buys()) has(server, attacker(i));
            has(server, VICTIM);
            StoredRows rows = new StoredRows(database, VICTIM);
            Map<String, List<String>> before = quiet(rows);
            Set<String> ids = rows.ids();
            assertThat(ids).as("ids to attack with").hasSizeGreaterThan(3);

            for (int i = 0; i < routes.size(); i++) {
                attack(server, routes.get(i), attacker(i), ids);
                assertThat(rows.read())
                        .as("rows of the other tenant after " + routes.get(i))
                        .isEqualTo(before);
            }
            assertThat(quiet(rows)).isEqualTo(before);
        }
    }

    private static void buy(RunningServer server, String tenant) throws Exception {
        var answer = RunningServer.send(server.as(tenant, "/api/billing/checkout")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"plan\":\"team\",\"seats\":5}")));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        DemoShopper.press(RunningServer.url(answer.body()), "pay");
    }

    private static void has(RunningServer server, String tenant) {
        Awaitility.await(tenant)
                .atMost(PATIENCE)
                .until(() -> server.status(tenant).path("plan").asText().equals("team")
                        && !server.status(tenant).path("provisional").asBoolean());
    }

    /** Once nothing works on them any more. */
    private static Map<String, List<String>> quiet(StoredRows rows) {
        Map<String, List<String>> last = new HashMap<>();
        Awaitility.await("quiet")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(700))
                .untilAsserted(() -> {
                    Map<String, List<String>> now = rows.read();
                    Map<String, List<String>> before = Map.copyOf(last);
                    last.clear();
                    last.putAll(now);
                    assertThat(rows.workLeft()).isEmpty();
                    assertThat(now).isEqualTo(before);
                });
        return last;
    }

    private static void attack(RunningServer server, String route, String attacker, Set<String> ids) throws Exception {
        Probe probe = IsolationProbes.of(route);
        IsolationProbes.Caller caller = probe.caller(server, attacker);
        for (IsolationProbes.Attempt attempt : probe.attempts(route, VICTIM, ids)) {
            HttpResponse<String> answer = RunningServer.send(caller.sign(server.to(attempt.path()))
                    .headers(attempt.headers())
                    .method(attempt.method(), HttpRequest.BodyPublishers.ofString(caller.body(attempt.body()))));
            String said =
                    route + " as " + attacker + " -> " + answer.statusCode() + " " + answer.body() + "\n" + attempt;
            assertThat(answer.statusCode()).as(said).isLessThan(500);
            if (probe.refusesTenants()) assertThat(answer.statusCode()).as(said).isIn(303, 400, 401, 403, 404, 429);
            String all = answer.body() + answer.headers().map();
            assertThat(ids).as(said).noneMatch(all::contains);
        }
    }
}

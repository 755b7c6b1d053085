package dev.missioncontrol.billing.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.stripe.StripeSignature;
import dev.missioncontrol.billing.usecase.OperatorsWord;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is secret, personal or of a card is handed to the running product in every place that takes something, and is found
 * afterwards in no table, no figure and no answer. What it logs is looked through by {@link LogSecretsIT}.
 */
class CanaryIT {
    private static final String CANARY = "canary7f3a";
    private static final String CARD = "4242424242424242";
    private static final String WEBHOOK_SECRET = "whsec_" + CANARY + "hook".repeat(6);

    /** In the form of such a secret, which is base64. */
    private static final String EVENT_SECRET = "whsec_" + CANARY + "events".repeat(5);

    /** What an operator says of their reasons: the audit keeps it, and nobody else. */
    private static final String REASON = "reason5c1e";

    private final List<String> said = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void no_canary_is_in_a_table_a_figure_or_an_answer(TestDatabase kind) throws Exception {
        try (TestDatabase.Opened database = kind.open().with(CANARY + "database");
                RunningServer server = RunningServer.start(variables(database))) {
            credentials(server);
            commands(server);
            events(server);
            forms(server);
            says(RunningServer.send(server.to("/metrics")));

            assertThat(said)
                    .hasSizeGreaterThan(15)
                    .noneMatch(CanaryIT::held)
                    .noneMatch(answer -> answer.contains(REASON));
            List<String> rows = rows(database);
            assertThat(rows).as("the events are stored").anyMatch(row -> row.contains("evt_canary_2"));
            assertThat(rows).noneMatch(CanaryIT::held);
            assertThat(rows)
                    .filteredOn(row -> row.contains(REASON))
                    .isNotEmpty()
                    .allMatch(row -> row.startsWith("billing_audit "));
        }
    }

    private static boolean held(String text) {
        return text.contains(CANARY) || text.contains(CARD) || text.contains("4242 4242");
    }

    private void says(HttpResponse<String> answer) {
        said.add(answer.statusCode() + " " + answer.headers().map() + " " + answer.body());
    }

    private void credentials(RunningServer server) throws Exception {
        for (String path : List.of("/api/billing/status", "/billing", "/console", "/health/ready", "/" + CANARY)) {
            says(RunningServer.send(server.to(path + "?token=" + CANARY + "&card=" + CARD)
                    .header("Accept", path.equals("/billing") ? "text/html" : "application/json")
                    .header("Authorization", "Bearer " + CANARY + ".e30." + CANARY)
                    .header("Cookie", "billing=" + CANARY)
                    .header("Origin", "https://" + CANARY + ".example")
                    .header("Referer", "https://example.org/" + CANARY)
                    .header("User-Agent", CANARY)
                    .header("X-Api-Key", CANARY)));
        }
        says(RunningServer.send(server.to("/billing/enter?ticket=" + CANARY)));
    }

    private void commands(RunningServer server) throws Exception {
        for (String path :
                List.of("checkout", "portal", "sync", "page-sessions", "subscription/preview", "subscription/cancel"))
            for (String body :
                    List.of("{\"plan\":\"" + CANARY + "\"}", "{\"card\":\"" + CARD + "\"}", CARD, "{" + CANARY))
                says(RunningServer.send(server.as("acme", "/api/billing/" + path)
                        .header("Content-Type", "application/json")
                        .header("If-Match", "\"" + CANARY + "\"")
                        .header("Idempotency-Key", "k-1")
                        .POST(BodyPublishers.ofString(body))));
    }

    /** What people type: a page may show it again to whoever typed it, so of that only the head is looked at. */
    private void forms(RunningServer server) throws Exception {
        String email = CANARY + "@example.org";
        for (String typed : List.of(email, CANARY, CARD)) {
            says(command(server, "email", "{\"email\":\"" + typed + "\"}"));
            says(command(server, "promotion", "{\"code\":\"" + typed + "\"}"));
            says(command(server, "checkout", "{\"plan\":\"pro\",\"promotionCode\":\"" + typed + "\"}"));
        }
        IsolationProbes.Caller page = server.signIn("globex");
        for (String typed : List.of(CANARY + "%40example.org", CANARY, CARD)) {
            shows(server.form(page, "/billing/email", "email=" + typed));
            shows(server.form(page, "/billing/promotion", "interval=month&code=" + typed));
            shows(server.form(page, "/billing/checkout", "plan=pro&interval=month&promotionCode=" + typed));
        }
        IsolationProbes.Caller operator = server.signInToConsole();
        String refused = "reason=" + CANARY + "x".repeat(OperatorsWord.LONGEST_REASON);
        shows(server.form(operator, "/console/refresh", "tenant=acme&" + refused));
        shows(server.form(operator, "/console/replay", "event=evt_canary_2&" + refused));
        shows(server.form(operator, "/console/bind", "tenant=acme&customer=cus_1&" + refused));
        shows(server.form(operator, "/console/bind", "tenant=acme&customer=" + CANARY + "%20&reason=" + CANARY));
        shows(server.form(operator, "/console/refresh", "tenant=nobody&reason=" + CANARY));
        shows(server.form(operator, "/console/replay", "event=evt_nobodys&reason=" + CANARY));
        shows(server.form(operator, "/console/replay", "event=evt_canary_2&reason=" + REASON));
        says(RunningServer.send(server.as("acme", "/api/billing/history")));
    }

    /** By a tenant who has not yet asked the provider as often as one may in a minute. */
    private static HttpResponse<String> command(RunningServer server, String path, String body) throws Exception {
        return RunningServer.send(server.as("initech", "/api/billing/" + path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private void shows(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isNotIn(401, 403, 429);
        said.add(answer.statusCode() + " " + answer.headers().map());
    }

    private void events(RunningServer server) throws Exception {
        String personal = "\"email\":\"" + CANARY + "@example.org\",\"name\":\"" + CANARY + "\",\"phone\":\"" + CANARY
                + "\",\"address\":{\"line1\":\"" + CANARY + "\"},\"description\":\"" + CANARY + "\","
                + "\"payment_method_details\":{\"card\":{\"number\":\"" + CARD + "\",\"last4\":\"4242 4242\"}}";
        List<String> objects = List.of(
                "\"id\":\"cus_1\",\"object\":\"customer\"," + personal,
                "\"id\":\"sub_1\",\"object\":\"subscription\",\"customer\":\"cus_1\",\"status\":\"active\","
                        + "\"metadata\":{\"tenantId\":\"acme\",\"note\":\"" + CANARY + "\",\"card\":\"" + CARD + "\"},"
                        + "\"items\":{\"data\":[]},\"default_payment_method\":{\"card\":{\"number\":\"" + CARD + "\"}},"
                        + personal,
                "\"id\":\"in_1\",\"object\":\"invoice\",\"customer\":\"cus_1\",\"customer_email\":\"" + CANARY
                        + "@example.org\",\"customer_name\":\"" + CANARY + "\",\"hosted_invoice_url\":\"https://"
                        + CANARY
                        + "\"," + personal,
                "\"id\":\"x_1\",\"object\":\"of_no_known_kind\"," + personal);
        List<String> types =
                List.of("customer.updated", "customer.subscription.updated", "invoice.paid", "charge.succeeded");
        for (int i = 0; i < objects.size(); i++) {
            byte[] body = ("{\"id\":\"evt_canary_" + (i + 1) + "\",\"object\":\"event\",\"type\":\"" + types.get(i)
                            + "\",\"created\":1790000000,\"livemode\":false,\"request\":{\"id\":\"" + CANARY
                            + "\"},\"data\":{\"object\":{" + objects.get(i) + "}}}")
                    .getBytes(UTF_8);
            HttpResponse<String> answer =
                    server.webhook(body, Optional.of(new StripeSignature(WEBHOOK_SECRET).header(body, Instant.now())));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            says(answer);
            says(server.webhook(body, Optional.of("t=1,v1=" + CANARY)));
        }
        says(RunningServer.send(server.as("acme", "/api/billing/history")));
        says(RunningServer.send(server.as("acme", "/api/billing/status")));
        HttpRequest.Builder html = server.to("/billing/login").header("Accept", "text/html");
        says(RunningServer.send(html));
    }

    /** Every row of every table of the schema. */
    private static List<String> rows(TestDatabase.Opened database) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet named = statement.executeQuery(
                    "select table_name from information_schema.tables where table_schema = 'billing'")) {
                while (named.next()) tables.add(named.getString(1));
            }
            for (String table : tables)
                try (ResultSet all = statement.executeQuery("select * from billing.\"" + table + "\"")) {
                    while (all.next()) {
                        StringBuilder row = new StringBuilder(table);
                        for (int i = 1; i <= all.getMetaData().getColumnCount(); i++)
                            row.append(' ').append(all.getString(i));
                        rows.add(row.toString());
                    }
                }
        }
        return rows;
    }

    private static Map<String, String> variables(TestDatabase.Opened database) {
        Map<String, String> variables = new HashMap<>(database.variables());
        variables.put("BILLING_CONSOLE", "act");
        variables.put("BILLING_PROMOTION_CODES", "true");
        variables.put("BILLING_EVENT_URLS", "http://127.0.0.1:1/events");
        variables.put("BILLING_EVENT_SECRET", EVENT_SECRET);
        variables.put("BILLING_SEAT_USAGE_URL", "http://127.0.0.1:1/seats");
        variables.put("BILLING_SEAT_USAGE_SECRET", CANARY + "seats".repeat(4));
        variables.put("BILLING_JWT_SECRET", CANARY + "jwt".repeat(12));
        variables.put("STRIPE_SECRET_KEY", "sk_" + "test_" + CANARY + "a1b2".repeat(6));
        variables.put("STRIPE_API_BASE", "http://127.0.0.1:1");
        variables.put("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET);
        variables.put("STRIPE_PRICE_PRO_MONTHLY", "price_1pro");
        variables.put("STRIPE_PRICE_TEAM_MONTHLY", "price_1team");
        return variables;
    }
}

package dev.missioncontrol.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two servers on one database: the application asks one of them for an address, and its people's browsers reach any. */
class PageAcrossNodesIT {
    private static final String ACME = "acme";

    private static Map<String, String> variables(TestDatabase.Opened database) {
        Map<String, String> variables = new HashMap<>(database.variables());
        variables.put("BILLING_JWT_SECRET", RandomHex.ofBytes(32));
        return variables;
    }

    private static HttpResponse<String> sync(RunningServer node, String cookie, String token)
            throws IOException, InterruptedException {
        HttpRequest.Builder form = node.to("/billing/sync")
                .header("Cookie", cookie)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("csrf=" + token));
        return RunningServer.send(form);
    }

    @ParameterizedTest
    @EnumSource
    void an_address_made_on_one_opens_on_the_other_and_its_form_goes_to_either_also_after_a_restart(TestDatabase kind)
            throws Exception {
        try (TestDatabase.Opened database = kind.open()) {
            Map<String, String> variables = variables(database);
            try (RunningServer first = RunningServer.start(variables)) {
                String cookie;
                String token;
                try (RunningServer second = RunningServer.start(variables)) {
                    URI url = RunningServer.url(RunningServer.send(
                                    first.as(ACME, "/api/billing/page-sessions").POST(BodyPublishers.noBody()))
                            .body());
                    String address = url.getPath() + "?" + url.getQuery();
                    HttpResponse<String> entered = RunningServer.send(second.to(address));
                    assertThat(entered.statusCode()).as(entered.body()).isEqualTo(303);
                    assertThat(RunningServer.send(first.to(address)).statusCode())
                            .as("a second time")
                            .isEqualTo(403);
                    cookie = entered.headers()
                            .firstValue("Set-Cookie")
                            .orElseThrow()
                            .replaceFirst(";.*", "");
                    HttpResponse<String> page =
                            RunningServer.send(second.to("/billing").header("Cookie", cookie));
                    assertThat(page.statusCode()).isEqualTo(200);
                    token = page.body().replaceFirst("(?s).*name=\"csrf\" value=\"([^\"]+)\".*", "$1");
                    assertThat(sync(first, cookie, token).statusCode()).isEqualTo(303);
                }
                try (RunningServer again = RunningServer.start(variables)) {
                    assertThat(sync(again, cookie, token).statusCode()).isEqualTo(303);
                }
                assertThat(stored(database))
                        .hasSize(1)
                        .allSatisfy(row ->
                                assertThat(row).contains(ACME).doesNotContain(cookie.replaceFirst(".*=", ""), token));
            }
        }
    }

    private static List<String> stored(TestDatabase.Opened database) throws Exception {
        List<String> stored = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select * from billing.browser_sessions")) {
            while (rows.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++)
                    row.append(rows.getString(i)).append(' ');
                stored.add(row.toString());
            }
        }
        return stored;
    }
}

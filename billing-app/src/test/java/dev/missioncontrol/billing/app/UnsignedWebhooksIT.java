package dev.missioncontrol.billing.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.app.config.Configuration;
import dev.missioncontrol.billing.app.config.ConfigurationReader;
import dev.missioncontrol.billing.app.config.Profile;
import dev.missioncontrol.billing.app.config.Secret;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Every row of the six conditions, by the product itself: a server is started with each of sixteen configurations, and is told of four
 * events without a signature. The configuration decides once, at the start, about the secret, the permission, the profile and the key;
 * the route decides for each request whether it comes from this machine itself; and who reads the event whether it is live.
 *
 * <p>A reader of variables that refuses some of these configurations is no condition: they are made past it. Of all that makes a
 * request one from elsewhere a header stands for the others, which {@code HostileRequestsTest} tries: what listens in a test is here.
 */
class UnsignedWebhooksIT {
    private static final int NO_SECRET = 1;
    private static final int ALLOWED = 2;
    private static final int DEV_PROFILE = 4;
    private static final int NO_LIVE_KEY = 8;
    private static final int ON_LOOPBACK = 16;
    private static final int NOT_LIVEMODE = 32;

    /** As many as the configuration decides about. */
    private static final int CONFIGURATIONS = ON_LOOPBACK;

    private static final int ROWS = 64;

    private final List<Integer> accepted = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    @Test
    void of_sixty_four_rows_one_is_accepted_and_the_others_leave_nothing() throws Exception {
        try (TestDatabase.Opened database = TestDatabase.H2.open()) {
            for (int row = 0; row < CONFIGURATIONS; row++) server(row, database);
        }
        assertThat(accepted).containsExactly(ROWS - 1);
        assertThat(refused).hasSize(ROWS - 1).allMatch(answer -> answer.matches("(400|503) .*"));
    }

    private void server(int row, TestDatabase.Opened database) throws Exception {
        Configuration configuration = configuration(row, database);
        try (Application running = Application.start(configuration, true)) {
            for (int more = 0; more < ROWS; more += CONFIGURATIONS) {
                deliver(configuration.baseUrl(), row + more);
                boolean stored = !database.outcome(event(row + more)).equals(TestDatabase.NOT_STORED);
                assertThat(stored).as("stored").isEqualTo(accepted.contains(row + more));
            }
        }
    }

    private void deliver(URI base, int row) throws Exception {
        String event = "{\"id\":\"" + event(row)
                + "\",\"object\":\"event\",\"type\":\"customer.created\",\"created\":1790000000," + "\"livemode\":"
                + !holds(row, NOT_LIVEMODE) + ",\"data\":{\"object\":{\"id\":\"cus_1\"}}}";
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/api/billing/webhook"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(event, UTF_8));
        if (!holds(row, ON_LOOPBACK)) request.header("X-Forwarded-For", "203.0.113.7");
        HttpResponse<String> answer = RunningServer.send(request);
        if (answer.statusCode() == 200) accepted.add(row);
        else refused.add(answer.statusCode() + " " + answer.body());
    }

    private static String event(int row) {
        return "evt_row_" + row;
    }

    private static boolean holds(int row, int condition) {
        return (row & condition) != 0;
    }

    private static Configuration configuration(int row, TestDatabase.Opened database) {
        Map<String, String> variables = new HashMap<>(database.variables());
        variables.put("BILLING_PROFILE", "dev");
        variables.put("BILLING_PORT", "0");
        variables.put("BILLING_DRAIN", "PT0S");
        variables.put("BILLING_JWT_SECRET", RandomHex.ofBytes(32));
        // Nobody is asked for anything with a key that is none.
        variables.put("STRIPE_API_BASE", "https://127.0.0.1:1");
        Configuration demo = ConfigurationReader.forServe(FreePort.resolve(variables));
        return new Configuration(
                holds(row, DEV_PROFILE) ? Profile.DEV : Profile.PRODUCTION,
                demo.host(),
                demo.port(),
                demo.baseUrl(),
                demo.database(),
                holds(row, NO_LIVE_KEY)
                        ? Optional.empty()
                        : Optional.of(new Secret("sk_" + "live_" + "a1b2".repeat(6))),
                demo.stripeApiBase(),
                holds(row, NO_SECRET) ? List.of() : List.of(new Secret("whsec_" + "hook".repeat(6))),
                demo.catalog(),
                demo.ownCatalog(),
                demo.jwt(),
                holds(row, ALLOWED),
                demo.settings(),
                demo.schema(),
                demo.corsOrigins(),
                demo.events(),
                demo.operations(),
                demo.seats(),
                demo.again());
    }
}

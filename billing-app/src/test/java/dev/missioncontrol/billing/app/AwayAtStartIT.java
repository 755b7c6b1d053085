package dev.missioncontrol.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.persistence.BillingPool;
import dev.missioncontrol.billing.persistence.JdbiBillingStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node that is started while its database is away, and what that comes back with. */
@Timeout(180)
class AwayAtStartIT {
    /** From the database's return until everything is answered and done, as after any other outage. */
    private static final Duration HEALS_WITHIN = Duration.ofSeconds(10);

    private static final int NOBODY_LISTENS = 1;

    @TempDir
    Path data;

    @Test
    void it_waits_and_begins_all_its_work_by_itself_once_the_database_is_back() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        HttpServer receiver = receiver(told);
        int port = stoppedAfter(AwayAtStartIT::migrate);
        Map<String, String> variables = variables(port);
        variables.put(
                "BILLING_EVENT_URLS",
                "http://127.0.0.1:" + receiver.getAddress().getPort() + "/");
        variables.put("BILLING_EVENT_SECRET", "whsec_" + "QUJD".repeat(8));
        try (RunningServer server = RunningServer.begin(variables)) {
            waits(server, "database");
            try (EmbeddedPostgres back = database(port)) {
                Awaitility.await()
                        .atMost(HEALS_WITHIN)
                        .until(() -> ready(server).statusCode() == 200);
                assertThat(OutagesIT.subscribed(server, "acme", "evt_1").statusCode())
                        .isEqualTo(200);
                Awaitility.await("the workers run, and events are sent")
                        .atMost(HEALS_WITHIN)
                        .until(() -> !told.isEmpty() && jobs(back) > 0);
            }
        } finally {
            receiver.stop(0);
        }
    }

    @Test
    void a_schema_that_a_later_version_migrated_meanwhile_is_never_worked_on() throws Exception {
        int port = stoppedAfter(source -> {
            migrate(source);
            execute(
                    source,
                    "insert into billing.billing_schema_history values"
                            + " (1000, '1000', 'later', 'SQL', 'V1000__later.sql', 1, 'me', current_timestamp, 1, true)");
        });
        try (RunningServer server = RunningServer.begin(variables(port))) {
            waits(server, "database");
            try (EmbeddedPostgres back = database(port)) {
                assertThat(server.refusal()).contains("ahead of this version");
                waits(server, "schema");
                assertThat(jobs(back)).isZero();
            }
        }
    }

    @Test
    void nor_one_whose_rows_are_not_locked_as_was_asked_for() throws Exception {
        int port = stoppedAfter(source -> {
            migrate(source);
            JdbiBillingStore.secureRows(source, "billing");
        });
        Map<String, String> variables = variables(port);
        variables.put("DATABASE_ROW_SECURITY", "true");
        try (RunningServer server = RunningServer.begin(variables)) {
            waits(server, "database");
            try (EmbeddedPostgres back = database(port)) {
                awaitsSchema(server);
                waits(server, "schema");
                assertThat(jobs(back)).isZero();
            }
        }
    }

    @Test
    void one_that_is_not_there_yet_is_waited_for_until_it_is() throws Exception {
        int port = stoppedAfter(source -> {});
        try (RunningServer server = RunningServer.begin(variables(port))) {
            waits(server, "database");
            try (EmbeddedPostgres back = database(port);
                    HikariDataSource source = pool(port)) {
                awaitsSchema(server);
                waits(server, "schema");
                migrate(source);
                Awaitility.await()
                        .atMost(HEALS_WITHIN)
                        .until(() -> ready(server).statusCode() == 200);
                Awaitility.await("the workers run").atMost(HEALS_WITHIN).until(() -> jobs(back) > 0);
            }
        }
    }

    private static void awaitsSchema(RunningServer server) {
        Awaitility.await().atMost(HEALS_WITHIN).until(() -> ready(server).body().contains("\"waitsFor\":\"schema\""));
    }

    /** It is asked for everything that it would do with a store, and does nothing. */
    private static void waits(RunningServer server, String waitsFor) throws Exception {
        assertThat(ready(server).statusCode()).isEqualTo(503);
        assertThat(ready(server).body()).contains("\"waitsFor\":\"" + waitsFor + "\"");
        assertThat(RunningServer.send(server.to("/health/live")).statusCode()).isEqualTo(200);
        unavailable(OutagesIT.subscribed(server, "acme", "evt_1"));
        unavailable(RunningServer.send(server.as("acme", "/api/billing/status")));
        unavailable(OutagesIT.postAs(server, "acme", "/api/billing/checkout", "{\"plan\":\"pro\"}"));
    }

    private static void unavailable(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("store_unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    private static HttpResponse<String> ready(RunningServer server) throws IOException, InterruptedException {
        return RunningServer.send(server.to("/health/ready"));
    }

    /** Stripe is away: what is sold is known from its webhook. */
    private static Map<String, String> variables(int port) {
        Map<String, String> variables =
                OutagesIT.variables(new TestDatabase.Opened(url(port), "postgres", () -> {}), NOBODY_LISTENS);
        variables.put("STRIPE_PRICE_TEAM_MONTHLY", "price_team_m");
        return variables;
    }

    private static String url(int port) {
        return "jdbc:postgresql://localhost:" + port + "/postgres";
    }

    private EmbeddedPostgres database(int port) throws IOException {
        var builder = PatientPostgres.builder(data);
        return (port == 0 ? builder : builder.setPort(port)).start();
    }

    private interface Setup {
        void on(HikariDataSource source) throws SQLException;
    }

    /** A database with something in it, stopped. Returns where it was, and will be again. */
    private int stoppedAfter(Setup setup) throws IOException, SQLException {
        try (EmbeddedPostgres first = database(0);
                HikariDataSource source = pool(first.getPort())) {
            setup.on(source);
            return first.getPort();
        }
    }

    private static HikariDataSource pool(int port) {
        return BillingPool.open(url(port), "postgres", "postgres");
    }

    private static void migrate(HikariDataSource source) {
        JdbiBillingStore.migrate(source);
    }

    private static void execute(HikariDataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** How many jobs were ever claimed. */
    private static int jobs(EmbeddedPostgres database) throws SQLException {
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from billing.billing_jobs")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static HttpServer receiver(List<String> told) throws IOException {
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            told.add(exchange.getRequestHeaders().getFirst("webhook-id"));
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        return receiver;
    }
}

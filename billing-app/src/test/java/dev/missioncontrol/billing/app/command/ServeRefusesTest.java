package dev.missioncontrol.billing.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.app.PatientPostgres;
import dev.missioncontrol.billing.persistence.JdbiBillingStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server does not start on a schema that it can't use, and says what to do. */
class ServeRefusesTest {
    private static final String LATER = "insert into billing.billing_schema_history values"
            + " (1000, '1000', 'later', 'SQL', 'V1000__later.sql', 1, 'me', current_timestamp, 1, true)";

    private static final String[] AS_SERVER = {"DATABASE_USER=billing_server", "DATABASE_PASSWORD=billing_server"};
    private static final String ROW_SECURITY = "DATABASE_ROW_SECURITY=true";

    private static final Duration LONGEST_START = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @Test
    void a_schema_that_is_not_there() throws Exception {
        try (OperatorsDesk desk = new OperatorsDesk(folder)) {
            List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("billing.env")));
            lines.add("BILLING_SCHEMA=elsewhere");
            Path config = desk.write("elsewhere.env", lines);
            refuses(desk.typeWith(config, "serve"), "run migrate");
        }
    }

    @Test
    void a_schema_of_a_later_version() throws Exception {
        try (OperatorsDesk desk = new OperatorsDesk(folder)) {
            execute(desk, LATER);
            refuses(desk.type("serve"), "ahead of this version");
            refuses(desk.type("serve", "--migrate"), "ahead of this version");
            OperatorsDesk.Answer migrated = desk.type("migrate");
            assertThat(migrated.code()).isEqualTo(ExitCodes.FAILED);
            assertThat(migrated.out()).contains("was newer, is newer");
        }
    }

    /** It listens by then, and says that it waits. */
    @Test
    void a_schema_of_a_later_version_in_a_database_that_was_away_at_the_start() throws Exception {
        try (OperatorsDesk desk = new OperatorsDesk(folder)) {
            execute(desk, LATER);
            int databasePort = freePort();
            int port = freePort();
            Path config = desk.with(
                    "BILLING_PORT=" + port,
                    "BILLING_DRAIN=PT0S",
                    "DATABASE_URL=jdbc:h2:tcp://127.0.0.1:" + databasePort + "/./billing");
            CompletableFuture<OperatorsDesk.Answer> serving =
                    CompletableFuture.supplyAsync(() -> desk.typeWith(config, "serve"));
            Awaitility.await().atMost(LONGEST_START).until(() -> waits(port));
            Server back = Server.createTcpServer(
                            "-tcpPort", Integer.toString(databasePort), "-baseDir", folder.toString())
                    .start();
            try {
                refuses(serving.get(LONGEST_START.toSeconds(), TimeUnit.SECONDS), "ahead of this version");
            } finally {
                back.stop();
            }
        }
    }

    private static boolean waits(int port) {
        try {
            HttpResponse<String> ready = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return ready.statusCode() == 503 && ready.body().contains("database");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    @Test
    void a_schema_whose_migrations_were_changed() throws Exception {
        try (OperatorsDesk desk = new OperatorsDesk(folder)) {
            execute(desk, "update billing.billing_schema_history set \"checksum\" = 1 where \"version\" = '1'");
            refuses(desk.type("serve"), "billing_schema_history");
        }
    }

    @Test
    void a_port_that_somebody_else_listens_on() throws Exception {
        try (OperatorsDesk desk = new OperatorsDesk(folder);
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            isTaken(desk.typeWith(desk.with("BILLING_PORT=" + port), "serve"), port, "BILLING_PORT");
            isTaken(
                    desk.typeWith(desk.with("BILLING_PORT=0", "BILLING_METRICS_PORT=" + port), "serve"),
                    port,
                    "BILLING_METRICS_PORT");
        }
    }

    @Test
    void an_address_that_is_none_of_this_machines() throws Exception {
        try (OperatorsDesk desk = new OperatorsDesk(folder)) {
            OperatorsDesk.Answer answer =
                    desk.typeWith(desk.with("BILLING_PORT=0", "BILLING_HOST=203.0.113.9"), "serve");
            assertThat(answer.code()).isEqualTo(1);
            assertThat(answer.err())
                    .contains("203.0.113.9", "BILLING_HOST")
                    .doesNotContain("in use", "fault of ours")
                    .hasLineCount(1);
        }
    }

    @Test
    void rows_that_are_hidden_from_its_role_and_so_do_commands() throws Exception {
        try (EmbeddedPostgres server = PatientPostgres.start();
                OperatorsDesk desk = on(server)) {
            secureRows(desk);
            Path off = desk.with(AS_SERVER);
            for (String[] command : new String[][] {{"audit", "verify"}, {"serve"}}) {
                OperatorsDesk.Answer answer = desk.typeWith(off, command);
                assertThat(answer.code()).as("%s", answer).isEqualTo(1);
                assertThat(answer.err()).contains("DATABASE_ROW_SECURITY is off", "schema billing");
            }

            Path on = desk.with(AS_SERVER[0], AS_SERVER[1], ROW_SECURITY);
            assertThat(desk.typeWith(on, "audit", "verify").code()).isZero();
            assertThat(desk.type("audit", "verify").code())
                    .as("their owner sees them all the same")
                    .isZero();
        }
    }

    @Test
    void doctor_says_that_a_server_would_end_over_row_security_and_counts_no_rows_that_are_hidden() throws Exception {
        try (EmbeddedPostgres server = PatientPostgres.start();
                OperatorsDesk desk = on(server)) {
            secureRows(desk);
            JsonNode off = doctor(desk, desk.with(AS_SERVER));
            assertThat(faults(off))
                    .contains(
                            "DATABASE_ROW_SECURITY is off, and row security shows the role that we connect with no row"
                                    + " of the schema billing");
            assertThat(off.findValuesAsText("area")).contains("database").doesNotContain("work");

            JsonNode owner = doctor(desk, desk.with(ROW_SECURITY));
            assertThat(faults(owner))
                    .contains(
                            "DATABASE_ROW_SECURITY is on, and the role that we connect with sees all rows of the schema"
                                    + " billing");
            assertThat(owner.findValuesAsText("area")).contains("work");

            JsonNode on = doctor(desk, desk.with(AS_SERVER[0], AS_SERVER[1], ROW_SECURITY));
            assertThat(faults(on)).noneMatch(what -> what.contains("ROW_SECURITY"));
            assertThat(on.findValuesAsText("area")).contains("work");
        }
    }

    private static JsonNode doctor(OperatorsDesk desk, Path config) {
        return desk.typeWith(config, "doctor", "--json").json();
    }

    private static List<String> faults(JsonNode answer) {
        List<String> faults = new ArrayList<>();
        answer.path("findings").forEach(one -> {
            if (one.path("level").textValue().equals("fault"))
                faults.add(one.path("what").textValue());
        });
        return faults;
    }

    private OperatorsDesk on(EmbeddedPostgres server) {
        String url = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
        return new OperatorsDesk(folder, url, "postgres", "postgres");
    }

    private static void secureRows(OperatorsDesk desk) throws SQLException {
        JdbiBillingStore.secureRows(desk.source, JdbiBillingStore.DEFAULT_SCHEMA);
        execute(
                desk,
                "create role billing_server login password 'billing_server';"
                        + " grant usage on schema billing to billing_server;"
                        + " grant select, insert, update, delete on all tables in schema billing to billing_server");
    }

    private static void isTaken(OperatorsDesk.Answer answer, String port, String variable) {
        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err())
                .contains("127.0.0.1:" + port, "in use", variable)
                .doesNotContain("fault of ours", "Exception")
                .hasLineCount(1);
    }

    private static void refuses(OperatorsDesk.Answer answer, String saying) {
        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err()).contains("The schema").contains(saying);
    }

    private static void execute(OperatorsDesk desk, String sql) throws SQLException {
        try (Connection connection = desk.source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

package dev.missioncontrol.billing.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.missioncontrol.billing.app.PatientPostgres;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A dump is taken, selling goes on, and the old dump is restored: the script makes it equal to Stripe, with the packaged
 * product. Needs PostgreSQL's own programs on the PATH, which the embedded server does not bring, and not older than that
 * server: those refuse to dump it. From 17 on pg_restore says what no earlier server knows. Without them it is left out, but not where everything has to hold ({@code CI} is set).
 */
class RestoreDrillIT {
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

    /** Its pg_restore sets {@code transaction_timeout}, which servers before it do not know. */
    private static final int FIRST_WITH_MORE_SETTINGS = 17;

    private static final Path SCRIPT = Path.of("..", "scripts", "restore-drill.sh");
    private static final Path JAR = Path.of("target", "billing.jar");
    private static final long LONGEST_SECONDS = 300;

    @TempDir
    private Path folder;

    @Test
    void an_old_dump_is_equal_to_stripe_after_one_drill() throws Exception {
        try (EmbeddedPostgres server = PatientPostgres.start()) {
            requirePrograms(server);
            String live = url(server, "postgres");
            try (OperatorsDesk desk = new OperatorsDesk(folder, live, "postgres", "postgres")) {
                SubscriptionId stays = sold(desk, "stays");
                SubscriptionId ends = sold(desk, "ends");
                SubscriptionId moves = sold(desk, "moves");
                execute(server, "update billing.billing_counters set counted = 120 where counter_name = 'published'");
                for (String job : List.of("reconcile-apply", "reconcile-dry-run")) execute(server, stopped(job));
                Path dump = folder.resolve("old.dump");
                assertThat(run(
                                "pg_dump",
                                "--format=custom",
                                "--schema=billing",
                                "--file=" + dump,
                                live.replace("jdbc:", "")))
                        .isZero();

                execute(server, "delete from billing.billing_jobs");
                desk.stripe.cancelNow(ends);
                desk.stripe.declineNextPayment(new dev.missioncontrol.billing.id.TenantId("moves"));
                sold(desk, "new");
                desk.deliver();
                desk.type("reconcile", "--apply");

                execute(server, "create database restored");
                String restored = url(server, "restored");
                Path config = desk.configuredFor(restored);
                int code = run("bash", SCRIPT.toString(), dump.toString(), config.toString(), JAR.toString());

                assertThat(code).as(said()).isZero();
                assertThat(said()).contains("beyond 120, goes back to 120", "equal to Stripe");
                assertThat(has(restored)).isEqualTo(has(live)).hasSize(4);
                assertThat(has(restored).get("ends")).isEqualTo("free canceled");
                assertThat(List.of(stays, moves)).isNotEmpty();

                assertThat(run("bash", SCRIPT.toString(), dump.toString(), config.toString(), JAR.toString()))
                        .as("into a database that is not empty")
                        .isEqualTo(1);
            }
        }
    }

    /** A run that compared what Stripe lists, and was stopped a moment ago: what goes on with it asks Stripe for nothing more. */
    private static String stopped(String job) {
        return "insert into billing.billing_jobs (job_name, token, job_cursor, last_result) values ('" + job
                + "', 1, '3 0 0 0 0 TENANTS " + Instant.now() + "', 'stopped')";
    }

    private static SubscriptionId sold(OperatorsDesk desk, String tenant) {
        CustomerId customer = desk.customer(tenant);
        SubscriptionId id = desk.subscription(
                tenant, customer, new BillingMetadata(Optional.of(tenant), Optional.empty(), Optional.empty()));
        desk.deliver();
        desk.type("refresh", "--tenant", tenant);
        return id;
    }

    private static String url(EmbeddedPostgres server, String database) {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database;
    }

    private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Map<String, String> has(String url) throws SQLException {
        Map<String, String> has = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select tenant_id, plan, status from billing.subscriptions")) {
            while (rows.next()) has.put(rows.getString(1), rows.getString(2) + " " + rows.getString(3));
        }
        return has;
    }

    private void requirePrograms(EmbeddedPostgres server) throws SQLException, IOException, InterruptedException {
        int major;
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            major = connection.getMetaData().getDatabaseMajorVersion();
        }
        List<String> unfit = new ArrayList<>();
        for (String program : List.of("pg_dump", "pg_restore", "psql"))
            if (!onPath(program)) unfit.add(program + " is not there");
            else if (run(program, "--version") != 0 || !fits(major, said())) unfit.add(said().strip());
        String wanted = "programs for PostgreSQL " + major;
        if (System.getenv("CI") != null) assertThat(unfit).as(wanted).isEmpty();
        assumeTrue(unfit.isEmpty(), () -> wanted + ": " + unfit);
    }

    private static boolean fits(int server, String said) {
        Matcher version = VERSION.matcher(said);
        if (!version.find()) return false;
        int major = Integer.parseInt(version.group(1));
        return major == server || major > server && major < FIRST_WITH_MORE_SETTINGS;
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("said.txt"));
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(one -> Files.isExecutable(Path.of(one, program)));
    }

    private int run(String... words) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(words)))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said.txt").toFile());
        builder.environment().putAll(Map.of("PGUSER", "postgres", "PGPASSWORD", "postgres"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) process.destroyForcibly();
        return process.waitFor();
    }
}

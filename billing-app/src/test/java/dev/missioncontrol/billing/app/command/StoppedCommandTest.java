package dev.missioncontrol.billing.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.app.Main;
import dev.missioncontrol.billing.app.PatientPostgres;
import dev.missioncontrol.billing.provider.BillingMetadata;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who stops a command can give it again. */
class StoppedCommandTest {
    /** How long a process may take to begin or to end, in seconds. */
    private static final int LONGEST_SECONDS = 120;

    /** How long one answer of the provider takes: so long that nobody waits for the rate, and that many take longer than a stop may. */
    private static final Duration ANSWER = Duration.ofMillis(300);

    private static final int MANY = 60;

    @TempDir
    private Path folder;

    @Test
    void a_job_that_somebody_holds_may_also_be_one_that_was_cut_off_and_that_is_said_with_its_time() {
        try (OperatorsDesk desk = new OperatorsDesk(folder)) {
            desk.type("reconcile", "--dry-run");
            desk.execute("update billing.billing_jobs set lease_until = current_timestamp + interval '1' minute");

            OperatorsDesk.Answer answer = desk.type("reconcile", "--dry-run");

            assertThat(answer.code()).isEqualTo(ExitCodes.FAILED);
            assertThat(answer.err()).contains("cut off less than PT1M ago (BILLING_LEASE)");
        }
    }

    @Test
    void an_import_that_is_told_to_end_gives_its_place_back_and_the_same_command_goes_on_at_once()
            throws IOException, SQLException, InterruptedException {
        try (EmbeddedPostgres server = PatientPostgres.start();
                OperatorsDesk desk = on(server)) {
            List<String> pairs = new ArrayList<>(List.of("tenant,customer"));
            for (int i = 0; i < MANY; i++) pairs.add("tenant-" + i + "," + desk.customer("tenant-" + i));
            String file = desk.write("pairs.csv", pairs).toString();
            desk.faults().delay("GET /v1/subscriptions", ANSWER, MANY);

            String said = stoppedOnItsWay(desk, "import", "import", "--file", file, "--apply");

            desk.faults().clear();
            assertThat(said).contains("Stopped before its end. Give the same command again");
            OperatorsDesk.Answer again = desk.type("import", "--file", file, "--apply");
            assertThat(again.code()).as("%s", again).isZero();
            assertThat(again.out()).contains("Bound " + MANY);
        }
    }

    @Test
    void so_does_a_reconciliation() throws IOException, SQLException, InterruptedException {
        try (EmbeddedPostgres server = PatientPostgres.start();
                OperatorsDesk desk = on(server)) {
            for (int i = 0; i < MANY; i++) {
                String tenant = "tenant-" + i;
                desk.subscription(tenant, desk.customer(tenant), BillingMetadata.NONE);
            }
            desk.deliver();
            // Listed as others, these are asked for one by one.
            desk.execute("update billing.tracked_subscriptions set subscription_id = subscription_id || '_gone'");
            desk.faults().delay("GET /v1/subscriptions/", ANSWER, MANY);

            String said = stoppedOnItsWay(desk, "reconcile-dry-run", "reconcile", "--dry-run");

            desk.faults().clear();
            assertThat(said).contains("Stopped before its end. Give the same command again");
            OperatorsDesk.Answer again = desk.type("reconcile", "--dry-run");
            assertThat(again.code()).as("%s", again).isEqualTo(ExitCodes.FOUND);
            assertThat(again.out()).contains("gone on with");
        }
    }

    private OperatorsDesk on(EmbeddedPostgres server) {
        return new OperatorsDesk(folder, server.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
    }

    /** Gives a command to a process of its own and ends that once it holds the job. Returns what it said. */
    private String stoppedOnItsWay(OperatorsDesk desk, String job, String... words)
            throws IOException, SQLException, InterruptedException {
        List<String> typed = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        typed.addAll(List.of(words));
        typed.addAll(List.of("--config", desk.with().toString()));
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(typed)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            Awaitility.await()
                    .atMost(LONGEST_SECONDS, TimeUnit.SECONDS)
                    .until(() -> runs(desk, job, "lease_until is not null") == 1);
            process.destroy();
            assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(runs(desk, job, "lease_until is null"))
                .as("%s", Files.readString(said))
                .isEqualTo(1);
        return Files.readString(said);
    }

    private static int runs(OperatorsDesk desk, String job, String how) throws SQLException {
        try (var connection = desk.source.getConnection();
                var statement = connection.createStatement();
                var found = statement.executeQuery(
                        "select count(*) from billing.billing_jobs where job_name = '" + job + "' and " + how)) {
            found.next();
            return found.getInt(1);
        }
    }
}

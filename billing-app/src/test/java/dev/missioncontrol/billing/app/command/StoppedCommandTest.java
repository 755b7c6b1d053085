package dev.missioncontrol.billing.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.app.Main;
import dev.missioncontrol.billing.app.PatientPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
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
                OperatorsDesk desk =
                        new OperatorsDesk(folder, server.getJdbcUrl("postgres", "postgres"), "postgres", "postgres")) {
            List<String> pairs = new ArrayList<>(List.of("tenant,customer"));
            for (int i = 0; i < 40; i++) pairs.add("tenant-" + i + "," + desk.customer("tenant-" + i));
            Path file = desk.write("pairs.csv", pairs);
            Path said = folder.resolve("said");
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Main.class.getName(),
                            "import",
                            "--file",
                            file.toString(),
                            "--apply",
                            "--config",
                            desk.with("BILLING_PROVIDER_RATE=1").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            try {
                Awaitility.await()
                        .atMost(LONGEST_SECONDS, TimeUnit.SECONDS)
                        .until(() -> imports(desk, "lease_until is not null") == 1);
                process.destroy();
                assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
            } finally {
                process.destroyForcibly();
            }
            assertThat(imports(desk, "lease_until is null")).isEqualTo(1);
            assertThat(Files.readString(said)).contains("Stopped before its end. Give the same command again");
            OperatorsDesk.Answer again = desk.type("import", "--file", file.toString(), "--apply");
            assertThat(again.code()).as("%s", again).isZero();
            assertThat(again.out()).contains("Bound 40");
        }
    }

    private static int imports(OperatorsDesk desk, String how) throws SQLException {
        try (var connection = desk.source.getConnection();
                var statement = connection.createStatement();
                var found = statement.executeQuery(
                        "select count(*) from billing.billing_jobs where job_name = 'import' and " + how)) {
            found.next();
            return found.getInt(1);
        }
    }
}

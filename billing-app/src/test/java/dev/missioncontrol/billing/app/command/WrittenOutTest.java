package dev.missioncontrol.billing.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.missioncontrol.billing.app.Main;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody goes on without an answer that could not be written. */
class WrittenOutTest {
    /** How long a command that connects to nothing may take, in seconds. */
    private static final int LONGEST_SECONDS = 180;

    @TempDir
    private Path folder;

    private static final class FullDisk extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            throw new IOException("No space left on device");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tenant export acme",
                "audit verify --json",
                "audit verify",
                "reconcile --dry-run --json",
                "events list --outcome dead --json",
                "explain --tenant acme",
                "stripe doctor --json",
                "stripe setup --dry-run",
                "check-config"
            })
    void an_answer_that_could_not_be_written_is_a_failure(String line) {
        try (OperatorsDesk desk = new OperatorsDesk(folder)) {
            desk.type(
                    "bind",
                    "--tenant",
                    "acme",
                    "--customer",
                    desk.customer("acme").value(),
                    "--reason",
                    "ours");

            OperatorsDesk.Answer answer = desk.typeInto(new PrintWriter(new FullDisk()), line.split(" "));

            assertThat(answer.code()).as("%s", answer).isEqualTo(ExitCodes.FAILED);
            assertThat(answer.err()).contains("could not be written");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tenant export acme, billing_audit",
        "audit verify --json, tenants",
        "events list --outcome dead --json, webhook_events",
        "reconcile --dry-run --json, tracked_subscriptions"
    })
    void an_answer_that_breaks_off_is_no_document(String line, String lost) {
        try (OperatorsDesk desk = new OperatorsDesk(folder)) {
            String customer = desk.customer("acme").value();
            desk.type("bind", "--tenant", "acme", "--customer", customer, "--reason", "ours");
            desk.execute("alter table billing." + lost + " rename to gone");

            OperatorsDesk.Answer answer = desk.type(line.split(" "));

            assertThat(answer.code()).as("%s", answer).isEqualTo(ExitCodes.FAILED);
            assertThat(answer.out()).startsWith("{");
            assertThatThrownBy(answer::json).isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void what_was_typed_wrongly_stays_a_mistake() {
        try (OperatorsDesk desk = new OperatorsDesk(folder)) {
            Path file = desk.write("pairs.csv", List.of("no header"));
            PrintWriter full = new PrintWriter(new FullDisk());
            assertThat(desk.typeInto(full, "import", "--file", file.toString(), "--apply")
                            .code())
                    .isEqualTo(ExitCodes.MISTAKE);
        }
    }

    @Test
    void nor_can_the_process_write_onto_a_disk_that_is_full() throws IOException, InterruptedException {
        File full = new File("/dev/full");
        assumeThat(full).exists();
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "tenant",
                        "export",
                        "--help")
                .redirectOutput(full)
                .redirectError(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(ExitCodes.FAILED);
            assertThat(Files.readString(said)).contains("could not be written");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void json_needs_no_character_that_a_terminal_may_lack() {
        StringWriter written = new StringWriter();
        try (JsonOut json = new JsonOut(new PrintWriter(written))) {
            json.object().put("name", "Z\u00fcrich \u2603").end();
        }
        assertThat(written.toString()).contains("Z\\u00FCrich \\u2603");
    }
}

package dev.missioncontrol.billing.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariablesTest {
    @TempDir
    Path dir;

    @Test
    void a_file_adds_to_the_environment_which_wins() throws IOException {
        Path file = Files.writeString(
                dir.resolve("billing.env"), "# ours\n\nBILLING_PORT = 9000\nBILLING_HOST=\"::1\"\nDATABASE_USER=a=b\n");
        assertThat(Variables.of(Map.of("BILLING_PORT", "1"), Optional.of(file)))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("BILLING_PORT", "1", "BILLING_HOST", "::1", "DATABASE_USER", "a=b"));
    }

    @Test
    void every_line_that_is_wrong_is_named_at_once_and_never_quoted() throws IOException {
        Path file = Files.writeString(dir.resolve("billing.env"), "hunter2\nBILLING_PORT=1\nBILLING_PORT=2\n");
        assertThatThrownBy(() -> Variables.of(Map.of(), Optional.of(file)))
                .isInstanceOf(ConfigurationErrors.class)
                .hasMessageContaining("line 1: must be NAME=value")
                .hasMessageContaining("line 3: sets BILLING_PORT again")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void a_mistyped_name_in_a_file_is_said_together_with_all_else_that_is_wrong() throws IOException {
        Path file = Files.writeString(dir.resolve("billing.env"), "DATABASE_ROWSECURITY=true\nBILLING_PORT=none\n");
        assertThatThrownBy(() -> ConfigurationReader.forServe(Variables.of(Map.of(), Optional.of(file))))
                .isInstanceOf(ConfigurationErrors.class)
                .hasMessageContaining("DATABASE_ROWSECURITY: is not known")
                .hasMessageContaining("BILLING_PORT: must be");
    }

    @Test
    void a_file_that_is_not_there_is_an_error() {
        assertThatThrownBy(() -> Variables.of(Map.of(), Optional.of(dir.resolve("none"))))
                .isInstanceOf(ConfigurationErrors.class)
                .hasMessageContaining("can't be read");
    }
}

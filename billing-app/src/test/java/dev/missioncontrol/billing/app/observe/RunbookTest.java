package dev.missioncontrol.billing.app.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever is woken by an alert finds what to do. */
class RunbookTest {
    @Test
    void every_alert_has_a_section_and_every_section_an_alert() throws IOException {
        List<String> sections;
        try (var lines = Files.lines(Path.of("../docs/operations.md"))) {
            sections = lines.filter(line -> line.startsWith("### Billing"))
                    .map(line -> line.substring("### ".length()))
                    .toList();
        }
        assertThat(sections).containsExactlyElementsOf(OperationsFiles.alerts());
    }
}

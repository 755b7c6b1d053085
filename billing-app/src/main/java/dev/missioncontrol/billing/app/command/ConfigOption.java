package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.app.config.Variables;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where variables come from: the environment, and a file below it. */
final class ConfigOption {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Read variables from this file too: lines of NAME=value. What the environment sets wins.")
    private Optional<Path> file = Optional.empty();

    Map<String, String> variables() {
        return Variables.of(System.getenv(), file);
    }
}

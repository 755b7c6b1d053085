package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.usecase.OperatorsWord;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Who does it and why, where they say so. */
final class Reason extends Who {
    private Optional<String> reason = Optional.empty();

    @Option(names = "--reason", description = "Why, in a few words: the audit keeps it, with your name.")
    private void because(String said) {
        reason = Optional.of(checked(said));
    }

    /** Nothing where no reason was said. */
    Optional<OperatorsWord> word() {
        if (named() && reason.isEmpty()) throw mistake("--by goes with --reason. Nothing was done.");
        return reason.map(this::saying);
    }

    /** With this reason where none was said. */
    OperatorsWord wordOr(String standard) {
        return saying(reason.orElse(standard));
    }
}

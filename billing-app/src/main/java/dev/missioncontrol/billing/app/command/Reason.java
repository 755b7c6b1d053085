package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.usecase.OperatorsWord;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Why somebody does it, where they say so; who they are is what the system calls them. */
final class Reason {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    private Optional<OperatorsWord> word = Optional.empty();

    @Option(
            names = "--reason",
            description = "Why, in a few words: the audit keeps it, with your name on this machine.")
    private void because(String reason) {
        if (!OperatorsWord.sayable(reason))
            throw new ParameterException(
                    command.commandLine(),
                    "The reason must have 1 to " + OperatorsWord.LONGEST_REASON + " characters. Nothing was done.");
        word = Optional.of(new OperatorsWord(System.getProperty("user.name"), reason));
    }

    /** Nothing where none was said. */
    Optional<OperatorsWord> word() {
        return word;
    }
}

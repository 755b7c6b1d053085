package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.usecase.OperatorsWord;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Who does something that the audit keeps: who they say they are, or who the system says they are. */
class Who {
    /** What stands for somebody whom neither names: a user of a container that has no name there, say. */
    private static final String NOBODY_KNOWN = "?";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    private Optional<String> by = Optional.empty();

    @Option(
            names = "--by",
            paramLabel = "NAME",
            description =
                    "Who you are, for the audit (default: who called sudo, or else the user's name on this machine).")
    private void by(String name) {
        if (!nameable(name))
            throw mistake("The name must have 1 to " + OperatorsWord.LONGEST_NAME + " characters. Nothing was done.");
        by = Optional.of(name);
    }

    final boolean named() {
        return by.isPresent();
    }

    /** Their name beside this reason, which has to be {@linkplain #checked checked}. */
    final OperatorsWord saying(String reason) {
        return new OperatorsWord(name(by, System.getenv(), System.getProperty("user.name")), reason);
    }

    /** Returns the reason, if it can be one. */
    final String checked(String reason) {
        if (OperatorsWord.sayable(reason)) return reason;
        throw mistake("The reason must have 1 to " + OperatorsWord.LONGEST_REASON + " characters. Nothing was done.");
    }

    final ParameterException mistake(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }

    /** Under sudo the system's own name is root's, whoever it is. */
    static String name(Optional<String> said, Map<String, String> environment, String user) {
        return Stream.of(said, Optional.ofNullable(environment.get("SUDO_USER")), Optional.ofNullable(user))
                .flatMap(Optional::stream)
                .filter(Who::nameable)
                .findFirst()
                .orElse(NOBODY_KNOWN);
    }

    private static boolean nameable(String name) {
        String plain = name.strip();
        return !plain.isEmpty() && plain.length() <= OperatorsWord.LONGEST_NAME;
    }
}

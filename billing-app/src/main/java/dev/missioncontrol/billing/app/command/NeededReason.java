package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.usecase.OperatorsWord;
import picocli.CommandLine.Option;

/** Who does it and why, where that has to be said. */
final class NeededReason extends Who {
    private String reason = "";

    @Option(
            names = "--reason",
            required = true,
            description = "Why, in a few words that name no customer: the audit keeps them for good, with your name.")
    private void because(String said) {
        reason = checked(said);
    }

    OperatorsWord word() {
        return saying(reason);
    }
}

package dev.missioncontrol.billing.app.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Everything about the account at Stripe. */
@Command(
        name = "stripe",
        mixinStandardHelpOptions = true,
        description = "Looks at the account at Stripe, and sets up what it lacks.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {StripeDoctorCommand.class, StripeSetupCommand.class})
final class StripeCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}

package dev.missioncontrol.billing.app.command;

import picocli.CommandLine.Command;

/** Everything about the account at Stripe. */
@Command(
        name = "stripe",
        mixinStandardHelpOptions = true,
        description = "Looks at the account at Stripe, and sets up what it lacks.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {StripeDoctorCommand.class, StripeSetupCommand.class})
final class StripeCommand extends CommandGroup {}

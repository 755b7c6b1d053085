package dev.missioncontrol.billing.app.command;

import picocli.CommandLine.Command;

/** Everything about one tenant as a whole. */
@Command(
        name = "tenant",
        mixinStandardHelpOptions = true,
        description = "Hands over all that is stored of a tenant, or erases it.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TenantExportCommand.class, TenantEraseCommand.class})
final class TenantCommand extends CommandGroup {}

package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.app.config.ConfigurationErrors;
import dev.missioncontrol.billing.store.StoreException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: names its commands. */
@Command(
        name = "billing",
        mixinStandardHelpOptions = true,
        versionProvider = BillingCommand.Version.class,
        description = "Subscription billing for multi-tenant applications.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DemoCommand.class, ServeCommand.class, MigrateCommand.class, CheckConfigCommand.class})
public final class BillingCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Runs what was typed. Returns the exit code: 0 fine, 1 for a failure, 2 for a mistake in what was typed or configured. */
    public static int execute(String... args) {
        return new CommandLine(new BillingCommand())
                .setExecutionExceptionHandler(BillingCommand::explain)
                .execute(args);
    }

    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult typed) throws Exception {
        if (failure instanceof ConfigurationErrors errors) {
            command.getErr().println("The configuration can't be used:");
            errors.faults().forEach(fault -> command.getErr().println("  " + fault));
            return CommandLine.ExitCode.USAGE;
        }
        if (failure instanceof StoreException || failure instanceof IllegalStateException) {
            command.getErr().println(failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Says the version that the jar was built as. */
    public static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = BillingCommand.class.getPackage().getImplementationVersion();
            return new String[] {"billing " + (version == null ? "(not packaged)" : version)};
        }
    }
}

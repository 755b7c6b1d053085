package dev.missioncontrol.billing.app.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: names its commands. */
@Command(
        name = "billing",
        mixinStandardHelpOptions = true,
        versionProvider = BillingCommand.Version.class,
        description = "Subscription billing for multi-tenant applications.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DemoCommand.class})
public final class BillingCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Runs what was typed. Returns the exit code: 0 fine, 2 for a mistake in what was typed. */
    public static int execute(String... args) {
        return new CommandLine(new BillingCommand()).execute(args);
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

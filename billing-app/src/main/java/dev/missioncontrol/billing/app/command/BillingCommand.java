package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.TenantId;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: names its commands. */
@Command(
        name = "billing",
        mixinStandardHelpOptions = true,
        versionProvider = BillingCommand.Version.class,
        description = "Subscription billing for multi-tenant applications.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            MigrateCommand.class,
            CheckConfigCommand.class,
            DoctorCommand.class,
            ReconcileCommand.class,
            ExplainCommand.class,
            EventsCommand.class,
            RefreshCommand.class,
            BindCommand.class,
            ImportCommand.class,
            AuditCommand.class,
            TenantCommand.class,
            StripeCommand.class,
            SandboxCommand.class
        })
public final class BillingCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /**
     * Runs what was typed. Returns the exit code: 0 fine, 1 for a failure, 2 for a mistake in what was typed or configured, 3
     * for something found that somebody must look at.
     */
    public static int execute(String... args) {
        return commandLine().execute(args);
    }

    static CommandLine commandLine() {
        return new CommandLine(new BillingCommand())
                .registerConverter(TenantId.class, text -> id(TenantId::new, text))
                .registerConverter(CustomerId.class, text -> id(CustomerId::new, text))
                .registerConverter(EventId.class, text -> id(EventId::new, text))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(new WrittenOut())
                .setExecutionExceptionHandler((failure, command, typed) -> Failures.explain(failure, command.getErr()));
    }

    private static <T> T id(Function<String, T> made, String text) {
        try {
            return made.apply(text);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.TypeConversionException(e.getMessage());
        }
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

package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.app.Application;
import dev.missioncontrol.billing.app.FreePort;
import dev.missioncontrol.billing.app.config.ConfigurationReader;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the server as the environment configures it. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Runs the server, configured by environment variables (docs/configuration.md).")
public final class ServeCommand extends ConfiguredCommand {
    @Option(names = "--migrate", description = "Bring the database's schema up to date first.")
    private boolean migrate;

    @Override
    public Integer call() throws InterruptedException {
        return run(variables(), migrate);
    }

    /**
     * Does not return while it runs.
     *
     * @throws IllegalStateException if the schema can't be used as it is: at the start, or once a database that was away then is back
     */
    static int run(Map<String, String> variables, boolean migrate) throws InterruptedException {
        Application application = Application.start(ConfigurationReader.forServe(FreePort.resolve(variables)), migrate);
        Running.untilStopped(application, application::awaitRefusal);
        return 0;
    }
}

package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.app.Tools;
import dev.missioncontrol.billing.app.config.ConfigurationReader;

/** What the commands share that work beside the server: they read the same variables as {@code serve}. */
abstract class ToolCommand extends ConfiguredCommand {
    @Override
    public final Integer call() throws Exception {
        try (Tools tools = Tools.open(ConfigurationReader.forServe(variables()))) {
            return run(tools);
        } finally {
            out().flush();
        }
    }

    /** Does it. Returns the exit code. */
    abstract int run(Tools tools) throws Exception;
}

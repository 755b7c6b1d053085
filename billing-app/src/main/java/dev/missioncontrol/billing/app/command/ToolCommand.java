package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.app.Tools;
import dev.missioncontrol.billing.app.config.ConfigurationReader;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** What the commands share that work beside the server: they read the same variables as {@code serve}. */
abstract class ToolCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private ConfigOption config = new ConfigOption();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public final Integer call() throws Exception {
        try (Tools tools = Tools.open(ConfigurationReader.forServe(config.variables()))) {
            return run(tools);
        } finally {
            out().flush();
        }
    }

    /** Does it. Returns the exit code. */
    abstract int run(Tools tools) throws Exception;

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Says something that is not part of the answer. */
    final void say(String sentence) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(sentence);
        err.flush();
    }
}

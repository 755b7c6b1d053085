package dev.missioncontrol.billing.app.command;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** What the commands share that read the variables: where those come from, and how they say what they have to say. */
abstract class ConfiguredCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private ConfigOption config = new ConfigOption();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** What is configured, by the environment and the file beside it. */
    final Map<String, String> variables() {
        return config.variables();
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Says something that is not part of the answer. */
    final void say(String sentence) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(sentence);
        err.flush();
    }

    final CommandLine.ParameterException mistake(String sentence) {
        return new CommandLine.ParameterException(spec.commandLine(), sentence);
    }
}

package dev.missioncontrol.billing.app.command;

import picocli.CommandLine;

/** A command that only has others below it: says which. */
abstract class CommandGroup implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public final void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}

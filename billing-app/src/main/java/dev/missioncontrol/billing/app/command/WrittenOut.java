package dev.missioncontrol.billing.app.command;

import picocli.CommandLine;

/**
 * Runs what was typed, and fails where its answer could not be written, on a full disk say: who goes on by the exit code, and erases
 * what was exported, must not go on without it. Neither writer nor stream throws; both only remember.
 */
final class WrittenOut implements CommandLine.IExecutionStrategy {
    @Override
    public int execute(CommandLine.ParseResult typed) {
        int code = new CommandLine.RunLast().execute(typed);
        boolean lost = typed.asCommandLineList().stream()
                .anyMatch(command -> command.getOut().checkError());
        // The writer that a command has by default hides what its stream remembers.
        if (!lost && !System.out.checkError()) return code;
        CommandLine last =
                typed.asCommandLineList().get(typed.asCommandLineList().size() - 1);
        last.getErr().println("The answer could not be written in full: what was printed is not all of it.");
        last.getErr().flush();
        return code == ExitCodes.MISTAKE ? code : ExitCodes.FAILED;
    }
}

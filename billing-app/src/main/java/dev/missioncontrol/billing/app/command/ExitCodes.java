package dev.missioncontrol.billing.app.command;

/** What the exit code of a command says. {@code docs/commands.md} lists them. */
final class ExitCodes {
    /** It was done, and all is as it should be. */
    static final int FINE = 0;

    /** It could not be done: the store, the provider, the schema, or another run in the way. */
    static final int FAILED = 1;

    /** What was typed, configured or handed over is wrong. */
    static final int MISTAKE = 2;

    /** It was done, and something was found that somebody must look at. */
    static final int FOUND = 3;

    private ExitCodes() {}
}

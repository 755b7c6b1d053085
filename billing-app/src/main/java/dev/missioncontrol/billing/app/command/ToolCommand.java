package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.app.Tools;
import dev.missioncontrol.billing.app.config.ConfigurationReader;

/** What the commands share that work beside the server: they read the same variables as {@code serve}. */
abstract class ToolCommand extends ConfiguredCommand {
    @Override
    public final Integer call() throws Exception {
        try (EndInOrder end = new EndInOrder(this::atTheEnd)) {
            return ran(end);
        }
    }

    private int ran(EndInOrder end) throws Exception {
        try (Tools tools = Tools.open(ConfigurationReader.forServe(variables()))) {
            if (holdsJob()) end.watch(tools);
            return run(tools);
        } catch (Tools.Stopped stopped) {
            say(stopped.getMessage() + " Give the same command again to go on.");
            return ExitCodes.FAILED;
        } finally {
            out().flush();
        }
    }

    /** Does it. Returns the exit code. */
    abstract int run(Tools tools) throws Exception;

    /** Whether it holds a job that others would wait for, so that it is let give it back when the process is told to end. */
    boolean holdsJob() {
        return false;
    }

    /** Has this thread run when the process is told to end. */
    void atTheEnd(Thread thread) {
        Runtime.getRuntime().addShutdownHook(thread);
    }

    /** Why nothing was done where one at a time may: somebody is at it, or was cut off with a lease that still runs. */
    static String busy(Tools tools, String what) {
        return "Another " + what + " is under way, and goes on without this one; or one was cut off less than "
                + tools.lease() + " ago (BILLING_LEASE), then try again once that is over.";
    }
}

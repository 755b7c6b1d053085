package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.app.Tools;
import dev.missioncontrol.billing.app.config.ConfigurationReader;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What the commands share that work beside the server: they read the same variables as {@code serve}. */
abstract class ToolCommand extends ConfiguredCommand {
    /** How long one that is told to end may take to give back what it holds: half of what containers are given to stop. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

    @Override
    public final Integer call() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (Tools tools = Tools.open(ConfigurationReader.forServe(variables()))) {
            Thread hook = new Thread(() -> stop(tools, ended), "billing-stop");
            Runtime.getRuntime().addShutdownHook(hook);
            try {
                return run(tools);
            } catch (Tools.Stopped stopped) {
                say(stopped.getMessage() + " Give the same command again to go on.");
                return ExitCodes.FAILED;
            } finally {
                ended.countDown();
                unhook(hook);
            }
        } finally {
            out().flush();
        }
    }

    /** Does it. Returns the exit code. */
    abstract int run(Tools tools) throws Exception;

    /** Why nothing was done where one at a time may: somebody is at it, or was cut off with a lease that still runs. */
    static String busy(Tools tools, String what) {
        return "Another " + what + " is under way, and goes on without this one; or one was cut off less than "
                + tools.lease() + " ago (BILLING_LEASE), then try again once that is over.";
    }

    private static void stop(Tools tools, CountDownLatch ended) {
        tools.stop();
        try {
            ended.await(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void unhook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process ends already, and the hook is what it waits for.
        }
    }
}

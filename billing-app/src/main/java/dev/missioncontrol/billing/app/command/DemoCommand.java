package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.app.Demo;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs everything on this machine alone, with a sandbox instead of a payment provider unless a test key is set. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Starts the demo on 127.0.0.1: no account, no database, no money. What is set otherwise counts here too:"
                        + " with STRIPE_SECRET_KEY, a test key, it asks Stripe, and with DATABASE_URL it migrates that database.")
public final class DemoCommand extends ConfiguredCommand {
    @Option(names = "--port", description = "Port on 127.0.0.1; 0 for any (default: BILLING_PORT, or 8080).")
    private Optional<Integer> port = Optional.empty();

    @Option(names = "--data", description = "Keep the data in this directory (default: in memory, gone at the end).")
    private Optional<Path> data = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        Demo demo = Demo.start(environment());
        out().println(demo.welcome());
        out().flush();
        Running.untilStopped(demo);
        return 0;
    }

    private Map<String, String> environment() {
        Map<String, String> env = new HashMap<>(variables());
        port.ifPresent(number -> env.put("BILLING_PORT", number.toString()));
        data.ifPresent(directory -> {
            if (env.containsKey("DATABASE_URL")) throw mistake("--data and DATABASE_URL are both set; only one may be");
            env.put("DATABASE_URL", "jdbc:h2:file:" + directory.toAbsolutePath().resolve("billing"));
        });
        return env;
    }
}

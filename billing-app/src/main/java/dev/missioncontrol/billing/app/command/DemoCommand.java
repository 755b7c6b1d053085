package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.app.Demo;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs everything on this machine alone, with a sandbox instead of a payment provider. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Starts the demo on 127.0.0.1: no account, no database, no money.")
public final class DemoCommand implements Callable<Integer> {
    /** Where the demo listens if nothing is said. */
    static final int STANDARD_PORT = 8080;

    @Option(
            names = "--port",
            description = "Port on 127.0.0.1; 0 for any (default: ${DEFAULT-VALUE}).",
            defaultValue = "" + STANDARD_PORT)
    private int port;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Demo demo = Demo.start(port);
        // A process ended by SIGTERM answers 143 unless its hook says otherwise; a stop that lost nothing is a success.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            demo.close();
                            Runtime.getRuntime().halt(0);
                        },
                        "billing-stop"));
        out.println(demo.welcome());
        out.flush();
        new CountDownLatch(1).await();
        return 0;
    }
}

package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.app.SandboxDouble;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.InvalidCatalogException;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.stripe.CatalogFile;
import dev.missioncontrol.billing.stripe.wire.WireServer;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A double of Stripe for other applications. */
@Command(
        name = "sandbox",
        mixinStandardHelpOptions = true,
        description = "A double of Stripe, for those who write and test against it.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = SandboxCommand.Serve.class)
final class SandboxCommand extends CommandGroup {
    /** Serves it until the process is told to end. */
    @Command(
            name = "serve",
            mixinStandardHelpOptions = true,
            description = "Speaks Stripe's API on 127.0.0.1, with pages to pay on, a clock to move and signed webhooks."
                    + " Nothing is kept, no money moves (docs/sandbox.md).")
    static final class Serve implements Callable<Integer> {
        @Option(names = "--port", defaultValue = "12111", description = "Port of the API (default: ${DEFAULT-VALUE}).")
        private int port;

        @Option(
                names = "--pages-port",
                defaultValue = "12112",
                description = "Port of the pages that it leads to (default: ${DEFAULT-VALUE}).")
        private int pagesPort;

        @Option(names = "--catalog", description = "Sell this catalogue file (default: the built-in catalogue).")
        private Optional<Path> catalog = Optional.empty();

        @Option(names = "--webhook-url", description = "Send every event there, signed.")
        private Optional<URI> webhook = Optional.empty();

        @Option(names = "--webhook-secret", description = "Sign with this secret (default: a new one, printed).")
        private Optional<String> secret = Optional.empty();

        @Option(
                names = "--rate",
                defaultValue = "" + WireServer.STRIPES_RATE,
                description = "Requests a second before it answers 429 (default: ${DEFAULT-VALUE}, as Stripe's).")
        private int rate;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Override
        public Integer call() throws InterruptedException {
            String signing = secret.orElseGet(
                    () -> "whsec_" + UUID.randomUUID().toString().replace("-", ""));
            SandboxDouble running = start(signing);
            PrintWriter out = spec.commandLine().getOut();
            out.println(welcome(running, signing));
            out.flush();
            Running.untilStopped(running);
            return 0;
        }

        private SandboxDouble start(String signing) {
            try {
                return SandboxDouble.start(new SandboxDouble.Settings(sold(), port, pagesPort, rate, webhook, signing));
            } catch (IllegalArgumentException e) {
                throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
            }
        }

        private PlanCatalog sold() {
            try {
                return catalog.map(CatalogFile::read).orElseGet(DefaultCatalog::withPlaceholderPrices);
            } catch (InvalidCatalogException e) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--catalog: " + String.valueOf(e.getMessage()));
            }
        }

        private String welcome(SandboxDouble running, String signing) {
            String curl = "  curl -s -u sk_test_sandbox: " + running.base();
            return String.join(
                    System.lineSeparator(),
                    "",
                    "A double of Stripe: nothing is kept, no money moves.",
                    "",
                    "  API    " + running.base() + "   with any key that begins with sk_test_",
                    "  Pages  " + running.pages(),
                    webhook.map(url -> "  Events " + url + "   signed with " + signing)
                            .orElse("  Events to the endpoints that are made over the API; --webhook-url for one more"),
                    "",
                    curl + "/v1/customers -d 'metadata[tenantId]=acme'",
                    curl + "/_sandbox/clock -d advance=P31D",
                    "");
        }
    }
}

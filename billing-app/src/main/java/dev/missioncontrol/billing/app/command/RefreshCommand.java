package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.app.Tools;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.Operations;
import dev.missioncontrol.billing.usecase.RefreshTenant.Refreshed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Fetches all that a tenant has. */
@Command(
        name = "refresh",
        mixinStandardHelpOptions = true,
        description = "Asks the provider about everything that a tenant has, whatever was heard of it.")
final class RefreshCommand extends ToolCommand {
    @Option(names = "--tenant", required = true, description = "Which tenant.")
    private TenantId tenant = new TenantId("-");

    @Mixin
    private Reason reason = new Reason();

    @Override
    int run(Tools tools) {
        if (!tools.asks())
            say(Tools.NO_PROVIDER + " What the tenant has is marked, and the serving process fetches it.");
        Operations operations = tools.operations();
        Refreshed refreshed = reason.word()
                .map(word -> operations.refresh(tenant, word, tools.asks(), tools::pause))
                .orElseGet(() -> operations.refresh(tenant, tools.asks(), tools::pause));
        if (!refreshed.known()) {
            say("The tenant " + tenant + " was never seen.");
            return ExitCodes.FAILED;
        }
        out().println(words(refreshed));
        return ExitCodes.FINE;
    }

    static String words(Refreshed refreshed) {
        if (refreshed.settled().isEmpty() && refreshed.waiting().isEmpty())
            return "There was no subscription to fetch.";
        String settled = refreshed.settled().isEmpty() ? "" : "Fetched " + refreshed.settled() + ". ";
        return (settled + (refreshed.waiting().isEmpty() ? "" : "Left to the workers: " + refreshed.waiting() + "."))
                .strip();
    }
}

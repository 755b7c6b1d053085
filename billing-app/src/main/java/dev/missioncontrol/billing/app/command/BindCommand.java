package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.app.Tools;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.BindByOperator.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says whose a customer is. */
@Command(
        name = "bind",
        mixinStandardHelpOptions = true,
        description =
                "Binds a customer of the provider to a tenant, with a reason that the audit keeps, and your name. Settles what is"
                        + " quarantined of that customer.")
final class BindCommand extends ToolCommand {
    @Option(names = "--tenant", required = true, description = "Whose it is.")
    private TenantId tenant = new TenantId("-");

    @Option(names = "--customer", required = true, description = "The provider's customer: cus_...")
    private CustomerId customer = new CustomerId("-");

    @Mixin
    private NeededReason reason = new NeededReason();

    @Override
    int run(Tools tools) {
        if (!tools.asks()) say(Tools.NO_PROVIDER + " The customer is bound unchecked.");
        Result result = tools.operations().bind(tenant, customer, reason.word(), tools.asks(), tools::pause);
        if (result instanceof Result.Bound bound) {
            String before = bound.before()
                    .map(had -> " It was bound to " + had + " before.")
                    .orElse("");
            out().println("The tenant " + tenant + " is the customer " + customer + " now." + before);
            if (tools.asks()) out().println(RefreshCommand.words(bound.refreshed()));
            return ExitCodes.FINE;
        }
        say(why(result));
        return ExitCodes.FAILED;
    }

    private String why(Result result) {
        if (result instanceof Result.TakenBy taken)
            return "The customer " + customer + " is bound to the tenant " + taken.other() + ". Nothing was done.";
        if (result instanceof Result.UnknownCustomer)
            return "The provider does not have the customer " + customer + ". Nothing was done.";
        return "The tenant " + tenant + " was deleted. Nothing was done.";
    }
}

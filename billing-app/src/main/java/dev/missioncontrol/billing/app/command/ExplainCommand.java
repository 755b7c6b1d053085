package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.app.Tools;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.Explanation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says why a tenant has what it has. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description =
                "Says why a tenant has what it has: what decides, whose customer it is, its subscriptions, and each event"
                        + " and decision in the order of time. Asks only the database.")
final class ExplainCommand extends ToolCommand {
    @Option(names = "--tenant", required = true, description = "Which tenant.")
    private TenantId tenant = new TenantId("-");

    @Option(names = "--json", description = "One JSON document instead of text.")
    private boolean json;

    @Option(names = "--all", description = "The whole time line that is told, not only its end.")
    private boolean all;

    @Override
    int run(Tools tools) {
        Explanation explanation = tools.operations().explain(tenant);
        if (json) ExplanationJson.write(out(), explanation);
        else new ExplanationText(out(), explanation, all).write();
        return explanation.unreadable().isEmpty() ? ExitCodes.FINE : ExitCodes.FOUND;
    }
}

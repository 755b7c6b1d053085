package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.app.Tools;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.HeldRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Hands over every row that is a tenant's or speaks of it. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Prints all that is stored of a tenant as one JSON document: every row of every table, as it is"
                + " stored. Asks only the database. What the payment provider stores is exported there.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:it is all there",
            "1:it could not be done, or the tenant was never seen",
            "2:a mistake in what was typed or configured"
        })
final class TenantExportCommand extends ToolCommand {
    @Parameters(paramLabel = "TENANT", description = "Whose.")
    private TenantId tenant = new TenantId("-");

    @Override
    int run(Tools tools) {
        boolean known;
        try (JsonOut json = new JsonOut(out())) {
            json.object().put("tenant", tenant.value()).array("rows");
            known = tools.operations().exportTenant(tenant, row -> write(json, row));
            json.endArray().put("known", known).end();
        }
        if (!known) say("The tenant " + tenant + " was never seen.");
        return known ? ExitCodes.FINE : ExitCodes.FAILED;
    }

    private static void write(JsonOut json, HeldRow row) {
        json.object().put("table", row.table()).object("columns");
        row.columns().forEach(json::put);
        json.end().end();
    }
}

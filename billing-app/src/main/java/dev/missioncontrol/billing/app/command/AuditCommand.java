package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.app.Tools;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.AuditFault;
import dev.missioncontrol.billing.usecase.VerifyAudit.Verification;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Everything about the audit. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Checks the audit.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = AuditCommand.Verify.class)
final class AuditCommand extends CommandGroup {
    /** Finds rows that were changed, removed or put in. */
    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description =
                    "Finds rows of the audit that were changed, removed or put in, and tenants that have something else"
                            + " than the last row says. Asks only the database.",
            exitCodeListHeading = "Exit codes:%n",
            exitCodeList = {
                "0:all is as it was written",
                "1:it could not be done, or the tenant was never seen",
                "2:a mistake in what was typed or configured",
                "3:something is not as it was written"
            })
    static final class Verify extends ToolCommand {
        @Option(names = "--tenant", description = "Only this tenant.")
        private Optional<TenantId> tenant = Optional.empty();

        @Option(names = "--json", description = "One JSON document instead of lines.")
        private boolean json;

        @Override
        int run(Tools tools) {
            Verification verified = json ? asJson(tools) : asLines(tools);
            if (tenant.isPresent() && verified.tenants() == 0) {
                say("The tenant " + tenant.get() + " was never seen.");
                return ExitCodes.FAILED;
            }
            return verified.sound() ? ExitCodes.FINE : ExitCodes.FOUND;
        }

        private Verification asLines(Tools tools) {
            Verification verified = tools.operations().verifyAudit(tenant, fault -> {
                String row = fault.sequence() == 0 ? "" : ", row " + fault.sequence();
                out().println(word(fault) + ": tenant " + fault.tenant() + row + ": " + fault.sentence());
                out().flush();
            });
            for (String id : verified.unreadable())
                out().println("unreadable: a row of tenants has the id " + id
                        + ", which is none: its audit was not verified");
            long faults = verified.faults() + verified.unreadable().size();
            out().println("Verified " + verified.rows() + " rows of " + verified.tenants() + " tenants: "
                    + (verified.sound() ? "all is as it was written." : faults + " faults."));
            return verified;
        }

        private Verification asJson(Tools tools) {
            try (JsonOut to = new JsonOut(out())) {
                to.object().array("faults");
                Verification verified = tools.operations()
                        .verifyAudit(
                                tenant,
                                fault -> to.object()
                                        .put("tenant", fault.tenant().value())
                                        .put("sequence", fault.sequence())
                                        .put("kind", word(fault))
                                        .put("sentence", fault.sentence())
                                        .end());
                to.endArray().array("unreadableTenants");
                verified.unreadable().forEach(to::add);
                to.endArray()
                        .put("sound", verified.sound())
                        .put("tenants", verified.tenants())
                        .put("rows", verified.rows())
                        .end();
                return verified;
            }
        }

        private static String word(AuditFault fault) {
            return fault.kind().name().toLowerCase(Locale.ROOT);
        }
    }
}

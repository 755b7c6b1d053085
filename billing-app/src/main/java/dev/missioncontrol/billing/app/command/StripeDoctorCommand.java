package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.stripe.AccountFinding;
import dev.missioncontrol.billing.stripe.AccountFinding.Level;
import dev.missioncontrol.billing.stripe.AccountWishes;
import dev.missioncontrol.billing.stripe.StripeAccount;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares the account at Stripe with what is configured here. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Compares the account at Stripe with what is configured here: key, clock, prices, portal, webhook"
                + " endpoint. Changes nothing.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:nothing is wrong; there may be warnings",
            "1:something could not be asked",
            "2:a mistake in what was typed or configured",
            "3:something is wrong"
        })
final class StripeDoctorCommand extends AccountCommand {
    @Option(names = "--json", description = "One JSON document instead of lines.")
    private boolean json;

    @Override
    int run(StripeAccount account, AccountWishes wishes, boolean live) {
        List<AccountFinding> findings = account.diagnose(wishes);
        if (json) asJson(findings);
        else findings.forEach(this::asLine);
        if (has(findings, Level.WRONG)) return ExitCodes.FOUND;
        return has(findings, Level.UNKNOWN) ? ExitCodes.FAILED : ExitCodes.FINE;
    }

    private static boolean has(List<AccountFinding> findings, Level level) {
        return findings.stream().anyMatch(finding -> finding.level() == level);
    }

    private void asLine(AccountFinding finding) {
        out().printf("%-8s %s: %s%n", word(finding), finding.subject(), finding.sentence());
        if (!finding.remedy().isEmpty()) out().printf("%-8s   to mend it: %s%n", "", finding.remedy());
    }

    private void asJson(List<AccountFinding> findings) {
        try (JsonOut to = new JsonOut(out())) {
            to.object().array("findings");
            findings.forEach(finding -> to.object()
                    .put("level", word(finding))
                    .put("subject", finding.subject())
                    .put("sentence", finding.sentence())
                    .put("remedy", finding.remedy())
                    .end());
            to.endArray().end();
        }
    }

    private static String word(AccountFinding finding) {
        return finding.level().name().toLowerCase(Locale.ROOT);
    }
}

package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.app.doctor.Doctor;
import dev.missioncontrol.billing.app.doctor.Finding;
import dev.missioncontrol.billing.app.doctor.Finding.Level;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks at everything that a running product stands on. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Looks at everything: configuration, the disk of a database in a file (H2), database, clock, migrations, what"
                        + " waits, the account at Stripe, the addresses that are told of events, to which nothing is sent, where the keys of tokens are published,"
                        + " and who counts seats. Says of each finding what it is, why it matters and what to do. Changes nothing,"
                        + " and works while any of them is away.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:all is as it should be",
            "1:there are warnings",
            "2:something does not work, or what was typed is wrong"
        })
final class DoctorCommand extends ConfiguredCommand {
    @Option(names = "--json", description = "One JSON document instead of lines.")
    private boolean json;

    @Override
    public Integer call() {
        List<Finding> findings = Doctor.examine(variables(), InstantSource.system());
        PrintWriter out = out();
        if (json) asJson(findings, out);
        else findings.forEach(finding -> asLines(finding, out));
        out.flush();
        return Finding.worst(findings).ordinal();
    }

    private static void asLines(Finding finding, PrintWriter out) {
        out.printf("%-8s %s: %s%n", finding.level().word(), finding.area(), finding.what());
        if (finding.level() == Level.OK) return;
        out.printf("%-8s   why it matters: %s%n", "", finding.why());
        out.printf("%-8s   to mend it: %s%n", "", finding.remedy());
    }

    private static void asJson(List<Finding> findings, PrintWriter out) {
        try (JsonOut to = new JsonOut(out)) {
            to.object().array("findings");
            findings.forEach(finding -> to.object()
                    .put("level", finding.level().word())
                    .put("area", finding.area())
                    .put("what", finding.what())
                    .put("why", finding.why())
                    .put("remedy", finding.remedy())
                    .end());
            to.endArray().put("worst", Finding.worst(findings).word()).end();
        }
    }
}

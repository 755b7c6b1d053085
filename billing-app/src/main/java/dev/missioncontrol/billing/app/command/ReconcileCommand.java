package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.account.Drift;
import dev.missioncontrol.billing.app.Tools;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.Reconcile;
import dev.missioncontrol.billing.usecase.Reconcile.Finding;
import dev.missioncontrol.billing.usecase.Tally;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares the store with the payment provider, and mends what is safe. */
@Command(
        name = "reconcile",
        mixinStandardHelpOptions = true,
        description = "Compares the store with the payment provider. What a run before this one began, within a day,"
                + " it goes on with.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:nothing differs, or all that differed is mended",
            "1:it could not be done, or another run is under way",
            "2:a mistake in what was typed or configured, or no provider to ask",
            "3:something differs (--dry-run), is left (--apply), or was left out"
        })
final class ReconcileCommand extends ToolCommand {
    private static final String ROW = "%-16s %-20s %-30s %-12s %-12s %-7s %s%n";

    @CommandLine.ArgGroup(multiplicity = "1")
    private What what = new What();

    @Option(names = "--tenant", description = "Only this tenant.")
    private Optional<TenantId> tenant = Optional.empty();

    @Option(names = "--json", description = "One JSON document instead of a table.")
    private boolean json;

    @Option(names = "--anew", description = "Begin anew, even if an earlier run was stopped on the way.")
    private boolean anew;

    private static final class What {
        @Option(names = "--dry-run", description = "Only say what differs.")
        private boolean dryRun;

        @Option(names = "--apply", description = "Mend what is safe, and say what is left.")
        private boolean apply;
    }

    @Override
    boolean holdsJob() {
        return tenant.isEmpty();
    }

    @Override
    int run(Tools tools) {
        if (!tools.asks()) {
            say(Tools.NO_PROVIDER + " Nothing was compared.");
            return ExitCodes.MISTAKE;
        }
        Reconcile.Request all = what.apply ? Reconcile.Request.toMend() : Reconcile.Request.toLook();
        Reconcile.Request asked = tenant.map(all::only).orElse(all);
        Reconcile.Request request = anew ? asked.fromTheBeginning() : asked;
        Reconcile.Result result = json ? asJson(tools, request) : asTable(tools, request);
        if (!(result instanceof Reconcile.Result.Finished finished)) {
            say(busy(tools, "run"));
            return ExitCodes.FAILED;
        }
        return finished.tally().left() == 0 ? ExitCodes.FINE : ExitCodes.FOUND;
    }

    private Reconcile.Result asTable(Tools tools, Reconcile.Request request) {
        boolean[] headed = new boolean[1];
        LeftOut leftOut = new LeftOut();
        Reconcile.Result result = tools.operations()
                .reconcile(
                        request,
                        finding -> {
                            if (!headed[0])
                                out().printf(ROW, "WHAT", "TENANT", "SUBSCRIPTION", "HERE", "THERE", "DONE", "WHY");
                            headed[0] = true;
                            row(leftOut.met(finding));
                        },
                        tools::pause);
        if (result instanceof Reconcile.Result.Finished finished) {
            finished.goneOnFrom()
                    .ifPresent(begun -> out().println("This run was begun " + begun + " and gone on with."));
            finished.leftBehind()
                    .ifPresent(begun -> out().println("A run that was begun " + begun
                            + " and stopped can't be gone on with any more: this one began anew."));
            out().println(sentence(finished.tally()));
            leftOut.sentence().ifPresent(out()::println);
        }
        return result;
    }

    private void row(Finding finding) {
        Drift drift = finding.drift();
        out().printf(
                        ROW,
                        drift.kind().word(),
                        drift.tenant().map(TenantId::value).orElse("-"),
                        drift.subscription()
                                .map(Object::toString)
                                .or(() -> drift.customer().map(Object::toString))
                                .orElse("-"),
                        drift.here(),
                        drift.there(),
                        word(finding),
                        drift.reason());
        out().flush();
    }

    private static String word(Finding finding) {
        return finding.done().name().toLowerCase(Locale.ROOT);
    }

    /** Named at the end once more: a long run prints many rows. */
    private static final class LeftOut {
        /** As many fit on a screen. */
        private static final int MOST_NAMED = 20;

        private final Set<String> names = new LinkedHashSet<>();
        private boolean more;

        Finding met(Finding finding) {
            Drift drift = finding.drift();
            if (!drift.kind().leftOut()) return finding;
            String name = drift.tenant()
                    .map(TenantId::value)
                    .or(() -> drift.subscription().map(Object::toString))
                    .orElse("a row of tenants");
            if (names.size() < MOST_NAMED) names.add(name);
            else more |= !names.contains(name);
            return finding;
        }

        Optional<String> sentence() {
            if (names.isEmpty()) return Optional.empty();
            return Optional.of(
                    "Left out, since somebody holds them, they can't be read or the provider does not answer for them: "
                            + String.join(", ", names)
                            + (more ? ", and more." : "."));
        }
    }

    private static String sentence(Tally tally) {
        return "Compared " + tally.listed() + " listed and " + tally.absent() + " absent subscriptions, and "
                + tally.tenants() + " tenants: " + tally.drift() + " differ, " + tally.mended() + " mended, "
                + tally.left() + " left.";
    }

    private Reconcile.Result asJson(Tools tools, Reconcile.Request request) {
        try (JsonOut to = new JsonOut(out())) {
            to.object().put("apply", request.apply()).array("drift");
            Reconcile.Result result =
                    tools.operations().reconcile(request, finding -> write(to, finding), tools::pause);
            to.endArray();
            boolean finished = result instanceof Reconcile.Result.Finished;
            to.put("finished", finished);
            if (result instanceof Reconcile.Result.Finished done) summary(to, done);
            to.end();
            return result;
        }
    }

    private static void write(JsonOut to, Finding finding) {
        Drift drift = finding.drift();
        to.object()
                .put("kind", drift.kind().word())
                .put("tenant", drift.tenant())
                .put("subscription", drift.subscription())
                .put("customer", drift.customer())
                .put("here", drift.here())
                .put("there", drift.there())
                .put("remedy", drift.remedy().word())
                .put("done", word(finding))
                .put("reason", drift.reason())
                .end();
    }

    private static void summary(JsonOut to, Reconcile.Result.Finished done) {
        Tally tally = done.tally();
        to.object("summary")
                .put("goneOnFrom", done.goneOnFrom())
                .put("leftBehind", done.leftBehind())
                .put("listed", tally.listed())
                .put("absent", tally.absent())
                .put("tenants", tally.tenants())
                .put("drift", tally.drift())
                .put("mended", tally.mended())
                .put("left", tally.left())
                .end();
    }
}

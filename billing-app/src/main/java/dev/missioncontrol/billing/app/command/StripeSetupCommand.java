package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.stripe.AccountWishes;
import dev.missioncontrol.billing.stripe.SetupStep;
import dev.missioncontrol.billing.stripe.StripeAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sets up what the account at Stripe lacks. */
@Command(
        name = "setup",
        mixinStandardHelpOptions = true,
        description = "Shows what the account at Stripe lacks, and sets it up: products and prices of the catalogue, a"
                + " portal configuration, a webhook endpoint. With a catalogue of your own, a price that is not as it"
                + " says gets another one in its place, and stays at Stripe. Does nothing else to what is there.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the account has what is needed, or would have",
            "1:Stripe could not be asked, or refused, or the secret's file could not be written and the secret is printed",
            "2:a mistake in what was typed or configured",
            "3:there is something to do, and it was not done: a live key wants --yes"
        })
final class StripeSetupCommand extends AccountCommand {
    @Option(names = "--dry-run", description = "Show the steps and do nothing.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do the steps with a live key too.")
    private boolean yes;

    @Option(
            names = "--rotate-webhook",
            description =
                    "Make a second endpoint at the version that this program is made for, beside the one of another.")
    private boolean rotate;

    @Option(
            names = "--finish-rotation",
            description = "Delete the endpoints that the second one took the place of, once its secret is configured.")
    private boolean finish;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description =
                    "Write a new endpoint's secret to this file, which must not exist yet, instead of printing it. The"
                            + " file is made before Stripe is asked, and taken away if there is no new secret.")
    private Optional<Path> secretFile = Optional.empty();

    @Option(names = "--json", description = "One JSON document instead of lines.")
    private boolean json;

    /** Where the secret stands, once it does. */
    private Optional<Path> keptIn = Optional.empty();

    /** Whether prices are configured in a file, and not in variables. */
    private boolean ownCatalog;

    /** A step that was done, and what it brought. */
    private record Done(SetupStep step, StripeAccount.Brought brought) {}

    @Override
    int run(StripeAccount account, AccountWishes wishes, boolean live) throws IOException {
        if (rotate && finish) throw mistake("--rotate-webhook and --finish-rotation are two steps: one at a time");
        if (live && !wishes.webhook().getScheme().equals("https"))
            throw mistake("BILLING_BASE_URL must be https with a live key: Stripe sends to nothing else");
        if (secretFile.filter(Files::exists).isPresent())
            throw mistake("--secret-file: " + secretFile.get() + " exists already");
        ownCatalog = wishes.ownCatalog();
        boolean doing = !dryRun && (!live || yes);
        Optional<SecretFile> file = doing ? madeFile() : Optional.empty();
        try {
            return run(account, wishes, doing, file);
        } finally {
            if (file.isPresent()) file.get().close();
        }
    }

    private Optional<SecretFile> madeFile() {
        if (secretFile.isEmpty()) return Optional.empty();
        try {
            return Optional.of(SecretFile.make(secretFile.get()));
        } catch (IOException e) {
            throw mistake("--secret-file: " + secretFile.get() + " can't be made: " + e);
        }
    }

    private int run(StripeAccount account, AccountWishes wishes, boolean doing, Optional<SecretFile> file) {
        List<SetupStep> steps = finish
                ? account.planEndOfRotation(wishes)
                : rotate ? account.planRotation(wishes) : account.plan(wishes);
        if (!json) show(steps);
        List<Done> done = new ArrayList<>();
        boolean safe = true;
        try {
            if (doing)
                for (SetupStep step : steps) {
                    Done one = new Done(step, account.carryOut(step));
                    done.add(one);
                    safe &= keepSecret(one, file);
                }
        } finally {
            // Whatever failed, what was done before it is done, and its secret is said only once.
            if (json) asJson(steps, done, doing);
            else tell(done, done.size() == steps.size());
        }
        if (!safe) return ExitCodes.FAILED;
        boolean held = !doing && !dryRun && !steps.isEmpty();
        if (held) say("The key is a live one: add --yes to do this.");
        return held ? ExitCodes.FOUND : ExitCodes.FINE;
    }

    private void show(List<SetupStep> steps) {
        if (steps.isEmpty()) out().println("Nothing to do: nothing is missing.");
        else out().println(dryRun ? "Would do:" : "To do:");
        steps.forEach(step -> out().println("  " + step.sentence()));
        out().flush();
    }

    /** At once, before anything else is asked for or printed. Returns whether a secret is where it was to be. */
    private boolean keepSecret(Done one, Optional<SecretFile> file) {
        Optional<String> secret = one.brought().secret();
        if (secret.isEmpty() || file.isEmpty()) return true;
        try {
            file.get().keep(secret.get());
            keptIn = secretFile;
            return true;
        } catch (IOException e) {
            say("The secret could not be written to " + secretFile.get() + ", so it is printed: " + e);
            return false;
        }
    }

    private void tell(List<Done> done, boolean all) {
        if (done.isEmpty()) return;
        out().println(all ? "Done. Configure:" : "Done before it failed. Configure:");
        done.forEach(one -> setting(one).ifPresent(line -> out().println("  " + line)));
    }

    private Optional<String> setting(Done one) {
        if (one.brought().secret().isPresent()) {
            if (keptIn.isPresent())
                return Optional.of(
                        rotate
                                ? "STRIPE_WEBHOOK_SECRET or its file: what is in " + keptIn.get()
                                        + " behind the old secret, separated by a comma"
                                : "STRIPE_WEBHOOK_SECRET_FILE=" + keptIn.get());
            return Optional.of("STRIPE_WEBHOOK_SECRET=" + one.brought().secret().get()
                    + (rotate ? "   (beside the old one, separated by a comma)" : ""));
        }
        if (one.step() instanceof SetupStep.KeepPrice old)
            return Optional.of("plan " + old.plan() + ", retiredPrices: add " + old.price());
        return one.brought().price().map(price -> variable(one.step()) + "=" + price);
    }

    /** Where the configuration names a step's price. */
    private String variable(SetupStep step) {
        String plan = step instanceof SetupStep.MakePrice made ? made.plan() : ((SetupStep.UsePrice) step).plan();
        BillingInterval interval =
                step instanceof SetupStep.MakePrice made ? made.interval() : ((SetupStep.UsePrice) step).interval();
        return DefaultCatalog.SLOTS.stream()
                .filter(slot -> !ownCatalog && slot.plan().equals(plan) && slot.interval() == interval)
                .map(slot -> "STRIPE_" + slot.placeholderPrice().toUpperCase(Locale.ROOT))
                .findFirst()
                .orElse("plan " + plan + ", prices." + interval.word() + ".id");
    }

    private void asJson(List<SetupStep> steps, List<Done> done, boolean doing) {
        try (JsonOut to = new JsonOut(out())) {
            to.object().put("done", doing && done.size() == steps.size()).array("steps");
            for (int i = 0; i < steps.size(); i++) {
                to.object().put("step", steps.get(i).sentence());
                Optional<Done> one = i < done.size() ? Optional.of(done.get(i)) : Optional.empty();
                to.put("setting", one.flatMap(this::setting)).end();
            }
            to.endArray().end();
        }
    }
}

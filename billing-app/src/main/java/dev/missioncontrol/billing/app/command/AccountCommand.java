package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.app.AtStripe;
import dev.missioncontrol.billing.app.Tools;
import dev.missioncontrol.billing.app.config.Configuration;
import dev.missioncontrol.billing.app.config.ConfigurationReader;
import dev.missioncontrol.billing.stripe.AccountWishes;
import dev.missioncontrol.billing.stripe.StripeAccount;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** What the commands share that ask Stripe and nobody else: no database, no server. */
abstract class AccountCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private ConfigOption config = new ConfigOption();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public final Integer call() throws Exception {
        Configuration read = ConfigurationReader.forStripe(config.variables());
        Optional<AtStripe> stripe = AtStripe.of(read);
        if (stripe.isEmpty()) {
            say(Tools.NO_PROVIDER);
            return ExitCodes.MISTAKE;
        }
        try {
            return run(stripe.get().account(), stripe.get().wishes(), read.liveKey());
        } finally {
            out().flush();
        }
    }

    /** Does it. Returns the exit code. */
    abstract int run(StripeAccount account, AccountWishes wishes, boolean live) throws Exception;

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Says something that is not part of the answer. */
    final void say(String sentence) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(sentence);
        err.flush();
    }

    final CommandLine.ParameterException mistake(String sentence) {
        return new CommandLine.ParameterException(spec.commandLine(), sentence);
    }
}

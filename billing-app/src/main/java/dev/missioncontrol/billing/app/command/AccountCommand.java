package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.app.Tools;
import dev.missioncontrol.billing.app.config.Configuration;
import dev.missioncontrol.billing.app.config.ConfigurationReader;
import dev.missioncontrol.billing.app.config.Profile;
import dev.missioncontrol.billing.stripe.AccountWishes;
import dev.missioncontrol.billing.stripe.StripeAccount;
import dev.missioncontrol.billing.stripe.StripePaymentProvider;
import dev.missioncontrol.billing.stripe.StripeSettings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** What the commands share that ask Stripe and nobody else: no database, no server. */
abstract class AccountCommand implements Callable<Integer> {
    /** Where the server takes webhooks. */
    private static final String WEBHOOK = "/api/billing/webhook";

    @CommandLine.Mixin
    private ConfigOption config = new ConfigOption();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public final Integer call() throws Exception {
        Configuration read = ConfigurationReader.forStripe(config.variables());
        if (read.stripeKey().isEmpty()) {
            say(Tools.NO_PROVIDER);
            return ExitCodes.MISTAKE;
        }
        StripeSettings settings =
                StripePaymentProvider.withKey(read.stripeKey().get().value());
        read.stripeApiBase().ifPresent(settings::apiBase);
        AccountWishes wishes = new AccountWishes(
                read.catalog(),
                read.baseUrl().resolve(WEBHOOK),
                read.profile() == Profile.PRODUCTION,
                read.webhookSecrets().size());
        try {
            return run(settings.account(), wishes, read.liveKey());
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

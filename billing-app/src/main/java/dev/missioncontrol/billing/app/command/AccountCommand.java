package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.app.AtStripe;
import dev.missioncontrol.billing.app.Tools;
import dev.missioncontrol.billing.app.config.Configuration;
import dev.missioncontrol.billing.app.config.ConfigurationReader;
import dev.missioncontrol.billing.stripe.AccountWishes;
import dev.missioncontrol.billing.stripe.StripeAccount;
import java.util.Optional;

/** What the commands share that ask Stripe and nobody else: no database, no server. */
abstract class AccountCommand extends ConfiguredCommand {
    @Override
    public final Integer call() throws Exception {
        Configuration read = ConfigurationReader.forStripe(variables());
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
}

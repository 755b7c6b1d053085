package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.app.config.ConfigurationErrors;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.store.StoreException;
import java.io.PrintWriter;

/** What is said of a command that failed, and the exit code that goes with it. */
final class Failures {
    private Failures() {}

    /**
     * Says what is to be done, for failures that tell.
     *
     * @throws Exception the failure itself, where it is none of those
     */
    static int explain(Exception failure, PrintWriter err) throws Exception {
        if (failure instanceof ConfigurationErrors errors) {
            err.println("The configuration can't be used:");
            errors.faults().forEach(fault -> err.println("  " + fault));
            return ExitCodes.MISTAKE;
        }
        if (failure instanceof ProviderException away) {
            err.println("The payment provider: " + away.getMessage());
            return ExitCodes.FAILED;
        }
        if (failure instanceof StoreException || failure instanceof IllegalStateException) {
            err.println(failure.getMessage());
            return ExitCodes.FAILED;
        }
        throw failure;
    }
}

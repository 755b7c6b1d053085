package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.app.config.ConfigurationErrors;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.store.StoreException;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said of a command that failed, and the exit code that goes with it. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** Says what is to be done, for failures that tell; of others, that they are a fault of ours, and in the log where it is. */
    static int explain(Exception failure, PrintWriter err) {
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
        LOG.error("A fault of ours", failure);
        err.println("A fault of ours, which the log tells in full: " + failure);
        return ExitCodes.FAILED;
    }
}

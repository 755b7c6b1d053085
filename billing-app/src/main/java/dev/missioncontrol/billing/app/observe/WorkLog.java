package dev.missioncontrol.billing.app.observe;

import dev.missioncontrol.billing.account.Drift;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.usecase.DuplicateSubscriptionsException;
import dev.missioncontrol.billing.usecase.RefreshSubscriptions;
import dev.missioncontrol.billing.usecase.WorkNote;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line for each thing that is done behind the scenes, with the ids of what it is about as fields of their own. */
public final class WorkLog {
    private static final Logger LOG = LoggerFactory.getLogger(WorkLog.class);

    private WorkLog() {}

    /** Something was done, or could not be. */
    public static void done(WorkNote note) {
        try (LogIds.Held ids = LogIds.of(note.about())) {
            write(note);
        }
    }

    private static void write(WorkNote note) {
        if (note instanceof WorkNote.Fetched fetched) fetched(fetched.outcome());
        else if (note instanceof WorkNote.FetchFailed failed)
            LOG.warn(
                    "Fetch failed {} times in a row; again in {}: {}",
                    failed.attempts(),
                    failed.again(),
                    failed.why().toString());
        else if (note instanceof WorkNote.Retried retried)
            LOG.info(
                    "Event applied at try {}: {}",
                    retried.attempts(),
                    retried.outcome().word());
        else if (note instanceof WorkNote.RetryFailed failed) failed(failed);
        else if (note instanceof WorkNote.SeatsRefused refused)
            LOG.warn(
                    "Pushed seats can't be made, {}; again every {} until somebody has mended it: {}",
                    refused.seats(),
                    refused.again(),
                    refused.why().toString());
        else if (note instanceof WorkNote.Differs differs) differs(differs.drift());
        else if (note instanceof WorkNote.Swept swept) LOG.info("Sweep done: {}", swept.words());
        else if (note instanceof WorkNote.SweepFailed failed)
            LOG.warn("Sweep can't go on just now: {}", failed.why().toString());
    }

    private static void fetched(RefreshSubscriptions.Outcome outcome) {
        if (outcome == RefreshSubscriptions.Outcome.SETTLED) LOG.info("Fetched");
        else LOG.info("Fetched, and overtaken: something newer was written meanwhile, it is fetched again");
    }

    private static void failed(WorkNote.RetryFailed failed) {
        if (failed.again().isPresent())
            LOG.warn(
                    "Event not applied at try {}; again in {}: {}",
                    failed.attempts(),
                    failed.again().get(),
                    failed.why());
        else LOG.error("Event given up after {} tries, it waits for somebody: {}", failed.attempts(), failed.why());
    }

    private static void differs(Drift drift) {
        String kind = drift.kind().word();
        boolean ofMany = drift.tenant().isEmpty() && drift.subscription().isEmpty();
        if (drift.kind().leftOut()) LOG.warn("Sweep goes on without one that is {}: {}", kind, drift.reason());
        else if (drift.kind() == Drift.Kind.MISSING_THERE)
            LOG.warn("A fetch found {}: somebody has to decide; {}", kind, drift.reason());
        else if (ofMany) LOG.warn("Sweep found {}, {}: somebody has to decide", kind, drift.here());
        else if (drift.remedy() == Drift.Remedy.PERSON) LOG.warn("Sweep found {}: somebody has to decide", kind);
        else LOG.info("Sweep found {}, mended by: {}", kind, drift.remedy().word());
    }

    /** Something went wrong that is nobody's request. */
    public static void trouble(RuntimeException trouble) {
        WorkNote.About about = trouble instanceof DuplicateSubscriptionsException twice
                ? new WorkNote.About(Optional.of(twice.tenant()), Optional.empty(), Optional.empty())
                : WorkNote.About.NOTHING;
        try (LogIds.Held ids = LogIds.of(about)) {
            if (trouble instanceof ProviderException e)
                LOG.warn("Behind the scenes: The payment provider: {} {}", e.kind(), e.getMessage());
            else LOG.warn("Behind the scenes: {}", trouble.toString());
        }
    }
}

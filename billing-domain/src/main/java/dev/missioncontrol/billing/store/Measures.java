package dev.missioncontrol.billing.store;

import java.time.Duration;
import java.util.List;

/** Figures of what is stored, for operators: read as last written, never held, so that looking holds nobody up. */
public interface Measures {
    /** What waits, and since when. */
    Backlog backlog();

    /** How each recurring job stands that was ever run, by name. */
    List<JobState> jobs();

    /**
     * How many fetches were claimed by a node whose lease ended longer ago than this, by the store's clock, and were taken by
     * nobody since, among the {@link Backlog#COUNTED_AT_MOST} that have been due longest, or more of them.
     */
    long abandoned(Duration since);

    /** How many are of this mode among {@link Backlog#COUNTED_AT_MOST} subscriptions that have not ended. */
    long livingOf(boolean livemode);
}

package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.account.EventOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What waits, and since when: figures for alerts, all of one moment. Ages go by the store's clock, so that a node with a
 * wrong one raises no alarm. A count stops at {@link #COUNTED_AT_MOST}: beyond it, only that it is so many matters.
 *
 * @param at the moment, by the store's clock
 * @param marked subscriptions marked for a fetch that none has answered yet
 * @param markedSince since when the one of them waits that has waited longest, whatever failed meanwhile
 * @param events those that somebody or something still has to look at: by {@link EventOutcome#FAILED}, {@link
 *     EventOutcome#DEAD}, {@link EventOutcome#QUARANTINED} and {@link EventOutcome#UNBOUND}, each always there
 * @param unbound subscriptions that have not ended and that nothing says the owner of
 * @param quarantined subscriptions that are nobody's because their signs disagree
 * @param undelivered events that applications have not been told of
 * @param undeliveredSince when the oldest of them was decided, or of the {@link #COUNTED_AT_MOST} that have been due longest, or of more
 *     of them
 * @param jobsDone when each recurring job was last through with all it had to do
 * @param oldestEvent when the oldest of the provider's events that are kept was received: since then at the latest there is
 *     something for the jobs to do, however often processes begin anew
 * @param seatsRefusedSince since when the provider refuses the pushed number of seats that it has refused for longest: more may be
 *     used than are paid for
 */
public record Backlog(
        Instant at,
        long marked,
        Optional<Instant> markedSince,
        Map<EventOutcome, Long> events,
        long unbound,
        long quarantined,
        long undelivered,
        Optional<Instant> undeliveredSince,
        Map<String, Instant> jobsDone,
        Optional<Instant> oldestEvent,
        Optional<Instant> seatsRefusedSince) {
    /** Where counting ends: enough for any alert, and little work however much is stored. */
    public static final int COUNTED_AT_MOST = 10_000;

    /**
     * A fetch that waits longer is late: no worker runs, or the provider can't be asked. Workers look every second, and the first waits after
     * a failure are over by then. The alert {@code BillingFetchesLate} has the same bound.
     */
    public static final Duration FETCH_LATE = Duration.ofMinutes(10);

    /** Copies the maps. */
    public Backlog {
        events = Map.copyOf(events);
        jobsDone = Map.copyOf(jobsDone);
    }

    /** Whether the subscription that has waited longest for its fetch has waited too long: its tenant may have what it had before. */
    public boolean fetchesLate() {
        return age(markedSince).compareTo(FETCH_LATE) > 0;
    }

    /** How long before {@link #at} that was; never negative, and nothing where there was no such moment. */
    public Duration age(Optional<Instant> since) {
        return since.filter(at::isAfter).map(then -> Duration.between(then, at)).orElse(Duration.ZERO);
    }
}

package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.store.Backlog;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.store.JobState;
import dev.missioncontrol.billing.store.Measures;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@link Measures} in memory. */
record InMemoryMeasures(
        InMemorySubscriptions subscriptions,
        InMemoryInbox inbox,
        InMemoryJournal journal,
        InMemoryJobs recurring,
        InMemorySeatPushes seatPushes,
        InMemoryClock clock)
        implements Measures {

    @Override
    public Backlog backlog() {
        Map<EventOutcome, Long> events = Stream.of(
                        EventOutcome.FAILED, EventOutcome.DEAD, EventOutcome.QUARANTINED, EventOutcome.UNBOUND)
                .collect(Collectors.toMap(outcome -> outcome, outcome -> bounded(inbox.count(outcome))));
        return new Backlog(
                clock.now(),
                bounded(subscriptions.fetchDue().size()),
                subscriptions
                        .table
                        .rows(subscriptions.fetchDue())
                        .map(InMemoryTracked::markedSince)
                        .filter(since -> !since.equals(InMemoryClock.NEVER))
                        .min(Comparator.<Instant>naturalOrder()),
                events,
                bounded(subscriptions
                        .table
                        .rows(subscriptions.unowned())
                        .filter(row -> !row.value().ended())
                        .count()),
                bounded(subscriptions.quarantined().size()),
                bounded(journal.undeliveredCount()),
                journal.undeliveredSince(),
                recurring.done(),
                inbox.all().map(InboxEvent::received).min(Comparator.naturalOrder()),
                seatPushes.refusedSince());
    }

    @Override
    public List<JobState> jobs() {
        return recurring.states();
    }

    @Override
    public long abandoned(Duration since) {
        return bounded(subscriptions
                .table
                .rows(subscriptions.fetchDue())
                .filter(row -> row.leased() && clock.reached(row.leasedUntil().plus(since)))
                .count());
    }

    @Override
    public long livingOf(boolean livemode) {
        return subscriptions.table.all().stream()
                .map(InMemoryTracked::value)
                .filter(one -> !one.ended())
                .limit(Backlog.COUNTED_AT_MOST)
                .filter(one -> one.livemode() == livemode)
                .count();
    }

    private static long bounded(long count) {
        return Math.min(count, Backlog.COUNTED_AT_MOST);
    }
}

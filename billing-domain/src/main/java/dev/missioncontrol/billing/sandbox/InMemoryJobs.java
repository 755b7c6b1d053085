package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.store.JobState;
import dev.missioncontrol.billing.store.Jobs;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@link Jobs} in memory. */
final class InMemoryJobs implements Jobs {
    private record Job(
            long token,
            String cursor,
            Instant leasedUntil,
            Instant dueAt,
            Optional<Instant> ranAt,
            Optional<Instant> doneAt,
            String result) {
        static final Job NEW =
                new Job(0, "", InMemoryClock.AT_ONCE, InMemoryClock.AT_ONCE, Optional.empty(), Optional.empty(), "");

        Job leased(long next, String at, Instant until) {
            return new Job(next, at, until, dueAt, ranAt, doneAt, result);
        }
    }

    private final InMemoryTable<String, Job> table;
    private final InMemoryClock clock;
    private final Set<String> names = new TreeSet<>();

    InMemoryJobs(InMemoryClock clock, InMemoryUndo undo) {
        this.clock = clock;
        table = new InMemoryTable<>(undo);
    }

    @Override
    public Optional<Run> claim(String name, Duration lease) {
        Job job = table.get(name).orElse(Job.NEW);
        Instant now = clock.now();
        if (job.leasedUntil.isAfter(now) || job.dueAt.isAfter(now)) return Optional.empty();
        table.put(name, job.leased(job.token + 1, job.cursor, now.plus(lease)));
        names.add(name);
        return Optional.of(new Run(name, job.token + 1, job.cursor, now));
    }

    @Override
    public boolean proceed(Run run, String cursor, Duration lease) {
        Optional<Job> held = held(run);
        held.ifPresent(job -> table.put(run.name(), job.leased(job.token, cursor, clock.in(lease))));
        return held.isPresent();
    }

    @Override
    public void finish(Run run, String result, String cursor, Duration delay) {
        held(run).ifPresent(job -> {
            Optional<Instant> done = cursor.isEmpty() ? Optional.of(clock.now()) : job.doneAt;
            table.put(
                    run.name(),
                    new Job(
                            job.token,
                            cursor,
                            InMemoryClock.AT_ONCE,
                            clock.in(delay),
                            Optional.of(clock.now()),
                            done,
                            result));
        });
    }

    /** When each job was last through. */
    Map<String, Instant> done() {
        Map<String, Instant> done = new HashMap<>();
        for (String name : names) table.get(name).flatMap(Job::doneAt).ifPresent(at -> done.put(name, at));
        return done;
    }

    List<JobState> states() {
        return names.stream()
                .flatMap(name ->
                        table.get(name).stream().map(job -> new JobState(name, job.ranAt, job.doneAt, job.result)))
                .toList();
    }

    private Optional<Job> held(Run run) {
        return table.get(run.name())
                .filter(job -> job.token == run.token() && !job.leasedUntil.equals(InMemoryClock.AT_ONCE));
    }
}

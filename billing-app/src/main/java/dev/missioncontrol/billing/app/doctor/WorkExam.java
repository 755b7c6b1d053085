package dev.missioncontrol.billing.app.doctor;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.store.Backlog;
import dev.missioncontrol.billing.store.JobState;
import dev.missioncontrol.billing.usecase.ForgetCheckouts;
import dev.missioncontrol.billing.usecase.PurgeInbox;
import dev.missioncontrol.billing.usecase.SweepProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the work means that waits in the store. Pure. */
final class WorkExam {
    private static final String AREA = "work";

    /** An event for applications that waits longer: its receiver fails, or no worker runs. */
    static final Duration EVENTS_LATE = Duration.ofMinutes(15);

    /** A lease that ended longer ago and was taken by nobody: no worker runs. */
    public static final Duration ABANDONED = Duration.ofMinutes(5);

    /** The retention runs every hour: later, and nobody does it. */
    static final Duration PURGE_LATE = Duration.ofHours(6);

    /** That of checkouts runs every six hours. */
    static final Duration CHECKOUTS_LATE = Duration.ofHours(24);

    private final List<Finding> findings = new ArrayList<>();
    private final Backlog backlog;

    private WorkExam(Backlog backlog) {
        this.backlog = backlog;
    }

    /**
     * @param abandoned claims whose lease ended {@link #ABANDONED} ago and that nobody took
     * @param sweepInterval how often a sweep is due
     */
    static List<Finding> of(Backlog backlog, List<JobState> jobs, long abandoned, Duration sweepInterval) {
        WorkExam exam = new WorkExam(backlog);
        exam.fetches(abandoned);
        exam.events();
        exam.owners();
        exam.applications();
        exam.seats();
        exam.job(
                SweepProvider.JOB,
                jobs,
                SweepProvider.lateAfter(sweepInterval),
                "an event that was lost goes unnoticed",
                "is a node running, and does Stripe answer? reconcile --apply does it now");
        exam.job(
                PurgeInbox.JOB,
                jobs,
                PURGE_LATE,
                "payloads are kept longer than BILLING_RETENTION_DAYS",
                "is a node running? Its log says what stops it");
        exam.job(
                ForgetCheckouts.JOB,
                jobs,
                CHECKOUTS_LATE,
                "checkouts that are over are kept longer than BILLING_RETENTION_DAYS",
                "is a node running? Its log says what stops it");
        return exam.findings;
    }

    /**
     * What living subscriptions mean that are of the other mode than the key; nothing if there are none.
     *
     * @param others how many are, of those that were looked at
     * @param own how many of those are of the key's mode
     */
    static Optional<Finding> otherMode(long others, long own, boolean liveKey) {
        boolean whole = others + own < Backlog.COUNTED_AT_MOST;
        if (others == 0)
            return whole
                    ? Optional.empty()
                    : Optional.of(Finding.ok(
                            AREA,
                            "none of the first " + Backlog.COUNTED_AT_MOST + " subscriptions is of the other mode"));
        String count = whole ? Long.toString(others) : "at least " + others;
        return Optional.of(
                liveKey
                        ? Finding.warning(
                                AREA,
                                count + " subscriptions are of test mode, and the key is live",
                                "they are not asked for and grant nothing; who had one can buy anew",
                                "nothing, if it was tried out here before; a schema of its own keeps test and live apart")
                        : Finding.fault(
                                AREA,
                                count + " subscriptions are of live mode, and the key is a test key",
                                "what customers pay for is not asked for, and none of them can buy or change anything",
                                "set the live key; a schema of its own keeps test and live apart"));
    }

    private void fetches(long abandoned) {
        Duration age = backlog.age(backlog.markedSince());
        String said = count(backlog.marked()) + " subscriptions wait for a fetch, the oldest for " + words(age);
        if (backlog.fetchesLate())
            warn(
                    said,
                    "tenants may have what they had before",
                    "is a node running, and does Stripe answer? refresh --tenant T for one that hurries");
        else ok(said);
        // Only those that wait longest were looked at.
        boolean whole = backlog.marked() < Backlog.COUNTED_AT_MOST;
        if (abandoned > 0)
            warn(
                    (whole ? "" : "at least ") + abandoned
                            + " were claimed by a node that ended, and no other took them",
                    "no worker runs anywhere",
                    "start a node: it takes them at once");
    }

    private void events() {
        long dead = backlog.events().get(EventOutcome.DEAD);
        long failed = backlog.events().get(EventOutcome.FAILED);
        if (dead > 0)
            fault(
                    count(dead) + " events could not be applied, however often",
                    "what they said is known only once it is fetched",
                    "events list --outcome dead, mend what the log says, events replay ID");
        if (failed > 0)
            warn(
                    count(failed) + " events failed and are tried again",
                    "by a fault of ours: after eight times they are dead",
                    "the log of the nodes says which");
        if (dead == 0 && failed == 0) ok("every event is applied");
    }

    private void owners() {
        if (backlog.quarantined() > 0)
            warn(
                    count(backlog.quarantined()) + " subscriptions are quarantined",
                    "their signs name several tenants, so somebody pays and gets nothing",
                    "events list --outcome quarantined, then bind");
        if (backlog.unbound() > 0)
            warn(
                    count(backlog.unbound()) + " subscriptions are nobody's",
                    "somebody may pay and get nothing; normal where others use the account too",
                    "events list --outcome unbound, then bind or import");
    }

    private void applications() {
        Duration age = backlog.age(backlog.undeliveredSince());
        String said = count(backlog.undelivered()) + " events wait for applications, the oldest for " + words(age);
        if (age.compareTo(EVENTS_LATE) > 0)
            warn(said, "applications act on what was", "is a node running? Its log says which receiver fails");
        else ok(said);
    }

    private void seats() {
        if (backlog.seatsRefusedSince().isPresent())
            warn(
                    "a number of seats that was pushed has been refused for "
                            + words(backlog.age(backlog.seatsRefusedSince())),
                    "more seats may be used than are paid for",
                    "the log says whose it is and why: Pushed seats can't be made");
    }

    private void job(String name, List<JobState> jobs, Duration late, String why, String remedy) {
        Optional<JobState> job =
                jobs.stream().filter(one -> one.name().equals(name)).findFirst();
        Optional<Instant> done = job.flatMap(JobState::done);
        if (done.isEmpty()) {
            warn("the " + name + " has never come to its end", why, remedy);
            return;
        }
        Duration age = backlog.age(done);
        String said =
                "the " + name + " was done " + words(age) + " ago: " + job.get().result();
        if (age.compareTo(late) > 0) warn(said, why, remedy);
        else ok(said);
    }

    private static String count(long counted) {
        return counted >= Backlog.COUNTED_AT_MOST ? Backlog.COUNTED_AT_MOST + " or more" : Long.toString(counted);
    }

    private static String words(Duration age) {
        if (age.toHours() > 0) return age.toHours() + " h " + age.toMinutesPart() + " min";
        return age.toMinutes() > 0 ? age.toMinutes() + " min" : age.toSeconds() + " s";
    }

    private void ok(String what) {
        findings.add(Finding.ok(AREA, what));
    }

    private void warn(String what, String why, String remedy) {
        findings.add(Finding.warning(AREA, what, why, remedy));
    }

    private void fault(String what, String why, String remedy) {
        findings.add(Finding.fault(AREA, what, why, remedy));
    }
}

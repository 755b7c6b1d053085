package dev.missioncontrol.billing.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.app.observe.OperationsFiles;
import dev.missioncontrol.billing.store.Backlog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A count of some says that it is one of some. */
class WorkExamTest {
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

    private static List<String> said(long marked, long abandoned) {
        return said(marked, abandoned, Optional.empty());
    }

    private static List<String> said(long marked, long abandoned, Optional<Instant> seatsRefusedSince) {
        return findings(marked, NOW, abandoned, seatsRefusedSince).stream()
                .map(Finding::what)
                .toList();
    }

    private static List<Finding> findings(
            long marked, Instant markedSince, long abandoned, Optional<Instant> seatsRefusedSince) {
        Backlog backlog = new Backlog(
                NOW,
                marked,
                Optional.of(markedSince),
                Map.of(EventOutcome.DEAD, 0L, EventOutcome.FAILED, 0L),
                0,
                0,
                0,
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                seatsRefusedSince);
        return WorkExam.of(backlog, List.of(), abandoned, Duration.ofHours(1));
    }

    /** What the console shows in red and the alert is raised for. */
    @Test
    void a_fetch_that_is_late_for_the_console_is_late_for_doctor() {
        Instant inTime = NOW.minus(Backlog.FETCH_LATE);
        Finding fine = findings(1, inTime, 0, Optional.empty()).get(0);
        Finding late = findings(1, inTime.minusSeconds(1), 0, Optional.empty()).get(0);
        assertThat(fine.level()).as(fine.what()).isEqualTo(Finding.Level.OK);
        assertThat(late.level()).as(late.what()).isEqualTo(Finding.Level.WARNING);
        assertThat(OperationsFiles.queriesOfAlerts())
                .contains("max(billing_dirty_oldest_age_seconds) > " + Backlog.FETCH_LATE.toSeconds());
    }

    @Test
    void of_the_other_mode_there_are_so_many_where_all_were_looked_at_and_else_at_least() {
        assertThat(WorkExam.otherMode(3, 9_996, true))
                .map(Finding::what)
                .get()
                .asString()
                .startsWith("3 subscriptions");
        assertThat(WorkExam.otherMode(3, 9_997, true))
                .map(Finding::what)
                .get()
                .asString()
                .startsWith("at least 3 subscriptions");
        assertThat(WorkExam.otherMode(10_000, 0, false))
                .map(Finding::what)
                .get()
                .asString()
                .startsWith("at least 10000 subscriptions");
    }

    @Test
    void where_not_all_were_looked_at_none_is_none_of_those() {
        assertThat(WorkExam.otherMode(0, 9_999, true)).isEmpty();
        assertThat(WorkExam.otherMode(0, 10_000, true))
                .contains(Finding.ok("work", "none of the first 10000 subscriptions is of the other mode"));
    }

    @Test
    void claims_of_nodes_that_ended_are_so_many_where_all_were_looked_at_and_else_at_least() {
        assertThat(said(9_999, 2)).anyMatch(what -> what.startsWith("2 were claimed"));
        assertThat(said(10_000, 2)).anyMatch(what -> what.startsWith("at least 2 were claimed"));
    }

    @Test
    void seats_that_are_refused_are_told_with_for_how_long() {
        assertThat(said(0, 0)).noneMatch(what -> what.contains("seats"));
        assertThat(said(0, 0, Optional.of(NOW.minus(Duration.ofMinutes(80)))))
                .contains("a number of seats that was pushed has been refused for 1 h 20 min");
    }
}

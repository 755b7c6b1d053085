package dev.missioncontrol.billing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.store.Jobs.Run;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Recurring work: one node at a time, going on where the last one stopped. */
abstract class JobsContract extends StoreContract {
    private static final String JOB = "sweep";

    private Optional<Run> claim(Duration lease) {
        return find(tx -> tx.jobs().claim(JOB, lease));
    }

    private boolean proceed(Run run, String cursor, Duration lease) {
        return is(tx -> tx.jobs().proceed(run, cursor, lease));
    }

    private void finish(Run run, String cursor, Duration delay) {
        run(tx -> tx.jobs().finish(run, "done", cursor, delay));
    }

    @Test
    void the_first_time_it_is_due_at_once_and_begins_anew() {
        Run run = claim(LONG).orElseThrow();
        assertThat(run.name()).isEqualTo(JOB);
        assertThat(run.cursor()).isEmpty();
    }

    @Test
    void a_second_claimant_gets_nothing_and_another_job_is_free() {
        claim(LONG).orElseThrow();
        assertThat(claim(LONG)).isEmpty();
        assertThat(find(tx -> tx.jobs().claim("purge", LONG))).isPresent();
        assertThat(find(tx -> tx.jobs().claim("Sweep", LONG))).isPresent();
    }

    @Test
    void another_goes_on_once_the_lease_ran_out_and_the_first_writes_nothing_more() {
        Run first = claim(SOON).orElseThrow();
        proceed(first, "half", SOON);
        letPass(SOON);
        Run second = claim(LONG).orElseThrow();
        assertThat(second.cursor()).isEqualTo("half");
        assertThat(second.token()).isNotEqualTo(first.token());
        assertThat(proceed(first, "late", LONG)).isFalse();
        finish(first, "late", Duration.ZERO);
        assertThat(claim(LONG)).isEmpty();
        finish(second, second.cursor(), Duration.ZERO);
        assertThat(claim(LONG).map(Run::cursor)).contains("half");
    }

    @Test
    void a_run_that_ran_out_goes_on_until_another_takes_it() {
        Run run = claim(SOON).orElseThrow();
        letPass(SOON);
        assertThat(proceed(run, "further", LONG)).isTrue();
        assertThat(claim(LONG)).isEmpty();
    }

    @Test
    void proceeding_holds_it_for_another_lease() {
        Run run = claim(SOON).orElseThrow();
        assertThat(proceed(run, "further", LONG)).isTrue();
        letPass(SOON);
        assertThat(claim(LONG)).isEmpty();
    }

    @Test
    void a_finished_one_is_due_again_after_its_delay_with_its_cursor() {
        finish(claim(LONG).orElseThrow(), "Größe 漢字 " + "c".repeat(300), SOON);
        letPass(SOON);
        Run again = claim(LONG).orElseThrow();
        assertThat(again.cursor()).isEqualTo("Größe 漢字 " + "c".repeat(300));
        finish(again, "", LONG);
        assertThat(claim(LONG)).isEmpty();
    }

    @Test
    void a_finished_run_is_over() {
        Run run = claim(LONG).orElseThrow();
        finish(run, "end", Duration.ZERO);
        assertThat(proceed(run, "late", LONG)).isFalse();
        finish(run, "late", LONG);
        Run next = claim(LONG).orElseThrow();
        assertThat(next.cursor()).isEqualTo("end");
        assertThat(next.token()).isNotEqualTo(run.token());
        assertThat(next.claimed()).as("by the store's clock").isAfterOrEqualTo(run.claimed());
    }

    @Test
    void a_run_of_a_job_that_was_never_claimed_does_nothing() {
        Run never = new Run("never", 1, "", NOW);
        assertThat(proceed(never, "x", LONG)).isFalse();
        finish(never, "x", LONG);
        assertThat(find(tx -> tx.jobs().claim("never", LONG)).map(Run::cursor)).contains("");
    }
}

package dev.missioncontrol.billing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.EventOutcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Events of the provider are kept for a while, and none for ever. */
abstract class InboxRetentionContract extends OnTheInbox {
    @Test
    void old_ones_are_removed_unless_somebody_must_still_look() {
        for (EventOutcome outcome : EventOutcome.values())
            if (outcome != EventOutcome.FAILED) concluded(event(outcome.word()), OLD, outcome);
        failed(event("failed"), OLD, Optional.of(LONG));
        failed(event("given-up"), OLD, Optional.empty());
        concluded(event("young"), YOUNG, EventOutcome.APPLIED);
        assertThat(count(tx -> tx.inbox().purge(A_YEAR, 99))).isEqualTo(3);
        for (String kept : List.of("quarantined", "failed", "given-up", "dead", "young"))
            assertThat(find(tx -> tx.inbox().event(event(kept)))).as(kept).isPresent();
        for (String removed : List.of("applied", "ignored", "unbound"))
            assertThat(find(tx -> tx.inbox().event(event(removed)))).as(removed).isEmpty();
    }

    @Test
    void few_are_removed_at_a_time_the_oldest_first() {
        for (int age = 1; age <= 5; age++)
            concluded(event(Integer.toString(age)), OLD.minusSeconds(age), EventOutcome.IGNORED);
        for (int age = 6; age <= 9; age++)
            concluded(event(Integer.toString(age)), OLD.minusSeconds(age), EventOutcome.QUARANTINED);
        assertThat(count(tx -> tx.inbox().purge(A_YEAR, 3))).isEqualTo(3);
        assertThat(find(tx -> tx.inbox().event(event("3")))).isEmpty();
        assertThat(find(tx -> tx.inbox().event(event("2")))).isPresent();
        assertThat(count(tx -> tx.inbox().purge(A_YEAR, 3))).isEqualTo(2);
    }

    @Test
    void payloads_are_dropped_by_the_stores_clock_and_their_events_still_count_once() {
        for (EventOutcome outcome : EventOutcome.values())
            if (outcome != EventOutcome.FAILED) concluded(event(outcome.word()), YOUNG, outcome);
        failed(event("failed"), YOUNG, Optional.of(LONG));
        letPass(SOON);
        assertThat(count(tx -> tx.inbox().forgetPayloads(A_YEAR, 99))).isZero();
        assertThat(count(tx -> tx.inbox().forgetPayloads(SOON, 2))).isEqualTo(2);
        assertThat(count(tx -> tx.inbox().forgetPayloads(SOON, 99))).isEqualTo(3);
        assertThat(count(tx -> tx.inbox().forgetPayloads(SOON, 99))).isZero();
        for (EventOutcome outcome : EventOutcome.values()) {
            InboxEvent left =
                    find(tx -> tx.inbox().event(event(outcome.word()))).orElseThrow();
            assertThat(left.payload().isEmpty()).as(outcome.word()).isEqualTo(outcome != EventOutcome.FAILED);
            assertThat(left.outcome()).isEqualTo(outcome);
        }
    }
}

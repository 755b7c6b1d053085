package dev.missioncontrol.billing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.provider.ProviderEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events of the provider: each once, and those that failed again. */
abstract class InboxContract extends OnTheInbox {
    @Test
    void every_field_of_an_event_survives() {
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomRecords records = new RandomRecords(seed);
            ProviderEvent said = records.event(event(Long.toString(seed)));
            Instant at = records.instant();
            String reason = records.text();
            assertThat(is(tx -> tx.inbox().insert(said, at))).isTrue();
            run(tx -> tx.inbox().conclude(said.id(), EventOutcome.APPLIED, reason, Optional.of(ACME)));
            InboxEvent stored = new InboxEvent(
                    said.id(),
                    said.type(),
                    said.created(),
                    at,
                    said.livemode(),
                    said.content().subscription(),
                    Optional.of(ACME),
                    said.payload(),
                    0,
                    EventOutcome.APPLIED,
                    reason);
            assertThat(find(tx -> tx.inbox().event(said.id())))
                    .as("seed %d", seed)
                    .contains(stored);
        }
    }

    @Test
    void a_second_delivery_writes_nothing() {
        concluded(event("1"), NOW, EventOutcome.APPLIED);
        Optional<InboxEvent> before = find(tx -> tx.inbox().event(event("1")));
        assertThat(is(tx -> tx.inbox().insert(new RandomRecords(1).event(event("1")), NOW.plusSeconds(9))))
                .isFalse();
        assertThat(find(tx -> tx.inbox().event(event("1")))).isEqualTo(before);
        assertThat(is(tx -> tx.inbox().insert(about(event("2"), Optional.empty()), NOW)))
                .isTrue();
        assertThat(find(tx -> tx.inbox().event(event("2"))).orElseThrow().subscription())
                .isEmpty();
    }

    @Test
    void a_second_delivery_does_not_end_the_transaction() {
        received(event("1"), NOW);
        run(tx -> {
            assertThat(tx.inbox().insert(about(event("1"), Optional.empty()), NOW))
                    .isFalse();
            assertThat(tx.inbox().insert(about(event("2"), Optional.empty()), NOW))
                    .isTrue();
        });
        assertThat(find(tx -> tx.inbox().event(event("2")))).isPresent();
    }

    @Test
    void one_that_can_not_be_read_stays_as_it_is_and_is_due_again_later() {
        failed(event("1"), NOW, Optional.of(Duration.ZERO));
        received(event("2"), NOW);
        InboxRow.Unreadable row = new InboxRow.Unreadable(
                event("1").value(), NOW, EventOutcome.FAILED, new IllegalStateException("in a test"));
        run(tx -> tx.inbox().retryLater(row, A_YEAR));
        assertThat(list(tx -> tx.inbox().lockDue(9)))
                .singleElement()
                .isInstanceOfSatisfying(
                        InboxRow.Readable.class,
                        other -> assertThat(other.event().id()).isEqualTo(event("2")));
        InboxEvent stored = find(tx -> tx.inbox().event(event("1"))).orElseThrow();
        assertThat(stored.outcome()).isEqualTo(EventOutcome.FAILED);
        assertThat(stored.attempts()).isOne();
        assertThat(stored.reason())
                .contains("can't be read: IllegalStateException at ")
                .doesNotContain("in a test");
        InboxRow.Unreadable none =
                new InboxRow.Unreadable("evt_none", NOW, EventOutcome.FAILED, new IllegalStateException("in a test"));
        assertThatThrownBy(() -> run(tx -> tx.inbox().retryLater(none, A_YEAR)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void one_that_was_stored_and_not_concluded_is_due_at_once() {
        received(event("1"), NOW);
        assertThat(due(9)).containsExactly(event("1"));
        InboxEvent stored = find(tx -> tx.inbox().event(event("1"))).orElseThrow();
        assertThat(stored.outcome()).isEqualTo(EventOutcome.FAILED);
        assertThat(stored.attempts()).isZero();
        assertThat(stored.reason()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = "FAILED", mode = EnumSource.Mode.EXCLUDE)
    void what_is_concluded_is_not_due(EventOutcome outcome) {
        failed(event("1"), NOW, Optional.of(Duration.ZERO));
        run(tx -> tx.inbox().conclude(event("1"), outcome, "done", Optional.empty()));
        InboxEvent stored = find(tx -> tx.inbox().event(event("1"))).orElseThrow();
        assertThat(stored.outcome()).isEqualTo(outcome);
        assertThat(stored.reason()).isEqualTo("done");
        assertThat(stored.attempts()).isEqualTo(1);
        assertThat(stored.tenant()).isEmpty();
        assertThat(due(9)).isEmpty();
    }

    @Test
    void a_failed_one_is_due_after_its_delay() {
        failed(event("soon"), NOW, Optional.of(SOON));
        failed(event("later"), NOW, Optional.of(LONG));
        failed(event("never"), NOW, Optional.empty());
        assertThat(due(9)).doesNotContain(event("later"), event("never"));
        letPass(SOON);
        assertThat(due(9)).containsExactly(event("soon"));
        InboxEvent soon = find(tx -> tx.inbox().event(event("soon"))).orElseThrow();
        assertThat(soon.attempts()).isEqualTo(1);
        assertThat(soon.reason()).isEqualTo("why");
    }

    @Test
    void a_dead_one_is_never_due_and_keeps_whose_it_was() {
        received(event("1"), NOW);
        run(tx -> {
            tx.inbox().conclude(event("1"), EventOutcome.APPLIED, "", Optional.of(ACME));
            tx.inbox().fail(event("1"), EventOutcome.DEAD, "gave up", 8, Optional.empty());
        });
        assertThat(due(9)).isEmpty();
        InboxEvent dead = find(tx -> tx.inbox().event(event("1"))).orElseThrow();
        assertThat(dead.outcome()).isEqualTo(EventOutcome.DEAD);
        assertThat(dead.attempts()).isEqualTo(8);
        assertThat(dead.tenant()).contains(ACME);
    }

    @Test
    void one_that_was_tried_again_fails_unless_something_else_became_of_it_meanwhile() {
        received(event("1"), NOW);
        InboxEvent read = find(tx -> tx.inbox().event(event("1"))).orElseThrow();
        assertThat(is(tx -> tx.inbox().failAgain(read, EventOutcome.FAILED, "why", 1, Optional.of(LONG))))
                .isTrue();
        InboxEvent failed = find(tx -> tx.inbox().event(event("1"))).orElseThrow();
        assertThat(failed.attempts()).isEqualTo(1);
        assertThat(failed.reason()).isEqualTo("why");
        assertThat(due(9)).isEmpty();

        assertThat(is(tx -> tx.inbox().failAgain(read, EventOutcome.FAILED, "late", 1, Optional.empty())))
                .isFalse();
        run(tx -> tx.inbox().conclude(event("1"), EventOutcome.APPLIED, "done", Optional.of(ACME)));
        assertThat(is(tx -> tx.inbox().failAgain(failed, EventOutcome.DEAD, "late", 2, Optional.empty())))
                .isFalse();
        InboxEvent applied = find(tx -> tx.inbox().event(event("1"))).orElseThrow();
        assertThat(applied.outcome()).isEqualTo(EventOutcome.APPLIED);
        assertThat(applied.attempts()).isEqualTo(1);
        assertThat(applied.reason()).isEqualTo("done");
        InboxEvent unknown = new InboxEvent(
                event("2"),
                applied.type(),
                NOW,
                NOW,
                false,
                Optional.empty(),
                Optional.empty(),
                "",
                0,
                EventOutcome.FAILED,
                "");
        assertThat(is(tx -> tx.inbox().failAgain(unknown, EventOutcome.FAILED, "", 1, Optional.empty())))
                .isFalse();
    }

    @Test
    void due_ones_come_oldest_first_and_then_by_id() {
        failed(event("new"), NOW.plusSeconds(1), Optional.of(Duration.ZERO));
        for (String end : List.of("b", "A", "_", "a")) failed(event(end), NOW, Optional.of(Duration.ZERO));
        failed(event("old"), NOW.minusNanos(1_000), Optional.of(Duration.ZERO));
        List<EventId> inOrder = List.of(event("old"), event("A"), event("_"), event("a"), event("b"), event("new"));
        assertThat(due(9)).isEqualTo(inOrder);
        assertThat(due(2)).isEqualTo(inOrder.subList(0, 2));
    }

    @Test
    void an_unknown_event_can_not_be_concluded_nor_fail() {
        assertThatThrownBy(() -> run(tx -> tx.inbox().conclude(event("1"), EventOutcome.APPLIED, "", Optional.empty())))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> run(tx -> tx.inbox().fail(event("1"), EventOutcome.FAILED, "", 1, Optional.empty())))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void those_that_wait_for_an_owner_get_one() {
        for (EventOutcome outcome : EventOutcome.values())
            if (outcome != EventOutcome.FAILED) concluded(event(outcome.word()), NOW, outcome);
        failed(event("failed"), NOW, Optional.empty());
        run(tx -> {
            tx.inbox().insert(about(event("other"), Optional.of(sub("2"))), NOW);
            tx.inbox().conclude(event("other"), EventOutcome.UNBOUND, "", Optional.empty());
        });
        assertThat(count(tx -> tx.inbox().concludeWaiting(sub("1"), EventOutcome.APPLIED, "bound", Optional.of(ACME))))
                .isEqualTo(2);
        for (String waited : List.of("unbound", "quarantined")) {
            InboxEvent bound = find(tx -> tx.inbox().event(event(waited))).orElseThrow();
            assertThat(bound.outcome()).isEqualTo(EventOutcome.APPLIED);
            assertThat(bound.reason()).isEqualTo("bound");
            assertThat(bound.tenant()).contains(ACME);
        }
        for (EventOutcome left : List.of(EventOutcome.IGNORED, EventOutcome.FAILED, EventOutcome.DEAD))
            assertThat(outcome(event(left.word()))).isEqualTo(left);
        assertThat(find(tx -> tx.inbox().event(event("applied"))).orElseThrow().tenant())
                .isEmpty();
        assertThat(outcome(event("other"))).isEqualTo(EventOutcome.UNBOUND);
        assertThat(count(tx -> tx.inbox().concludeWaiting(sub("1"), EventOutcome.APPLIED, "bound", Optional.of(ACME))))
                .isZero();
    }

    @Test
    void those_that_wait_for_an_owner_may_turn_out_to_be_nobodys_here() {
        concluded(event("unbound"), NOW, EventOutcome.UNBOUND);
        assertThat(count(
                        tx -> tx.inbox().concludeWaiting(sub("1"), EventOutcome.IGNORED, "not ours", Optional.empty())))
                .isEqualTo(1);
        InboxEvent ignored = find(tx -> tx.inbox().event(event("unbound"))).orElseThrow();
        assertThat(ignored.outcome()).isEqualTo(EventOutcome.IGNORED);
        assertThat(ignored.reason()).isEqualTo("not ours");
        assertThat(ignored.tenant()).isEmpty();
    }
}

package dev.missioncontrol.billing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.AttemptId;
import dev.missioncontrol.billing.id.EventId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** All of a transaction or nothing of it. */
abstract class TransactionContract extends StoreContract {
    private static final EventId EVENT = new EventId("evt_1");
    private static final AttemptId ATTEMPT = new AttemptId("att_1");
    private static final TrackedSubscription UNKNOWN = TrackedSubscription.unknown(sub("1"), false);

    private final RandomRecords records = new RandomRecords(1);

    /** Writes something in every part of the store. */
    private void writeEverywhere(BillingTransaction tx) {
        TenantRecord tenant = hold(tx, ACME);
        tx.accounts().bind(records.binding(ACME), NOW);
        tx.accounts().saveCurrent(records.stored(ACME), NOW);
        tx.accounts().save(tx.accounts().lockSubscription(sub("1"), false, NOW).mark(), NOW);
        tx.refreshes().lookAgain(sub("1"), 0, Optional.of(SOON.negated()));
        tx.refreshes().claimDue(1, LONG);
        tx.refreshes().swept(List.of(sub("1")), NOW);
        tx.inbox().insert(records.event(EVENT), NOW);
        tx.inbox().conclude(EVENT, EventOutcome.APPLIED, "", Optional.empty());
        tx.checkouts().save(records.attempt(ATTEMPT, ACME, 1, CheckoutAttempt.State.OPEN));
        tx.journal().append(records.auditAfter(tenant));
        tx.journal().publish(new BillingEvent("id", ACME, 1, NOW, records.transition()));
        tx.jobs().claim("sweep", LONG);
    }

    private void assertNothingIsStored() {
        run(tx -> {
            assertThat(tx.accounts().tenant(ACME)).isEmpty();
            assertThat(tx.accounts().customerOf(ACME, "stripe")).isEmpty();
            assertThat(tx.accounts().current(ACME)).isEmpty();
            assertThat(tx.accounts().subscription(sub("1"))).isEmpty();
            assertThat(tx.refreshes().claimDue(9, LONG)).isEmpty();
            assertThat(tx.refreshes().unownedDue(9)).isEmpty();
            assertThat(tx.refreshes()
                            .notSweptSince(NOW.plusSeconds(1), Optional.empty(), 9, 9)
                            .subscriptions())
                    .isEmpty();
            assertThat(tx.inbox().event(EVENT)).isEmpty();
            assertThat(tx.inbox().lockDue(9)).isEmpty();
            assertThat(tx.checkouts().attempt(ATTEMPT)).isEmpty();
            assertThat(tx.checkouts().open(ACME)).isEmpty();
            assertThat(tx.journal().audit(ACME, 1, 9)).isEmpty();
            assertThat(due(tx, 9)).isEmpty();
            assertThat(tx.jobs().claim("sweep", LONG).map(Jobs.Run::cursor)).contains("");
        });
    }

    @Test
    void what_the_work_answers_comes_out() {
        assertThat(under.store().<String>inTransaction(tx -> "answer")).isEqualTo("answer");
        assertThat(under.store().<Object>inTransaction(tx -> null)).isNull();
    }

    @Test
    void what_fails_stores_nothing_and_its_exception_comes_out_unchanged() {
        var theirs = new IllegalArgumentException("theirs");
        Throwable seen = catchThrowable(() -> run(tx -> {
            writeEverywhere(tx);
            throw theirs;
        }));
        assertThat(seen).isSameAs(theirs);
        assertNothingIsStored();
    }

    @Test
    void an_error_stores_nothing_either() {
        var theirs = new StackOverflowError("theirs");
        Throwable seen = catchThrowable(() -> run(tx -> {
            writeEverywhere(tx);
            throw theirs;
        }));
        assertThat(seen).isSameAs(theirs);
        assertNothingIsStored();
    }

    @Test
    void a_conflict_that_the_work_itself_finds_comes_out_unchanged() {
        var theirs = StoreException.conflict("bound meanwhile");
        assertThatThrownBy(() -> under.store().inTransaction(tx -> {
                    writeEverywhere(tx);
                    throw theirs;
                }))
                .isSameAs(theirs);
        assertNothingIsStored();
    }

    @Test
    void a_failed_change_leaves_what_was_there() {
        run(this::writeEverywhere);
        TrackedSubscription before =
                find(tx -> tx.accounts().subscription(sub("1"))).orElseThrow();
        catchThrowable(() -> run(tx -> {
            TrackedSubscription held = tx.accounts().lockSubscription(sub("1"), false, NOW);
            tx.accounts().save(held.mark().boundTo(ACME), NOW);
            tx.inbox().conclude(EVENT, EventOutcome.DEAD, "changed", Optional.of(ACME));
            tx.checkouts().save(tx.checkouts().attempt(ATTEMPT).orElseThrow().in(CheckoutAttempt.State.EXPIRED));
            tx.journal().delivered(due(tx, 1).get(0));
            throw new IllegalStateException("after all");
        }));
        catchThrowable(() -> run(tx -> {
            tx.journal().deliverLater(due(tx, 1).get(0), LONG);
            tx.inbox().fail(EVENT, EventOutcome.FAILED, "changed", 1, Optional.empty());
            tx.inbox().purge(Duration.ofDays(-36_500), 9);
            throw new IllegalStateException("after all");
        }));
        run(tx -> {
            assertThat(tx.accounts().subscription(sub("1"))).contains(before);
            assertThat(tx.accounts().subscriptionsOf(ACME)).isEmpty();
            assertThat(tx.inbox().event(EVENT).map(InboxEvent::outcome)).contains(EventOutcome.APPLIED);
            assertThat(tx.checkouts().open(ACME)).isPresent();
            assertThat(due(tx, 9)).hasSize(1);
        });
    }

    @Test
    void a_transaction_reads_what_it_wrote() {
        run(tx -> {
            writeEverywhere(tx);
            assertThat(tx.accounts().tenant(ACME).map(TenantRecord::eventLength))
                    .contains(1L);
            assertThat(tx.accounts().subscription(sub("1"))).contains(UNKNOWN.mark());
            assertThat(tx.inbox().event(EVENT)).isPresent();
            assertThat(tx.checkouts().open(ACME)).isPresent();
            assertThat(due(tx, 9)).hasSize(1);
            assertThat(tx.jobs().claim("sweep", LONG)).isEmpty();
        });
    }

    @Test
    void a_transaction_inside_another_is_refused_and_the_outer_one_goes_on() {
        run(tx -> {
            hold(tx, ACME);
            assertThatThrownBy(() -> under.store().inTransaction(inner -> hold(inner, GLOBEX)))
                    .isInstanceOf(IllegalStateException.class);
        });
        run(tx -> {
            assertThat(tx.accounts().tenant(ACME)).isPresent();
            assertThat(tx.accounts().tenant(GLOBEX)).isEmpty();
        });
    }

    @Test
    void what_nobody_has_heard_of_is_absent_everywhere() {
        assertNothingIsStored();
        run(tx -> {
            assertThat(tx.accounts().bindingOf(records.customer(), "stripe")).isEmpty();
            assertThat(tx.accounts().subscriptionsOf(ACME)).isEmpty();
            assertThat(tx.accounts().lockSubscriptionsOf(ACME)).isEmpty();
            assertThat(tx.accounts().unownedOf(records.customer(), 9)).isEmpty();
            assertThat(tx.accounts().subscriptionsOf(records.customer(), 9)).isEmpty();
            assertThat(tx.accounts().derivedByAnotherCatalog("hash", Optional.empty(), 9))
                    .isEmpty();
            assertThat(tx.checkouts().newest(ACME)).isEmpty();
            assertThat(tx.checkouts().openSince(NOW, 9)).isEmpty();
            assertThat(tx.refreshes().claim(List.of(sub("1")), LONG)).isEmpty();
            assertThat(tx.inbox().purge(Duration.ZERO, 9)).isZero();
            assertThat(tx.inbox().concludeWaiting(sub("1"), EventOutcome.APPLIED, "", Optional.of(ACME)))
                    .isZero();
        });
    }
}

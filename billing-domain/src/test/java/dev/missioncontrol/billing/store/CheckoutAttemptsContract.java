package dev.missioncontrol.billing.store;

import static dev.missioncontrol.billing.store.Attempts.attempt;
import static dev.missioncontrol.billing.store.Attempts.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.id.AttemptId;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.store.CheckoutAttempt.State;
import dev.missioncontrol.billing.store.CheckoutAttempts.Forgotten;
import dev.missioncontrol.billing.store.CheckoutAttempts.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checkouts under way: at most one open for each tenant. */
abstract class CheckoutAttemptsContract extends StoreContract {
    private static final Duration YEAR = Duration.ofDays(365);

    private void save(CheckoutAttempt attempt) {
        run(tx -> {
            hold(tx, attempt.tenant());
            tx.checkouts().save(attempt);
        });
    }

    @Test
    void every_field_of_an_attempt_survives() {
        for (int seed = 0; seed < SEEDS; seed++) {
            State state = State.values()[1 + seed % (State.values().length - 1)];
            CheckoutAttempt any =
                    new RandomRecords(seed).attempt(id(Integer.toString(seed % 7)), ACME, 1 + seed, state);
            save(any);
            assertThat(find(tx -> tx.checkouts().attempt(any.id())))
                    .as("seed %d", seed)
                    .contains(any);
            assertThat(find(tx -> tx.checkouts().newest(ACME)))
                    .as("seed %d", seed)
                    .contains(any);
        }
    }

    @Test
    void an_open_one_is_found_by_its_tenant_and_by_its_session() {
        CheckoutAttempt open = attempt("1", ACME, 1, State.OPEN, NOW);
        save(open);
        run(tx -> {
            assertThat(tx.checkouts().open(ACME)).contains(open);
            assertThat(tx.checkouts().open(GLOBEX)).isEmpty();
            assertThat(tx.checkouts().bySession(new CheckoutSessionId("cs_1"))).contains(open);
            assertThat(tx.checkouts().bySession(new CheckoutSessionId("CS_1"))).isEmpty();
            assertThat(tx.checkouts().attempt(id("2"))).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource(names = "OPEN", mode = EnumSource.Mode.EXCLUDE)
    void one_that_is_over_is_not_open_and_still_known(State over) {
        CheckoutAttempt open = attempt("1", ACME, 1, State.OPEN, NOW);
        save(open);
        save(open.in(over));
        run(tx -> {
            assertThat(tx.checkouts().open(ACME)).isEmpty();
            assertThat(tx.checkouts().openSince(NOW.plusSeconds(1), 9)).isEmpty();
            assertThat(tx.checkouts().newest(ACME)).contains(open.in(over));
            assertThat(tx.checkouts().bySession(new CheckoutSessionId("cs_1"))).contains(open.in(over));
        });
        save(open);
        assertThat(find(tx -> tx.checkouts().open(ACME))).contains(open);
    }

    @Test
    void a_second_open_one_is_refused_and_nothing_is_written() {
        CheckoutAttempt first = attempt("1", ACME, 1, State.OPEN, NOW);
        CheckoutAttempt over = attempt("2", ACME, 2, State.SUPERSEDED, NOW);
        save(first);
        save(over);
        assertThatThrownBy(() -> save(attempt("3", ACME, 3, State.OPEN, NOW)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> save(over.in(State.OPEN))).isInstanceOf(IllegalStateException.class);
        run(tx -> {
            assertThat(tx.checkouts().open(ACME)).contains(first);
            assertThat(tx.checkouts().attempt(id("3"))).isEmpty();
            assertThat(tx.checkouts().attempt(id("2"))).contains(over);
        });
        save(attempt("4", GLOBEX, 1, State.OPEN, NOW));
        save(attempt("5", ACME, 3, State.COMPLETED, NOW));
    }

    @Test
    void one_takes_the_place_of_another_in_one_transaction() {
        CheckoutAttempt first = attempt("1", ACME, 1, State.OPEN, NOW);
        CheckoutAttempt second = attempt("2", ACME, 2, State.OPEN, NOW);
        save(first);
        run(tx -> {
            hold(tx, ACME);
            tx.checkouts().save(first.in(State.SUPERSEDED));
            tx.checkouts().save(second);
            tx.checkouts().save(second);
        });
        assertThat(find(tx -> tx.checkouts().open(ACME))).contains(second);
    }

    @Test
    void the_newest_is_the_one_of_the_last_generation() {
        save(attempt("a", ACME, 10, State.EXPIRED, NOW.minusSeconds(9)));
        save(attempt("b", ACME, 9, State.OPEN, NOW));
        save(attempt("c", GLOBEX, 11, State.OPEN, NOW));
        assertThat(find(tx -> tx.checkouts().newest(ACME)).map(CheckoutAttempt::id))
                .contains(id("a"));
        assertThat(find(tx -> tx.checkouts().newest(new TenantId("nobody")))).isEmpty();
    }

    @Test
    void the_newest_that_is_not_in_a_state_is_found_behind_those_that_are() {
        save(attempt("a", ACME, 1, State.EXPIRED, NOW));
        save(attempt("b", ACME, 2, State.COMPLETED, NOW));
        save(attempt("c", ACME, 3, State.SUPERSEDED, NOW));
        save(attempt("d", GLOBEX, 4, State.COMPLETED, NOW));
        assertThat(find(tx -> tx.checkouts().newestNot(ACME, State.SUPERSEDED)).map(CheckoutAttempt::id))
                .contains(id("b"));
        assertThat(find(tx -> tx.checkouts().newestNot(ACME, State.EXPIRED)).map(CheckoutAttempt::id))
                .contains(id("c"));
        assertThat(find(tx -> tx.checkouts().newestNot(new TenantId("nobody"), State.OPEN)))
                .isEmpty();
    }

    @Test
    void those_whose_session_may_still_be_paid_or_was_come_by_generation() {
        CheckoutAttempt ends = attempt("ends", ACME, 4, State.SUPERSEDED, NOW);
        CheckoutAttempt endsNow = attempt("now", ACME, 5, State.SUPERSEDED, NOW);
        save(until(endsNow, NOW));
        save(until(ends, NOW.plusNanos(1_000)));
        save(attempt("paid", ACME, 3, State.COMPLETED, NOW));
        save(attempt("open", ACME, 6, State.OPEN, NOW));
        save(attempt("expired", ACME, 2, State.EXPIRED, NOW));
        save(attempt("other", GLOBEX, 1, State.OPEN, NOW));
        save(new CheckoutAttempt(
                id("none"),
                ACME,
                "team",
                BillingInterval.MONTH,
                2,
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                State.SUPERSEDED,
                NOW));
        assertThat(list(tx -> tx.checkouts().unexpired(ACME, NOW)))
                .extracting(CheckoutAttempt::id)
                .containsExactly(id("paid"), id("ends"), id("open"));
    }

    private static CheckoutAttempt until(CheckoutAttempt attempt, Instant end) {
        return new CheckoutAttempt(
                attempt.id(),
                attempt.tenant(),
                attempt.plan(),
                attempt.interval(),
                attempt.seats(),
                attempt.promotion(),
                attempt.price(),
                attempt.trialDays(),
                attempt.generation(),
                attempt.customer(),
                attempt.session(),
                attempt.url(),
                Optional.of(end),
                attempt.state(),
                attempt.created());
    }

    @Test
    void those_long_open_come_oldest_first_and_then_by_id() {
        List<String> ends = List.of("b", "A", "_", "a");
        for (String end : ends) save(attempt(end, new TenantId("t-" + end), 1, State.OPEN, NOW.minusNanos(1_000)));
        save(attempt("z", ACME, 1, State.OPEN, NOW.minusNanos(2_000)));
        save(attempt("now", GLOBEX, 1, State.OPEN, NOW));
        List<AttemptId> inOrder = List.of(id("z"), id("A"), id("_"), id("a"), id("b"));
        assertThat(list(tx -> tx.checkouts().openSince(NOW, 99)))
                .extracting(CheckoutAttempts.Open::id)
                .isEqualTo(inOrder);
        assertThat(list(tx -> tx.checkouts().openSince(NOW, 2)))
                .extracting(CheckoutAttempts.Open::id)
                .isEqualTo(inOrder.subList(0, 2));
        assertThat(list(tx -> tx.checkouts().openSince(NOW, 1)))
                .containsExactly(new CheckoutAttempts.Open(id("z"), ACME));
    }

    @Test
    void a_tenant_that_was_never_made_can_not_check_out() {
        assertThatThrownBy(() -> run(tx -> tx.checkouts().save(attempt("1", ACME, 1, State.OPEN, NOW))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void those_that_are_over_go_after_their_time_and_each_tenants_newest_stays() {
        Instant old = Instant.parse("2020-01-01T00:00:00Z");
        for (int i = 1; i <= 4; i++) save(attempt("old" + i, ACME, i, State.EXPIRED, old.plusSeconds(i)));
        save(attempt("young", GLOBEX, 1, State.COMPLETED, Instant.parse("2090-01-01T00:00:00Z")));
        save(attempt("newest", GLOBEX, 2, State.COMPLETED, old));
        assertThat(forget(Optional.empty(), 99)).isEqualTo(new Forgotten(3, Optional.empty()));
        for (String gone : List.of("old1", "old2", "old3"))
            assertThat(find(tx -> tx.checkouts().attempt(id(gone)))).as(gone).isEmpty();
        for (String kept : List.of("old4", "young", "newest"))
            assertThat(find(tx -> tx.checkouts().attempt(id(kept)))).as(kept).isPresent();
        save(attempt("open", new TenantId("Z"), 1, State.OPEN, old));
        save(attempt("after", new TenantId("Z"), 2, State.EXPIRED, old));
        assertThat(forget(Optional.empty(), 99).removed()).isZero();
    }

    @Test
    void a_look_at_few_that_are_old_says_where_to_go_on_whether_it_removed_some_or_none() {
        Instant old = Instant.parse("2020-01-01T00:00:00Z");
        for (String id : List.of("A", "a")) save(attempt(id, new TenantId("of" + id), 1, State.EXPIRED, old));
        save(attempt("b", ACME, 1, State.EXPIRED, old.plusSeconds(1)));
        save(attempt("c", ACME, 2, State.EXPIRED, old.plusSeconds(2)));
        Optional<Place> first = Optional.of(new Place(old, id("A")));
        Optional<Place> second = Optional.of(new Place(old, id("a")));
        Optional<Place> third = Optional.of(new Place(old.plusSeconds(1), id("b")));
        Optional<Place> fourth = Optional.of(new Place(old.plusSeconds(2), id("c")));
        assertThat(forget(Optional.empty(), 1)).isEqualTo(new Forgotten(0, first));
        assertThat(forget(first, 1)).isEqualTo(new Forgotten(0, second));
        assertThat(forget(second, 1)).isEqualTo(new Forgotten(1, third));
        assertThat(forget(third, 1)).isEqualTo(new Forgotten(0, fourth));
        assertThat(forget(fourth, 1)).isEqualTo(new Forgotten(0, Optional.empty()));
    }

    private Forgotten forget(Optional<Place> after, int looked) {
        return under.store().inTransaction(tx -> tx.checkouts().forgetEnded(YEAR, after, looked));
    }
}

package dev.missioncontrol.billing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.store.Refreshes.Unowned;
import dev.missioncontrol.billing.store.Refreshes.Unseen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is looked at again: subscriptions that nobody owns, and those that a sweep did not see. */
abstract class SweepsContract extends StoreContract {
    private static final CustomerId CUSTOMER = new CustomerId("cus_1");

    /** More than there are. */
    private static final int MANY = 99;

    private void lookAgain(SubscriptionId id, int tries, Optional<Duration> delay) {
        run(tx -> tx.refreshes().lookAgain(id, tries, delay));
    }

    private List<Unowned> unownedDue() {
        return list(tx -> tx.refreshes().unownedDue(99));
    }

    private void swept(SubscriptionId id, Instant at) {
        run(tx -> tx.refreshes().swept(List.of(id), at));
    }

    private List<SubscriptionId> notSwept(Optional<SubscriptionId> after, int limit) {
        return list(tx -> tx.refreshes().notSweptSince(NOW, after, MANY, limit).subscriptions());
    }

    @Test
    void one_that_nobody_owns_is_looked_at_when_asked_for_and_says_what_is_known_of_it() {
        mark(sub("mentioned"));
        change(sub("known"), one -> SubscriptionsContract.boughtBy(one, CUSTOMER, "active"));
        assertThat(unownedDue()).as("nobody asked to").isEmpty();
        lookAgain(sub("mentioned"), 0, Optional.of(Duration.ZERO));
        lookAgain(sub("known"), 3, Optional.of(Duration.ZERO));
        assertThat(unownedDue())
                .containsExactlyInAnyOrder(
                        new Unowned(sub("mentioned"), Optional.empty(), 0),
                        new Unowned(sub("known"), Optional.of(CUSTOMER), 3));
    }

    @Test
    void it_is_due_after_its_delay_and_without_one_never() {
        mark(sub("soon"), sub("later"), sub("never"));
        lookAgain(sub("soon"), 1, Optional.of(SOON));
        lookAgain(sub("later"), 1, Optional.of(LONG));
        lookAgain(sub("never"), 1, Optional.of(Duration.ZERO));
        lookAgain(sub("never"), 2, Optional.empty());
        assertThat(unownedDue()).extracting(Unowned::subscription).doesNotContain(sub("later"), sub("never"));
        letPass(SOON);
        assertThat(unownedDue()).containsExactly(new Unowned(sub("soon"), Optional.empty(), 1));
    }

    @Test
    void what_has_an_owner_or_waits_for_an_operator_is_not_looked_at() {
        known(ACME);
        mark(sub("bound"), sub("disputed"), sub("free"));
        for (String end : List.of("bound", "disputed", "free")) lookAgain(sub(end), 0, Optional.of(Duration.ZERO));
        change(sub("bound"), one -> one.boundTo(ACME));
        change(sub("disputed"), TrackedSubscription::quarantine);
        assertThat(unownedDue()).extracting(Unowned::subscription).containsExactly(sub("free"));
    }

    @Test
    void few_are_looked_at_at_a_time() {
        for (String end : ENDS_IN_ORDER) {
            mark(sub(end));
            lookAgain(sub(end), 0, Optional.of(Duration.ZERO));
        }
        assertThat(list(tx -> tx.refreshes().unownedDue(3))).hasSize(3).doesNotHaveDuplicates();
        assertThat(unownedDue()).hasSameSizeAs(ENDS_IN_ORDER);
    }

    @Test
    void what_nobody_has_heard_of_is_neither_looked_at_nor_swept() {
        lookAgain(sub("1"), 0, Optional.of(Duration.ZERO));
        swept(sub("1"), NOW);
        assertThat(unownedDue()).isEmpty();
        assertThat(find(tx -> tx.accounts().subscription(sub("1")))).isEmpty();
    }

    @Test
    void a_sweep_misses_what_it_has_not_seen_since_it_began() {
        mark(sub("before"), sub("at"), sub("after"), sub("also_after"), sub("never"));
        swept(sub("before"), NOW.minusNanos(1_000));
        swept(sub("at"), NOW);
        List<SubscriptionId> together = List.of(sub("unheard_of"), sub("after"), sub("also_after"));
        run(tx -> tx.refreshes().swept(together, NOW.plusNanos(1_000)));
        assertThat(notSwept(Optional.empty(), 99)).containsExactly(sub("before"), sub("never"));
    }

    @Test
    void what_has_ended_is_not_missed() {
        for (String status : List.of("canceled", "incomplete_expired", "active", "unheard-of"))
            change(sub(status), one -> SubscriptionsContract.boughtBy(one, CUSTOMER, status));
        mark(sub("mentioned"));
        assertThat(notSwept(Optional.empty(), 99)).containsExactly(sub("active"), sub("mentioned"), sub("unheard-of"));
    }

    @Test
    void what_is_missed_comes_by_id_page_by_page() {
        List<String> shuffled = new ArrayList<>(ENDS_IN_ORDER);
        Collections.shuffle(shuffled, new Random(7));
        for (String end : shuffled) mark(sub(end));
        swept(sub("B"), NOW);
        List<SubscriptionId> missed = ENDS_IN_ORDER.stream()
                .filter(end -> !end.equals("B"))
                .map(StoreContract::sub)
                .toList();
        for (int size : List.of(1, 3, 99)) {
            List<SubscriptionId> seen = new ArrayList<>();
            Optional<SubscriptionId> last = Optional.empty();
            for (List<SubscriptionId> page = notSwept(last, size); !page.isEmpty(); page = notSwept(last, size)) {
                assertThat(page).hasSizeLessThanOrEqualTo(size);
                seen.addAll(page);
                last = Optional.of(page.get(page.size() - 1));
            }
            assertThat(seen).as("pages of %d", size).isEqualTo(missed);
        }
        assertThat(notSwept(Optional.of(sub("AAA")), 1))
                .as("after an id that is not stored")
                .containsExactly(sub("_"));
    }

    @Test
    void a_look_at_few_finds_what_is_missed_among_those_and_says_where_to_go_on() {
        for (String end : ENDS_IN_ORDER) mark(sub(end));
        int all = ENDS_IN_ORDER.size();
        SubscriptionId missed = sub(ENDS_IN_ORDER.get(all - 1));
        for (String end : ENDS_IN_ORDER.subList(0, all - 1)) swept(sub(end), NOW);
        Optional<SubscriptionId> last = Optional.empty();
        for (int look = 1; look < all; look++) {
            Unseen none = look(last, 1, MANY);
            assertThat(none).isEqualTo(new Unseen(List.of(), Optional.of(sub(ENDS_IN_ORDER.get(look - 1)))));
            last = none.last();
        }
        assertThat(look(last, 1, MANY)).isEqualTo(new Unseen(List.of(missed), Optional.of(missed)));
        assertThat(look(last, 2, MANY))
                .as("there is none behind it")
                .isEqualTo(new Unseen(List.of(missed), Optional.empty()));
        assertThat(look(Optional.of(missed), 1, MANY)).isEqualTo(new Unseen(List.of(), Optional.empty()));
    }

    @Test
    void a_look_that_found_all_it_may_goes_on_after_the_last_that_it_found() {
        for (String end : ENDS_IN_ORDER) mark(sub(end));
        assertThat(look(Optional.empty(), MANY, 2))
                .isEqualTo(new Unseen(
                        List.of(sub(ENDS_IN_ORDER.get(0)), sub(ENDS_IN_ORDER.get(1))),
                        Optional.of(sub(ENDS_IN_ORDER.get(1)))));
    }

    private Unseen look(Optional<SubscriptionId> after, int looked, int limit) {
        return under.store().inTransaction(tx -> tx.refreshes().notSweptSince(NOW, after, looked, limit));
    }

    @Test
    void a_write_of_the_subscription_keeps_when_it_was_seen_and_is_looked_at() {
        mark(sub("1"));
        swept(sub("1"), NOW);
        lookAgain(sub("1"), 2, Optional.of(Duration.ZERO));
        mark(sub("1"));
        assertThat(notSwept(Optional.empty(), 99)).isEmpty();
        assertThat(unownedDue()).containsExactly(new Unowned(sub("1"), Optional.empty(), 2));
    }
}

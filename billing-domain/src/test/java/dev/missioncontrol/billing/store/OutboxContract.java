package dev.missioncontrol.billing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.id.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** The outbox: each event at least once, a tenant's in order, none held up by another tenant's. */
abstract class OutboxContract extends PublishingContract {
    @Test
    void every_field_of_an_event_survives() {
        for (long seed = 0; seed < SEEDS; seed++) {
            BillingEvent any = publish(ACME, new RandomRecords(seed));
            assertThat(undelivered()).as("seed %d", seed).containsExactly(any);
            delivered(any);
            assertThat(undelivered()).isEmpty();
        }
    }

    @Test
    void events_come_as_they_were_published() {
        List<BillingEvent> published = new ArrayList<>();
        for (int i = 0; i < 4; i++)
            for (TenantId tenant : List.of(GLOBEX, ACME, new TenantId("Z"))) published.add(publish(tenant));
        assertThat(undelivered()).isEqualTo(published);
        assertThat(undelivered(5)).isEqualTo(published.subList(0, 5));
    }

    @Test
    void more_than_nine_of_a_tenant_stay_in_order() {
        for (int i = 0; i < 12; i++) publish(ACME);
        assertThat(undelivered())
                .extracting(BillingEvent::sequence)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
    }

    @Test
    void publishing_counts_the_tenants_events_and_nothing_else_of_it() {
        publish(ACME);
        publish(ACME);
        TenantRecord tenant = find(tx -> tx.accounts().tenant(ACME)).orElseThrow();
        assertThat(tenant.eventLength()).isEqualTo(2);
        assertThat(tenant.auditLength()).isZero();
        assertThat(tenant.auditHead()).isEmpty();
    }

    @Test
    void what_was_delivered_does_not_come_again() {
        BillingEvent first = publish(ACME);
        BillingEvent second = publish(ACME);
        delivered(first);
        delivered(first);
        assertThat(undelivered()).containsExactly(second);
        delivered(second);
        assertThat(undelivered()).isEmpty();
        BillingEvent third = publish(ACME);
        assertThat(third.sequence()).isEqualTo(3);
        assertThat(undelivered()).containsExactly(third);
    }

    @Test
    void several_are_delivered_at_once_in_their_order_and_none_twice() {
        List<BillingEvent> all = List.of(publish(ACME), publish(GLOBEX), publish(ACME));
        delivered(all.get(1));
        run(tx -> tx.journal().delivered(all));
        run(tx -> tx.journal().delivered(List.of()));
        assertThat(undelivered()).isEmpty();
        List<PublishedEvent> readable = published(0, 10);
        assertThat(readable).extracting(PublishedEvent::event).containsExactly(all.get(1), all.get(0), all.get(2));
        assertThat(readable).extracting(PublishedEvent::position).doesNotHaveDuplicates();
        delivered(publish(GLOBEX));
        assertThat(published(readable.get(2).position(), 10)).hasSize(1);
    }

    @Test
    void one_that_could_not_be_delivered_holds_those_of_its_tenant_behind_it_and_nobody_else() {
        BillingEvent first = publish(ACME);
        BillingEvent theirs = publish(GLOBEX);
        publish(ACME);
        BillingEvent later = publish(GLOBEX);
        run(tx -> tx.journal().deliverLater(first, LONG));
        assertThat(undelivered()).containsExactly(theirs, later);
        assertThat(undelivered(1)).containsExactly(theirs);
        publish(ACME);
        assertThat(undelivered()).containsExactly(theirs, later);
    }

    @Test
    void one_that_can_not_be_read_is_put_off_by_where_it_stands_with_those_of_its_tenant_behind_it() {
        BillingEvent before = publish(ACME);
        BillingEvent broken = publish(ACME);
        publish(ACME);
        BillingEvent theirs = publish(GLOBEX);
        OutboxRow.Unreadable row =
                new OutboxRow.Unreadable(ACME.value(), broken.sequence(), new IllegalStateException("in a test"));
        run(tx -> tx.journal().deliverLater(row, LONG));
        assertThat(undelivered()).containsExactly(before, theirs);
        publish(ACME);
        assertThat(list(tx -> tx.journal().due(9)))
                .containsExactly(new OutboxRow.Readable(before), new OutboxRow.Readable(theirs));
    }

    @Test
    void all_of_a_tenant_that_wait_behind_one_fill_nobodys_page() {
        BillingEvent first = publish(ACME);
        for (int i = 0; i < 5; i++) publish(ACME);
        run(tx -> tx.journal().deliverLater(first, LONG));
        publish(ACME);
        BillingEvent theirs = publish(GLOBEX);
        assertThat(undelivered(1)).containsExactly(theirs);
    }

    @Test
    void none_overtakes_one_of_its_tenant_that_waited() {
        List<BillingEvent> all = new ArrayList<>(List.of(publish(ACME), publish(ACME), publish(ACME)));
        run(tx -> tx.journal().deliverLater(all.get(1), SOON));
        run(tx -> tx.journal().deliverLater(all.get(0), SOON));
        all.add(publish(ACME));
        letPass(SOON);
        assertThat(undelivered()).isEqualTo(all);
        for (int limit = 1; limit < all.size(); limit++) {
            int first = limit;
            assertThat(undelivered(first)).isEqualTo(all.subList(0, limit));
        }
    }

    @Test
    void those_that_nobody_is_told_of_are_delivered_in_order_and_those_that_wait_stay() {
        BillingEvent waits = publish(GLOBEX);
        run(tx -> tx.journal().deliverLater(waits, LONG));
        List<BillingEvent> all = List.of(publish(ACME), publish(ACME), publish(ACME));
        assertThat((int) get(tx -> tx.journal().deliverUnheard(2))).isEqualTo(2);
        assertThat((int) get(tx -> tx.journal().deliverUnheard(2))).isEqualTo(1);
        assertThat((int) get(tx -> tx.journal().deliverUnheard(2))).isZero();
        assertThat(published(0, 10)).extracting(PublishedEvent::event).isEqualTo(all);
        assertThat(undelivered()).isEmpty();
    }

    @Test
    void one_that_waits_does_not_hold_what_is_before_it() {
        BillingEvent first = publish(ACME);
        BillingEvent second = publish(ACME);
        publish(ACME);
        run(tx -> tx.journal().deliverLater(second, LONG));
        assertThat(undelivered()).containsExactly(first);
    }

    @Test
    void it_is_due_again_after_its_delay() {
        BillingEvent first = publish(ACME);
        BillingEvent second = publish(ACME);
        run(tx -> tx.journal().deliverLater(first, SOON));
        letPass(SOON);
        assertThat(undelivered()).containsExactly(first, second);
    }

    @Test
    void many_that_wait_do_not_fill_the_page_of_the_others() {
        for (int i = 0; i < 5; i++) {
            BillingEvent waits = publish(new TenantId("waiting-" + i));
            run(tx -> tx.journal().deliverLater(waits, LONG));
        }
        BillingEvent due = publish(ACME);
        assertThat(undelivered(1)).containsExactly(due);
    }

    @Test
    void what_was_delivered_can_not_be_made_to_wait() {
        BillingEvent first = publish(ACME);
        BillingEvent second = publish(ACME);
        delivered(first);
        run(tx -> tx.journal().deliverLater(first, LONG));
        assertThat(undelivered()).containsExactly(second);
    }

    @Test
    void an_event_that_is_not_the_tenants_next_is_refused() {
        BillingEvent first = publish(ACME);
        RandomRecords records = new RandomRecords(2);
        for (BillingEvent wrong : List.of(
                first,
                new BillingEvent("gap", ACME, 3, NOW, records.transition()),
                new BillingEvent("never", GLOBEX, 1, NOW, records.transition())))
            assertThatThrownBy(() -> run(tx -> tx.journal().publish(wrong))).isInstanceOf(IllegalStateException.class);
        assertThat(undelivered()).containsExactly(first);
    }

    /** As long as the tenant is held by one that publishes, nobody puts off those before it. */
    @Test
    void one_that_is_just_being_published_is_put_off_with_those_before_it() {
        BillingEvent first = publish(ACME);
        CompletableFuture<Void> later = get(tx -> {
            hold(tx, ACME);
            CompletableFuture<Void> puttingOff = CompletableFuture.runAsync(
                    () -> run(other -> other.journal().deliverLater(first, Duration.ofHours(1))));
            assertThatExceptionOfType(TimeoutException.class)
                    .isThrownBy(() -> puttingOff.get(200, TimeUnit.MILLISECONDS));
            TenantRecord record = hold(tx, ACME);
            tx.journal()
                    .publish(new BillingEvent(
                            record.pseudonym() + "-2", ACME, 2, NOW, new RandomRecords(2).transition()));
            return puttingOff;
        });
        later.join();

        assertThat(undelivered()).isEmpty();
    }

    /** The second waits for the first one or finds nothing to do: it gives no number to what has one by then, and leaves none out. */
    @Test
    void two_that_make_what_nobody_is_told_of_readable_at_once_give_every_event_one_number_and_leave_none_out() {
        List<BillingEvent> all = List.of(publish(ACME), publish(GLOBEX), publish(ACME), publish(GLOBEX));
        CompletableFuture<Integer> second = get(tx -> {
            assertThat(tx.journal().deliverUnheard(2)).isEqualTo(2);
            CompletableFuture<Integer> other = CompletableFuture.supplyAsync(
                    () -> get(their -> their.journal().deliverUnheard(9)));
            // Until it has looked at what waits: it is through by then, or waits for this one.
            CompletableFuture.anyOf(
                            other, new CompletableFuture<>().completeOnTimeout(null, 500, TimeUnit.MILLISECONDS))
                    .join();
            return other;
        });
        int rest = second.join() + (int) get(tx -> tx.journal().deliverUnheard(9));

        assertThat(rest).isEqualTo(2);
        List<PublishedEvent> readable = published(0, 10);
        assertThat(readable).extracting(PublishedEvent::event).isEqualTo(all);
        long first = readable.get(0).position();
        assertThat(readable)
                .extracting(PublishedEvent::position)
                .containsExactly(first, first + 1, first + 2, first + 3);
    }
}

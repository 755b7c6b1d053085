package dev.missioncontrol.billing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.id.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What was delivered, to be read again by position: complete, in one order, until it is forgotten. */
abstract class EventFeedContract extends PublishingContract {
    @Test
    void what_was_delivered_can_be_read_in_the_order_of_delivery_and_nothing_before() {
        BillingEvent first = publish(ACME);
        BillingEvent second = publish(GLOBEX);
        assertThat(published(0, 10)).isEmpty();

        delivered(second);
        delivered(first);

        assertThat(published(0, 10)).extracting(PublishedEvent::event).containsExactly(second, first);
        long position = published(0, 1).get(0).position();
        assertThat(published(position, 10)).extracting(PublishedEvent::event).containsExactly(first);
        assertThat(position).isPositive();
    }

    @Test
    void what_is_delivered_twice_keeps_its_position() {
        BillingEvent one = publish(ACME);
        delivered(one);
        List<PublishedEvent> before = published(0, 10);

        delivered(one);

        assertThat(published(0, 10)).isEqualTo(before);
    }

    @Test
    void a_tenants_events_can_be_read_between_two_positions() {
        for (int i = 0; i < 3; i++) {
            delivered(publish(ACME));
            delivered(publish(GLOBEX));
        }
        List<PublishedEvent> all = published(0, 10);

        List<PublishedRow> some = list(tx ->
                tx.journal().publishedOf(ACME, all.get(0).position(), all.get(4).position(), 10));

        assertThat(some).extracting(PublishedRow::published).containsExactly(all.get(2), all.get(4));
        assertThat(list(tx -> tx.journal().publishedOf(ACME, 0, Long.MAX_VALUE, 2)))
                .hasSize(2);
    }

    /** Who reads on after the last position that was read must not miss one that was being written meanwhile. */
    @Test
    void who_reads_on_after_a_position_misses_nothing() {
        int writers = Crowd.THREADS - 1;
        List<BillingEvent> events = new ArrayList<>();
        for (int i = 0; i < 40 * writers; i++) events.add(publish(new TenantId("tenant-" + i)));
        List<PublishedEvent> read = new ArrayList<>();
        AtomicInteger writing = new AtomicInteger(writers);
        Crowd.each(Crowd.THREADS, index -> {
            if (index < writers) {
                for (int i = index; i < events.size(); i += writers) delivered(events.get(i));
                return writing.decrementAndGet();
            }
            boolean last;
            do {
                last = writing.get() == 0;
                long after = read.isEmpty() ? 0 : read.get(read.size() - 1).position();
                read.addAll(published(after, 7));
            } while (!last
                    || read.size() < events.size()
                            && !published(read.get(read.size() - 1).position(), 1)
                                    .isEmpty());
            return 0;
        });

        assertThat(read).extracting(PublishedEvent::event).containsExactlyInAnyOrderElementsOf(events);
    }

    @Test
    void old_ones_are_forgotten_and_young_ones_and_undelivered_ones_stay() {
        BillingEvent waits = publish(GLOBEX);
        delivered(publish(ACME));

        int young = get(tx -> tx.journal().forgetPublished(Duration.ofDays(1), 10));
        assertThat(young).isZero();
        int old = get(tx -> tx.journal().forgetPublished(Duration.ZERO, 10));
        assertThat(old).isEqualTo(1);

        assertThat(published(0, 10)).isEmpty();
        assertThat(undelivered()).containsExactly(waits);
    }
}

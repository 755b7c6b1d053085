package dev.missioncontrol.billing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.EventId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What transactions see and hold of each other while both are under way. */
abstract class IsolationContract extends StoreContract {
    /** How long one waits for another that may itself have to wait for the first: a store may take turns. */
    private static final long GLANCE_MILLIS = 200;

    @Test
    void nobody_reads_what_is_not_committed() {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        EventId id = new EventId("evt_1");
        List<Boolean> seen = Crowd.each(2, thread -> {
            if (thread == 0) {
                catchThrowable(() -> run(tx -> {
                    tx.inbox().insert(new RandomRecords(1).event(id), NOW);
                    hold(tx, ACME);
                    written.countDown();
                    glance(read);
                    throw new IllegalStateException("after all");
                }));
                return false;
            }
            assertThat(written.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            boolean found = is(tx -> tx.inbox().event(id).isPresent()
                    || tx.accounts().tenant(ACME).isPresent());
            read.countDown();
            return found;
        });
        assertThat(seen).containsOnly(false);
    }

    @Test
    void an_event_that_another_holds_is_passed_over() {
        for (String end : List.of("1", "2"))
            run(tx -> tx.inbox().insert(new RandomRecords(1).event(new EventId("evt_" + end)), NOW));
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch looked = new CountDownLatch(1);
        List<List<EventId>> dealt = Crowd.each(2, thread -> {
            if (thread == 1) {
                assertThat(held.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
                List<EventId> mine =
                        list(tx -> locked(tx, 1)).stream().map(InboxEvent::id).toList();
                looked.countDown();
                return mine;
            }
            return get(tx -> {
                EventId first = locked(tx, 1).get(0).id();
                tx.inbox().conclude(first, EventOutcome.APPLIED, "", Optional.empty());
                held.countDown();
                glance(looked);
                return List.of(first);
            });
        });
        assertThat(dealt.get(1)).doesNotContainAnyElementsOf(dealt.get(0));
    }

    @Test
    void two_that_hold_each_others_tenant_both_get_through() {
        known(ACME, GLOBEX);
        CountDownLatch bothHold = new CountDownLatch(2);
        CountDownLatch oneIsThrough = new CountDownLatch(1);
        Map<Integer, Integer> tries = new HashMap<>();
        Crowd.each(2, thread -> {
            run(tx -> {
                boolean again;
                synchronized (tries) {
                    again = tries.merge(thread, 1, Integer::sum) > 1;
                }
                if (again) glance(oneIsThrough);
                hold(tx, thread == 0 ? ACME : GLOBEX);
                bothHold.countDown();
                glance(bothHold);
                hold(tx, thread == 0 ? GLOBEX : ACME);
                tx.inbox().insert(new RandomRecords(1).event(new EventId("evt_" + thread)), NOW);
            });
            oneIsThrough.countDown();
            return thread;
        });
        assertThat(tries).containsOnlyKeys(0, 1);
        assertThat(list(tx -> tx.inbox().lockDue(9))).hasSize(2);
    }

    /** Waits a little for the other, who may not get its turn before this one ends. */
    private static void glance(CountDownLatch other) {
        try {
            other.await(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

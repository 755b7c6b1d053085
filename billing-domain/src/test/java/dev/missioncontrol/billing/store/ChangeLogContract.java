package dev.missioncontrol.billing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.ChangeLog.Seen;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which tenants changed: nobody who looks again and again misses one, whatever the order of commits. */
abstract class ChangeLogContract extends StoreContract {
    private static final int MANY = 1_000;

    /** How long one waits for another that may itself have to wait for the first: a store may take turns. */
    private static final long GLANCE_MILLIS = 200;

    private long from;

    @BeforeEach
    void fromNow() {
        from = since(Long.MAX_VALUE).position();
    }

    private Seen since(long position) {
        return get(tx -> tx.changeLog().since(position, MANY));
    }

    private void note(TenantId tenant) {
        run(tx -> tx.changeLog().note(tenant));
    }

    @Test
    void a_tenant_that_was_noted_is_told_once_to_everybody_who_looks_on() {
        note(ACME);
        note(ACME);
        note(GLOBEX);
        Seen first = since(from);
        assertThat(first.tenants()).containsExactlyInAnyOrder(ACME, GLOBEX);
        assertThat(first.all()).isFalse();
        assertThat(since(from)).as("another node").isEqualTo(first);
        assertThat(since(first.position())).isEqualTo(new Seen(first.position(), Set.of(), false));
        note(ACME);
        Seen second = since(first.position());
        assertThat(second.tenants()).containsExactly(ACME);
        assertThat(second.position()).isGreaterThan(first.position());
        assertThat(since(from).tenants()).containsExactlyInAnyOrder(ACME, GLOBEX);
    }

    @Test
    void several_of_one_transaction_are_told_each_or_are_more_than_can_be_told() {
        TenantId third = new TenantId("third");
        run(tx -> {
            for (TenantId one : List.of(GLOBEX, third, ACME, GLOBEX))
                tx.changeLog().note(one);
        });
        assertThat(get(tx -> tx.changeLog().since(from, 3)).tenants()).containsExactlyInAnyOrder(ACME, GLOBEX, third);
        assertThat(get(tx -> tx.changeLog().since(from, 2)).all()).isTrue();
    }

    @Test
    void nobody_is_missed_where_many_transactions_were_about_the_same_few() {
        TenantId third = new TenantId("third");
        TenantId fourth = new TenantId("fourth");
        List<List<TenantId>> noted = List.of(
                List.of(ACME, GLOBEX),
                List.of(ACME, third),
                List.of(GLOBEX, third),
                List.of(ACME, GLOBEX, third),
                List.of(third, fourth));
        for (List<TenantId> together : noted)
            run(tx -> together.forEach(one -> tx.changeLog().note(one)));
        assertThat(get(tx -> tx.changeLog().since(from, 3)).all()).isTrue();
        assertThat(since(from).tenants()).containsExactlyInAnyOrder(ACME, GLOBEX, third, fourth);
    }

    @Test
    void what_was_taken_back_is_told_to_nobody() {
        catchThrowable(() -> run(tx -> {
            tx.changeLog().note(ACME);
            throw new IllegalStateException("after all");
        }));
        note(GLOBEX);
        assertThat(since(from).tenants()).containsExactly(GLOBEX);
    }

    @Test
    void where_more_changed_than_can_be_told_all_may_have() {
        for (int i = 0; i < 4; i++) note(new TenantId("tenant-" + i));
        Seen few = get(tx -> tx.changeLog().since(from, 3));
        assertThat(few.all()).isTrue();
        assertThat(few.tenants()).isEmpty();
        assertThat(since(few.position()).tenants()).isEmpty();
        assertThat(get(tx -> tx.changeLog().since(from, 4)).tenants()).hasSize(4);
    }

    @Test
    void a_position_that_is_not_reached_yet_tells_where_the_store_is() {
        note(ACME);
        Seen ahead = since(Long.MAX_VALUE);
        assertThat(ahead.tenants()).isEmpty();
        assertThat(ahead.position()).isEqualTo(since(from).position());
    }

    @Test
    void who_commits_late_is_not_missed() {
        CountDownLatch noted = new CountDownLatch(1);
        CountDownLatch looked = new CountDownLatch(1);
        List<Set<TenantId>> told = Crowd.each(2, thread -> {
            if (thread == 0) {
                run(tx -> {
                    tx.changeLog().note(ACME);
                    noted.countDown();
                    glance(looked);
                });
                return Set.of();
            }
            assertThat(noted.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            note(GLOBEX);
            Seen early = since(from);
            looked.countDown();
            Set<TenantId> all = new HashSet<>(early.tenants());
            assertThat(all).contains(GLOBEX);
            for (long next = early.position(); !all.contains(ACME); ) {
                Seen late = since(next);
                assertThat(late.all()).isFalse();
                all.addAll(late.tenants());
                next = late.position();
            }
            return all;
        });
        assertThat(told.get(1)).containsExactlyInAnyOrder(ACME, GLOBEX);
    }

    @Test
    void nobody_misses_any_while_many_note_and_others_look_and_remove() {
        long seed = System.nanoTime();
        Set<TenantId> committed = ConcurrentHashMap.newKeySet();
        CountDownLatch writing = new CountDownLatch(Crowd.THREADS - 2);
        List<Set<TenantId>> told = Crowd.each(Crowd.THREADS, thread -> {
            Random random = new Random(seed + thread);
            Set<TenantId> seen = new HashSet<>();
            if (thread >= 2) {
                for (int i = 0; i < 40; i++) {
                    TenantId tenant = new TenantId("tenant-" + thread + "-" + i);
                    boolean fails = random.nextInt(4) == 0;
                    Throwable failed = catchThrowable(() -> run(tx -> {
                        hold(tx, tenant);
                        tx.changeLog().note(tenant);
                        if (fails) throw new IllegalStateException("after all");
                    }));
                    if (failed == null) committed.add(tenant);
                }
                writing.countDown();
                return seen;
            }
            long next = from;
            boolean last = false;
            while (!last) {
                last = writing.getCount() == 0;
                Seen now = since(next);
                assertThat(now.all()).isFalse();
                assertThat(now.position()).isGreaterThanOrEqualTo(next);
                seen.addAll(now.tenants());
                next = now.position();
                if (random.nextBoolean()) run(tx -> tx.changeLog().forget(LONG, 10));
            }
            return seen;
        });
        assertThat(told.get(0)).as("seed %d", seed).isEqualTo(committed);
        assertThat(told.get(1)).as("seed %d", seed).isEqualTo(committed);
    }

    @Test
    void old_notes_are_removed_and_those_nobody_saw_are_not_old() {
        for (int i = 0; i < 3; i++) note(ACME);
        assertThat(count(tx -> tx.changeLog().forget(LONG, 10))).isZero();
        assertThat(since(from).tenants()).containsExactly(ACME);
        letPass(SOON);
        assertThat(count(tx -> tx.changeLog().forget(Duration.ofMillis(1), 2))).isEqualTo(2);
        assertThat(count(tx -> tx.changeLog().forget(Duration.ofMillis(1), 2))).isEqualTo(1);
        assertThat(since(from).tenants()).isEmpty();
        note(GLOBEX);
        assertThat(since(from).tenants()).containsExactly(GLOBEX);
    }

    private static void glance(CountDownLatch other) {
        try {
            other.await(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

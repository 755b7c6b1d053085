package dev.missioncontrol.billing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.AttemptId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.Refreshes.Claim;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What stays true while many do it at once. */
abstract class ConcurrencyContract extends StoreContract {
    private static final int CALLS = 25;
    private static final int ALL = Crowd.THREADS * CALLS;

    private void crowd(Runnable call) {
        Crowd.each(Crowd.THREADS, thread -> {
            for (int i = 0; i < CALLS; i++) call.run();
            return thread;
        });
    }

    @Test
    void a_tenant_that_is_held_is_changed_by_one_at_a_time() {
        RandomRecords records = new RandomRecords(1);
        var transition = records.transition();
        var what = records.current();
        crowd(() -> run(tx -> {
            TenantRecord tenant = hold(tx, ACME);
            long next = tenant.eventLength() + 1;
            tx.journal().append(AuditEntry.next(tenant, NOW, "webhook", Optional.empty(), "rule", what, what));
            tx.journal().publish(new BillingEvent(tenant.pseudonym() + "-" + next, ACME, next, NOW, transition));
        }));
        List<Long> all = LongStream.rangeClosed(1, ALL).boxed().toList();
        assertThat(list(tx -> tx.journal().audit(ACME, 1, 999)))
                .extracting(AuditEntry::sequence)
                .isEqualTo(all);
        assertThat(list(tx -> due(tx, 999))).extracting(BillingEvent::sequence).isEqualTo(all);
    }

    @Test
    void whoever_reads_after_holding_the_tenant_reads_what_the_last_one_wrote() {
        StoredSubscription any = new RandomRecords(1).stored(ACME);
        crowd(() -> run(tx -> {
            hold(tx, ACME);
            int had = tx.accounts()
                    .current(ACME)
                    .map(one -> Integer.parseInt(one.catalogHash()))
                    .orElse(0);
            tx.accounts()
                    .saveCurrent(
                            new StoredSubscription(ACME, any.customer(), any.current(), Integer.toString(had + 1)),
                            NOW);
        }));
        assertThat(find(tx -> tx.accounts().current(ACME)).map(StoredSubscription::catalogHash))
                .contains(Integer.toString(ALL));
    }

    @Test
    void a_tenant_is_made_once_however_many_meet_it_first() {
        for (int round = 0; round < 10; round++) {
            TenantId tenant = new TenantId("tenant-" + round);
            List<TenantRecord> seen = Crowd.each(
                    Crowd.THREADS,
                    thread -> get(tx -> tx.accounts().lockTenant(tenant, tenant + "-by-" + thread, NOW)));
            assertThat(Set.copyOf(seen)).hasSize(1);
            assertThat(find(tx -> tx.accounts().tenant(tenant))).contains(seen.get(0));
        }
    }

    @Test
    void no_mark_of_a_subscription_is_lost() {
        crowd(() -> mark(sub("1")));
        assertThat(find(tx -> tx.accounts().subscription(sub("1"))).map(TrackedSubscription::dirty))
                .contains((long) ALL);
    }

    @Test
    void an_event_is_stored_by_exactly_one() {
        for (int round = 0; round < 10; round++) {
            EventId id = new EventId("evt_" + round);
            List<Boolean> stored = Crowd.each(
                    Crowd.THREADS, thread -> is(tx -> tx.inbox().insert(new RandomRecords(1).event(id), NOW)));
            assertThat(stored).containsOnlyOnce(true);
        }
    }

    @Test
    void a_due_event_is_dealt_with_by_exactly_one() {
        int events = 30;
        for (int i = 0; i < events; i++) {
            EventId id = new EventId("evt_" + i);
            run(tx -> tx.inbox().insert(new RandomRecords(1).event(id), NOW));
        }
        Map<EventId, Integer> times = new ConcurrentHashMap<>();
        for (int round = 0; round < events && times.size() < events; round++) {
            Crowd.each(Crowd.THREADS, thread -> {
                for (List<EventId> done = deal(); !done.isEmpty(); done = deal())
                    done.forEach(id -> times.merge(id, 1, Integer::sum));
                return thread;
            });
        }
        assertThat(times).hasSize(events).containsValue(1).doesNotContainValue(2);
    }

    private List<EventId> deal() {
        return get(tx -> {
            List<InboxEvent> held = locked(tx, 2);
            for (InboxEvent one : held) tx.inbox().conclude(one.id(), EventOutcome.APPLIED, "", Optional.empty());
            return held.stream().map(InboxEvent::id).toList();
        });
    }

    @Test
    void a_subscription_is_claimed_by_one_at_a_time() {
        for (int i = 0; i < 3; i++) mark(sub(Integer.toString(i)));
        Map<SubscriptionId, Long> holders = new ConcurrentHashMap<>();
        Set<String> tokens = ConcurrentHashMap.newKeySet();
        crowd(() -> {
            for (Claim claim : list(tx -> tx.refreshes().claimDue(2, LONG))) {
                assertThat(holders.put(claim.subscription(), claim.token()))
                        .as("another holder")
                        .isNull();
                assertThat(tokens.add(claim.subscription() + " " + claim.token()))
                        .as("a token of its own")
                        .isTrue();
                holders.remove(claim.subscription());
                run(tx -> tx.refreshes().release(claim));
            }
        });
        assertThat(tokens).isNotEmpty();
        assertThat(list(tx -> tx.refreshes().claimDue(9, LONG))).hasSize(3);
    }

    @Test
    void named_ones_are_claimed_by_one_at_a_time() {
        List<SubscriptionId> all =
                IntStream.range(0, 5).mapToObj(i -> sub(Integer.toString(i))).toList();
        all.forEach(this::mark);
        List<List<Claim>> claims = Crowd.each(
                Crowd.THREADS,
                thread -> thread % 2 == 0
                        ? list(tx -> tx.refreshes().claim(all, LONG))
                        : list(tx -> tx.refreshes().claimDue(5, LONG)));
        assertThat(claims.stream().flatMap(List::stream).map(Claim::subscription))
                .doesNotHaveDuplicates();
    }

    @Test
    void a_job_is_run_by_one_at_a_time() {
        Set<String> running = ConcurrentHashMap.newKeySet();
        Map<Long, Integer> tokens = new ConcurrentHashMap<>();
        crowd(() -> find(tx -> tx.jobs().claim("sweep", LONG)).ifPresent(run -> {
            assertThat(running.add("sweep")).as("nobody else runs it").isTrue();
            tokens.merge(run.token(), 1, Integer::sum);
            running.remove("sweep");
            run(tx -> tx.jobs().finish(run, "done", "", Duration.ZERO));
        }));
        assertThat(tokens).isNotEmpty().doesNotContainValue(2);
    }

    @Test
    void a_customer_is_bound_by_exactly_one_tenant() {
        for (int round = 0; round < 10; round++) {
            CustomerId customer = new CustomerId("cus_" + round);
            List<Boolean> bound = Crowd.each(
                    Crowd.THREADS,
                    thread -> get(tx -> {
                        TenantId tenant = new TenantId("tenant-" + thread);
                        hold(tx, tenant);
                        return tx.accounts()
                                .bind(new CustomerBinding(tenant, "stripe", customer, false, false, 1), NOW);
                    }));
            assertThat(bound).containsOnlyOnce(true);
        }
    }

    @Test
    void one_checkout_is_open_however_many_begin_one() {
        RandomRecords records = new RandomRecords(1);
        CheckoutAttempt any = records.attempt(new AttemptId("any"), ACME, 0, CheckoutAttempt.State.OPEN);
        crowd(() -> run(tx -> {
            hold(tx, ACME);
            tx.checkouts().open(ACME).ifPresent(one -> tx.checkouts().save(one.in(CheckoutAttempt.State.SUPERSEDED)));
            int next =
                    tx.checkouts().newest(ACME).map(CheckoutAttempt::generation).orElse(0) + 1;
            tx.checkouts()
                    .save(new CheckoutAttempt(
                            new AttemptId("att_" + next),
                            ACME,
                            any.plan(),
                            any.interval(),
                            any.seats(),
                            any.promotion(),
                            any.price(),
                            any.trialDays(),
                            next,
                            any.customer(),
                            Optional.empty(),
                            any.url(),
                            any.expiresAt(),
                            any.state(),
                            any.created()));
        }));
        assertThat(find(tx -> tx.checkouts().open(ACME)).map(CheckoutAttempt::generation))
                .contains(ALL);
        assertThat(list(tx -> tx.checkouts().openSince(any.created().plusSeconds(1), 999)))
                .hasSize(1);
    }
}

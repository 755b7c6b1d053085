package dev.missioncontrol.billing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.store.Refreshes.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Figures for alerts: what waits, and since when, by the store's clock. */
abstract class MeasuresContract extends StoreContract {
    private static final PlanCatalog CATALOG = DefaultCatalog.withPlaceholderPrices();

    private Backlog backlog() {
        return get(tx -> tx.measures().backlog());
    }

    private long abandoned(Duration since) {
        return get(tx -> tx.measures().abandoned(since));
    }

    private void settle(SubscriptionId id, long remembered) {
        change(
                id,
                one -> one.settle(new FetchedSubscription.Unaskable("in this test"), remembered, CATALOG)
                        .next());
    }

    @Test
    void an_empty_store_has_nothing_that_waits() {
        Backlog backlog = backlog();
        assertThat(backlog.markedSince()).isEmpty();
        assertThat(backlog.undeliveredSince()).isEmpty();
        assertThat(backlog.jobsDone()).isEmpty();
        assertThat(backlog.events())
                .isEqualTo(Map.of(
                        EventOutcome.FAILED, 0L,
                        EventOutcome.DEAD, 0L,
                        EventOutcome.QUARANTINED, 0L,
                        EventOutcome.UNBOUND, 0L));
        assertThat(backlog.marked() + backlog.unbound() + backlog.quarantined() + backlog.undelivered())
                .isZero();
    }

    @Test
    void a_marked_subscription_waits_since_its_first_mark_whatever_fails_meanwhile() {
        Instant before = backlog().at();
        mark(sub("1"));
        Instant marked = backlog().at();
        letPass(SOON);
        mark(sub("1"));
        Claim claim = list(tx -> tx.refreshes().claimDue(1, LONG)).get(0);
        run(tx -> tx.refreshes().postpone(claim, LONG));
        Backlog backlog = backlog();
        assertThat(backlog.marked()).isEqualTo(1);
        assertThat(backlog.markedSince().orElseThrow()).isBetween(before, marked);
        assertThat(backlog.age(backlog.markedSince())).isGreaterThanOrEqualTo(SOON);
    }

    @Test
    void an_answered_mark_waits_no_more_and_one_that_came_meanwhile_waits_since_the_answer() {
        mark(sub("1"), sub("2"));
        letPass(SOON);
        mark(sub("2"));
        Instant answered = backlog().at();
        settle(sub("1"), 1);
        settle(sub("2"), 1);
        Backlog backlog = backlog();
        assertThat(backlog.marked()).isEqualTo(1);
        assertThat(backlog.markedSince().orElseThrow()).isBetween(answered, backlog.at());
        settle(sub("2"), 2);
        assertThat(backlog().markedSince()).isEmpty();
    }

    @Test
    void events_are_counted_where_somebody_has_to_look() {
        for (EventOutcome outcome : EventOutcome.values()) {
            for (int i = 0; i <= outcome.ordinal(); i++) {
                EventId id = new EventId("evt_" + outcome.word() + i);
                run(tx -> {
                    tx.inbox().insert(new RandomRecords(1).event(id), NOW);
                    tx.inbox().conclude(id, outcome, "why", Optional.empty());
                });
            }
        }
        assertThat(backlog().events())
                .isEqualTo(Map.of(
                        EventOutcome.UNBOUND, EventOutcome.UNBOUND.ordinal() + 1L,
                        EventOutcome.QUARANTINED, EventOutcome.QUARANTINED.ordinal() + 1L,
                        EventOutcome.FAILED, EventOutcome.FAILED.ordinal() + 1L,
                        EventOutcome.DEAD, EventOutcome.DEAD.ordinal() + 1L));
    }

    @Test
    void subscriptions_without_an_owner_are_counted_apart_from_those_that_are_disputed() {
        mark(sub("unbound1"), sub("unbound2"));
        change(sub("disputed"), TrackedSubscription::quarantine);
        Backlog backlog = backlog();
        assertThat(backlog.unbound()).isEqualTo(2);
        assertThat(backlog.quarantined()).isEqualTo(1);
    }

    private static SubscriptionSnapshot canceled(SubscriptionId id) {
        return new SubscriptionSnapshot(
                id,
                Optional.empty(),
                ProviderStatus.CANCELED.word(),
                List.of(),
                NOW,
                Optional.empty(),
                Optional.empty(),
                Optional.of(NOW),
                BillingMetadata.NONE,
                true,
                Optional.empty());
    }

    @Test
    void living_subscriptions_are_counted_by_their_mode() {
        run(tx -> {
            tx.accounts().lockSubscription(sub("test1"), false, NOW);
            for (String live : List.of("live1", "live2", "live3")) tx.accounts().lockSubscription(sub(live), true, NOW);
        });
        change(
                sub("live3"),
                one -> one.observe(canceled(one.id()), NOW, true, CATALOG).next());
        assertThat(this.<Long>get(tx -> tx.measures().livingOf(false))).isEqualTo(1);
        assertThat(this.<Long>get(tx -> tx.measures().livingOf(true))).isEqualTo(2);
    }

    @Test
    void events_for_applications_wait_until_they_are_delivered() {
        RandomRecords records = new RandomRecords(3);
        BillingEvent event = get(tx -> {
            BillingEvent next =
                    new BillingEvent("e-1", ACME, hold(tx, ACME).eventLength() + 1, NOW, records.transition());
            tx.journal().publish(next);
            return next;
        });
        run(tx -> tx.journal().deliverLater(event, LONG));
        assertThat(backlog().undelivered()).isEqualTo(1);
        assertThat(backlog().undeliveredSince()).contains(NOW);
        run(tx -> tx.journal().delivered(event));
        assertThat(backlog().undelivered()).isZero();
        assertThat(backlog().undeliveredSince()).isEmpty();
    }

    @Test
    void a_job_is_through_only_when_nothing_is_left_to_go_on_with() {
        Instant before = backlog().at();
        Jobs.Run run = find(tx -> tx.jobs().claim("sweep", LONG)).orElseThrow();
        run(tx -> tx.jobs().finish(run, "under way", "page 2", Duration.ZERO));
        assertThat(backlog().jobsDone()).isEmpty();
        Jobs.Run rest = find(tx -> tx.jobs().claim("sweep", LONG)).orElseThrow();
        run(tx -> tx.jobs().finish(rest, "done", "", LONG));
        Backlog backlog = backlog();
        assertThat(backlog.jobsDone().get("sweep")).isBetween(before, backlog.at());
    }

    @Test
    void the_oldest_event_that_is_kept_says_since_when_there_is_something_to_do() {
        assertThat(backlog().oldestEvent()).isEmpty();
        run(tx -> tx.inbox().insert(new RandomRecords(1).event(new EventId("evt_later")), NOW.plusSeconds(60)));
        run(tx -> tx.inbox().insert(new RandomRecords(1).event(new EventId("evt_first")), NOW));
        assertThat(backlog().oldestEvent()).contains(NOW);
    }

    @Test
    void no_age_is_negative() {
        Backlog backlog = backlog();
        assertThat(backlog.age(Optional.of(backlog.at().plusSeconds(60)))).isZero();
        assertThat(backlog.age(Optional.of(backlog.at().minusSeconds(60)))).isEqualTo(Duration.ofMinutes(1));
        assertThat(backlog.age(Optional.empty())).isZero();
    }

    @Test
    void jobs_say_what_their_last_run_came_to() {
        assertThat(list(tx -> tx.measures().jobs())).isEmpty();
        Jobs.Run first = find(tx -> tx.jobs().claim("b", LONG)).orElseThrow();
        run(tx -> tx.jobs().finish(first, "half", "cursor", Duration.ZERO));
        JobState half = list(tx -> tx.measures().jobs()).get(0);
        assertThat(half.result()).isEqualTo("half");
        assertThat(half.lastRun()).isPresent();
        assertThat(half.done()).isEmpty();
        Jobs.Run second = find(tx -> tx.jobs().claim("b", LONG)).orElseThrow();
        run(tx -> tx.jobs().finish(second, "all", "", LONG));
        run(tx -> tx.jobs().claim("a", LONG));
        List<JobState> all = list(tx -> tx.measures().jobs());
        assertThat(all).extracting(JobState::name).containsExactly("a", "b");
        assertThat(all.get(0)).isEqualTo(new JobState("a", Optional.empty(), Optional.empty(), ""));
        assertThat(all.get(1).result()).isEqualTo("all");
        assertThat(all.get(1).done()).isPresent();
    }

    @Test
    void a_claim_that_nobody_took_over_is_abandoned() {
        mark(sub("1"), sub("2"));
        run(tx -> tx.refreshes().claimDue(1, LONG));
        assertThat(abandoned(Duration.ZERO)).isZero();
        run(tx -> tx.refreshes().claimDue(1, SOON));
        letPass(SOON);
        assertThat(abandoned(Duration.ZERO)).isEqualTo(1);
        assertThat(abandoned(LONG)).isZero();
        run(tx -> tx.refreshes().claimDue(9, LONG));
        assertThat(abandoned(Duration.ZERO)).isZero();
    }
}

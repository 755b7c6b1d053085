package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.ChangeResult.Reason;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A downgrade is planned, an upgrade in its place lapses, and the provider does not simply plan the downgrade again. */
class LostPlansTest {
    private static final TenantId ACME = new TenantId("acme");

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final InMemoryBillingStore store = new InMemoryBillingStore();
    private final PlanCatalog catalog = DefaultCatalog.withPlaceholderPrices();
    private final List<WorkNote> notes = new ArrayList<>();

    /** What comes of asking for the plan again. */
    private Intercepted.Meeting restoring = Intercepted.Call::proceed;

    /** What comes of asking how the subscription is. */
    private Intercepted.Meeting fetching = Intercepted.Call::proceed;

    private int asked;

    /** Whether no event arrives. */
    private boolean deaf;

    private final Billing billing = Billing.builder()
            .catalog(catalog)
            .provider(Intercepted.port(PaymentProvider.class, stripe, call -> {
                if (call.is("fetchSubscription")) return fetching.meet(call);
                if (!call.is("restorePlannedChange")) return call.proceed();
                asked++;
                return restoring.meet(call);
            }))
            .store(store)
            .clock(stripe.clock())
            .onWork(notes::add)
            .build();

    /** All that happened is known, but for what becomes of the plan. */
    private void upgradeLapses() {
        CheckoutSessionId session = ((Redirect.To)
                        billing.startCheckout(ACME, Checkout.of("team").seats(5)))
                .session()
                .orElseThrow();
        stripe.pay(session);
        stripe.onEvent(event -> {
            if (!deaf) billing.accept(event);
        });
        billing.runDue();
        billing.change(ACME, Change.to("pro"));
        stripe.askBankNext(stripe.customerOf(ACME).orElseThrow());
        assertThat(billing.change(ACME, Change.toSeats(9))).isInstanceOf(ChangeOutcome.PaymentNeeded.class);
        stripe.advance(Duration.ofDays(1));
        billing.runDue();
    }

    private SubscriptionId subscription() {
        return stripe.subscriptionOf(ACME).orElseThrow();
    }

    private List<String> audited() {
        return store.inTransaction(tx -> tx.journal().audit(ACME, 1, 100).stream()
                .map(AuditEntry::rule)
                .filter(rule -> rule.startsWith("planned"))
                .toList());
    }

    private void assertSettled() {
        TrackedSubscription row = store.inTransaction(
                tx -> tx.accounts().subscription(subscription()).orElseThrow());
        assertThat(row.provisional()).isFalse();
        assertThat(billing.status(ACME).seats()).isEqualTo(5);
    }

    @Test
    void it_stays_remembered_while_the_upgrade_may_be_under_way_and_is_asked_for_again() {
        restoring = call -> new ChangeResult.Rejected(Reason.UNDER_WAY, "it may be changing");
        upgradeLapses();
        assertThat(billing.status(ACME).planned()).isPresent();
        assertThat(audited()).isEmpty();
        assertSettled();

        int before = asked;
        billing.runDue();
        assertThat(asked).isEqualTo(before);
        restoring = Intercepted.Call::proceed;
        stripe.advance(LostPlans.ASKED_AGAIN);
        billing.runDue();
        assertThat(stripe.plannedChange(subscription())).isPresent();
        assertThat(audited()).singleElement().asString().startsWith("planned again");
    }

    @Test
    void a_failure_that_passes_keeps_it_and_holds_up_no_fetch() {
        restoring = call -> {
            throw new ProviderException(Kind.MALFORMED_ANSWER, "no JSON");
        };
        upgradeLapses();
        assertThat(billing.status(ACME).planned()).isPresent();
        assertThat(audited()).isEmpty();
        assertSettled();
        assertThat(notes).anyMatch(WorkNote.FetchFailed.class::isInstance);
    }

    @Test
    void a_failure_that_never_passes_is_said_in_the_end() {
        restoring = call -> {
            throw new ProviderException(Kind.MALFORMED_ANSWER, "no JSON");
        };
        upgradeLapses();
        for (int i = 0; i < LostPlans.MOST_ATTEMPTS; i++) {
            stripe.advance(Backoff.LONGEST);
            billing.runDue();
        }
        assertThat(billing.status(ACME).planned()).isEmpty();
        assertThat(audited())
                .singleElement()
                .asString()
                .startsWith("planned no more, and it could not be planned again (MALFORMED_ANSWER)");
    }

    @Test
    void what_is_under_way_for_ever_is_said_to_be_lost_in_the_end() {
        restoring = call -> new ChangeResult.Rejected(Reason.UNDER_WAY, "it may be changing");
        upgradeLapses();
        for (int i = 0; i < LostPlans.MOST_ATTEMPTS; i++) {
            stripe.advance(LostPlans.ASKED_AGAIN);
            billing.runDue();
        }
        assertThat(billing.status(ACME).planned()).isEmpty();
        assertThat(audited())
                .singleElement()
                .asString()
                .startsWith("planned no more, and it could not be planned again (UNDER_WAY)");
        int before = asked;
        stripe.advance(LostPlans.ASKED_AGAIN);
        billing.runDue();
        assertThat(asked).isEqualTo(before);
    }

    /** Somebody syncs as often as that is asked for, and workers run in between. Returns how often they asked for the plan. */
    private int syncAllTheTime(Duration time, boolean workersFirst) {
        int byWorkers = 0;
        for (Duration at = SyncTenant.FRESH; at.compareTo(time) <= 0; at = at.plus(SyncTenant.FRESH)) {
            stripe.advance(SyncTenant.FRESH);
            if (!workersFirst) billing.sync(ACME);
            int before = asked;
            billing.runDue();
            byWorkers += asked - before;
            if (workersFirst) billing.sync(ACME);
        }
        return byWorkers;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void who_asks_again_and_again_neither_uses_up_the_workers_tries_nor_gives_them_more(boolean workersFirst) {
        restoring = call -> new ChangeResult.Rejected(Reason.UNDER_WAY, "it may be changing");
        upgradeLapses();
        int before = asked;
        Duration nearlyAll = LostPlans.ASKED_AGAIN.multipliedBy(LostPlans.MOST_ATTEMPTS - 1);
        assertThat(syncAllTheTime(nearlyAll, workersFirst)).isLessThan(LostPlans.MOST_ATTEMPTS);
        assertThat(asked - before).as("each is answered").isGreaterThanOrEqualTo((int)
                nearlyAll.dividedBy(SyncTenant.FRESH));
        assertThat(billing.status(ACME).planned()).isPresent();
        assertThat(audited()).isEmpty();

        syncAllTheTime(LostPlans.ASKED_AGAIN, workersFirst);
        assertThat(billing.status(ACME).planned()).isEmpty();
        assertThat(audited())
                .singleElement()
                .asString()
                .startsWith("planned no more, and it could not be planned again (UNDER_WAY)");
    }

    @Test
    void who_asks_again_and_again_leaves_the_provider_the_pause_that_it_asks_for() {
        Duration pause = Duration.ofMinutes(30);
        restoring = call -> {
            throw new ProviderException(Kind.RATE_LIMITED, "slowly", Optional.of(pause), null);
        };
        upgradeLapses();
        notes.clear();
        assertThat(syncAllTheTime(pause.minus(SyncTenant.FRESH), true)).isZero();
        assertThat(notes.stream().filter(WorkNote.FetchFailed.class::isInstance).map(WorkNote.FetchFailed.class::cast))
                .isNotEmpty()
                .allSatisfy(note -> {
                    assertThat(note.attempts()).isEqualTo(1);
                    assertThat(note.again()).isPositive();
                });
        restoring = Intercepted.Call::proceed;
        stripe.advance(SyncTenant.FRESH);
        billing.runDue();
        assertThat(stripe.plannedChange(subscription())).isPresent();
    }

    @Test
    void who_asks_again_and_again_while_no_fetch_succeeds_uses_up_no_tries() {
        restoring = call -> new ChangeResult.Rejected(Reason.UNDER_WAY, "it may be changing");
        upgradeLapses();
        away();
        for (int i = 0; i <= LostPlans.MOST_ATTEMPTS; i++) {
            stripe.advance(SyncTenant.FRESH);
            billing.sync(ACME);
        }
        fetching = Intercepted.Call::proceed;
        stripe.advance(Backoff.LONGEST);
        billing.runDue();
        assertThat(billing.status(ACME).planned()).isPresent();
        assertThat(audited()).isEmpty();
    }

    private void away() {
        fetching = call -> {
            throw new ProviderException(Kind.UNAVAILABLE, "away");
        };
    }

    @Test
    void a_provider_that_is_away_for_days_costs_nobody_a_plan() {
        restoring = call -> new ChangeResult.Rejected(Reason.UNDER_WAY, "it may be changing");
        upgradeLapses();
        away();
        for (int i = 0; i < Duration.ofDays(2).dividedBy(Backoff.LONGEST); i++) {
            stripe.advance(Backoff.LONGEST);
            billing.runDue();
        }
        fetching = Intercepted.Call::proceed;
        for (int i = 0; i < LostPlans.MOST_ATTEMPTS / 2; i++) {
            stripe.advance(Backoff.LONGEST);
            billing.runDue();
        }
        assertThat(billing.status(ACME).planned()).isPresent();
        assertThat(audited()).isEmpty();
        restoring = Intercepted.Call::proceed;
        stripe.advance(Backoff.LONGEST);
        billing.runDue();
        assertThat(stripe.plannedChange(subscription())).isPresent();
    }

    @Test
    void who_is_told_to_wait_by_asking_early_has_the_workers_wait_too() {
        restoring = call -> new ChangeResult.Rejected(Reason.UNDER_WAY, "it may be changing");
        upgradeLapses();
        Duration pause = Duration.ofMinutes(10);
        fetching = call -> {
            throw new ProviderException(Kind.RATE_LIMITED, "slowly", Optional.of(pause), null);
        };
        stripe.advance(SyncTenant.FRESH);
        notes.clear();
        billing.sync(ACME);
        assertThat(notes)
                .singleElement()
                .isInstanceOfSatisfying(
                        WorkNote.FetchFailed.class,
                        note -> assertThat(note.again()).isEqualTo(pause));

        int[] fetched = new int[1];
        fetching = call -> {
            fetched[0]++;
            return call.proceed();
        };
        stripe.advance(pause.minusSeconds(1));
        billing.runDue();
        assertThat(fetched[0]).isZero();
        stripe.advance(Duration.ofSeconds(1));
        billing.runDue();
        assertThat(fetched[0]).isPositive();
    }

    @Test
    void a_provider_that_can_not_do_it_holds_up_no_fetch() {
        restoring = call -> {
            throw new UnsupportedOperationException("not here");
        };
        upgradeLapses();
        assertSettled();
        assertThat(billing.status(ACME).planned()).isEmpty();
        assertThat(audited())
                .singleElement()
                .asString()
                .startsWith("planned no more, and it could not be planned again (UnsupportedOperationException)");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_the_second_answer_finds_planned_is_not_said_to_be_gone(boolean refused) {
        restoring = call -> {
            deaf = true;
            call.proceed();
            if (refused) throw new ProviderException(Kind.INVALID_REQUEST, "it is planned by now");
            return new ChangeResult.Applied();
        };
        upgradeLapses();
        assertThat(billing.status(ACME).planned()).isPresent();
        assertThat(audited()).isEmpty();
    }

    @Test
    void what_is_planned_again_is_said_also_where_something_newer_was_written_meanwhile() {
        restoring = call -> {
            Object result = call.proceed();
            FetchedSubscription newer = stripe.fetchSubscription(subscription());
            store.inTransaction(tx -> {
                Instant now = stripe.clock().instant();
                TrackedSubscription row = tx.accounts().lockSubscription(subscription(), false, now);
                tx.accounts().save(row.settle(newer, 0, catalog).next(), now);
                return null;
            });
            return result;
        };
        upgradeLapses();
        assertThat(audited()).singleElement().asString().startsWith("planned again");
    }
}

package dev.missioncontrol.billing.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.BillingAccount.Decision;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.Arrears;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is believed of a payload and of a fetch, and what the trace says of it. */
class TrackedSubscriptionTest {
    private static final PlanCatalog CATALOG = DefaultCatalog.withPlaceholderPrices();
    private static final TenantId ACME = new TenantId("acme");
    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");

    private TrackedSubscription subject =
            TrackedSubscription.unknown(pro("active").id(), false);
    private String trace = "";

    private static SubscriptionSnapshot pro(String status) {
        return snapshot(status).said();
    }

    private static ASnapshot snapshot(String status) {
        return ASnapshot.of("sub_1", START).status(status).item("price_pro_monthly", 1);
    }

    private static Instant second(long after) {
        return START.plusSeconds(after);
    }

    private void heard(SubscriptionSnapshot said, long second, boolean fetchable) {
        ProviderEvent event = new ProviderEvent(
                new EventId("evt_" + second),
                "customer.subscription.updated",
                second(second),
                false,
                Optional.empty(),
                Optional.empty(),
                new EventContent.OfSubscription(said),
                "");
        keep(BillingAccount.of(ACME, List.of(subject)).observe(subject, event, fetchable, CATALOG));
    }

    private void fetched(FetchedSubscription answer) {
        keep(BillingAccount.of(ACME, List.of(subject)).settle(subject, answer, subject.dirty(), CATALOG));
    }

    private void fetched(SubscriptionSnapshot said, long second) {
        fetched(new FetchedSubscription.Found(said, second(second)));
    }

    private void keep(Decision decision) {
        subject = decision.changed();
        trace = decision.reason();
    }

    private Optional<String> status() {
        return subject.snapshot().map(SubscriptionSnapshot::status);
    }

    @Test
    void an_older_payload_is_not_taken_whether_or_not_a_fetch_can_tell() {
        for (boolean fetchable : new boolean[] {true, false}) {
            subject = TrackedSubscription.unknown(subject.id(), false);
            heard(pro("past_due"), 10, fetchable);
            assertThat(trace).isEqualTo("taken");
            heard(pro("active"), 9, fetchable);
            assertThat(status()).as("fetchable: " + fetchable).contains("past_due");
            assertThat(trace).isEqualTo("not newer than what is known; marked for a fetch");
        }
    }

    @Test
    void of_two_payloads_of_one_second_the_fetch_decides_and_the_later_one_where_none_can_be_made() {
        heard(pro("past_due"), 10, true);
        heard(pro("active"), 10, true);
        assertThat(status()).contains("past_due");
        assertThat(trace).isEqualTo("same second as what is known; waits for the fetch");

        heard(pro("active"), 10, false);
        assertThat(status()).contains("active");
        assertThat(trace).isEqualTo("taken");
    }

    @Test
    void neither_a_payload_nor_a_fetch_revives_what_has_ended_and_the_trace_says_so() {
        heard(pro("canceled"), 10, true);
        heard(pro("active"), 20, true);
        assertThat(status()).contains("canceled");
        assertThat(trace).isEqualTo("the subscription has ended; nothing revives it");

        fetched(pro("active"), 30);
        assertThat(status()).contains("canceled");
        assertThat(trace).isEqualTo("the subscription has ended; nothing revives it");
        assertThat(subject.fetchDue()).as("it was answered all the same").isFalse();
    }

    @Test
    void a_fetch_confirms_an_end_that_only_a_payload_told_of() {
        heard(pro("canceled"), 10, true);
        assertThat(subject.provisional()).isTrue();
        fetched(pro("canceled"), 20);
        assertThat(subject.provisional()).isFalse();
        assertThat(trace).isEqualTo("settled by a fetch");
    }

    @Test
    void what_is_missing_or_can_not_be_asked_stays_as_it_was_and_the_trace_says_why() {
        heard(pro("active"), 10, true);
        fetched(new FetchedSubscription.Missing("404"));
        assertThat(status()).contains("active");
        assertThat(trace).isEqualTo("missing at the provider: 404");
        assertThat(subject.fetchDue()).isFalse();

        heard(pro("active"), 20, true);
        fetched(new FetchedSubscription.Unaskable("made by another sandbox"));
        assertThat(trace).isEqualTo("can't be asked: made by another sandbox");
        assertThat(subject.provisional()).isTrue();
        assertThat(subject.fetchDue()).isFalse();
    }

    @Test
    void what_is_paid_owes_since_never_and_what_fails_later_owes_since_then() {
        heard(pro("active"), 10, true);
        assertThat(subject.pastDueSince()).isEmpty();
        heard(pro("past_due"), 5000, true);
        assertThat(subject.pastDueSince()).contains(second(5000));
        heard(pro("active"), 6000, true);
        assertThat(subject.pastDueSince()).isEmpty();
        heard(pro("past_due"), 9000, true);
        assertThat(subject.pastDueSince()).contains(second(9000));
    }

    @Test
    void to_hear_of_a_failed_payment_again_makes_its_grace_no_longer() {
        heard(pro("past_due"), 10, true);
        heard(pro("past_due"), 5000, true);
        assertThat(subject.pastDueSince()).contains(second(10));
        fetched(pro("past_due"), 9000);
        assertThat(subject.pastDueSince()).contains(second(10));
    }

    @Test
    void once_they_were_asked_the_invoices_say_since_when_something_is_owed() {
        heard(pro("past_due"), 5000, true);
        fetched(
                snapshot("past_due")
                        .arrears(Optional.of(new Arrears(second(2000), List.of())))
                        .said(),
                6000);
        assertThat(subject.pastDueSince()).contains(second(2000));
    }

    @Test
    void what_the_invoices_said_stands_until_they_are_asked_again_or_nothing_is_owed() {
        for (boolean neverPaid : List.of(true, false)) {
            subject = TrackedSubscription.unknown(subject.id(), false);
            Optional<Arrears> said =
                    Optional.of(new Arrears(second(2000), pro("active").items(), neverPaid));
            fetched(snapshot("past_due").arrears(said).said(), 6000);
            heard(pro("past_due"), 7000, true);
            assertThat(subject.snapshot().orElseThrow().arrears()).isEqualTo(said);
            heard(pro("frozen"), 7500, true);
            heard(pro("past_due"), 7700, true);
            assertThat(subject.snapshot().orElseThrow().arrears())
                    .as("past a status of tomorrow")
                    .isEqualTo(said);
            heard(pro("active"), 8000, true);
            heard(pro("past_due"), 9000, true);
            assertThat(subject.snapshot().orElseThrow().arrears())
                    .as("once it was active")
                    .isEmpty();
        }
    }

    @Test
    void a_fetch_says_anew_what_is_owed() {
        Optional<Arrears> before = Optional.of(new Arrears(second(2000), List.of()));
        Optional<Arrears> since =
                Optional.of(new Arrears(second(5000), pro("active").items()));
        fetched(snapshot("past_due").arrears(before).said(), 6000);
        fetched(snapshot("past_due").arrears(since).said(), 7000);
        assertThat(subject.snapshot().orElseThrow().arrears()).isEqualTo(since);
        fetched(pro("past_due"), 8000);
        assertThat(subject.snapshot().orElseThrow().arrears())
                .as("where none of its invoices is open")
                .isEmpty();
    }

    @Test
    void a_status_of_tomorrow_changes_nothing_of_what_is_owed() {
        heard(pro("past_due"), 10, true);
        heard(pro("frozen"), 20, true);
        assertThat(subject.pastDueSince()).contains(second(10));
    }
}

package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.account.SubscriptionStatus;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.InboxEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A fault of ours with one event, and an outage of the provider's: what each may cost, and what a host's log is told. */
class PoisonAndOutageTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId GLOBEX = new TenantId("globex");

    /** Longer than any backoff. */
    private static final Duration A_WHILE = Backoff.LONGEST.plusMinutes(1);

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final PoisonedStore store = new PoisonedStore();
    private final List<WorkNote> notes = new ArrayList<>();
    private final List<EventId> taken = new ArrayList<>();
    private final List<RuntimeException> trouble = new ArrayList<>();
    private Consumer<WorkNote> listener = notes::add;
    private final Billing billing = Billing.builder()
            .catalog(DefaultCatalog.withPlaceholderPrices())
            .provider(stripe)
            .store(store)
            .clock(stripe.clock())
            .onTrouble(trouble::add)
            .onWork(this::tell)
            .build();

    private boolean poisonNext;

    PoisonAndOutageTest() {
        stripe.onEvent(event -> {
            taken.add(event.id());
            if (poisonNext && event.type().startsWith("customer.subscription.")) {
                store.poisoned.add(event.id());
                poisonNext = false;
            }
            assertThat(billing.accept(Deliveries.withPayload(event)).httpStatus())
                    .isEqualTo(200);
            billing.runDue();
        });
    }

    private void tell(WorkNote note) {
        listener.accept(note);
    }

    private SubscriptionId buy(TenantId tenant) {
        return stripe.pay(billing.startCheckout(tenant, Checkout.of("pro")));
    }

    private InboxEvent stored(EventId id) {
        return store.inTransaction(tx -> tx.inbox().event(id)).orElseThrow();
    }

    private void letPass(Duration time) {
        stripe.advance(time);
        billing.runDue();
    }

    private <T extends WorkNote> List<T> told(Class<T> kind) {
        return notes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void what_another_node_applied_meanwhile_did_not_fail() {
        poisonNext = true;
        buy(ACME);
        EventId poisoned = store.poisoned.iterator().next();
        assertThat(stored(poisoned).outcome()).isEqualTo(EventOutcome.FAILED);
        Billing other = Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(stripe)
                .store(store)
                .clock(stripe.clock())
                .build();
        store.meanwhile = () -> {
            store.poisoned.clear();
            other.runDue();
        };

        letPass(A_WHILE);

        assertThat(store.tries).isEqualTo(2);
        assertThat(stored(poisoned).outcome()).isEqualTo(EventOutcome.APPLIED);
        assertThat(stored(poisoned).attempts()).isEqualTo(1);
        assertThat(told(WorkNote.RetryFailed.class)).isEmpty();
    }

    @Test
    void an_event_that_can_never_be_applied_is_dead_after_exactly_eight_tries_and_alone() {
        poisonNext = true;
        SubscriptionId acme = buy(ACME);
        EventId poisoned = store.poisoned.iterator().next();
        assertThat(stored(poisoned).outcome()).isEqualTo(EventOutcome.FAILED);
        buy(GLOBEX);
        assertThat(billing.status(GLOBEX).plan()).as("others while it is tried").isEqualTo("pro");

        for (int i = 0; i < 2 * RetryEvents.MOST_ATTEMPTS; i++) letPass(A_WHILE);
        letPass(Duration.ofDays(7));

        assertThat(store.tries).isEqualTo(8).isEqualTo(RetryEvents.MOST_ATTEMPTS);
        assertThat(stored(poisoned).outcome()).isEqualTo(EventOutcome.DEAD);
        assertThat(taken.stream().filter(id -> !id.equals(poisoned)))
                .isNotEmpty()
                .allSatisfy(id -> assertThat(stored(id).attempts()).isZero())
                .allSatisfy(id -> assertThat(stored(id).outcome()).isIn(EventOutcome.APPLIED, EventOutcome.IGNORED));
        assertThat(billing.status(ACME).plan()).as("by the fetch").isEqualTo("pro");
        assertThat(told(WorkNote.RetryFailed.class))
                .hasSize(7)
                .allSatisfy(note -> assertThat(note.about().event()).contains(poisoned))
                .allSatisfy(note -> assertThat(note.about().subscription()).contains(acme))
                .extracting(WorkNote.RetryFailed::attempts)
                .isEqualTo(IntStream.rangeClosed(2, 8).boxed().toList());
        assertThat(told(WorkNote.RetryFailed.class).get(6).again())
                .as("given up")
                .isEmpty();
    }

    @Test
    void an_event_that_can_be_applied_after_all_is_and_that_is_told_with_its_ids() {
        poisonNext = true;
        SubscriptionId acme = buy(ACME);
        EventId passing = store.poisoned.iterator().next();
        store.poisoned.clear();
        letPass(A_WHILE);
        assertThat(stored(passing).outcome()).isEqualTo(EventOutcome.APPLIED);
        assertThat(told(WorkNote.Retried.class))
                .containsExactly(new WorkNote.Retried(
                        new WorkNote.About(Optional.of(ACME), Optional.of(acme), Optional.of(passing)),
                        2,
                        EventOutcome.APPLIED));
    }

    @Test
    void an_outage_of_a_week_kills_no_event_and_ends_equal_to_the_provider() {
        SubscriptionId acme = buy(ACME);
        notes.clear();
        stripe.goAway();
        stripe.cancelNow(acme);
        for (Duration passed = Duration.ZERO; passed.toDays() < 7; passed = passed.plus(A_WHILE)) letPass(A_WHILE);

        assertThat(told(WorkNote.FetchFailed.class))
                .hasSizeGreaterThan(600)
                .allSatisfy(note -> assertThat(note.about().subscription()).contains(acme))
                .allSatisfy(note -> assertThat(note.about().tenant()).contains(ACME))
                .allSatisfy(note -> assertThat(note.why()).isInstanceOf(ProviderException.class))
                .allSatisfy(note -> assertThat(note.again()).isLessThanOrEqualTo(Backoff.LONGEST));
        assertThat(taken).allSatisfy(id -> assertThat(stored(id).attempts()).isZero());
        assertThat(told(WorkNote.SweepFailed.class)).isNotEmpty();

        stripe.comeBack();
        letPass(A_WHILE);
        assertThat(notes)
                .contains(new WorkNote.Fetched(
                        WorkNote.About.subscription(Optional.of(ACME), acme), RefreshSubscriptions.Outcome.SETTLED));
        assertThat(billing.status(ACME).plan()).isEqualTo("free");
        assertThat(billing.status(ACME).status()).isEqualTo(SubscriptionStatus.CANCELED);
        assertThat(trouble).isEmpty();
    }

    @Test
    void who_is_told_and_throws_changes_nothing_and_is_trouble() {
        listener = note -> {
            throw new IllegalStateException("a log that is full");
        };
        SubscriptionId acme = buy(ACME);
        stripe.cancelNow(acme);
        assertThat(billing.status(ACME).plan()).isEqualTo("free");
        assertThat(trouble).isNotEmpty().allMatch(one -> one.getMessage().equals("a log that is full"));
        assertThat(store.<Long>inTransaction(tx -> tx.measures().backlog().marked()))
                .isZero();
    }
}

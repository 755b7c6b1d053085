package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is left of an event that is given up, and what may be in the way of that. */
class GivenUpEventsTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId GLOBEX = new TenantId("globex");

    /** Longer than any backoff. */
    private static final Duration A_WHILE = Backoff.LONGEST.plusMinutes(1);

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final PoisonedStore store = new PoisonedStore();
    private final List<WorkNote.RetryFailed> told = new ArrayList<>();
    private final List<EventId> poisoned = new ArrayList<>();
    private final List<RuntimeException> trouble = new ArrayList<>();
    private final Billing billing = Billing.builder()
            .catalog(DefaultCatalog.withPlaceholderPrices())
            .provider(stripe)
            .store(store)
            .clock(stripe.clock())
            .onTrouble(trouble::add)
            .onWork(note -> {
                if (note instanceof WorkNote.RetryFailed failed) told.add(failed);
            })
            .build();

    private boolean poisonNext;

    GivenUpEventsTest() {
        stripe.onEvent(event -> {
            if (poisonNext && event.type().startsWith("customer.subscription.")) {
                store.poisoned.add(event.id());
                poisoned.add(event.id());
                poisonNext = false;
            }
            assertThat(billing.accept(Deliveries.withPayload(event)).httpStatus())
                    .isEqualTo(200);
            billing.runDue();
        });
    }

    private InboxEvent stored(EventId id) {
        return store.inTransaction(tx -> tx.inbox().event(id)).orElseThrow();
    }

    private void letPass() {
        stripe.advance(A_WHILE);
        billing.runDue();
    }

    /** The first event about the subscription that it buys, which fails of a fault of ours. */
    private EventId poisonedOf(TenantId tenant) {
        poisonNext = true;
        stripe.pay(billing.startCheckout(tenant, Checkout.of("pro")));
        return poisoned.get(poisoned.size() - 1);
    }

    private EventId failedTimes(int tries) {
        EventId id = poisonedOf(ACME);
        while (store.tries < tries) letPass();
        told.clear();
        return id;
    }

    /** One try more, which fails as before, and then its tenant can't be held. */
    private void letPassAndMeet(RuntimeException met) {
        store.heldUp.clear();
        store.whenConcluded = () -> store.heldUp.put(ACME, met);
        letPass();
        store.heldUp.clear();
        store.whenConcluded = () -> {};
    }

    private List<AuditEntry> aboutTheEnd() {
        return store.<List<AuditEntry>>inTransaction(tx -> tx.journal().audit(ACME, 1, 999)).stream()
                .filter(entry -> entry.rule().startsWith("the event"))
                .toList();
    }

    @Test
    void one_that_is_given_up_is_in_its_tenants_audit_once_and_so_is_what_it_was_when_it_is_replayed() {
        EventId id = failedTimes(7);
        assertThat(aboutTheEnd()).as("while it is tried").isEmpty();
        for (int i = 0; i < 3; i++) letPass();
        assertThat(stored(id).outcome()).isEqualTo(EventOutcome.DEAD);
        assertThat(aboutTheEnd()).singleElement().satisfies(entry -> {
            assertThat(entry.rule())
                    .startsWith("the event was given up after 8 tries: IllegalStateException at ")
                    .endsWith(stored(id).reason());
            assertThat(entry.event()).contains(id);
            assertThat(entry.actor()).isEqualTo("webhook");
            assertThat(entry.after()).isEqualTo(entry.before());
        });
        assertThat(told)
                .singleElement()
                .satisfies(note -> assertThat(note.about().tenant()).contains(ACME));

        assertThat(billing.operations().replay(id, new OperatorsWord("anna", "by hand")))
                .isInstanceOf(ReplayEvent.Result.Failed.class);
        assertThat(aboutTheEnd()).as("still dead").hasSize(1);
        store.poisoned.clear();
        billing.operations().replay(id);
        assertThat(aboutTheEnd())
                .extracting(AuditEntry::rule)
                .hasSize(2)
                .last()
                .isEqualTo("the event, which was dead, was replayed");
    }

    @Test
    void a_tenant_that_can_not_be_read_keeps_what_is_given_up_from_nothing_but_its_audit_and_is_named() {
        EventId id = failedTimes(7);
        letPassAndMeet(new IllegalStateException("unreadable"));

        assertThat(stored(id).outcome()).isEqualTo(EventOutcome.DEAD);
        assertThat(stored(id).attempts()).isEqualTo(8);
        assertThat(stored(id).reason())
                .startsWith("IllegalStateException at ")
                .contains("; in no audit, which failed too: IllegalStateException at ");
        assertThat(told).singleElement().satisfies(note -> {
            assertThat(note.again()).isEmpty();
            assertThat(note.about().tenant()).contains(ACME);
        });
        assertThat(aboutTheEnd()).isEmpty();
    }

    static Stream<RuntimeException> whatPasses() {
        return Stream.of(StoreException.conflict("held by hand"), StoreException.unavailable("took too long"));
    }

    @ParameterizedTest
    @MethodSource("whatPasses")
    void a_tenant_that_somebody_holds_for_a_while_puts_off_giving_up_and_costs_no_row_of_its_audit(
            RuntimeException met) {
        EventId id = failedTimes(7);
        letPassAndMeet(met);
        assertThat(stored(id).outcome()).isEqualTo(EventOutcome.FAILED);
        assertThat(stored(id).attempts()).isEqualTo(8);
        assertThat(stored(id).reason()).contains("; it is given up once its tenant's audit can be written: ");
        assertThat(told).singleElement().satisfies(note -> {
            assertThat(note.again()).isPresent();
            assertThat(note.about().tenant()).contains(ACME);
        });

        letPass();
        assertThat(stored(id).outcome()).isEqualTo(EventOutcome.DEAD);
        assertThat(aboutTheEnd())
                .singleElement()
                .satisfies(entry -> assertThat(entry.rule())
                        .startsWith("the event was given up after 9 tries: IllegalStateException at ")
                        .endsWith(stored(id).reason()));
    }

    @ParameterizedTest
    @MethodSource("whatPasses")
    void a_tenant_that_can_never_be_held_keeps_what_is_given_up_from_nothing_but_its_audit(RuntimeException met) {
        EventId id = failedTimes(7);
        for (int i = 0; i < RetryEvents.MOST_MORE; i++) {
            letPassAndMeet(met);
            assertThat(stored(id).outcome()).isEqualTo(EventOutcome.FAILED);
        }
        letPassAndMeet(met);
        assertThat(stored(id).outcome()).isEqualTo(EventOutcome.DEAD);
        assertThat(stored(id).attempts()).isEqualTo(12);
        assertThat(stored(id).reason())
                .contains("; in no audit, which failed too: " + met.getClass().getSimpleName() + " at ");
        assertThat(aboutTheEnd()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("whatPasses")
    void what_is_in_the_way_of_giving_up_one_keeps_none_behind_it_from_its_next_try(RuntimeException met) {
        EventId first = failedTimes(6);
        EventId behind = poisonedOf(GLOBEX);
        letPass();
        assertThat(stored(first).attempts()).isEqualTo(7);
        assertThat(stored(behind).outcome()).isEqualTo(EventOutcome.FAILED);
        store.poisoned.remove(behind);

        letPassAndMeet(met);

        assertThat(stored(first).outcome()).isEqualTo(EventOutcome.FAILED);
        assertThat(stored(behind).outcome()).isEqualTo(EventOutcome.APPLIED);
        assertThat(trouble).isEmpty();
    }

    /** The sandbox reads again only what it made. */
    @Test
    void one_whose_payload_can_not_be_read_and_that_is_nobodys_is_given_up_for_that_alone() {
        EventId id = new EventId("evt_of_nobody");
        store.poisoned.add(id);
        billing.accept(new ProviderEvent(
                id,
                "customer.deleted",
                stripe.clock().instant(),
                false,
                Optional.empty(),
                Optional.empty(),
                new EventContent.OfCustomer(new CustomerId("cus_of_nobody"), true),
                "{}"));
        assertThat(stored(id).outcome()).isEqualTo(EventOutcome.FAILED);
        for (int i = 1; i < RetryEvents.MOST_ATTEMPTS; i++) letPass();

        assertThat(stored(id).outcome()).isEqualTo(EventOutcome.DEAD);
        assertThat(stored(id).attempts()).isEqualTo(8);
        assertThat(stored(id).reason())
                .startsWith("IllegalArgumentException at ")
                .doesNotContain("audit");
    }
}

package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.Transition;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.OutboxRow;
import dev.missioncontrol.billing.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two nodes that hand the same events to applications whose handlers take their time: one at a time does, in order. */
class DeliveryHoldsItsTurnTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId GLOBEX = new TenantId("globex");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final SandboxPaymentProvider sandbox = SandboxPaymentProvider.startingAt(NOW);
    private final InMemoryBillingStore store = new InMemoryBillingStore(sandbox.clock());

    /** What was told, in its order: which node, and which event of the tenant. */
    private final List<String> told = new ArrayList<>();

    private final DeliverEvents second = node(event -> told.add("second " + event.sequence()));

    private DeliverEvents node(Consumer<BillingEvent> handler) {
        return new DeliverEvents(
                new Transactions(store, tenant -> {}), List.of(handler), theirs -> {}, LEASE, sandbox.clock());
    }

    private static boolean goOn() {
        return true;
    }

    private void publish(TenantId tenant, int events) {
        CurrentSubscription none = CurrentSubscription.none(DefaultCatalog.withPlaceholderPrices());
        for (int sequence = 1; sequence <= events; sequence++) {
            BillingEvent event = new BillingEvent(
                    tenant + "-" + sequence,
                    tenant,
                    sequence,
                    NOW,
                    new Transition(Transition.Type.SEATS_CHANGED, none, none));
            store.inTransaction(tx -> {
                tx.accounts().lockTenant(tenant, "p-" + tenant, NOW);
                tx.journal().publish(event);
                return null;
            });
        }
    }

    @Test
    void a_batch_that_takes_longer_than_the_lease_stays_with_the_node_that_hands_it_over() {
        DeliverEvents first = node(event -> {
            told.add("first " + event.sequence());
            sandbox.advance(LEASE.dividedBy(2).plusSeconds(1));
            second.deliverDue(DeliveryHoldsItsTurnTest::goOn);
        });
        publish(ACME, 5);
        first.deliverDue(DeliveryHoldsItsTurnTest::goOn);

        assertThat(told)
                .isEqualTo(IntStream.rangeClosed(1, 5)
                        .mapToObj(sequence -> "first " + sequence)
                        .toList());
    }

    @Test
    void a_node_that_lost_its_turn_tells_nothing_more_of_what_it_had_read() {
        DeliverEvents first = node(event -> {
            told.add("first " + event.sequence());
            sandbox.advance(LEASE.plusSeconds(1));
            second.deliverDue(DeliveryHoldsItsTurnTest::goOn);
        });
        publish(ACME, 3);
        first.deliverDue(DeliveryHoldsItsTurnTest::goOn);

        assertThat(told).containsExactly("first 1", "second 1", "second 2", "second 3");
    }

    @Test
    void one_that_lost_its_turn_while_a_handler_failed_tells_nothing_more_either() {
        DeliverEvents first = node(event -> {
            told.add("first " + event.id());
            sandbox.advance(LEASE.plusSeconds(1));
            second.deliverDue(DeliveryHoldsItsTurnTest::goOn);
            throw new IllegalStateException("a handler that fails, in a test");
        });
        publish(ACME, 1);
        publish(GLOBEX, 2);
        first.deliverDue(DeliveryHoldsItsTurnTest::goOn);

        assertThat(told).containsExactly("first acme-1", "second 1", "second 1", "second 2");
    }

    static Stream<Error> errors() {
        return Stream.of(new NoSuchMethodError("a class of another version, in a test"), new StackOverflowError());
    }

    @ParameterizedTest
    @MethodSource("errors")
    void an_error_of_a_handler_is_told_and_holds_up_its_own_tenant_alone(Error error) {
        List<RuntimeException> trouble = new ArrayList<>();
        Consumer<BillingEvent> handler = event -> {
            if (event.tenant().equals(ACME)) throw error;
            told.add(event.id());
        };
        publish(ACME, 2);
        publish(GLOBEX, 2);
        new DeliverEvents(new Transactions(store, tenant -> {}), List.of(handler), trouble::add, LEASE, sandbox.clock())
                .deliverDue(DeliveryHoldsItsTurnTest::goOn);

        assertThat(told).containsExactly("globex-1", "globex-2");
        assertThat(trouble).hasSize(1).first().satisfies(one -> assertThat(one).hasCause(error));
    }

    @Test
    void events_that_can_not_be_read_of_tenants_who_are_held_are_waited_for_once_and_a_few_while_the_turn_is_kept() {
        List<TenantId> held = IntStream.rangeClosed(1, BoundedRetry.MOST_HELD + 1)
                .mapToObj(number -> new TenantId("held-" + number))
                .toList();
        held.forEach(tenant -> publish(tenant, 1));
        publish(ACME, 2);
        List<String> waitedFor = new ArrayList<>();
        BillingStore holding = new InterceptedStore(store) {
            @Override
            Object meet(Intercepted.Call call) throws Throwable {
                if (call.is("deliverLater") && call.argument(0) instanceof OutboxRow.Unreadable row) {
                    waitedFor.add(row.tenant());
                    // So long that one more is past the lease, if nothing keeps the turn.
                    sandbox.advance(LEASE.dividedBy(BoundedRetry.MOST_HELD).plusSeconds(1));
                    throw StoreException.conflict("somebody holds it, in a test");
                }
                return call.is("due") && call.proceed() instanceof List<?> rows
                        ? rows.stream().map(row -> broken((OutboxRow) row)).toList()
                        : call.proceed();
            }
        };
        Consumer<BillingEvent> handler = event -> {
            told.add("first " + event.sequence());
            second.deliverDue(DeliveryHoldsItsTurnTest::goOn);
        };
        new DeliverEvents(
                        new Transactions(holding, tenant -> {}), List.of(handler), theirs -> {}, LEASE, sandbox.clock())
                .deliverDue(DeliveryHoldsItsTurnTest::goOn);

        assertThat(waitedFor)
                .isEqualTo(held.subList(0, BoundedRetry.MOST_HELD).stream()
                        .map(TenantId::value)
                        .toList());
        assertThat(told).containsExactly("first 1", "first 2");
    }

    @Test
    void
            an_event_that_a_handler_can_not_take_while_its_tenant_is_held_is_waited_for_once_and_keeps_no_other_from_being_told() {
        publish(ACME, 2);
        publish(GLOBEX, 2);
        List<String> waitedFor = new ArrayList<>();
        BillingStore holding = new InterceptedStore(store) {
            @Override
            Object meet(Intercepted.Call call) throws Throwable {
                if (!call.is("deliverLater")) return call.proceed();
                waitedFor.add(((BillingEvent) call.argument(0)).id());
                // As long as a store waits for a lock.
                sandbox.advance(Duration.ofSeconds(2));
                throw StoreException.conflict("somebody holds it, in a test");
            }
        };
        List<RuntimeException> trouble = new ArrayList<>();
        Consumer<BillingEvent> handler = event -> {
            told.add(event.id());
            if (event.tenant().equals(ACME)) throw new IllegalStateException("a handler that fails, in a test");
        };
        new DeliverEvents(
                        new Transactions(holding, tenant -> {}), List.of(handler), trouble::add, LEASE, sandbox.clock())
                .deliverDue(DeliveryHoldsItsTurnTest::goOn);

        assertThat(waitedFor).containsExactly("acme-1");
        assertThat(told).containsExactly("acme-1", "globex-1", "globex-2");
        assertThat(trouble).hasSize(1);
    }

    private static OutboxRow broken(OutboxRow row) {
        return row.tenant().startsWith("held-")
                ? new OutboxRow.Unreadable(row.tenant(), 1, new IllegalStateException("no event, in a test"))
                : row;
    }

    @Test
    void a_node_that_is_to_stop_begins_no_other_event_and_leaves_the_rest_to_be_taken_at_once() {
        AtomicBoolean stop = new AtomicBoolean();
        DeliverEvents first = node(event -> {
            told.add("first " + event.sequence());
            stop.set(true);
        });
        publish(ACME, 3);
        first.deliverDue(() -> !stop.get());
        assertThat(told).containsExactly("first 1");

        second.deliverDue(DeliveryHoldsItsTurnTest::goOn);
        assertThat(told).containsExactly("first 1", "second 2", "second 3");
    }
}

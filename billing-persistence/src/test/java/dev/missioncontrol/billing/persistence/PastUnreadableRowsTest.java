package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.BillingBuilder;
import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.account.Drift;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.PublishedEvent;
import dev.missioncontrol.billing.usecase.AuditFault;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.EventReceiver;
import dev.missioncontrol.billing.usecase.RelayEvents;
import dev.missioncontrol.billing.usecase.WorkNote;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A row that can't be read holds up its own tenant at most: it stays, is told, and goes on once it is mended. */
class PastUnreadableRowsTest {
    /** Before the other wherever both are due. */
    private static final TenantId BROKEN = new TenantId("a-broken-one");

    private static final TenantId OTHER = new TenantId("other");

    /** More than a work's rounds of so few. */
    private static final int RUNS = 6;

    private final SandboxPaymentProvider stripe = SandboxPaymentProvider.on(InstantSource.system(), "unreadable");
    private final List<BillingEvent> told = new ArrayList<>();
    private final List<RuntimeException> troubles = new ArrayList<>();
    private final List<WorkNote> notes = new ArrayList<>();

    private BillingBuilder builder(HikariDataSource source) {
        return Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(stripe)
                .store(JdbiBillingStore.on(source))
                .onTrouble(troubles::add)
                .onWork(notes::add);
    }

    /** Both buy, and the first one ends what it has, which makes a second event of its. */
    private void bothBuyAndOneEnds(Billing billing) {
        stripe.onEvent(billing::accept);
        SubscriptionId ends = stripe.pay(billing.startCheckout(BROKEN, Checkout.of("pro")));
        stripe.pay(billing.startCheckout(OTHER, Checkout.of("pro")));
        refresh(billing);
        stripe.cancelNow(ends);
        refresh(billing);
    }

    /** So that it is written, and nobody told yet; an event of the same second as what is known would wait for its fetch. */
    private static void refresh(Billing billing) {
        billing.operations().refresh(BROKEN, true, pause -> {});
    }

    private void run(Billing billing) {
        for (int i = 0; i < RUNS; i++) {
            try {
                billing.runDue();
            } catch (IllegalStateException fault) {
                troubles.add(fault);
            }
        }
    }

    private List<Long> toldOf(TenantId tenant) {
        return told.stream()
                .filter(one -> one.tenant().equals(tenant))
                .map(BillingEvent::sequence)
                .toList();
    }

    static Stream<Arguments> everySequence() {
        return Stream.of(RealDatabase.values())
                .flatMap(database -> Stream.of(1, 2).map(sequence -> Arguments.of(database, sequence)));
    }

    @ParameterizedTest
    @MethodSource("everySequence")
    void an_event_for_the_application_waits_with_those_of_its_tenant_behind_it_alone_and_is_told_once(
            RealDatabase database, int sequence) throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            Billing billing = builder(source).onEvent(told::add).build();
            bothBuyAndOneEnds(billing);
            String row =
                    "billing.billing_outbox set transition = %s where tenant_id = 'a-broken-one' and sequence_no = "
                            + sequence;
            execute(source, "update " + row.formatted("'{' || transition"));

            run(billing);
            assertThat(toldOf(OTHER)).isNotEmpty().doesNotHaveDuplicates();
            assertThat(toldOf(BROKEN)).hasSize(sequence - 1);
            assertThat(troubles)
                    .as("told once")
                    .singleElement()
                    .satisfies(one -> assertThat(one)
                            .hasMessageContaining("event " + sequence + " of the tenant 'a-broken-one'"));

            execute(source, "update " + row.formatted("substring(transition from 2)"));
            executeAll(source, "update billing.billing_outbox set due_at = current_timestamp where due_at is not null");
            run(billing);
            assertThat(toldOf(BROKEN)).hasSizeGreaterThan(1).startsWith(1L, 2L).isSorted();
            assertThat(troubles).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_event_for_another_application_waits_as_one_that_is_refused_and_goes_once_it_can_be_read(
            RealDatabase database) throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            Billing billing = builder(source).build();
            bothBuyAndOneEnds(billing);
            run(billing);
            String row =
                    "billing.billing_outbox set transition = %s where tenant_id = 'a-broken-one' and sequence_no = 1";
            execute(source, "update " + row.formatted("'{' || transition"));

            RelayEvents.Done done = billing.relay(receiver());
            assertThat(toldOf(OTHER)).isNotEmpty();
            assertThat(toldOf(BROKEN)).isEmpty();
            assertThat(done.unreadable().orElseThrow()).contains("event 1 of the tenant 'a-broken-one'");
            assertThat(done.failingSince()).isPresent();
            assertThat(done.givenUp()).isZero();

            execute(source, "update " + row.formatted("substring(transition from 2)"));
            Billing later = builder(source)
                    .clock(() -> InstantSource.system().instant().plus(Duration.ofMinutes(1)))
                    .build();
            later.relay(receiver());
            assertThat(toldOf(BROKEN)).hasSizeGreaterThan(1).startsWith(1L, 2L).isSorted();
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_event_whose_tenant_can_not_be_read_holds_up_nobody_who_is_told_of_others(RealDatabase database)
            throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            Billing billing = builder(source).build();
            bothBuyAndOneEnds(billing);
            run(billing);
            execute(
                    source,
                    "update billing.billing_outbox set tenant_id = 'no id' where tenant_id = 'a-broken-one' and sequence_no = 1");

            RelayEvents.Done done = billing.relay(receiver());
            assertThat(toldOf(OTHER)).isNotEmpty();
            assertThat(toldOf(BROKEN)).isNotEmpty();
            assertThat(done.unreadable().orElseThrow()).contains("'no id'");
            assertThat(done.givenUp()).isOne();
        }
    }

    @ParameterizedTest
    @EnumSource
    void who_asks_for_events_gets_those_before_one_that_can_not_be_read_and_then_is_told_where_it_stands(
            RealDatabase database) throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            Billing billing = builder(source).build();
            bothBuyAndOneEnds(billing);
            run(billing);
            List<PublishedEvent> all = billing.operations().publishedEvents(0, 99);
            execute(
                    source,
                    "update billing.billing_outbox set transition = '{' where published_no = "
                            + all.get(1).position());

            assertThat(billing.operations().publishedEvents(0, 99)).isEqualTo(all.subList(0, 1));
            assertThatThrownBy(() ->
                            billing.operations().publishedEvents(all.get(0).position(), 99))
                    .hasMessageContaining("at the position " + all.get(1).position());
            assertThat(billing.operations().publishedEvents(all.get(1).position(), 99))
                    .isEqualTo(all.subList(2, all.size()));
        }
    }

    private EventReceiver receiver() {
        return new EventReceiver() {
            @Override
            public String name() {
                return "shop";
            }

            @Override
            public Outcome send(BillingEvent event) {
                told.add(event);
                return new Outcome.Taken();
            }
        };
    }

    @ParameterizedTest
    @EnumSource
    void an_event_of_the_provider_that_can_not_be_read_keeps_none_from_its_next_try_and_stays(RealDatabase database)
            throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            Billing billing = builder(source).build();
            List<ProviderEvent> events = new ArrayList<>();
            stripe.onEvent(events::add);
            stripe.pay(billing.startCheckout(OTHER, Checkout.of("pro")));
            EventId broken = events.get(0).id();
            BillingStore store = JdbiBillingStore.on(source);
            for (ProviderEvent event : events)
                store.inTransaction(tx -> tx.inbox().insert(event, Instant.parse("2026-01-01T00:00:00Z")));
            String row = " where event_id = '" + broken + "'";
            execute(
                    source,
                    "update billing.webhook_events set subscription_id = 'no id', received_at = received_at"
                            + " - interval '1' hour" + row);

            run(billing);
            assertThat(retried()).hasSize(events.size() - 1).doesNotContain(broken);
            assertThat(billing.status(OTHER).plan()).isEqualTo("pro");
            assertThat(troubles)
                    .as("told once")
                    .singleElement()
                    .satisfies(one -> assertThat(one).hasMessageContaining(broken.value()));
            assertThat(count(
                            source,
                            "webhook_events" + row + " and outcome = 'failed' and attempts = 0"
                                    + " and retry_at > current_timestamp and reason like 'can''t be read%'"))
                    .isOne();

            execute(
                    source,
                    "update billing.webhook_events set subscription_id = null, retry_at = current_timestamp" + row);
            run(billing);
            assertThat(retried()).contains(broken);
            assertThat(troubles).hasSize(1);
        }
    }

    private List<EventId> retried() {
        return notes.stream()
                .filter(WorkNote.Retried.class::isInstance)
                .map(note -> note.about().event().orElseThrow())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void a_tenant_whose_id_can_not_be_read_hides_none_of_the_others(RealDatabase database) throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            Billing billing = builder(source).build();
            stripe.onEvent(billing::accept);
            stripe.pay(billing.startCheckout(OTHER, Checkout.of("pro")));
            run(billing);
            execute(source, "update billing.subscriptions set plan = 'free' where tenant_id = 'other'");
            execute(
                    source,
                    "insert into billing.tenants (tenant_id, pseudonym, created_at, audit_head, audit_length,"
                            + " event_length) values ('a broken one', 'p', current_timestamp, '', 0, 0)");
            execute(
                    source,
                    "update billing.billing_jobs set due_at = current_timestamp, done_at = null where job_name = 'sweep'");

            List<AuditFault> faults = new ArrayList<>();
            assertThatThrownBy(() -> billing.operations().verifyAudit(Optional.empty(), faults::add))
                    .hasMessageContaining("'a broken one'");
            assertThat(faults).extracting(AuditFault::tenant).containsExactly(OTHER);
            run(billing);
            assertThat(billing.status(OTHER).plan()).isEqualTo("pro");
            assertThat(count(source, "billing_jobs where job_name = 'sweep' and done_at is not null"))
                    .as("came to its end")
                    .isOne();
            assertThat(notes)
                    .filteredOn(note -> note instanceof WorkNote.Differs differs
                            && differs.drift().kind() == Drift.Kind.UNREADABLE)
                    .singleElement()
                    .satisfies(
                            note -> assertThat(((WorkNote.Differs) note).drift().reason())
                                    .contains("'a broken one'"));
            assertThat(troubles)
                    .singleElement()
                    .satisfies(one -> assertThat(one).hasMessageContaining("can't be read"));
        }
    }

    private static void execute(HikariDataSource source, String sql) throws SQLException {
        assertThat(executeAll(source, sql)).as(sql).isOne();
    }

    private static int executeAll(HikariDataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private static long count(HikariDataSource source, String from) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from billing." + from)) {
            row.next();
            return row.getLong(1);
        }
    }
}

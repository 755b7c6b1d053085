package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.usecase.AuditFault;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Deliveries;
import dev.missioncontrol.billing.usecase.RetryEvents;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An event that is given up in a real table, and what is left of it there. */
class DeadEventsTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final String BROKEN_CHECKOUT =
            "update billing.checkout_attempts set billing_interval = 'eon' where tenant_id = 'acme'";
    private static final String BROKEN_SUBSCRIPTION =
            "update billing.tracked_subscriptions set registers = '{' where tenant_id = 'acme'";
    private static final String MENDED_CHECKOUT =
            "update billing.checkout_attempts set billing_interval = 'month' where tenant_id = 'acme'";

    private final SandboxPaymentProvider stripe = SandboxPaymentProvider.on(InstantSource.system(), "dead");
    private final List<ProviderEvent> completed = new ArrayList<>();

    /** The event about the checkout comes last. */
    private Billing billing(HikariDataSource source) {
        Billing billing = Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(stripe)
                .store(JdbiBillingStore.on(source))
                .build();
        stripe.onEvent(said -> {
            if (said.type().equals("checkout.session.completed")) completed.add(Deliveries.withPayload(said));
            else
                assertThat(billing.accept(Deliveries.withPayload(said)).httpStatus())
                        .isEqualTo(200);
        });
        return billing;
    }

    private static InboxEvent stored(BillingStore store, EventId id) {
        return store.<Optional<InboxEvent>>inTransaction(tx -> tx.inbox().event(id))
                .orElseThrow();
    }

    private static List<String> about(BillingStore store, EventId id) {
        return store.<List<AuditEntry>>inTransaction(tx -> tx.journal().audit(ACME, 1, 999)).stream()
                .filter(entry -> entry.event().filter(id::equals).isPresent())
                .map(AuditEntry::rule)
                .filter(rule -> rule.startsWith("the event"))
                .toList();
    }

    private EventId failed(HikariDataSource source, Billing billing, String broken) throws SQLException {
        stripe.pay(billing.startCheckout(ACME, Checkout.of("pro")));
        billing.runDue();
        execute(source, broken);
        assertThat(billing.accept(completed.get(0)).httpStatus()).isEqualTo(200);
        return completed.get(0).id();
    }

    /** One try more, which is the given one. */
    private static void tryAgain(HikariDataSource source, Billing billing, EventId id, int number) throws SQLException {
        execute(
                source,
                "update billing.webhook_events set attempts = " + (number - 1)
                        + ", retry_at = current_timestamp - interval '1' minute where event_id = '" + id + "'");
        billing.runDue();
    }

    @ParameterizedTest
    @EnumSource
    void it_is_in_its_tenants_audit_after_the_last_try_and_once(RealDatabase database) throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            BillingStore store = JdbiBillingStore.on(source);
            Billing billing = billing(source);
            EventId id = failed(source, billing, BROKEN_CHECKOUT);
            assertThat(stored(store, id).outcome()).isEqualTo(EventOutcome.FAILED);

            tryAgain(source, billing, id, RetryEvents.MOST_ATTEMPTS - 1);
            assertThat(about(store, id)).isEmpty();
            tryAgain(source, billing, id, RetryEvents.MOST_ATTEMPTS);
            assertThat(stored(store, id).outcome()).isEqualTo(EventOutcome.DEAD);
            assertThat(about(store, id))
                    .singleElement()
                    .asString()
                    .startsWith("the event was given up after 8 tries: ");

            execute(source, MENDED_CHECKOUT);
            billing.operations().replay(id);
            assertThat(about(store, id)).hasSize(2).last().isEqualTo("the event, which was dead, was replayed");
            List<AuditFault> faults = new ArrayList<>();
            billing.operations().verifyAudit(Optional.of(ACME), faults::add);
            assertThat(faults).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_row_of_its_tenant_that_can_not_be_read_keeps_it_from_nothing_but_the_audit(RealDatabase database)
            throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            BillingStore store = JdbiBillingStore.on(source);
            Billing billing = billing(source);
            EventId id = failed(source, billing, BROKEN_SUBSCRIPTION);

            tryAgain(source, billing, id, RetryEvents.MOST_ATTEMPTS);
            assertThat(stored(store, id).outcome()).isEqualTo(EventOutcome.DEAD);
            assertThat(stored(store, id).attempts()).isEqualTo(RetryEvents.MOST_ATTEMPTS);
            assertThat(stored(store, id).reason()).contains("; in no audit, which failed too: ");
            assertThat(about(store, id)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void who_holds_its_tenant_puts_off_giving_it_up_and_costs_the_audit_no_row(RealDatabase database)
            throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            BillingStore store = JdbiBillingStore.on(source);
            Billing billing = billing(source);
            EventId id = failed(source, billing, BROKEN_CHECKOUT);
            try (Connection holder = source.getConnection();
                    Statement statement = holder.createStatement()) {
                holder.setAutoCommit(false);
                statement.executeQuery("select * from billing.tenants where tenant_id = 'acme' for update");
                tryAgain(source, billing, id, RetryEvents.MOST_ATTEMPTS);
                holder.rollback();
            }
            assertThat(stored(store, id).outcome()).isEqualTo(EventOutcome.FAILED);
            assertThat(stored(store, id).reason())
                    .contains("; it is given up once its tenant's audit can be written: ");
            assertThat(about(store, id)).isEmpty();

            tryAgain(source, billing, id, RetryEvents.MOST_ATTEMPTS + 1);
            assertThat(stored(store, id).outcome()).isEqualTo(EventOutcome.DEAD);
            assertThat(about(store, id))
                    .singleElement()
                    .asString()
                    .startsWith("the event was given up after 9 tries: ");
        }
    }

    private static void execute(HikariDataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).as(sql).isOne();
        }
    }
}

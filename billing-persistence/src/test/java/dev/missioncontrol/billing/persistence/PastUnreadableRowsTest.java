package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.Drift;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.usecase.AuditFault;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.VerifyAudit;
import dev.missioncontrol.billing.usecase.WorkNote;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Stripe told, or a tenant, that can't be read keeps no other from its turn: it stays, is told, and goes on once it is mended. */
class PastUnreadableRowsTest extends WithUnreadableRows {
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
                                    + " and retry_at > current_timestamp and reason like 'can''t be read%'"
                                    + " and reason not like '%no id%'"))
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
            VerifyAudit.Verification verified = billing.operations().verifyAudit(Optional.empty(), faults::add);
            assertThat(verified.unreadable()).containsExactly("'a broken one'");
            assertThat(verified.sound()).isFalse();
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
}

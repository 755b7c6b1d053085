package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.AuditFault;
import dev.missioncontrol.billing.usecase.AuditFault.Kind;
import dev.missioncontrol.billing.usecase.Checkout;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever touches the audit with SQL is found out, on both databases. */
class AuditTamperTest {
    private static final TenantId ACME = new TenantId("acme");

    /** A statement against one row of acme's audit, or of what it has, and what must be said of it. */
    private enum Touch {
        NOTHING("select 1"),
        RULE(
                "update billing.billing_audit set decision_rule = 'forged' where tenant_id = 'acme' and sequence_no = 2",
                Kind.CHANGED),
        MOMENT(
                "update billing.billing_audit set decided_at = decided_at - interval '1' hour where tenant_id = 'acme' and sequence_no = 2",
                Kind.CHANGED),
        STATE(
                "update billing.billing_audit set after_state = replace(after_state, 'team', 'pro') where tenant_id = 'acme' and sequence_no = 2",
                Kind.CHANGED,
                Kind.STATE_DIFFERS),
        HASH(
                "update billing.billing_audit set row_hash = '00' where tenant_id = 'acme' and sequence_no = 1",
                Kind.CHANGED,
                Kind.CHANGED),
        UNREADABLE(
                "update billing.billing_audit set after_state = 'gone' where tenant_id = 'acme' and sequence_no = 2",
                Kind.UNREADABLE),
        REMOVED("delete from billing.billing_audit where tenant_id = 'acme' and sequence_no = 2", Kind.REMOVED),
        LAST_REMOVED(
                "delete from billing.billing_audit where tenant_id = 'acme' and sequence_no = (select audit_length from billing.tenants where tenant_id = 'acme')",
                Kind.REMOVED),
        ALL_REMOVED("delete from billing.billing_audit where tenant_id = 'acme'", Kind.REMOVED),
        GIVEN_AWAY(
                "update billing.billing_audit set tenant_id = null where tenant_id = 'acme' and sequence_no = 2",
                Kind.REMOVED),
        INSERTED(
                "insert into billing.billing_audit select pseudonym, 99, tenant_id, decided_at, actor, event_id, decision_rule, before_state, after_state, previous_hash, row_hash from billing.billing_audit where tenant_id = 'acme' and sequence_no = 2",
                Kind.INSERTED),
        HAS_UNREADABLE(
                "update billing.subscriptions set stripe_subscription_id = 'no id' where tenant_id = 'acme'",
                Kind.UNREADABLE),
        PLAN("update billing.subscriptions set plan = 'pro' where tenant_id = 'acme'", Kind.STATE_DIFFERS);

        private final String sql;
        private final List<Kind> kinds;

        Touch(String sql, Kind... kinds) {
            this.sql = sql;
            this.kinds = List.of(kinds);
        }
    }

    @ParameterizedTest
    @EnumSource(RealDatabase.class)
    void every_touch_of_a_row_shows(RealDatabase database) throws SQLException {
        for (Touch touch : Touch.values()) {
            try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
                Billing billing = lived(source);
                execute(source, touch.sql);
                List<AuditFault> faults = new ArrayList<>();
                var verified = billing.operations().verifyAudit(Optional.empty(), faults::add);
                assertThat(faults).as("%s", touch).extracting(AuditFault::kind).isEqualTo(touch.kinds);
                assertThat(faults).extracting(AuditFault::tenant).allMatch(ACME::equals);
                assertThat(verified.tenants()).isEqualTo(2);
            }
        }
    }

    private static Billing lived(HikariDataSource source) {
        SandboxPaymentProvider stripe = SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
        Billing billing = Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(stripe)
                .store(JdbiBillingStore.on(source))
                .clock(stripe.clock())
                .build();
        stripe.deliverTo(billing);
        stripe.pay(billing.startCheckout(ACME, Checkout.of("team").seats(3)));
        stripe.pay(billing.startCheckout(new TenantId("globex"), Checkout.of("pro")));
        return billing;
    }

    private static void execute(HikariDataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.HeldRow;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.EraseTenant.Request;
import dev.missioncontrol.billing.usecase.EraseTenant.Result;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Exporting and erasing reach every table that has something of a tenant, whoever added it. */
class TenantTablesTest {
    private static final TenantId ACME = new TenantId("acme-canary");

    /** A text by such a name says whose a row is; a number counts tenants. */
    private static final String TELLS_WHOSE =
            "(column_name like '%tenant%' or column_name = 'pseudonym' or column_name like '%customer_id'"
                    + " or column_name like '%subscription_id') and lower(data_type) like 'char%'";

    @ParameterizedTest
    @EnumSource
    void every_table_that_says_whose_a_row_is_can_be_exported_and_erased(RealDatabase database) throws SQLException {
        try (HikariDataSource source = database.open()) {
            JdbiBillingStore.migrate(source);
            Set<String> tables = new TreeSet<>(strings(
                    source,
                    "select distinct table_name from information_schema.columns where table_schema = 'billing' and "
                            + TELLS_WHOSE));
            tables.addAll(referencing(source, tables));
            Set<String> listed = new TreeSet<>();
            TenantTables.ALL.forEach(one -> listed.add(one.name()));
            assertThat(listed)
                    .as("A table has rows of a tenant, and TenantTables does not list it. Add a line there: which rows"
                            + " are a tenant's, and whether erasing removes them (REMOVED) or they hold nothing of it"
                            + " afterwards (KEPT). What is written for a tenant must also stop once it is a tombstone.")
                    .containsAll(tables);
        }
    }

    /** Tables with a foreign key to one of these. */
    private static List<String> referencing(HikariDataSource source, Set<String> tables) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = source.getConnection()) {
            for (String table : tables)
                try (ResultSet keys = connection.getMetaData().getExportedKeys(null, "billing", table)) {
                    while (keys.next()) found.add(keys.getString("FKTABLE_NAME"));
                }
        }
        return found;
    }

    @ParameterizedTest
    @EnumSource
    void nothing_of_an_erased_tenant_is_found_in_any_column(RealDatabase database) throws SQLException {
        try (HikariDataSource source = database.open()) {
            JdbiBillingStore.migrate(source);
            SandboxPaymentProvider stripe = SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
            BillingStore store = JdbiBillingStore.on(source);
            Billing billing = Billing.builder()
                    .catalog(DefaultCatalog.withPlaceholderPrices())
                    .provider(stripe)
                    .store(store)
                    .clock(stripe.clock())
                    .build();
            stripe.deliverTo(billing);
            stripe.pay(billing.startCheckout(ACME, Checkout.of("pro").email("canary@mail.example")));
            CustomerId customer = stripe.customerOf(ACME).orElseThrow();
            Set<String> canaries = new LinkedHashSet<>(List.of(customer.value(), "canary@mail.example"));
            billing.operations().exportTenant(ACME, row -> canaries.addAll(identifiers(row)));
            assertThat(canaries).hasSizeGreaterThan(4);
            for (String canary : canaries)
                if (!canary.equals("canary@mail.example"))
                    assertThat(found(source, canary)).as("planted: " + canary).isNotEmpty();

            Result result = billing.operations()
                    .eraseTenant(
                            ACME, Request.because("why").endingSubscription().deletingCustomer(), pause -> {});
            billing.runDue();

            assertThat(result).isEqualTo(new Result.Erased(false));
            for (String canary : canaries)
                assertThat(found(source, canary)).as(canary).isSubsetOf(allowed());
            assertThat(found(source, ACME.value()))
                    .as("a tombstone, and for an hour what tells other nodes of it")
                    .isSubsetOf("tenants.tenant_id", "erased_references.tenant_id", "billing_changes.tenant_id");
            assertThat(billing.operations()
                            .verifyAudit(Optional.empty(), fault -> {})
                            .sound())
                    .isTrue();
        }
    }

    /** The audit keeps what it says, under its pseudonym; an event keeps its own id. */
    private static List<String> allowed() {
        return List.of(
                "billing_audit.decision_rule",
                "billing_audit.before_state",
                "billing_audit.after_state",
                "billing_audit.event_id",
                "webhook_events.event_id");
    }

    private static List<String> identifiers(HeldRow row) {
        List<String> ids = new ArrayList<>();
        for (String column : List.of("customer_id", "subscription_id", "attempt_id", "session_id", "url"))
            Optional.ofNullable(row.columns().get(column))
                    .flatMap(value -> value)
                    .ifPresent(ids::add);
        return ids;
    }

    /** Columns of any table in which the text stands. */
    private static List<String> found(HikariDataSource source, String text) throws SQLException {
        List<String> found = new ArrayList<>();
        for (String column : strings(
                source,
                "select table_name || '.' || column_name from information_schema.columns"
                        + " where table_schema = 'billing' and lower(data_type) like 'char%'")) {
            String[] parts = column.split("\\.");
            List<String> count = strings(
                    source,
                    "select count(*) from billing." + parts[0] + " where \"" + parts[1] + "\" like '%" + text + "%'");
            if (!count.get(0).equals("0")) found.add(column);
        }
        return found;
    }

    private static List<String> strings(HikariDataSource source, String query) throws SQLException {
        List<String> all = new ArrayList<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) all.add(rows.getString(1));
        }
        return all;
    }
}

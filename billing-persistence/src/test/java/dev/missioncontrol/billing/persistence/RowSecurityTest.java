package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.usecase.Checkout;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** PostgreSQL as a second lock between tenants, seen by a role that owns nothing. */
class RowSecurityTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId GLOBEX = new TenantId("globex");

    private static HikariDataSource owner;
    private static HikariDataSource server;
    private static Billing billing;
    private static SandboxPaymentProvider stripe;

    @BeforeAll
    static void sell() throws SQLException {
        owner = StoreOnDatabase.migrated(RealDatabase.POSTGRESQL);
        JdbiBillingStore.secureRows(owner, "billing");
        JdbiBillingStore.secureRows(owner, "billing");
        execute(
                owner,
                "drop role if exists billing_server",
                "create role billing_server login password 'billing_server'",
                "grant usage on schema billing to billing_server",
                "grant select, insert, update, delete on all tables in schema billing to billing_server",
                "grant usage on all sequences in schema billing to billing_server");
        server = RealDatabase.patient(BillingPool.open(owner.getJdbcUrl(), "billing_server", "billing_server"));
        stripe = SandboxPaymentProvider.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
        billing = Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(stripe)
                .store(JdbiBillingStore.on(server).withRowSecurity())
                .clock(stripe.clock())
                .returnTo(URI.create("https://app.example/billing"))
                .build();
        stripe.deliverTo(billing);
        stripe.pay(billing.startCheckout(ACME, Checkout.of("team").seats(5)));
        stripe.pay(billing.startCheckout(GLOBEX, Checkout.of("pro")));
    }

    @AfterAll
    static void close() throws SQLException {
        server.close();
        execute(owner, "drop owned by billing_server", "drop role billing_server");
        owner.close();
    }

    @Test
    void the_whole_way_works_behind_it() {
        assertThat(billing.status(ACME).plan()).isEqualTo("team");
        assertThat(billing.status(ACME).seats()).isEqualTo(5);
        assertThat(billing.status(GLOBEX).plan()).isEqualTo("pro");
        assertThat(billing.history(ACME, OptionalLong.empty()).changes()).isNotEmpty();
        assertThat(billing.openMatters(ACME)).isNotNull();
        billing.cancel(GLOBEX);
        assertThat(billing.status(GLOBEX).current().cancelAt()).isPresent();
        assertThat(billing.operations()
                        .verifyAudit(Optional.empty(), fault -> {})
                        .faults())
                .isZero();
    }

    @Test
    void a_transaction_for_one_tenant_reaches_no_row_of_another_whatever_it_asks_for() {
        BillingStore store = JdbiBillingStore.on(server).withRowSecurity();
        assertThat(store.<Boolean>inTransaction(
                        ACME, tx -> tx.accounts().current(ACME).isPresent()))
                .isTrue();
        assertThat(store.standing(ACME)).as("which is one statement elsewhere").isPresent();
        assertThat(store.readsTogether()).isFalse();
        assertThat(store.standings(Set.of(ACME, GLOBEX)))
                .as("each in a transaction of its own")
                .hasSize(2);
        assertThat(store.<Boolean>inTransaction(
                        ACME,
                        tx -> tx.accounts().current(GLOBEX).isPresent()
                                || tx.accounts().tenant(GLOBEX).isPresent()
                                || !tx.accounts().subscriptionsOf(GLOBEX).isEmpty()))
                .isFalse();
        SubscriptionId theirs = store.inTransaction(
                tx -> tx.accounts().subscriptionsOf(GLOBEX).get(0).id());
        PlannedChange planned = new PlannedChange(new PriceId("price"), 2, Instant.parse("2027-01-01T00:00:00Z"));
        store.inTransaction(tx -> {
            tx.accounts().plan(theirs, Optional.of(planned));
            return planned;
        });
        assertThat(store.<Optional<PlannedChange>>inTransaction(
                        GLOBEX, tx -> tx.accounts().planned(theirs)))
                .contains(planned);
        assertThat(store.<Optional<PlannedChange>>inTransaction(
                        ACME, tx -> tx.accounts().planned(theirs)))
                .isEmpty();
        assertThat(store.<Integer>inTransaction(
                        tx -> tx.accounts().subscriptionsOf(ACME).size()
                                + tx.accounts().subscriptionsOf(GLOBEX).size()))
                .as("work that is about many")
                .isEqualTo(2);
    }

    @Test
    void who_does_not_say_whose_a_transaction_is_sees_nothing() throws SQLException {
        for (String table : tablesWithATenant())
            assertThat(rows(server, table)).as(table).isZero();
        assertThat(rows(owner, "tenants")).isEqualTo(2);
        assertThat(billingWithout().status(ACME).plan()).isEqualTo("free");
    }

    private static Billing billingWithout() {
        return Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(stripe)
                .store(JdbiBillingStore.on(server))
                .clock(stripe.clock())
                .returnTo(URI.create("https://app.example/billing"))
                .build();
    }

    @Test
    void a_role_that_it_does_not_bind_is_found_out() throws SQLException {
        assertThat(JdbiBillingStore.rowSecurityBinds(server, "billing")).isTrue();
        assertThat(JdbiBillingStore.rowSecurityBinds(owner, "billing")).isFalse();
        execute(owner, "create table billing.added_later (tenant_id varchar not null)");
        try {
            assertThat(JdbiBillingStore.rowSecurityBinds(server, "billing"))
                    .as("a table without the policy")
                    .isFalse();
        } finally {
            execute(owner, "drop table billing.added_later");
        }
    }

    @Test
    void a_role_that_would_see_nothing_behind_it_is_found_out() throws SQLException {
        assertThat(JdbiBillingStore.rowSecurityHides(server, "billing")).isTrue();
        assertThat(JdbiBillingStore.rowSecurityHides(owner, "billing"))
                .as("whom it does not bind")
                .isFalse();
        JdbiBillingStore.migrate(owner, "open");
        assertThat(JdbiBillingStore.rowSecurityHides(server, "open"))
                .as("a schema without it")
                .isFalse();
        try (HikariDataSource h2 = RealDatabase.H2.open()) {
            assertThat(JdbiBillingStore.rowSecurityHides(h2, "billing")).isFalse();
        }
    }

    @Test
    void what_is_secured_already_is_left_alone_whoever_reads_it() throws SQLException {
        try (Connection backup = holding(tablesWithATenant())) {
            JdbiBillingStore.secureRows(owner, "billing");
            backup.rollback();
        }
    }

    @Test
    void a_policy_that_is_another_is_put_right_once_its_table_is_free_and_keeps_nobody_waiting() throws Exception {
        execute(owner, "alter policy billing_tenant on billing.tenants using (true)");
        assertThat(rows(server, "tenants")).isEqualTo(2);
        ExecutorService securing = Executors.newSingleThreadExecutor();
        try (Connection backup = holding(List.of("tenants"))) {
            Future<?> done = securing.submit(() -> JdbiBillingStore.secureRows(owner, "billing"));
            for (int tries = 0; tries < 2; tries++) {
                Awaitility.await().atMost(RealDatabase.PATIENCE).until(() -> waiting() > 0);
                // One that waits for longer than a transaction may wait for a lock throws.
                BillingStore store = JdbiBillingStore.on(server).withRowSecurity();
                assertThat(store.<Boolean>inTransaction(
                                tx -> tx.accounts().tenant(ACME).isPresent()))
                        .isTrue();
            }
            assertThat(done.isDone()).isFalse();
            backup.rollback();
            done.get(1, TimeUnit.MINUTES);
        } finally {
            securing.shutdownNow();
        }
        assertThat(rows(server, "tenants")).isZero();
        assertThat(billing.status(ACME).plan()).isEqualTo("team");
    }

    @Test
    void a_table_that_was_left_open_is_closed_and_connections_are_given_back_as_they_came() throws SQLException {
        execute(owner, "alter table billing.seat_pushes disable row level security");
        assertThat(JdbiBillingStore.rowSecurityBinds(server, "billing")).isFalse();
        try (Connection one = owner.getConnection()) {
            one.setAutoCommit(false);
            JdbiBillingStore.secureRows(HostConnectionTest.always(one), "billing");
            assertThat(one.getAutoCommit()).isFalse();
        }
        assertThat(JdbiBillingStore.rowSecurityBinds(server, "billing")).isTrue();
    }

    /** A connection that holds these as {@code pg_dump} does. */
    private static Connection holding(List<String> tables) throws SQLException {
        Connection connection = owner.getConnection();
        connection.setAutoCommit(false);
        for (String table : tables)
            Database.execute(connection, "lock table billing." + table + " in access share mode");
        return connection;
    }

    private static long waiting() throws SQLException {
        try (Connection connection = owner.getConnection()) {
            return Long.parseLong(Database.answer(
                    connection,
                    "select count(*) from pg_locks where not granted and mode = 'AccessExclusiveLock' and relation ="
                            + " 'billing.tenants'::regclass"));
        }
    }

    private static List<String> tablesWithATenant() throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select table_name from information_schema.columns"
                        + " where table_schema = 'billing' and column_name = 'tenant_id' order by 1")) {
            while (rows.next()) tables.add(rows.getString(1));
        }
        assertThat(tables).contains("tenants", "subscriptions", "billing_audit", "billing_outbox");
        return tables;
    }

    private static long rows(HikariDataSource source, String table) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from billing." + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void execute(HikariDataSource source, String... statements) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) statement.execute(sql);
        }
    }
}

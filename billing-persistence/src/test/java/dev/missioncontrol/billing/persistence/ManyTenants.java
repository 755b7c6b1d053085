package dev.missioncontrol.billing.persistence;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/** Fills a PostgreSQL with tenants, and says by its own statistics which tables were read from end to end. */
final class ManyTenants {
    /** Tables that grow with the number of tenants, or with what happens to them. */
    static final List<String> LARGE = List.of(
            "tenants",
            "subscriptions",
            "customers",
            "tracked_subscriptions",
            "marked_subscriptions",
            "planned_changes",
            "webhook_events",
            "checkout_attempts",
            "billing_audit",
            "billing_outbox",
            "billing_changes",
            "seat_pushes",
            "browser_sessions",
            "erased_references");

    private static final String NUMBERED = " from generate_series(1, %d) n";

    private static final String PLAN = "case when n % 10 < 4 then 'free' when n % 10 < 8 then 'pro' else 'team' end";

    private static final String STATUS =
            "case when n % 10 < 4 then 'active' when n % 1000 = 7 then 'past_due' when n % 50 = 8 then 'trialing' else"
                    + " 'active' end";

    private static final String HAS = "{\"plan\":\"pro\",\"status\":\"active\",\"seats\":1}";

    private static final String TRANSITION =
            "{\"type\":\"subscription_updated\",\"before\":" + HAS + ",\"after\":" + HAS + "}";

    private ManyTenants() {}

    /** Where something waits, it does so for one in so many. */
    private static final String WAITS = "case when n % 1000 = 3 then now() end";

    /** A database of PostgreSQL's with so many of them. */
    static HikariDataSource on(int tenants) throws SQLException {
        HikariDataSource source = StoreOnDatabase.migrated(RealDatabase.POSTGRESQL);
        fill(source, tenants);
        return source;
    }

    /**
     * Each with a customer, what it has, a subscription, three events, a checkout, a decision and what followed, pushed seats, a
     * note for other nodes, a browser that is signed in, and the trace of another that was erased; some of all that waits, and half of the subscriptions for a
     * fetch, as after a storm.
     */
    static void fill(DataSource source, int tenants) throws SQLException {
        String numbered = NUMBERED.formatted(tenants);
        run(
                source,
                "insert into billing.tenants (tenant_id, pseudonym, created_at, audit_head, audit_length, event_length)"
                        + " select 'tenant-' || n, 'p' || n, now(), '', 1, 0" + numbered,
                "insert into billing.customers (tenant_id, provider, customer_id, livemode, gone, generation, created_at,"
                        + " updated_at) select 'tenant-' || n, 'stripe', 'cus_' || n, false, false, 1, now(), now()"
                        + numbered,
                "insert into billing.subscriptions (tenant_id, stripe_customer_id, stripe_subscription_id, plan, seats,"
                        + " status, billing_interval, provider_status, standing, provisional, as_of, catalog_hash,"
                        + " created_at, updated_at) select 'tenant-' || n, 'cus_' || n, 'sub_' || n, " + PLAN
                        + ", 1 + n % 9, " + STATUS
                        + ", case when n % 3 = 0 then 'year' else 'month' end, 'active', 'active', false, now(), '"
                        + DefaultCatalog.withPlaceholderPrices().hash() + "',"
                        + " now(), now()" + numbered,
                "insert into billing.tracked_subscriptions (subscription_id, tenant_id, customer_id, quarantined,"
                        + " livemode, ended, provisional, registers, dirty, synced, row_version, token, attempts,"
                        + " unowned_tries, created_at, updated_at) select 'sub_' || n, 'tenant-' || n, 'cus_' || n,"
                        + " false, false, false, false, '{}', 1, 1, 1, 1, 0, 0, now(), now()" + numbered,
                "insert into billing.marked_subscriptions (subscription_id, marked_since, due_at) select 'sub_' || n, now(),"
                        + " now()" + numbered + " where n % 2 = 1",
                "insert into billing.planned_changes (subscription_id, planned_price, planned_quantity, planned_at)"
                        + " select 'sub_' || n, 'price', 2, now()" + numbered + " where n % 4 = 1",
                "insert into billing.webhook_events (event_id, event_type, created_at, received_at, livemode,"
                        + " subscription_id, tenant_id, payload, attempts, outcome, reason) select 'evt_' || n || '_' || k,"
                        + " 'invoice.paid', now(), now() - interval '1 second' * n, false, 'sub_' || n, 'tenant-' || n,"
                        + " '{}', 0, case when n % 5000 = 0 then 'dead' when n % 5000 = 1 then 'quarantined' else"
                        + " 'applied' end, 'why'" + numbered + ", generate_series(1, 3) k",
                "insert into billing.billing_audit (pseudonym, sequence_no, tenant_id, decided_at, actor, decision_rule,"
                        + " before_state, after_state, previous_hash, row_hash) select 'p' || n, 1, 'tenant-' || n, now(),"
                        + " 'webhook', 'why', '" + HAS + "', '" + HAS + "', '', ''" + numbered + " where n <> "
                        + tenants / 2,
                "insert into billing.checkout_attempts (attempt_id, tenant_id, plan, billing_interval, seats, generation,"
                        + " state, created_at) select 'attempt-' || n, 'tenant-' || n, 'pro', 'month', 1, 1, 'completed',"
                        + " now()" + numbered + " where n <> " + tenants / 2,
                "insert into billing.billing_outbox (tenant_id, sequence_no, event_id, decided_at, transition,"
                        + " due_at, delivered_at, published_no) select 'tenant-' || n, 1, 'event-' || n, now(), '"
                        + TRANSITION + "', " + WAITS
                        + ", case when n % 1000 <> 3 then now() end, case when n % 1000 <> 3 then n end"
                        + numbered,
                "insert into billing.billing_changes (tenant_id, seen_no, seen_at) select 'tenant-' || n,"
                        + " case when n % 1000 <> 3 then n / 10 end, case when n % 1000 <> 3 then now() end" + numbered,
                "insert into billing.seat_pushes (tenant_id, seats, pushes, token, due_at, attempts)"
                        + " select 'tenant-' || n, 5, 1, 1, " + WAITS + ", 0" + numbered,
                "insert into billing.browser_sessions (session_hash, kind, tenant_id, operator_name, manage, ends_at)"
                        + " select 'hash-' || n, 'page', 'tenant-' || n, '', true, now() + interval '1 second' * (n % 3600 - 60)"
                        + numbered,
                "insert into billing.erased_references (reference_hash, tenant_id, erased_at)"
                        + " select 'hash-' || n, 'tenant-' || n, now()" + numbered,
                "analyze");
    }

    private static void run(DataSource source, String... statements) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            // A million rows take longer than a server in use may say nothing.
            connection.setNetworkTimeout(Runnable::run, 0);
            for (String one : statements) statement.execute(one);
        }
    }
}

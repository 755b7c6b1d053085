package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.Backlog;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.CheckoutAttempts;
import dev.missioncontrol.billing.store.HeldRow;
import dev.missioncontrol.billing.store.Refreshes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What PostgreSQL reads for work behind the scenes is bounded, also where it finds nothing. */
class BoundedReadsTest {
    private static final int TENANTS = 4_000;
    private static final int PAGE = 100;

    /** Of an account that sells other things as well; one of a thousand lives. */
    private static final int NOBODYS = 20_000;

    private static HikariDataSource source;

    @BeforeAll
    static void fill() throws Exception {
        source = ManyTenants.on(TENANTS);
        execute("insert into billing.tracked_subscriptions (subscription_id, customer_id, quarantined, livemode, ended,"
                + " provisional, registers, dirty, synced, row_version, token, attempts, unowned_tries, created_at,"
                + " updated_at) select 'sub_elsewhere_' || n, 'cus_elsewhere_' || n, false, false, n % 1000 <> 0, false,"
                + " '{}', 1, 1, 1, 1, 0, 0, now(), now() from generate_series(1, " + NOBODYS + ") n");
        execute("analyze billing.tracked_subscriptions");
    }

    @AfterAll
    static void close() {
        source.close();
    }

    private static void execute(String sql) throws Exception {
        try (Connection connection = source.getConnection()) {
            Database.execute(connection, sql);
        }
    }

    private static List<String> texts(String sql) throws Exception {
        try (Connection connection = source.getConnection();
                Statement ask = connection.createStatement();
                ResultSet rows = ask.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) texts.add(rows.getString(1));
            return texts;
        }
    }

    private static <T> T sending(SentStatements sent, Function<BillingTransaction, T> work) {
        return JdbiBillingStore.on(sent.watching(source)).inTransaction(work);
    }

    /** Rows that were looked at in this table for all statements that name it, whether they were wanted or not. */
    private static long rowsRead(SentStatements sent, String table) throws Exception {
        long read = 0;
        try (Connection connection = source.getConnection();
                Statement ask = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String sql : sent.all()) {
                if (!sql.contains(table)) continue;
                try (ResultSet plan = ask.executeQuery("explain (analyze, format json) " + sql)) {
                    plan.next();
                    read += rowsRead(
                            new ObjectMapper()
                                    .readTree(plan.getString(1))
                                    .get(0)
                                    .get("Plan"),
                            table);
                }
            }
            connection.rollback();
        }
        return read;
    }

    private static long rowsRead(JsonNode node, String table) {
        long here = node.path("Relation Name").asText().equals(table)
                ? (node.path("Actual Rows").asLong()
                                + node.path("Rows Removed by Filter").asLong())
                        * node.path("Actual Loops").asLong()
                : 0;
        for (JsonNode below : node.path("Plans")) here += rowsRead(below, table);
        return here;
    }

    @Test
    void the_backlog_is_counted_without_what_ended_and_is_nobodys() throws Exception {
        SentStatements sent = new SentStatements();
        Backlog backlog = sending(sent, tx -> tx.measures().backlog());
        assertThat(backlog.unbound()).isEqualTo(NOBODYS / 1000);
        assertThat(rowsRead(sent, "tracked_subscriptions")).isLessThan(PAGE);
    }

    @Test
    void all_that_is_held_of_a_tenant_is_found_without_what_is_nobodys() throws Exception {
        SentStatements sent = new SentStatements();
        TenantId tenant = new TenantId("tenant-" + TENANTS / 2);
        List<HeldRow> rows = new ArrayList<>();
        sending(sent, tx -> {
            tx.holdings().each(tenant, rows::add);
            return null;
        });
        assertThat(rows).extracting(HeldRow::table).contains("tracked_subscriptions", "webhook_events");
        assertThat(rowsRead(sent, "tracked_subscriptions")).isLessThan(PAGE);
    }

    @Test
    void a_tenant_is_erased_without_reading_what_is_nobodys() throws Exception {
        SentStatements sent = new SentStatements();
        TenantId tenant = new TenantId("tenant-" + (TENANTS / 2 + 1));
        sending(sent, tx -> {
            tx.holdings().bury(tenant, Instant.EPOCH);
            tx.holdings().eraseHistory(tenant, PAGE);
            tx.holdings().erase(tenant, Instant.EPOCH);
            return null;
        });
        assertThat(rowsRead(sent, "tracked_subscriptions")).isLessThan(PAGE);
    }

    @Test
    void a_sweep_writes_nothing_about_what_has_ended() throws Exception {
        List<SubscriptionId> page =
                List.of(new SubscriptionId("sub_elsewhere_1"), new SubscriptionId("sub_elsewhere_1000"));
        sending(new SentStatements(), tx -> {
            tx.refreshes().swept(page, Instant.EPOCH);
            return null;
        });
        assertThat(texts("select subscription_id from billing.tracked_subscriptions where swept_at is not null and"
                        + " subscription_id like 'sub_elsewhere_1%'"))
                .containsExactly("sub_elsewhere_1000");
    }

    @Test
    void an_erased_tenants_id_is_taken_off_its_audit_in_batches() throws Exception {
        TenantId tenant = new TenantId("tenant-" + (TENANTS / 2 + 2));
        String named = "select sequence_no from billing.billing_audit where tenant_id = '" + tenant + "' order by 1";
        execute(
                "insert into billing.billing_audit (pseudonym, sequence_no, tenant_id, decided_at, actor, decision_rule,"
                        + " before_state, after_state, previous_hash, row_hash) select pseudonym, n, tenant_id, decided_at, actor,"
                        + " decision_rule, before_state, after_state, previous_hash, row_hash from billing.billing_audit,"
                        + " generate_series(2, 5) n where tenant_id = '" + tenant + "'");
        assertThat(texts(named)).hasSize(5);

        sending(new SentStatements(), tx -> {
            tx.holdings().bury(tenant, Instant.EPOCH);
            return tx.holdings().eraseHistory(tenant, 3);
        });
        assertThat(texts(named)).hasSize(2);
        sending(new SentStatements(), tx -> tx.holdings().eraseHistory(tenant, 3));
        assertThat(texts(named)).isEmpty();
    }

    @Test
    void a_look_for_what_no_sweep_saw_reads_no_more_than_it_was_told_where_all_was_seen() throws Exception {
        execute("update billing.tracked_subscriptions set swept_at = now()");
        execute("analyze billing.tracked_subscriptions");
        SentStatements sent = new SentStatements();
        Refreshes.Unseen unseen = sending(
                sent, tx -> tx.refreshes().notSweptSince(Instant.EPOCH.plusSeconds(1), Optional.empty(), PAGE, PAGE));
        assertThat(unseen.subscriptions()).isEmpty();
        assertThat(unseen.last()).isPresent();
        assertThat(rowsRead(sent, "tracked_subscriptions")).isPositive().isLessThanOrEqualTo(PAGE);
    }

    @Test
    void a_look_at_what_waits_reads_no_more_events_for_applications_than_are_counted_however_many_wait()
            throws Exception {
        int waiting = 3 * Backlog.COUNTED_AT_MOST;
        String decided = "timestamp with time zone '2020-01-01 00:00:00Z' + interval '1 second' * n";
        execute("insert into billing.billing_outbox (tenant_id, sequence_no, event_id, decided_at, transition, due_at)"
                + " select 'tenant-1', n + 1, 'waits-' || n, " + decided + ", '{}', " + decided
                + " from generate_series(1, " + waiting + ") n");
        execute("vacuum analyze billing.billing_outbox");
        SentStatements sent = new SentStatements();
        Backlog seen = sending(sent, tx -> tx.measures().backlog());
        assertThat(seen.undelivered()).isEqualTo(Backlog.COUNTED_AT_MOST);
        assertThat(seen.undeliveredSince()).contains(Instant.parse("2020-01-01T00:00:01Z"));
        // Once to count them, once for the oldest.
        assertThat(rowsRead(sent, "billing_outbox")).isPositive().isLessThanOrEqualTo(2 * Backlog.COUNTED_AT_MOST);
    }

    @Test
    void a_look_for_checkouts_that_are_over_reads_a_page_where_each_is_its_tenants_newest() throws Exception {
        execute("update billing.checkout_attempts set created_at = now() - interval '1' day");
        execute("analyze billing.checkout_attempts");
        SentStatements sent = new SentStatements();
        CheckoutAttempts.Forgotten page =
                sending(sent, tx -> tx.checkouts().forgetEnded(Duration.ofHours(1), Optional.empty(), PAGE));
        assertThat(page.removed()).isZero();
        assertThat(page.last()).isPresent();
        // The page, each row of it once more to be removed, and its tenant's newest.
        assertThat(rowsRead(sent, "checkout_attempts")).isPositive().isLessThanOrEqualTo(3 * PAGE);
    }
}

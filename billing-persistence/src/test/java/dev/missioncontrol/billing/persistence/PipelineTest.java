package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Statements that go out behind one another do what they would have done alone. */
class PipelineTest {
    private static final Pipeline.Texts TEXTS = new Pipeline.Texts(new SchemaName("billing"));
    private static final Sql COUNT = new Sql("select count(*) from {schema}.billing_changes where tenant_id = :tenant");
    private static final Sql NOTE = new Sql("insert into {schema}.billing_changes (tenant_id) values (:tenant)");
    private static final Sql FORGET = new Sql("delete from {schema}.billing_changes where tenant_id = :tenant");
    private static final Sql WRONG = new Sql("insert into {schema}.billing_changes (change_id) values (null)");

    private interface Work {
        void on(Pipeline pipeline) throws SQLException;
    }

    private static void run(HikariDataSource source, Work work) throws SQLException {
        try (OwnConnection own = OwnConnection.beginUnbounded(source)) {
            try {
                work.on(new Pipeline(own, TEXTS));
                own.commit();
            } catch (RuntimeException e) {
                own.rollbackAfter(e);
                throw e;
            }
        }
    }

    private static void count(Pipeline pipeline, String tenant, List<Integer> seen) {
        pipeline.ask(COUNT.with("tenant", Value.text(tenant)), row -> row.getInt(1), seen::addAll);
    }

    @ParameterizedTest
    @EnumSource
    void each_sees_what_those_before_it_did_and_is_answered_once_all_are(RealDatabase database) throws Exception {
        List<Integer> seen = new ArrayList<>();
        List<Integer> written = new ArrayList<>();
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            StoreOnDatabase.emptied(source);
            run(source, pipeline -> {
                count(pipeline, "a;'?", seen);
                pipeline.write(NOTE.with("tenant", Value.text("a;'?")), written::add);
                pipeline.write(NOTE.with("tenant", Value.text("a;'?")), written::add);
                count(pipeline, "a;'?", seen);
                pipeline.write(FORGET.with("tenant", Value.text("a;'?")), written::add);
                count(pipeline, "a;'?", seen);
                assertThat(seen).isEmpty();
                pipeline.send();
                assertThat(seen).containsExactly(0, 2, 0);
                assertThat(written).containsExactly(1, 1, 2);
                pipeline.send();
                assertThat(seen).hasSize(3);
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_first_that_fails_is_the_last_that_is_run_and_nobody_is_answered(RealDatabase database) throws Exception {
        List<Integer> told = new ArrayList<>();
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            StoreOnDatabase.emptied(source);
            assertThatThrownBy(() -> run(source, pipeline -> {
                        pipeline.write(NOTE.with("tenant", Value.text("a")), told::add);
                        pipeline.write(new BoundStatement(WRONG), told::add);
                        pipeline.write(NOTE.with("tenant", Value.text("b")), told::add);
                        pipeline.send();
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("SQLSTATE 23502");
            assertThat(told).isEmpty();
            run(source, pipeline -> {
                count(pipeline, "a", told);
                count(pipeline, "b", told);
                pipeline.send();
            });
            assertThat(told).containsExactly(0, 0);
        }
    }

    @Test
    void statements_are_planned_once_for_all_lists_of_keys_and_only_here() throws Exception {
        List<String> seen = new ArrayList<>();
        try (HikariDataSource source = StoreOnDatabase.migrated(RealDatabase.POSTGRESQL)) {
            run(source, pipeline -> {
                for (String setting :
                        List.of("plan_cache_mode", "enable_seqscan", "enable_hashjoin", "enable_mergejoin"))
                    pipeline.ask(new BoundStatement(new Sql("show " + setting)), row -> row.getString(1), seen::addAll);
                pipeline.send();
            });
            assertThat(seen).containsExactly("force_generic_plan", "off", "off", "off");
            try (Connection connection = source.getConnection()) {
                assertThat(Database.answer(connection, "show plan_cache_mode")).isEqualTo("auto");
                assertThat(Database.answer(connection, "show enable_seqscan")).isEqualTo("on");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_value_that_is_not_given_is_a_fault_and_not_empty(RealDatabase database) throws Exception {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            assertThatThrownBy(() -> run(source, pipeline -> {
                        pipeline.write(NOTE.with("other", Value.text("a")), rows -> {});
                        pipeline.send();
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(":tenant");
        }
    }

    @Test
    void all_rows_are_locked_before_the_next_statement_runs_however_few_the_driver_fetches_at_once()
            throws SQLException {
        List<Integer> locked = new ArrayList<>();
        try (HikariDataSource source = StoreOnDatabase.migrated(RealDatabase.POSTGRESQL);
                HikariDataSource fetching =
                        BillingPool.open(source.getJdbcUrl() + "?defaultRowFetchSize=1", "postgres", "postgres")) {
            for (String tenant : List.of("a", "b", "c"))
                JdbiBillingStore.on(source)
                        .inTransaction(
                                tx -> tx.accounts().lockTenant(new TenantId(tenant), "p" + tenant, Instant.EPOCH));
            run(fetching, pipeline -> {
                pipeline.ask(
                        new BoundStatement(new Sql("select tenant_id from {schema}.tenants for update")),
                        row -> row.getString(1),
                        all -> assertThat(all).hasSize(3));
                pipeline.ask(
                        new BoundStatement(new Sql("select count(*) from {schema}.tenants"
                                + " where xmax::text = (txid_current() % 4294967296)::text")),
                        row -> row.getInt(1),
                        locked::addAll);
                pipeline.send();
            });
        }
        assertThat(locked).containsExactly(3);
    }

    @Test
    void it_begins_with_the_bounds_of_its_transaction() throws SQLException {
        Map<String, String> bounds = new TreeMap<>();
        try (HikariDataSource source = StoreOnDatabase.migrated(RealDatabase.POSTGRESQL)) {
            run(source, pipeline -> {
                for (String setting : List.of(
                        "lock_timeout",
                        "statement_timeout",
                        "idle_in_transaction_session_timeout",
                        "transaction_isolation"))
                    pipeline.ask(
                            new BoundStatement(new Sql("select current_setting('" + setting + "')")),
                            row -> row.getString(1),
                            found -> bounds.put(setting, found.get(0)));
                pipeline.send();
            });
            assertThat(bounds)
                    .containsEntry("lock_timeout", "2s")
                    .containsEntry("statement_timeout", "5s")
                    .containsEntry("idle_in_transaction_session_timeout", "10s")
                    .containsEntry("transaction_isolation", "read committed");
            try (Connection connection = source.getConnection();
                    Statement ask = connection.createStatement();
                    ResultSet row = ask.executeQuery("show lock_timeout")) {
                row.next();
                assertThat(row.getString(1)).as("given back as it came").isEqualTo("0");
            }
        }
    }

    /** The bounds with what is read beforehand, the locks with what is read under them, and all writes. */
    @Test
    void a_group_of_events_of_known_tenants_is_sent_in_three_goes_and_a_commit() {
        try (HikariDataSource source = StoreOnDatabase.migrated(RealDatabase.POSTGRESQL)) {
            StoreOnDatabase.emptied(source);
            AtomicInteger sent = new AtomicInteger();
            AtomicInteger commits = new AtomicInteger();
            Billing billing = CrowdedNode.billing(JdbiBillingStore.on(counting(source, sent, commits)));
            assertThat(billing.accept(ofSeats(2)).code()).isEqualTo("applied");
            sent.set(0);
            commits.set(0);
            assertThat(billing.accept(ofSeats(3)).code()).isEqualTo("applied");
            assertThat(sent).hasValue(3);
            assertThat(commits).hasValue(1);
        }
    }

    private static ProviderEvent ofSeats(int seats) {
        return MadeUpEvents.event(
                "evt_" + seats, new EventContent.OfSubscription(MadeUpEvents.named(1, seats)), seats, false);
    }

    private static DataSource counting(DataSource source, AtomicInteger sent, AtomicInteger commits) {
        return proxy(DataSource.class, source, sent, commits);
    }

    private static <T> T proxy(Class<T> type, Object counted, AtomicInteger sent, AtomicInteger commits) {
        return type.cast(Proxy.newProxyInstance(
                PipelineTest.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().startsWith("execute")) sent.incrementAndGet();
                    if (method.getName().equals("commit")) commits.incrementAndGet();
                    try {
                        Object answer = method.invoke(counted, arguments);
                        return switch (method.getName()) {
                            case "getConnection" ->
                                type == DataSource.class ? proxy(Connection.class, answer, sent, commits) : answer;
                            case "prepareStatement" -> proxy(PreparedStatement.class, answer, sent, commits);
                            case "createStatement" -> proxy(Statement.class, answer, sent, commits);
                            default -> answer;
                        };
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}

package dev.missioncontrol.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A disk that is full, connections that are all taken, a provider that is slow: what is answered, and how soon. */
class StorageFaultsIT {
    /** More than a node has connections. */
    private static final int CROWD = 25;

    /** Who finds no connection is told after the pool's 2 s, on a busy machine. */
    private static final Duration SOON = Duration.ofSeconds(5);

    /** Who waits for a table gives up too, after its few tries. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private static final Duration HEALS_WITHIN = Duration.ofSeconds(10);

    private static final String FULL = "create function billing.full_disk() returns trigger language plpgsql as $$"
            + " begin raise exception using errcode = '53100', message = 'could not extend file'; end $$;"
            + " create trigger full_disk before insert on billing.webhook_events"
            + " for each statement execute function billing.full_disk()";

    /** Holds the connection of each who reserves a checkout for as long as a statement may take, 5 s. */
    private static final String SLOW = "create function billing.slow_disk() returns trigger language plpgsql as $$"
            + " begin perform pg_sleep(60); return null; end $$;"
            + " create trigger slow_disk before insert on billing.checkout_attempts"
            + " for each statement execute function billing.slow_disk()";

    @Test
    void while_the_disk_is_full_nothing_is_acknowledged_and_it_heals_by_itself() throws Exception {
        try (TestDatabase.Opened database = TestDatabase.POSTGRESQL.open();
                RunningServer server = RunningServer.start(OutagesIT.variables(database, 1))) {
            assertThat(OutagesIT.subscribed(server, "acme", "evt_before").statusCode())
                    .isEqualTo(200);
            JsonNode before = server.status("acme");
            try (Connection connection = connect(database)) {
                execute(connection, FULL);
                HttpResponse<String> refused = OutagesIT.subscribed(server, "acme", "evt_full");
                assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
                assertThat(refused.headers().firstValue("Retry-After")).isPresent();
                assertThat(database.outcome("evt_full")).isEqualTo(TestDatabase.NOT_STORED);
                assertThat(server.status("acme")).as("answered as before").isEqualTo(before);
                execute(connection, "drop trigger full_disk on billing.webhook_events");
            }
            assertThat(OutagesIT.subscribed(server, "acme", "evt_full").statusCode())
                    .isEqualTo(200);
            assertThat(database.outcome("evt_full")).isEqualTo("applied");
        }
    }

    @Test
    void who_finds_no_connection_is_told_soon_and_nothing_is_acknowledged() throws Exception {
        ExecutorService crowd = Executors.newFixedThreadPool(CROWD);
        try (TestDatabase.Opened database = TestDatabase.POSTGRESQL.open();
                RunningServer server = RunningServer.start(OutagesIT.variables(database, 1));
                Connection holding = connect(database)) {
            holding.setAutoCommit(false);
            execute(holding, "lock table billing.webhook_events in access exclusive mode");
            List<Future<Answer>> all = new ArrayList<>();
            for (int i = 0; i < CROWD; i++) {
                int number = i;
                all.add(crowd.submit(() -> timed(() -> OutagesIT.subscribed(server, "acme", "evt_" + number))));
            }
            List<Duration> took = new ArrayList<>();
            for (Future<Answer> one : all) {
                Answer answer = one.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
                assertThat(answer.status()).isEqualTo(503);
                took.add(answer.took());
            }
            took.sort(null);
            assertThat(took.get(CROWD / 2)).as("half of them: %s", took).isLessThan(SOON);
            holding.rollback();
            Awaitility.await()
                    .atMost(HEALS_WITHIN)
                    .untilAsserted(() -> assertThat(OutagesIT.subscribed(server, "acme", "evt_1")
                                    .statusCode())
                            .isEqualTo(200));
            // Whether it was stored after all when the table was free: it comes again, and is there once.
            assertThat(OutagesIT.subscribed(server, "acme", "evt_2").statusCode())
                    .isEqualTo(200);
            assertThat(database.outcome("evt_2")).isEqualTo("applied");
        } finally {
            crowd.shutdownNow();
        }
    }

    /** Events are let in by two connections at most: here ten people hold all that there are, and nobody has one to wait with. */
    @Test
    void who_finds_the_pool_empty_is_told_before_those_are_done_who_emptied_it() throws Exception {
        ExecutorService crowd = Executors.newFixedThreadPool(CROWD);
        try (TestDatabase.Opened database = TestDatabase.POSTGRESQL.open();
                RunningServer server = RunningServer.start(OutagesIT.variables(database, 1));
                Connection connection = connect(database)) {
            execute(connection, SLOW);
            List<Future<Answer>> all = new ArrayList<>();
            for (int i = 0; i < CROWD; i++) {
                String tenant = "tenant" + i;
                all.add(crowd.submit(() ->
                        timed(() -> OutagesIT.postAs(server, tenant, "/api/billing/checkout", "{\"plan\":\"pro\"}"))));
            }
            List<Duration> took = new ArrayList<>();
            for (Future<Answer> one : all) {
                Answer answer = one.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
                assertThat(answer.status()).isEqualTo(503);
                took.add(answer.took());
            }
            took.sort(null);
            assertThat(took.get(CROWD / 2)).as("half of them: %s", took).isLessThan(SOON);
            assertThat(took.get(CROWD - 1))
                    .as("as long as a statement may take, by those who had a connection: %s", took)
                    .isGreaterThan(took.get(CROWD / 2).multipliedBy(3).dividedBy(2));
            execute(connection, "drop trigger slow_disk on billing.checkout_attempts");
            Awaitility.await()
                    .atMost(HEALS_WITHIN)
                    .untilAsserted(() -> assertThat(OutagesIT.subscribed(server, "acme", "evt_after")
                                    .statusCode())
                            .isEqualTo(200));
        } finally {
            crowd.shutdownNow();
        }
    }

    @Test
    void a_provider_that_is_slow_holds_no_connection() throws Exception {
        ExecutorService crowd = Executors.newFixedThreadPool(CROWD);
        try (ServerSocket hangs = new ServerSocket(0, CROWD * 4, InetAddress.getLoopbackAddress());
                TestDatabase.Opened database = TestDatabase.POSTGRESQL.open();
                RunningServer server = RunningServer.start(OutagesIT.variables(database, hangs.getLocalPort()))) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < CROWD; i++) {
                String tenant = "tenant" + i;
                all.add(crowd.submit(
                        () -> OutagesIT.postAs(server, tenant, "/api/billing/checkout", "{\"plan\":\"pro\"}")));
            }
            Awaitility.await("checkouts are under way").until(() -> waiting(database) >= CROWD / 2);
            Answer answer = timed(() -> OutagesIT.subscribed(server, "acme", "evt_meanwhile"));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.took()).isLessThan(Duration.ofSeconds(2));
            assertThat(all).as("they are still waiting for the provider").anyMatch(one -> !one.isDone());
        } finally {
            crowd.shutdownNow();
        }
    }

    private record Answer(int status, Duration took) {}

    private interface Asking {
        HttpResponse<String> ask() throws Exception;
    }

    private static Answer timed(Asking asking) throws Exception {
        long begun = System.nanoTime();
        int status = asking.ask().statusCode();
        return new Answer(status, Duration.ofNanos(System.nanoTime() - begun));
    }

    /** How many checkouts are reserved. */
    private static int waiting(TestDatabase.Opened database) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from billing.checkout_attempts")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static Connection connect(TestDatabase.Opened database) throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.user());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

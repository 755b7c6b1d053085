package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A database that takes what is sent to it and says nothing any more, as one behind a network that has failed. */
class SilentDatabaseTest {
    private static final TenantId ACME = new TenantId("acme");

    /** Far above what a read is waited for, on a busy machine, and far below what silence in use is. */
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void a_status_is_given_up_soon_on_a_connection_that_was_used_a_moment_ago() throws Exception {
        try (HikariDataSource direct = StoreOnDatabase.migrated(RealDatabase.POSTGRESQL);
                Wire wire = new Wire(direct.getJdbcUrl());
                HikariDataSource pool = BillingPool.open(wire.url(), "postgres", "postgres")) {
            JdbiBillingStore store = JdbiBillingStore.on(pool);
            for (ThrowingCallable read :
                    List.<ThrowingCallable>of(() -> store.standing(ACME), () -> store.standings(Set.of(ACME)))) {
                wire.silent = false;
                assertThat(store.standing(ACME)).isEmpty();
                wire.silent = true;
                long begun = System.nanoTime();
                assertThatThrownBy(read).isInstanceOf(StoreException.class);
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
                wire.cut();
            }
        }
    }

    @Test
    void a_connection_in_use_has_a_bound_of_its_own_which_who_asks_for_a_status_gives_back() throws SQLException {
        try (HikariDataSource direct = StoreOnDatabase.migrated(RealDatabase.POSTGRESQL)) {
            direct.setMaximumPoolSize(1);
            int had = silence(direct);
            assertThat(Duration.ofMillis(had)).as("what the driver was told").isEqualTo(BillingPool.LONGEST_SILENCE);
            assertThat(JdbiBillingStore.on(direct).standing(ACME)).isEmpty();
            assertThat(silence(direct)).isEqualTo(had);
        }
    }

    private static int silence(HikariDataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return connection.getNetworkTimeout();
        }
    }

    /** What lies between a node and its database. */
    private static final class Wire implements AutoCloseable {
        private final ServerSocket here = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        private final List<Socket> open = new CopyOnWriteArrayList<>();
        private final URI server;
        private volatile boolean silent;

        Wire(String url) throws IOException {
            server = URI.create(url.substring("jdbc:".length()));
            begin(this::accept);
        }

        String url() {
            return "jdbc:postgresql://localhost:" + here.getLocalPort() + server.getPath();
        }

        private void accept() throws IOException {
            while (true) {
                Socket client = here.accept();
                Socket database = new Socket(server.getHost(), server.getPort());
                open.addAll(List.of(client, database));
                begin(() -> pass(client, database));
                begin(() -> pass(database, client));
            }
        }

        private void pass(Socket from, Socket to) throws IOException {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] some = new byte[8 * 1024];
            for (int read = in.read(some); read >= 0; read = in.read(some)) if (!silent) out.write(some, 0, read);
            if (!silent) to.close();
        }

        private interface Work {
            void run() throws IOException;
        }

        private static void begin(Work work) {
            Thread thread = new Thread(() -> {
                try {
                    work.run();
                } catch (IOException over) {
                    // One end is closed: so is the way.
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        /** What was silent stays so: a connection has lost what was sent. */
        void cut() throws IOException {
            for (Socket one : open) one.close();
            open.clear();
        }

        @Override
        public void close() throws IOException {
            here.close();
            cut();
        }
    }
}

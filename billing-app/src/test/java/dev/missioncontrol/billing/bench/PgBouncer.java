package dev.missioncontrol.billing.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A PgBouncer in transaction mode before the PostgreSQL, as it comes: it prepares nothing for anyone and resets nothing. */
final class PgBouncer implements AutoCloseable {
    /** Where Debian puts it, which is not on everybody's path. */
    private static final List<String> PLACES = List.of("/usr/sbin/pgbouncer", "/usr/local/bin/pgbouncer");

    /** Of the database, for all nodes together: fewer than the nodes' pools have. */
    private static final int SERVER_CONNECTIONS = 12;

    private static final int MOST_CLIENTS = 400;

    private final Process process;
    private final int port;

    private PgBouncer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Nothing where it is not installed. */
    static Optional<PgBouncer> start(Postgres postgres, Path folder) {
        Optional<String> program = PLACES.stream()
                .filter(place -> Files.isExecutable(Path.of(place)))
                .findFirst();
        return program.map(place -> start(place, postgres, folder));
    }

    private static PgBouncer start(String program, Postgres postgres, Path folder) {
        int port = Server.freePort();
        // It refuses to run as root, and lowers itself to whom it is told.
        String lowered = System.getProperty("user.name").equals("root") ? "user = nobody\n" : "";
        try {
            Path settings = Files.writeString(
                    folder.resolve("pgbouncer.ini"),
                    """
                    [databases]
                    postgres = host=127.0.0.1 port=%d user=postgres
                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = %d
                    unix_socket_dir =
                    auth_type = any
                    pool_mode = transaction
                    default_pool_size = %d
                    max_client_conn = %d
                    ignore_startup_parameters = extra_float_digits
                    """.formatted(postgres.port(), port, SERVER_CONNECTIONS, MOST_CLIENTS) + lowered);
            Process process = new ProcessBuilder(program, settings.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("pgbouncer.log").toFile())
                    .start();
            return new PgBouncer(process, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A statement that the driver prepared on one connection is not known on the next. */
    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?prepareThreshold=0";
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

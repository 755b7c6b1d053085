package dev.missioncontrol.billing.app;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Map;

/** A database of its own for a running product. */
enum TestDatabase {
    H2 {
        @Override
        Opened open() {
            return new Opened("jdbc:h2:mem:it-" + RandomHex.ofBytes(4), "", () -> {});
        }
    },
    POSTGRESQL {
        @Override
        Opened open() throws IOException {
            EmbeddedPostgres server = EmbeddedPostgres.start();
            return new Opened(
                    "jdbc:postgresql://localhost:" + server.getPort() + "/postgres", "postgres", server::close);
        }
    };

    /** What ends it. */
    @FunctionalInterface
    interface End {
        void close() throws IOException;
    }

    record Opened(String url, String user, End end) implements AutoCloseable {
        Map<String, String> variables() {
            return Map.of("DATABASE_URL", url, "DATABASE_USER", user, "DATABASE_PASSWORD", user);
        }

        @Override
        public void close() throws IOException {
            end.close();
        }
    }

    abstract Opened open() throws IOException;
}

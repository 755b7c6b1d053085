package dev.missioncontrol.billing.app;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** PostgreSQL beside the test, waited for as long as a busy machine with a slow disk takes to start it, or to mend what was killed. */
public final class PatientPostgres {
    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    private PatientPostgres() {}

    /** One with nothing in it. */
    public static EmbeddedPostgres start() throws IOException {
        return builder().start();
    }

    /** One to be set up whose data are in this directory: what an earlier one left there, or none yet. */
    public static EmbeddedPostgres.Builder builder(Path data) throws IOException {
        if (!Files.exists(data.resolve("PG_VERSION"))) copy(Initialized.DATA, data);
        return builder().setDataDirectory(data).setCleanDataDirectory(false);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : (Iterable<Path>) all::iterator)
                Files.copy(one, to.resolve(from.relativize(one)), REPLACE_EXISTING, COPY_ATTRIBUTES);
        }
    }

    /** The directory of a server that never had anything, made once: to make one takes seconds, to copy it a tenth of one. */
    private static final class Initialized {
        private static final Path DATA = make();

        private static Path make() {
            try {
                Path data = Files.createTempDirectory(Path.of("target"), "initialized-pg");
                builder()
                        .setDataDirectory(data)
                        .setCleanDataDirectory(false)
                        .start()
                        .close();
                try (Stream<Path> all = Files.walk(data)) {
                    all.forEach(one -> one.toFile().deleteOnExit());
                }
                return data;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** One to be set up. */
    public static EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder().setPGStartupWait(LONGEST_START);
    }
}

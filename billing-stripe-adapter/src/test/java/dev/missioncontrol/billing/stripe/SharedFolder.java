package dev.missioncontrol.billing.stripe;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Recorded payloads and schemas of Stripe's that are not part of this repository: a folder {@code shared} beside the
 * checkout. Tests that want it are skipped where it is not; the cases under {@code src/test/resources} run everywhere.
 */
final class SharedFolder {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SharedFolder() {}

    /** A file or folder in it; skips the test where it is absent. */
    static Path find(String name) {
        Path here = Path.of("").toAbsolutePath();
        while (here != null && !Files.exists(here.resolve("shared").resolve(name))) here = here.getParent();
        assumeTrue(here != null, "no folder `shared` with " + name + " beside the checkout");
        return here.resolve("shared").resolve(name);
    }

    static JsonNode json(String name) {
        return parse(read(find(name)));
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A resource of this module's tests. */
    static byte[] resource(String name) {
        try (InputStream in = SharedFolder.class.getResourceAsStream("/" + name)) {
            if (in == null) throw new IllegalArgumentException("no resource " + name);
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode parse(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

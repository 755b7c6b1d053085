package dev.missioncontrol.billing.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Recorded payloads of Stripe's that are not part of this repository: a folder {@code shared} beside the checkout. */
final class SharedFolder {
    private SharedFolder() {}

    /** A file or folder in it, where it is there. */
    static Optional<Path> find(String name) {
        Path here = Path.of("").toAbsolutePath();
        while (here != null && !Files.exists(here.resolve("shared").resolve(name))) here = here.getParent();
        return Optional.ofNullable(here).map(root -> root.resolve("shared").resolve(name));
    }

    /** Those of the Stripe adapter's own tests, which are always there. */
    static Path ours(String name) {
        return Path.of("..", "billing-stripe-adapter", "src", "test", "resources", name);
    }
}

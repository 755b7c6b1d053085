package dev.missioncontrol.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.plan.DefaultCatalog;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The double as others use it: from another process, in another language, with the library that Stripe publishes. */
class SandboxDoubleIT {
    @Test
    void stripes_library_for_node_buys_changes_and_cancels(@TempDir Path folder) {
        Programs.copy(Path.of("src/test/resources/stripe-node"), folder);
        Programs.run(folder, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        try (SandboxDouble running = SandboxDouble.start(new SandboxDouble.Settings(
                DefaultCatalog.withPlaceholderPrices(), 0, 0, 25, Optional.empty(), "whsec_unused"))) {
            String said = Programs.run(
                    folder,
                    "node",
                    "buy.mjs",
                    running.base().getHost(),
                    String.valueOf(running.base().getPort()));

            assertThat(said).contains("bought, changed, failed and canceled");
        }
    }
}

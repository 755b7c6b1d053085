package dev.missioncontrol.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A demo whose data are kept goes on after a restart where it stood. */
class DemoRestartIT {
    /** How long a delivery and the fetch after it may take on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Demo started() {
        return Demo.start(Map.of("BILLING_PORT", "0", "DATABASE_URL", "jdbc:h2:file:" + folder.resolve("billing")));
    }

    @Test
    void what_was_bought_can_be_managed_after_a_restart() throws Exception {
        try (Demo demo = started()) {
            URI page = DemoShopper.redirect(demo, "/api/billing/checkout", "{\"plan\":\"team\",\"seats\":5}");
            DemoShopper.press(page, "pay");
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(DemoShopper.status(demo).path("plan").asText()).isEqualTo("team");
                assertThat(DemoShopper.status(demo).path("provisional").asBoolean())
                        .isFalse();
            });
        }
        try (Demo demo = started()) {
            assertThat(DemoShopper.post(demo, "/api/billing/sync", "").statusCode())
                    .isEqualTo(200);
            assertThat(DemoShopper.status(demo).path("plan").asText()).isEqualTo("team");
            assertThat(DemoShopper.status(demo).path("seats").asInt()).isEqualTo(5);
            assertThat(DemoShopper.post(demo, "/api/billing/checkout", "{\"plan\":\"pro\"}")
                            .statusCode())
                    .isEqualTo(409);
            DemoShopper.press(DemoShopper.redirect(demo, "/api/billing/portal", "{}"), "cancel");
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    DemoShopper.status(demo).path("cancelAt").isTextual())
                            .isTrue());
        }
        try (Demo demo = started()) {
            assertThat(DemoShopper.status(demo).path("cancelAt").isTextual()).isTrue();
            DemoShopper.press(DemoShopper.redirect(demo, "/api/billing/portal", "{}"), "resume");
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    DemoShopper.status(demo).path("cancelAt").isNull())
                            .isTrue());
        }
    }
}

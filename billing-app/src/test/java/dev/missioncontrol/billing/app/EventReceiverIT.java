package dev.missioncontrol.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The receiver of the documentation, in another language, with the published library: it believes us and nobody else. */
class EventReceiverIT {
    /** How long a line may take, in seconds. */
    private static final int PATIENCE_SECONDS = 120;

    private static final String SECRET = "whsec_"
            + Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8));
    private static final String OLD_SECRET = "whsec_"
            + Base64.getEncoder().encodeToString("fedcba9876543210fedcba9876543210".getBytes(StandardCharsets.UTF_8));

    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    @Test
    void a_purchase_arrives_signed_and_a_forgery_is_refused(@TempDir Path folder) throws Exception {
        Programs.copy(Path.of("../docs/examples/node-receiver"), folder);
        Programs.run(folder, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        ProcessBuilder receiver = new ProcessBuilder(Programs.onPath("node"), "receiver.mjs")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        receiver.environment().putAll(Map.of("BILLING_EVENT_SECRET", SECRET, "PORT", "0"));
        Process running = receiver.start();
        try {
            listen(running);
            String port = next().replace("listening on ", "");
            URI address = URI.create("http://127.0.0.1:" + port + "/events");
            // Two secrets, as while one is rolled: the receiver knows the newer one.
            try (Demo demo = Demo.start(Map.of(
                    "BILLING_PORT",
                    "0",
                    "BILLING_EVENT_URLS",
                    address.toString(),
                    "BILLING_EVENT_SECRET",
                    OLD_SECRET + "," + SECRET))) {
                URI page = DemoShopper.redirect(demo, "/api/billing/checkout", "{\"plan\":\"team\",\"seats\":5}");
                DemoShopper.press(page, "pay");

                assertThat(next()).isEqualTo("acme subscription_started team");
            }
            assertThat(forge(address)).isEqualTo(400);
            assertThat(next()).startsWith("refused:");
        } finally {
            running.destroyForcibly();
        }
    }

    private static int forge(URI address) throws Exception {
        HttpRequest forged = HttpRequest.newBuilder(address)
                .header("webhook-id", "evt-1")
                .header("webhook-timestamp", String.valueOf(System.currentTimeMillis() / 1000))
                .header("webhook-signature", "v1," + Base64.getEncoder().encodeToString(new byte[32]))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"data\":{\"tenant\":\"acme\",\"after\":{\"plan\":\"team\"}}}"))
                .build();
        return HttpClient.newHttpClient()
                .send(forged, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private void listen(Process process) {
        Thread reader = new Thread(() -> {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                lines.lines().forEach(said::add);
            } catch (java.io.IOException | java.io.UncheckedIOException closed) {
                said.add("closed: " + closed.getMessage());
            }
        });
        reader.setDaemon(true);
        reader.start();
    }

    private String next() throws InterruptedException {
        String line = said.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(line).as("something that the receiver says").isNotNull();
        return line;
    }
}

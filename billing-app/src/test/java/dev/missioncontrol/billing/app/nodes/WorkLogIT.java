package dev.missioncontrol.billing.app.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the running product writes of work that no request asked for: each line with the ids of what it is about. */
class WorkLogIT {
    /** From what happened until its line is there, a sweep and the tries of a call among it. */
    private static final Duration WRITTEN_WITHIN = Duration.ofMinutes(2);

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void fetches_retries_and_what_a_sweep_finds_are_logged_with_tenant_subscription_and_event() throws Exception {
        try (Cluster cluster =
                new Cluster(folder, 100).with("BILLING_LOG_FORMAT", "json").with("BILLING_SWEEP_INTERVAL", "PT3S")) {
            Node node = cluster.node().ready();

            cluster.deliver(cluster.stripe.change("acme", 5, "active"), List.of(node));
            isLogged(cluster, "INFO", "Fetched", Map.of("tenant", "acme", "subscription", "sub_acme"));

            cluster.stripe.change("lost", 5, "active");
            isLogged(
                    cluster,
                    "INFO",
                    "Sweep found missing_here, mended by: ",
                    Map.of("tenant", "lost", "subscription", "sub_lost"));
            isLogged(cluster, "INFO", "Fetched", Map.of("tenant", "lost", "subscription", "sub_lost"));
            isLogged(cluster, "INFO", "Sweep done: ", Map.of());

            assertThat(failing(cluster, "evt_ill", 3)).isTrue();
            Map<String, String> ill = Map.of("subscription", "sub_acme", "tenant", "acme", "eventId", "evt_ill");
            isLogged(cluster, "WARN", "Event not applied at try 4; again in ", ill);
            assertThat(failing(cluster, "evt_dead", 7)).isTrue();
            Map<String, String> dead = Map.of("subscription", "sub_acme", "tenant", "acme", "eventId", "evt_dead");
            isLogged(cluster, "ERROR", "Event given up after 8 tries", dead);

            cluster.stripe.close();
            cluster.deliver(cluster.stripe.change("acme", 7, "active"), List.of(node));
            isLogged(
                    cluster,
                    "WARN",
                    "Fetch failed 1 times in a row; again in ",
                    Map.of("tenant", "acme", "subscription", "sub_acme"));
            isLogged(cluster, "WARN", "Sweep can't go on just now: ", Map.of());
        }
    }

    /** An event that could not be applied so often, and whose payload nobody can read. */
    private static boolean failing(Cluster cluster, String id, int attempts) throws Exception {
        return cluster.execute(
                "insert into billing.webhook_events (event_id, event_type, created_at, received_at, livemode,"
                        + " subscription_id, tenant_id, payload, attempts, outcome, reason, retry_at) values ('" + id
                        + "', 'customer.subscription.updated', now(), now(), false, 'sub_acme', 'acme', 'no JSON', "
                        + attempts
                        + ", 'failed', 'in a test', now())");
    }

    private static void isLogged(Cluster cluster, String level, String begins, Map<String, String> ids) {
        AtomicReference<JsonNode> found = new AtomicReference<>();
        Awaitility.await(begins)
                .atMost(WRITTEN_WITHIN)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    for (String line : cluster.said().split("\n")) {
                        JsonNode json = read(line);
                        boolean all = ids.entrySet().stream()
                                .allMatch(id -> json.path(id.getKey()).asText().equals(id.getValue()));
                        if (all && json.path("message").asText().startsWith(begins)) found.set(json);
                    }
                    return found.get() != null;
                });
        assertThat(found.get().path("level").asText()).isEqualTo(level);
        assertThat(found.get().path("run").asText())
                .as("the run that it belongs to")
                .isNotEmpty();
    }

    /** A line that is only half written is none yet; what the JVM itself says is none of ours. */
    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line.startsWith("{") && line.endsWith("}") ? line : "{}");
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }
}

package dev.missioncontrol.billing.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.app.config.JwtSettings;
import dev.missioncontrol.billing.app.config.Secret;
import dev.missioncontrol.billing.stripe.StripeSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets of tokens and webhooks are replaced while requests come in, without a restart and without refusing one of them. */
class RotationIT {
    private static final String OLD = "whsec_" + "old-".repeat(9);
    private static final String NEW = "whsec_" + "new-".repeat(9);
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(60);
    private static final int CALLERS = 3;

    @TempDir
    private Path folder;

    private final AtomicInteger events = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();

    /** The callers that have begun to sign with the new one, and so never will with the old one again. */
    private final Set<Thread> signWithNew = ConcurrentHashMap.newKeySet();

    /** Whoever signs with the one of these that is right at the moment. */
    private volatile String signing = OLD;

    @Test
    void nobody_is_refused_while_secrets_are_replaced_and_the_old_one_is_refused_after() throws Exception {
        write(OLD);
        try (TestDatabase.Opened database = TestDatabase.H2.open();
                RunningServer server = RunningServer.start(variables(database))) {
            ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
            try {
                String asked = token(OLD);
                assertThat(status(server, asked)).isEqualTo(200);
                List<Future<List<String>>> refused = new ArrayList<>();
                for (int i = 0; i < CALLERS; i++) refused.add(callers.submit(() -> call(server)));

                write(OLD + ", " + NEW);
                sees(server, NEW, status -> status == 200);
                goOn();
                signing = NEW;
                write("short");
                // What can't be used is not: the callers go on meanwhile.
                Awaitility.await()
                        .atMost(SEEN_WITHIN)
                        .pollDelay(Rotation.EVERY.multipliedBy(2))
                        .until(() -> true);
                goOn();
                Awaitility.await("nobody signs with the old one any more")
                        .atMost(SEEN_WITHIN)
                        .until(() -> signWithNew.size() == CALLERS);
                write(NEW);
                sees(server, OLD, status -> status != 200);
                goOn();
                signing = "";
                assertThat(status(server, asked))
                        .as("a token that was right before")
                        .isEqualTo(401);

                for (Future<List<String>> one : refused)
                    assertThat(one.get(SEEN_WITHIN.toSeconds(), TimeUnit.SECONDS))
                            .isEmpty();
                assertThat(events.get()).as("requests meanwhile").isGreaterThan(100);
                assertThat(token(server, NEW)).isEqualTo(200);
                assertThat(webhook(server, NEW)).isEqualTo(200);
            } finally {
                signing = "";
                callers.shutdownNow();
            }
        }
    }

    /** Returns once the callers have called some more. */
    private void goOn() {
        int before = calls.get();
        Awaitility.await("calls meanwhile").atMost(SEEN_WITHIN).until(() -> calls.get() > before + 2 * CALLERS);
    }

    private void sees(RunningServer server, String secret, IntPredicate answer) {
        Awaitility.await()
                .atMost(SEEN_WITHIN)
                .until(() -> answer.test(token(server, secret)) && answer.test(webhook(server, secret)));
    }

    /** Until there is nothing to sign with. Returns what was refused. */
    private List<String> call(RunningServer server) throws Exception {
        List<String> refused = new ArrayList<>();
        for (String secret = signing; !secret.isEmpty(); secret = signing) {
            if (secret.equals(NEW)) signWithNew.add(Thread.currentThread());
            int token = token(server, secret);
            int webhook = webhook(server, secret);
            calls.incrementAndGet();
            if (token != 200 || webhook != 200) refused.add(secret + ": " + token + ", " + webhook);
        }
        return refused;
    }

    private static int token(RunningServer server, String secret) throws Exception {
        return status(server, token(secret));
    }

    private static String token(String secret) {
        JwtSettings.Hs256 shared = new JwtSettings.Hs256(
                List.of(new Secret(secret)), new JwtSettings.Claims("tenant", Optional.empty(), Optional.empty()));
        return DemoToken.of("acme", shared, Instant.now());
    }

    private static int status(RunningServer server, String token) throws Exception {
        return RunningServer.send(server.to("/api/billing/status").header("Authorization", "Bearer " + token))
                .statusCode();
    }

    private int webhook(RunningServer server, String secret) throws Exception {
        byte[] body = ("{\"id\":\"evt_" + events.incrementAndGet() + "\",\"object\":\"event\",\"type\":\"ping\","
                        + "\"created\":1790000000,\"livemode\":false,\"data\":{\"object\":{\"id\":\"x\",\"object\":\"y\"}}}")
                .getBytes(UTF_8);
        return server.webhook(body, Optional.of(new StripeSignature(secret).header(body, Instant.now())))
                .statusCode();
    }

    /** As an orchestrator does: a file is replaced by another, never half written. */
    private void write(String secrets) throws IOException {
        for (String name : List.of("jwt", "webhook")) {
            Path next = Files.writeString(folder.resolve(name + ".next"), secrets + "\n");
            Files.move(next, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private Map<String, String> variables(TestDatabase.Opened database) {
        Map<String, String> variables = new HashMap<>(database.variables());
        variables.put("BILLING_JWT_SECRET_FILE", folder.resolve("jwt").toString());
        variables.put("STRIPE_WEBHOOK_SECRET_FILE", folder.resolve("webhook").toString());
        variables.put("STRIPE_SECRET_KEY", "sk_" + "test_" + "a1b2".repeat(6));
        variables.put("STRIPE_API_BASE", "http://127.0.0.1:1");
        variables.put("STRIPE_PRICE_PRO_MONTHLY", "price_1pro");
        variables.put("STRIPE_PRICE_TEAM_MONTHLY", "price_1team");
        return variables;
    }
}

package dev.missioncontrol.billing.app.nodes;

import dev.missioncontrol.billing.app.FreePort;
import dev.missioncontrol.billing.stripe.SignedEvent;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A node in a JVM of its own, and what others see of it. */
final class Node implements AutoCloseable {
    /** A cold start on a busy machine. */
    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);

    /** A provider that hangs is waited for. */
    private static final Duration LONGEST_CHECKOUT = Duration.ofSeconds(60);

    /** The answer of a node that is not there. */
    static final int NO_ANSWER = 0;

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private final Process process;
    private final URI base;

    private Node(Process process, URI base) {
        this.process = process;
        this.base = base;
    }

    /** The product as it is packaged. */
    static final Path JAR = Path.of("target", "billing.jar");

    /** A node that ends where it is told to. */
    static Node start(Map<String, String> variables, Path log) throws IOException {
        // The jar comes first, as in the archive: its classes fit no other order.
        String classPath = JAR + File.pathSeparator + System.getProperty("java.class.path");
        return start(variables, log, "-cp", classPath, NodeMain.class.getName());
    }

    /** The packaged product, as an operator starts it. */
    static Node packaged(Map<String, String> variables, Path log, String command) throws IOException {
        return start(variables, log, "-jar", JAR.toString(), command);
    }

    /** The same with the options of the JVM that it is deployed with, which come last and count. */
    static Node deployed(Map<String, String> variables, Path log) throws IOException {
        return start(variables, log, "@" + Path.of("..", "deploy", "jvm.options"), "-jar", JAR.toString(), "serve");
    }

    private static Node start(Map<String, String> variables, Path log, String... what) throws IOException {
        Map<String, String> env = new HashMap<>(variables);
        env.put("BILLING_PORT", "0");
        env = FreePort.resolve(env);
        List<String> command = new ArrayList<>(NodeArchive.JAVA);
        command.addAll(NodeArchive.options());
        command.addAll(List.of(what));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log.toString())));
        forget(builder.environment());
        builder.environment().putAll(env);
        return new Node(builder.start(), URI.create("http://127.0.0.1:" + env.get("BILLING_PORT")));
    }

    /** What this process was told is not meant for another. */
    static void forget(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("BILLING_") || name.startsWith("STRIPE_"));
    }

    Node ready() {
        Awaitility.await("ready")
                .atMost(LONGEST_START)
                .until(() -> send(HttpRequest.newBuilder(base.resolve("/health/ready"))) == 200);
        return this;
    }

    /** What a node answered; {@link #NO_ANSWER} with nothing where it did not. */
    record Said(int status, String body) {}

    /** Begins to buy five seats of the plan team. */
    Said checkout(String tenant) {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/api/billing/checkout"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + Cluster.token(tenant))
                .timeout(LONGEST_CHECKOUT)
                .POST(HttpRequest.BodyPublishers.ofString("{\"plan\":\"team\",\"seats\":5}"))
                .build();
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return new Said(answer.statusCode(), answer.body());
        } catch (IOException e) {
            return new Said(NO_ANSWER, "");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return base.getPort();
    }

    /** The status, or {@link #NO_ANSWER}. */
    int deliver(SignedEvent event) {
        return send(webhook(event));
    }

    private int send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.timeout(LONGEST_ANSWER).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return NO_ANSWER;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The status of a probe, or {@link #NO_ANSWER}. */
    int probe(String path) {
        return send(HttpRequest.newBuilder(base.resolve(path)));
    }

    /**
     * The status; {@link #NO_ANSWER} where the node took no connection any more, or one that waited to be taken was closed
     * with not a byte said: whoever calls has to look whether it was read after all.
     *
     * @throws IOException if an answer was cut off
     */
    int deliverOrCut(SignedEvent event) throws IOException, InterruptedException {
        try {
            return HTTP.send(webhook(event).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (ConnectException refused) {
            return NO_ANSWER;
        } catch (IOException closed) {
            boolean silent = closed instanceof SocketException
                    || String.valueOf(closed.getMessage()).contains("received no bytes");
            if (!silent) throw closed;
            return NO_ANSWER;
        }
    }

    private HttpRequest.Builder webhook(SignedEvent event) {
        return HttpRequest.newBuilder(base.resolve("/api/billing/webhook"))
                .header("Content-Type", "application/json")
                .header("Stripe-Signature", event.signatureHeader())
                .timeout(LONGEST_ANSWER)
                .POST(HttpRequest.BodyPublishers.ofByteArray(event.body()));
    }

    /** Asks it to stop, as {@code kill} and orchestrators do. */
    void terminate() {
        process.destroy();
    }

    /** The exit code, once it has ended. */
    int exitCode() {
        ended();
        return process.exitValue();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** As {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        ended();
    }

    void ended() {
        try {
            if (!process.waitFor(LONGEST_START.toSeconds(), TimeUnit.SECONDS))
                throw new IllegalStateException("the node did not end");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}

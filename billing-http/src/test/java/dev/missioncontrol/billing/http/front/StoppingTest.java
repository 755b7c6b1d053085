package dev.missioncontrol.billing.http.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.javalin.Javalin;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that is told to stop while clients still take their answers. */
@Timeout(120)
class StoppingTest {
    /** More than what sockets hold between two machines, so that some of it is still here. */
    private static final int ANSWER = 8 * 1024 * 1024;

    /** Jetty's own wait for a connection, longer than a stop may take: who waits for it does not come to an end. */
    private static final long JETTYS_OWN_WAIT_MILLIS = 60_000;

    /** Before the deadline of a next head closes the connection. */
    private static final long STOP_WITHIN_MILLIS = Wire.WHOLE_WITHIN.toMillis() / 2;

    /** With a body of four bytes. */
    private static final String POST = "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n";

    private static final Pattern LENGTH = Pattern.compile("Content-Length: ([0-9]+)");

    private final CountDownLatch handled = new CountDownLatch(1);
    private final CountDownLatch begun = new CountDownLatch(2);
    private final CompletableFuture<String> answer = new CompletableFuture<>();
    private final AtomicReference<Server> jetty = new AtomicReference<>();

    private Javalin server() {
        Wire wire = new Wire(new Wire.Rules(false, Set.of(), "", path -> 1024));
        return BehindWire.server(wire, jetty::set, config -> {
            config.routes.get("/large", ctx -> ctx.result(new byte[ANSWER]));
            config.routes.after("/large", ctx -> handled.countDown());
            config.routes.post("/echo", ctx -> ctx.result(ctx.body()));
            config.routes.get("/later", ctx -> {
                begun.countDown();
                ctx.future(() -> answer.thenAccept(ctx::result));
            });
            config.routes.get("/blocks", ctx -> {
                begun.countDown();
                ctx.result(answer.join());
            });
        });
    }

    @Test
    void an_answer_that_is_still_being_taken_is_taken_whole() throws Exception {
        Javalin server = server().start();
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            ask(client, "/large");
            assertThat(handled.await(30, TimeUnit.SECONDS)).isTrue();

            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::stop);
            while (!jetty.get().isStopping()) Thread.onSpinWait();

            assertThat(bodyOf(client.getInputStream())).isEqualTo(ANSWER);
            stopped.get(30, TimeUnit.SECONDS);
        } finally {
            server.stop();
        }
    }

    @Test
    void what_comes_after_it_began_to_stop_is_refused_and_not_begun_while_what_is_under_way_is_answered()
            throws Exception {
        Javalin server = server().start();
        try (Socket waiting = new Socket(InetAddress.getLoopbackAddress(), server.port());
                Socket blocking = new Socket(InetAddress.getLoopbackAddress(), server.port());
                Socket late = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            ask(waiting, "/later");
            ask(blocking, "/blocks");
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::stop);
            while (!jetty.get().isStopping()) Thread.onSpinWait();
            while (!graceful().isShutdown()) Thread.onSpinWait();
            late.getOutputStream()
                    .write("GET /blocks HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(late.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("Retry-After: 5\r\n", "Connection: close\r\n", "\"code\":\"stopping\"");
            answer.complete("late");
            assertThat(bodyOf(waiting.getInputStream())).isEqualTo("late".length());
            assertThat(bodyOf(blocking.getInputStream())).isEqualTo("late".length());
            stopped.get(30, TimeUnit.SECONDS);
        } finally {
            answer.complete("late");
            server.stop();
        }
    }

    @Test
    void a_connection_that_is_only_kept_open_is_not_waited_for() throws Exception {
        Javalin server = patientServer();
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            send(client, POST + "done");
            assertThat(answerOn(client)).startsWith("HTTP/1.1 200 ").endsWith("done");

            jetty.get().setStopTimeout(STOP_WITHIN_MILLIS);
            assertThatCode(server::stop).doesNotThrowAnyException();

            assertThat(client.getInputStream().read()).as("closed").isEqualTo(-1);
        } finally {
            server.stop();
        }
    }

    @Test
    void a_connection_that_said_nothing_for_long_has_as_much_time_from_the_stop_on_for_what_is_on_its_way()
            throws Exception {
        Javalin server = patientServer();
        CompletableFuture<Long> stopsAt = new CompletableFuture<>();
        jetty.get().addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStopping(LifeCycle stopping) {
                stopsAt.complete(System.nanoTime());
            }
        });
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            send(client, POST + "done");
            assertThat(answerOn(client)).startsWith("HTTP/1.1 200 ");
            longerThanOneIsKeptOpen();

            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::stop);
            assertThat(client.getInputStream().read()).as("closed").isEqualTo(-1);
            assertThat(Duration.ofNanos(System.nanoTime() - stopsAt.get(30, TimeUnit.SECONDS)))
                    .isGreaterThanOrEqualTo(HeadDeadline.KEPT_OPEN_AT_A_STOP);
            stopped.get(30, TimeUnit.SECONDS);
        } finally {
            server.stop();
        }
    }

    @Test
    void a_body_that_is_still_coming_on_a_connection_that_was_kept_open_has_its_time() throws Exception {
        Javalin server = patientServer();
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            send(client, POST + "done");
            assertThat(answerOn(client)).startsWith("HTTP/1.1 200 ");
            // With the beginning of the second comes the answer to the first: it is under way.
            send(client, POST + "done" + POST + "la");
            assertThat(answerOn(client)).startsWith("HTTP/1.1 200 ");
            awaitRequests(1);

            CompletableFuture<Void> stopped = stopping(server);
            longerThanOneIsKeptOpen();
            send(client, "te");

            assertThat(answerOn(client)).startsWith("HTTP/1.1 200 ").endsWith("late");
            stopped.get(30, TimeUnit.SECONDS);
        } finally {
            server.stop();
        }
    }

    @Test
    void a_connection_whose_first_request_is_still_to_come_is_told_that_it_stops() throws Exception {
        Javalin server = patientServer();
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            while (connector().getConnectedEndPoints().isEmpty()) Thread.onSpinWait();

            CompletableFuture<Void> stopped = stopping(server);
            longerThanOneIsKeptOpen();
            send(client, POST + "late");

            assertThat(answerOn(client)).startsWith("HTTP/1.1 503 ").contains("\"code\":\"stopping\"");
            stopped.get(30, TimeUnit.SECONDS);
        } finally {
            server.stop();
        }
    }

    private Javalin patientServer() {
        Javalin server = server().start();
        connector().setShutdownIdleTimeout(JETTYS_OWN_WAIT_MILLIS);
        return server;
    }

    private AbstractConnector connector() {
        return (AbstractConnector) jetty.get().getConnectors()[0];
    }

    private GracefulHandler graceful() {
        return jetty.get().getDescendants(GracefulHandler.class).stream()
                .findFirst()
                .orElseThrow();
    }

    private void awaitRequests(int underWay) {
        while (graceful().getCurrentRequestCount() != underWay) Thread.onSpinWait();
    }

    private CompletableFuture<Void> stopping(Javalin server) {
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::stop);
        while (!jetty.get().isStopping()
                || !graceful().isShutdown()
                || !connector().isShutdown()) Thread.onSpinWait();
        return stopped;
    }

    private static void longerThanOneIsKeptOpen() throws InterruptedException {
        // Nothing counts it down: only time passes.
        new CountDownLatch(1).await(5 * HeadDeadline.KEPT_OPEN_AT_A_STOP.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void send(Socket client, String words) throws IOException {
        client.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
    }

    /** Head and body of one answer; what comes behind it stays. */
    private static String answerOn(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) throw new IOException("closed after: " + head);
            head.append((char) next);
        }
        Matcher length = LENGTH.matcher(head);
        assertThat(length.find()).as("%s", head).isTrue();
        return head + new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.US_ASCII);
    }

    private static void ask(Socket client, String path) throws IOException {
        client.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private static long bodyOf(InputStream in) throws IOException {
        int seen = 0;
        while (seen < 4) {
            int next = in.read();
            if (next < 0) throw new IOException("closed within the head");
            seen = next == "\r\n\r\n".charAt(seen) ? seen + 1 : next == '\r' ? 1 : 0;
        }
        return in.transferTo(OutputStream.nullOutputStream());
    }
}

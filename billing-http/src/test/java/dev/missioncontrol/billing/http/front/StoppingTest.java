package dev.missioncontrol.billing.http.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that is told to stop while clients still take their answers. */
@Timeout(120)
class StoppingTest {
    /** More than what sockets hold between two machines, so that some of it is still here. */
    private static final int ANSWER = 8 * 1024 * 1024;

    private final CountDownLatch handled = new CountDownLatch(1);
    private final CountDownLatch begun = new CountDownLatch(2);
    private final CompletableFuture<String> answer = new CompletableFuture<>();
    private final AtomicReference<Server> jetty = new AtomicReference<>();

    private Javalin server() {
        Wire wire = new Wire(new Wire.Rules(false, Set.of(), "", path -> 1024));
        return Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.jetty.modifyServer(server -> {
                wire.guard(server);
                jetty.set(server);
            });
            config.jetty.modifyHttpConfiguration(wire::bound);
            config.jetty.addConnector((server, http) -> wire.connector(server, http, "127.0.0.1", 0));
            config.routes.get("/large", ctx -> ctx.result(new byte[ANSWER]));
            config.routes.after("/large", ctx -> handled.countDown());
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
            GracefulHandler graceful = jetty.get().getDescendants(GracefulHandler.class).stream()
                    .findFirst()
                    .orElseThrow();
            while (!graceful.isShutdown()) Thread.onSpinWait();
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

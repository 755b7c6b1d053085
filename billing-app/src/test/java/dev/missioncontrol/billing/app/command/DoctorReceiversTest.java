package dev.missioncontrol.billing.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says of the addresses that are told of events, and that it sends them nothing. */
class DoctorReceiversTest {
    private static final String CANARY = "canary7f3a";

    @TempDir
    private Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private OperatorsDesk desk;
    private HttpServer application;

    @BeforeEach
    void open() throws IOException {
        desk = new OperatorsDesk(folder);
        application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/", exchange -> {
            int length = exchange.getRequestBody().readAllBytes().length;
            asked.add(exchange.getRequestMethod() + " " + length);
            String status = exchange.getRequestURI().getPath().substring(1);
            exchange.getResponseHeaders().add("Location", "https://elsewhere.example");
            exchange.sendResponseHeaders(Integer.parseInt(status), -1);
            exchange.close();
        });
        application.setExecutor(threads);
        application.start();
    }

    @AfterEach
    void close() {
        application.stop(0);
        threads.shutdownNow();
        desk.close();
    }

    private String answering(int status) {
        return "http://127.0.0.1:" + application.getAddress().getPort() + "/" + status + "?key=" + CANARY;
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    }

    /** Answers each connection in plain text, until it is closed. */
    private static void speakNoTls(ServerSocket server) {
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket one = server.accept()) {
                    one.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    one.getOutputStream().flush();
                    // Until the other side goes: a reset could overtake the answer.
                    one.getInputStream().readAllBytes();
                } catch (IOException closed) {
                    assertThat(closed).isInstanceOf(SocketException.class);
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private List<String> told(String... urls) throws IOException {
        String secret = "whsec_" + Base64.getEncoder().encodeToString(new byte[24]);
        Path configuration =
                desk.with("BILLING_EVENT_URLS=" + String.join(",", urls), "BILLING_EVENT_SECRET=" + secret);
        OperatorsDesk.Answer answer = desk.typeWith(configuration, "doctor", "--json");
        assertThat(answer.out()).doesNotContain(CANARY).doesNotContain(secret);
        List<String> said = new ArrayList<>();
        answer.json().path("findings").forEach(one -> {
            if (one.path("area").textValue().equals("receivers"))
                said.add(one.path("level").textValue() + " " + one.path("what").textValue());
        });
        return said;
    }

    @Test
    void one_that_answers_is_well_whatever_it_says_to_options_and_nothing_is_posted() throws Exception {
        assertThat(told(answering(405), answering(204), answering(400)))
                .hasSize(3)
                .allMatch(what -> what.startsWith("ok BILLING_EVENT_URLS["))
                .allMatch(what ->
                        what.contains("127.0.0.1:" + application.getAddress().getPort() + ": answers"));
        assertThat(asked).containsOnly("OPTIONS 0").hasSize(3);
    }

    @Test
    void one_that_leads_elsewhere_knows_no_such_path_or_fails_is_a_warning_each_by_its_place() throws Exception {
        assertThat(told(answering(301), answering(404), answering(503)))
                .satisfiesExactly(
                        what -> assertThat(what)
                                .startsWith("warning BILLING_EVENT_URLS[1]")
                                .contains("301", "redirect"),
                        what -> assertThat(what)
                                .startsWith("warning BILLING_EVENT_URLS[2]")
                                .contains("404"),
                        what -> assertThat(what)
                                .startsWith("warning BILLING_EVENT_URLS[3]")
                                .contains("503"));
        assertThat(asked).containsOnly("OPTIONS 0");
    }

    @Test
    void one_that_takes_no_connection_speaks_no_tls_or_has_no_name_is_a_fault() throws Exception {
        int free;
        try (ServerSocket taken = listening()) {
            free = taken.getLocalPort();
        }
        try (ServerSocket plain = listening()) {
            speakNoTls(plain);
            assertThat(told(
                            "http://127.0.0.1:" + free + "/" + CANARY,
                            "https://127.0.0.1:" + plain.getLocalPort() + "/" + CANARY,
                            "https://nowhere.invalid/" + CANARY))
                    .satisfiesExactly(
                            what -> assertThat(what).startsWith("fault").contains("takes no connection"),
                            what -> assertThat(what).startsWith("fault").contains("TLS fails"),
                            what -> assertThat(what).startsWith("fault").contains("nobody knows its name"));
        }
    }

    @Test
    void those_that_hang_are_faults() throws Exception {
        try (ServerSocket one = listening();
                ServerSocket other = listening()) {
            assertThat(told(
                            "http://127.0.0.1:" + one.getLocalPort() + "/",
                            "http://127.0.0.1:" + other.getLocalPort() + "/"))
                    .hasSize(2)
                    .allMatch(what -> what.startsWith("fault") && what.contains("no answer within 5 s"));
        }
    }

    /** Neither says a word before both were asked: looked at one after the other, the first would hang. */
    @Test
    void they_are_waited_for_together_not_one_after_the_other() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        application.createContext("/both/", exchange -> {
            both.countDown();
            try (exchange) {
                both.await();
                exchange.sendResponseHeaders(204, -1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        String base = "http://127.0.0.1:" + application.getAddress().getPort() + "/both/";
        assertThat(told(base + "one", base + "other")).hasSize(2).allMatch(what -> what.startsWith("ok "));
    }

    @Test
    void an_address_that_is_wrong_keeps_nobody_from_looking_at_the_rest_and_is_not_looked_at() throws Exception {
        assertThat(told("ftp://shop.example")).containsExactly("warning it was not looked at");
    }
}

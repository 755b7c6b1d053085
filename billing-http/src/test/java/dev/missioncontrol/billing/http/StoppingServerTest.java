package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.javalin.Javalin;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that is told to stop while a request waits for somebody who does not answer. */
@Timeout(60)
class StoppingServerTest {
    private static final long STOP_WITHIN_MILLIS = 100;

    @Test
    void a_request_that_hangs_is_cut_off_and_whoever_stops_the_server_goes_on() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        Javalin server = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.jetty.modifyServer(jetty -> jetty.setStopTimeout(STOP_WITHIN_MILLIS));
                    config.routes.get("/hangs", ctx -> {
                        asked.countDown();
                        answered.await();
                    });
                })
                .start("127.0.0.1", 0);
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            client.getOutputStream()
                    .write("GET /hangs HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

            assertThatCode(() -> BillingServer.stop(server)).doesNotThrowAnyException();
        } finally {
            answered.countDown();
        }
    }
}

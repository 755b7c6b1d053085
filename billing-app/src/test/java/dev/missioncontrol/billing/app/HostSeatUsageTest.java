package dev.missioncontrol.billing.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.missioncontrol.billing.app.config.SeatCount;
import dev.missioncontrol.billing.app.config.Secret;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.SeatUsageException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a host says of the seats in use, and what it does not manage to say. */
class HostSeatUsageTest {
    /** For a host that answers, on a machine that is busy with something else. */
    private static final Duration PATIENT = Duration.ofMinutes(1);

    /** For one that never does. */
    private static final Duration IMPATIENT = Duration.ofMillis(300);

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile int status = 200;
    private volatile String body = "{\"inUse\": 4, \"more\": true}";
    private volatile boolean drips;
    private volatile Instant now = Instant.parse("2027-01-01T00:00:00Z");
    private HttpServer host;
    private SeatCount.Source source;
    private HostSeatUsage usage;

    @BeforeEach
    void start() throws IOException {
        host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        host.setExecutor(threads);
        host.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, drips ? 100 : bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) exchange.getResponseBody().write(bytes);
            exchange.getResponseBody().flush();
            try {
                if (drips) over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        host.start();
        URI url = URI.create("http://127.0.0.1:" + host.getAddress().getPort() + "/seats");
        source = new SeatCount.Source(url, new Secret("s3cret"));
        usage = new HostSeatUsage(source, () -> now, PATIENT);
    }

    /** From now on nobody waits for long. */
    private void hasNoPatience() {
        usage = new HostSeatUsage(source, () -> now, IMPATIENT);
    }

    @AfterEach
    void stop() {
        over.countDown();
        host.stop(0);
        threads.shutdownNow();
    }

    private void fails() {
        fails("acme");
    }

    private void fails(String tenant) {
        assertThatThrownBy(() -> usage.inUse(new TenantId(tenant))).isInstanceOf(SeatUsageException.class);
    }

    @Test
    void it_is_asked_for_the_tenant_with_the_secret() {
        assertThat(usage.inUse(new TenantId("a+b|c"))).hasValue(4);
        assertThat(asked).containsExactly("/seats?tenant=a%2Bb%7Cc Bearer s3cret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "302|{\"inUse\":4}",
                "500|{\"inUse\":4}",
                "401|{\"inUse\":4}",
                "200|{}",
                "200|{\"inUse\":-1}",
                "200|{\"inUse\":4.5}",
                "200|{\"inUse\":\"4\"}",
                "200|{\"inUse\":99999999999999999999}",
                "200|4",
                "200|{\"inUse\":"
            })
    void what_is_no_answer_is_none_and_is_never_guessed(int code, String said) {
        status = code;
        body = said;
        fails();
        assertThat(asked).hasSize(1);
    }

    /** What drips does so until the test is over: who waited for all of it would wait until then. */
    @Test
    @Timeout(60)
    void an_answer_without_end_is_not_read_and_one_that_drips_not_waited_for() {
        body = " ".repeat(HostSeatUsage.LARGEST + 1);
        fails();
        body = "{\"inUse\": 4}";
        assertThat(usage.inUse(new TenantId("globex")))
                .as("of another tenant it says")
                .hasValue(4);
        body = "{";
        drips = true;
        hasNoPatience();
        fails();
    }

    @Test
    void a_host_that_failed_rests_and_is_asked_again() {
        status = 503;
        fails();
        fails();
        assertThat(asked).hasSize(1);
        status = 200;
        now = now.plus(HostSeatUsage.RESTS);
        assertThat(usage.inUse(new TenantId("acme"))).hasValue(4);
    }

    @Test
    void who_rests_is_asked_again_where_the_clock_was_put_back() {
        status = 503;
        fails();
        status = 200;
        now = now.minus(Duration.ofHours(1));
        assertThat(usage.inUse(new TenantId("acme"))).hasValue(4);
    }

    @ParameterizedTest
    @CsvSource({"404", "500"})
    void a_tenant_of_which_nothing_can_be_said_costs_the_others_nothing(int code) {
        String answer = body;
        status = code;
        body = "<p>Nobody knows.</p>".repeat(HostSeatUsage.LARGEST);
        fails("unknown");
        status = 200;
        body = answer;
        assertThat(usage.inUse(new TenantId("acme"))).hasValue(4);
        fails("unknown");
        assertThat(asked).as("it alone rests").hasSize(2);
    }

    @Test
    void a_host_that_is_away_is_waited_for_by_one_alone() {
        hasNoPatience();
        drips = true;
        fails("acme");
        fails("globex");
        // Not even one where the machine was busier than it was waited for.
        assertThat(asked).hasSizeLessThanOrEqualTo(1);
        drips = false;
        Awaitility.await()
                .atMost(PATIENT)
                .ignoreExceptionsInstanceOf(SeatUsageException.class)
                .untilAsserted(() -> {
                    now = now.plus(HostSeatUsage.RESTS);
                    assertThat(usage.inUse(new TenantId("globex"))).hasValue(4);
                });
    }

    @Test
    void those_that_rest_are_bounded_and_forgotten() {
        status = 404;
        body = "";
        for (int i = 0; i < HostSeatUsage.MOST_RESTING + 10; i++) fails("t" + i);
        assertThat(usage.resting()).isEqualTo(HostSeatUsage.MOST_RESTING);
        now = now.plus(HostSeatUsage.RESTS);
        fails("acme");
        assertThat(usage.resting()).isEqualTo(1);
    }
}

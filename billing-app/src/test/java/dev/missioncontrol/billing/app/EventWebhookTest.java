package dev.missioncontrol.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.missioncontrol.billing.account.AccessPolicy;
import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.Transition;
import dev.missioncontrol.billing.app.config.Secret;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.usecase.EventReceiver.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What an address that is told of events may do to us with its answer. */
@Timeout(value = EventWebhookTest.PATIENCE_SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventWebhookTest {
    /** Far more than a sending may take, on a machine that is busy with something else. */
    static final long PATIENCE_SECONDS = 60;

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final Secret SECRET =
            new Secret("whsec_" + Base64.getEncoder().encodeToString(new byte[32]));

    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch cutOff = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer application;

    @BeforeEach
    void open() throws IOException {
        application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/whole", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        application.createContext("/drips/200", exchange -> drip(exchange, 200));
        application.createContext("/drips/503", exchange -> drip(exchange, 503));
        application.setExecutor(threads);
        application.start();
    }

    @AfterEach
    void close() {
        over.countDown();
        application.stop(0);
        threads.shutdownNow();
    }

    /** A head, and then a byte at a time, for as long as somebody listens. */
    private void drip(HttpExchange exchange, int status) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("Retry-After", "30");
        exchange.sendResponseHeaders(status, 0);
        try {
            while (!over.await(20, TimeUnit.MILLISECONDS)) {
                exchange.getResponseBody().write('.');
                exchange.getResponseBody().flush();
            }
        } catch (IOException e) {
            cutOff.countDown();
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Outcome sent(String path) {
        return sent(webhook(path, () -> NOW));
    }

    private EventWebhook webhook(String path, InstantSource clock) {
        URI address = URI.create("http://127.0.0.1:" + application.getAddress().getPort() + path);
        return new EventWebhook("BILLING_EVENT_URLS[1]", address, List.of(SECRET), AccessPolicy.STANDARD, clock);
    }

    private static Outcome sent(EventWebhook webhook) {
        CurrentSubscription none = CurrentSubscription.none(DefaultCatalog.withPlaceholderPrices());
        Transition transition = new Transition(Transition.Type.SEATS_CHANGED, none, none);
        return webhook.send(new BillingEvent("p-acme-1", new TenantId("acme"), 1, NOW, transition));
    }

    @Test
    void an_answer_that_never_ends_is_what_its_head_says_and_holds_nobody() throws Exception {
        assertThat(sent("/drips/200")).isEqualTo(new Outcome.Taken());
        assertThat(cutOff.await(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("the connection is closed")
                .isTrue();
    }

    @Test
    void an_address_that_does_not_end_its_answers_is_told_of_once_a_minute() {
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        EventWebhook webhook = webhook("/drips/200", now::get);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger log = (Logger) LoggerFactory.getLogger(EventWebhook.class);
        lines.start();
        log.addAppender(lines);
        try {
            sent(webhook);
            sent(webhook);
            now.set(NOW.plus(EventWebhook.TELL_EVERY));
            sent(webhook);
            sent(webhook("/whole", now::get));
        } finally {
            log.detachAppender(lines);
        }
        String line = "BILLING_EVENT_URLS[1] answers, and does not end its answer: each event takes 1 s more";
        assertThat(lines.list)
                .filteredOn(one -> one.getLevel() == Level.WARN)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(line, line);
    }

    @Test
    void a_refusal_that_never_ends_is_one_and_says_when_to_come_back() {
        assertThat(sent("/drips/503"))
                .isEqualTo(new Outcome.Refused("it answered 503", Optional.of(Duration.ofSeconds(30))));
    }

    @Test
    void an_address_that_takes_it_or_is_not_there_is_told_apart() {
        assertThat(sent("/whole")).isEqualTo(new Outcome.Taken());
        application.stop(0);
        assertThat(sent("/whole")).isInstanceOf(Outcome.Away.class);
    }
}

package dev.missioncontrol.billing.app.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.missioncontrol.billing.http.BillingServer;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which lines wait for others, and for how long. */
class LineConsoleTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final LoggerContext context = new LoggerContext();
    private LineConsole console = console(LONG);

    private LineConsole console(Duration longestWait) {
        LineConsole made = new LineConsole(longestWait) {
            @Override
            protected OutputStream wrapTarget(OutputStream console) {
                return super.wrapTarget(written);
            }
        };
        made.setContext(context);
        made.setEncoder(new TextLine());
        made.start();
        return made;
    }

    @AfterEach
    void stop() {
        console.stop();
    }

    private void log(String logger, Level level, String message) {
        Logger who = context.getLogger(logger);
        LoggingEvent event = new LoggingEvent(getClass().getName(), who, level, message, null, null);
        event.setMDCPropertyMap(Map.of());
        console.doAppend(event);
    }

    private void request(String message) {
        log(BillingServer.class.getName(), Level.INFO, message);
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void lines_of_requests_wait_and_come_before_whatever_is_written_at_once() {
        request("first");
        request("second");
        assertThat(text()).isEmpty();
        log("dev.missioncontrol.billing.Other", Level.INFO, "third");
        assertThat(text()).containsSubsequence("first", "second", "third");
    }

    @Test
    void a_failure_of_a_request_is_written_at_once() {
        log(BillingServer.class.getName(), Level.WARN, "the store is away");
        assertThat(text()).contains("the store is away");
    }

    @Test
    void a_line_waits_no_longer_than_it_may_though_none_follows() {
        console.stop();
        console = console(LineConsole.LONGEST_WAIT);
        for (String line : new String[] {"first", "second"}) {
            request(line);
            await().atMost(Duration.ofSeconds(60)).until(() -> text().contains(line));
        }
    }

    @Test
    void nothing_is_lost_when_it_stops() {
        request("last");
        console.stop();
        assertThat(text()).contains("last");
    }
}

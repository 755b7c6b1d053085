package dev.missioncontrol.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.missioncontrol.billing.app.StoreAccess.Waiting;
import dev.missioncontrol.billing.http.ReadyCheck.WaitsFor;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is said of a store that is waited for. */
class StartGateTest {
    private static final Waiting AWAY = new Waiting(WaitsFor.DATABASE, "it can't be reached");
    private static final Waiting BEHIND = new Waiting(WaitsFor.SCHEMA, "it is behind this version: run migrate.");

    @Test
    void what_is_waited_for_is_logged_once_in_the_words_of_the_runbook_though_nobody_probes() throws Exception {
        Iterator<Optional<Waiting>> looks = List.of(Optional.of(BEHIND), Optional.of(BEHIND), Optional.<Waiting>empty())
                .iterator();
        StartGate gate = new StartGate(Optional.of(AWAY), looks::next);
        CountDownLatch begun = new CountDownLatch(1);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger log = (Logger) LoggerFactory.getLogger(StartGate.class);
        lines.start();
        log.addAppender(lines);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try {
            gate.whenOpen(timer, begun::countDown);
            assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            timer.shutdownNow();
            log.detachAppender(lines);
        }

        assertThat(gate.waiting()).isEmpty();
        assertThat(lines.list)
                .filteredOn(line -> line.getLevel() == Level.WARN)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("Not ready, and no work has begun: it is behind this version: run migrate.");
    }
}

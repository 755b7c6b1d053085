package dev.missioncontrol.billing.app.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.ConsoleAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is logged is no part of what a command says. */
class LogSetupTest {
    private final LoggerContext context = new LoggerContext();

    @AfterEach
    void close() {
        System.clearProperty(LogSetup.TARGET);
        context.stop();
    }

    private String target() {
        LogSetup.apply(context, LogFormat.TEXT);
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        return ((ConsoleAppender<?>) root.getAppender(LogFormat.TEXT.word())).getTarget();
    }

    @Test
    void servers_log_to_standard_output() {
        assertThat(target()).isEqualTo("System.out");
    }

    @Test
    void commands_log_to_standard_error() {
        LogSetup.toStandardError();
        assertThat(target()).isEqualTo("System.err");
    }
}
